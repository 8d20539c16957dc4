"""What stands around a file while it is read: names in folders and texts of other files, each looked at once a run."""

from __future__ import annotations

import os

from linter.system.paths import shown
from linter.system.reading import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Boundary(Protocol):
        """What of a workspace the reading of a file asks: where its repository ends."""

        def repository(self, directory: str) -> str | None: ...

        def escapes_root(self, path: str) -> bool: ...


LARGEST = 1 << 20  # bytes that are read of a file beside another one


def absolute(path: str) -> str:
    """*path* from the root of the file system, with ``/``."""
    return os.path.abspath(path).replace(os.sep, "/")


class FileContext:
    """The files on disk, of a repository in *workspace* only what stands in it.

    ``facts`` is where formats keep what they made of them, under keys of their own.
    """

    absolute = staticmethod(absolute)
    shown = staticmethod(shown)

    def __init__(self, workspace: Boundary | None = None) -> None:
        self._workspace = workspace
        self.facts: dict[Any, Any] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._texts: dict[str, str | None] = {}

    def names(self, directory: str) -> frozenset[str]:
        """The names of what stands in *directory*; none where it cannot be read."""
        if directory not in self._names:
            self._names[directory] = self.list(directory)
        return self._names[directory]

    def text(self, path: str) -> str | None:
        """The text of the file at *path*, None where there is none that can be read."""
        if path not in self._texts:
            self._texts[path] = self.read(path)
        return self._texts[path]

    @property
    def asked(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The directories whose names, and the paths of the files whose texts were asked for."""
        return tuple(self._names), tuple(self._texts)

    def root(self, directory: str) -> str | None:
        """The absolute root of the repository around *directory*, None outside of any."""
        return self._workspace.repository(shown(directory or ".")) if self._workspace else None

    def list(self, directory: str) -> frozenset[str]:
        """Look: the names in *directory*."""
        try:
            return frozenset() if self._leads_out(directory) else frozenset(os.listdir(directory or "."))
        except OSError:
            return frozenset()

    def read(self, path: str) -> str | None:
        """Look: the text of the file at *path*, as far as it is read."""
        try:
            return None if self._leads_out(path) else read_regular(path, LARGEST)[:LARGEST].decode("utf-8")
        except (OSError, ValueError):
            return None

    def _leads_out(self, path: str) -> bool:
        return self._workspace is not None and self._workspace.escapes_root(shown(path or "."))
