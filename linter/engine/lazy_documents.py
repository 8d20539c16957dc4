"""Documents that are read on access."""

from __future__ import annotations

from collections.abc import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linter.model.document import Document


class LazyDocuments(Mapping[str, "Document"]):
    """The documents of a run by path, each read on access."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], Document]) -> None:
        self._paths = dict.fromkeys(paths)
        self._read = read

    def __getitem__(self, path: str) -> Document:
        if path not in self._paths:
            raise KeyError(path)
        return self._read(path)

    def __contains__(self, path: object) -> bool:
        return path in self._paths  # without reading it

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
