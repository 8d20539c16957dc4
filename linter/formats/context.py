"""Access to the files around the one being read: directory listings and texts, each read once per run."""

from __future__ import annotations

import os

from linter.system.paths import display_path
from linter.system.reading import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Boundary(Protocol):
        """The part of a workspace that reading a file uses: the bounds of its project."""

        def repository(self, directory: str) -> str | None: ...

        def escapes_project(self, path: str) -> bool: ...


MAX_BYTES = 1 << 20  # bytes to read of another file


def absolute(path: str) -> str:
    """Return the absolute form of *path*, with ``/``."""
    return os.path.abspath(path).replace(os.sep, "/")


class FileContext:
    """The files on disk, reached through no link that escapes the project in *workspace*.

    ``cached`` is a cache for formats, under keys of their own.
    """

    absolute = staticmethod(absolute)
    display_path = staticmethod(display_path)

    def __init__(self, workspace: Boundary | None = None) -> None:
        self._workspace = workspace
        self.cached: dict[Any, Any] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._texts: dict[str, str | None] = {}

    def names(self, directory: str) -> frozenset[str]:
        """Return the names in *directory*; empty if it cannot be listed."""
        if directory not in self._names:
            self._names[directory] = self.list(directory)
        return self._names[directory]

    def text(self, path: str) -> str | None:
        """Return the text of the file at *path*, or None if it cannot be read."""
        if path not in self._texts:
            self._texts[path] = self.read(path)
        return self._texts[path]

    @property
    def asked(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The directories that were listed, and the paths of files that were read."""
        return tuple(self._names), tuple(self._texts)

    def root(self, directory: str) -> str | None:
        """Return the absolute root of the repository that contains *directory*, or None."""
        return self._workspace.repository(display_path(directory or ".")) if self._workspace else None

    def list(self, directory: str) -> frozenset[str]:
        """List the names in *directory*."""
        try:
            return frozenset() if self._leads_out(directory) else frozenset(os.listdir(directory or "."))
        except OSError:
            return frozenset()

    def read(self, path: str) -> str | None:
        """Read the file at *path* up to the size limit; None if that fails."""
        try:
            return None if self._leads_out(path) else read_regular(path, MAX_BYTES)[:MAX_BYTES].decode("utf-8")
        except (OSError, ValueError):
            return None

    def _leads_out(self, path: str) -> bool:
        return self._workspace is not None and self._workspace.escapes_project(display_path(path or "."))
