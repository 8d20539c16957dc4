"""Documents that are read on access."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from linter.model.document import Document


class LazyDocuments(dict[str, "Document"]):
    """The documents of a run by path, each read on access."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], Document]) -> None:
        super().__init__(dict.fromkeys(paths))  # type: ignore[arg-type]
        self._read_one = read

    def __getitem__(self, path: str) -> Document:
        return self._read_one(path)

    def get(self, path: str, default: Any = None) -> Any:
        """See ``dict.get``."""
        return self._read_one(path) if path in self else default
