"""Files that belong to a repository and are not on disk: outside of a sparse checkout, or in an unused submodule."""

from __future__ import annotations

import os
from contextlib import suppress

from linter.system import git, git_trees
from linter.system.git_snapshot import GitObjectReader
from linter.system.paths import relative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class AbsentFiles:
    """The files of the repository at the absolute path *root* that are not on disk."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._objects: dict[str, str] = {}  # by path from the root
        self._submodules: set[str] = set()
        with suppress(git.GitError):  # without git nothing is known to be absent
            self._objects, self._submodules = git_trees.absent_entries(root)
        self._folders = {parent for name in self._objects for parent in _parents(name)}
        self._names: dict[str, list[str]] = {}  # by directory
        for name in self._objects:
            above, _, last = name.rpartition("/")
            self._names.setdefault(above, []).append(last)

    def has(self, path: str) -> bool:
        """Whether the absolute *path* is such a file or directory; in an unused submodule anything may be."""
        name = relative(path, self.root)
        return name in self._objects or name in self._folders or not self._submodules.isdisjoint(_parents(name))

    def is_file(self, path: str) -> bool:
        """Whether the displayed *path* is such a file, and not on disk all the same."""
        return relative(os.path.abspath(path), self.root) in self._objects and not os.path.lexists(path)

    def present(self, paths: Iterable[str]) -> list[str]:
        """Return those of the displayed *paths* that are on disk."""
        return [path for path in paths if not self.is_file(path)]

    def names(self, folder: str) -> Iterable[str]:
        """The names of such files in the absolute *folder* itself."""
        name = relative(folder, self.root)
        return self._names.get("" if name == "." else name, ())

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the first *limit* bytes of the file at the absolute *path*, None if there is none. Raises OSError."""
        found = self._objects.get(relative(path, self.root))
        if found is None:
            return None
        reader = GitObjectReader(self.root)
        try:
            return reader.read(found, limit)
        finally:
            reader.close()


def _parents(name: str) -> Iterable[str]:
    while name := name.rpartition("/")[0]:
        yield name
