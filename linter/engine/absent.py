"""Files that belong to a repository and are not on disk: outside of a sparse checkout, or in an unused submodule."""

from __future__ import annotations

import os
from bisect import bisect_left
from contextlib import suppress

from linter.engine.listing import READABLE
from linter.system import git, git_trees
from linter.system.git_snapshot import GitObjectReader
from linter.system.paths import relative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


FILES_AHEAD = 200  # files to read at once, as most runs read them in order
MAX_BYTES_AHEAD = 16 << 20


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
        self._readable = sorted(name for name in self._objects if name.endswith(READABLE))
        self._missing: dict[str, str] = {}  # why files cannot be read, which takes a process each
        self._ahead: dict[tuple[str, int], bytes] = {}  # contents by path from the root and limit

    def has(self, path: str) -> bool:
        """Whether the absolute *path* is such a file or directory; in an unused submodule anything may be."""
        name = relative(path, self.root)
        return name in self._objects or name in self._folders or self._is_in_submodule(name)

    def _is_in_submodule(self, name: str) -> bool:
        return bool(self._submodules) and not self._submodules.isdisjoint(_parents(name))

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
        name = relative(path, self.root)
        if name not in self._objects:
            return None
        if name in self._missing:
            raise OSError(None, self._missing[name])
        if (name, limit) not in self._ahead:
            self._read_ahead(name, limit)
        return self._ahead.pop((name, limit))

    def _read_ahead(self, name: str, limit: int) -> None:
        """Read the file *name* and those after it in one process. Raises OSError if *name* cannot be read."""
        start = bisect_left(self._readable, name)
        names = [name, *(other for other in self._readable[start : start + FILES_AHEAD] if other != name)]
        self._ahead = {}
        reader = GitObjectReader(self.root)
        left = MAX_BYTES_AHEAD
        try:
            for other in names:
                data = self._ahead[other, limit] = reader.read(self._objects[other], limit)
                left -= len(data)
                if left < 0:
                    break
        except OSError as error:
            self._missing[other] = error.strerror or str(error)
            if other == name:
                raise  # the others are read when they are needed
        finally:
            reader.close()

    def object(self, path: str) -> str | None:
        """Return the name of the object of the file at the displayed *path*, None if there is no such file."""
        return self._objects.get(relative(path, self.root))


def _parents(name: str) -> Iterable[str]:
    while name := name.rpartition("/")[0]:
        yield name
