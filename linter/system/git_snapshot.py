"""The files of a repository as the index or a commit has them, instead of those on disk."""

from __future__ import annotations

import os
import subprocess
from collections import deque

from linter.system import git, git_trees
from linter.system.reading import is_below, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

BATCH_SIZE = 200  # objects requested at once: their names fit into the buffer of a pipe
MAX_SKIPPED_BYTES = 64 << 20  # of an object to read and discard; a few bytes can unpack to gigabytes
ON_DISK = "disk:"  # begins the name of an object that is a file of the working copy
_LINKS = 40  # links to follow in a row; more are a cycle


class GitObjectReader:
    """Reads objects of the repository at *root* through a single git process."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.documents: dict[tuple[str, str], Any] = {}  # parsed documents by object and path
        self.missing: set[str] = set()  # objects that a partial clone does not have
        self._process: subprocess.Popen[bytes] | None = None
        self._ahead: deque[str] = deque()
        self._asked: deque[str] = deque()

    def expect(self, names: Iterable[str]) -> None:
        """Announce the objects that will be read next, in this order, so that they are requested ahead."""
        self._ahead = deque(name for name in names if not name.startswith(ON_DISK))

    def read(self, name: str, limit: int) -> bytes:
        """Return the first *limit* bytes of an object. Raises OSError if it is missing."""
        if name.startswith(ON_DISK):
            return read_regular(name.removeprefix(ON_DISK), limit)
        while self._asked and self._asked[0] != name:
            self._asked.popleft()
            self._answer(0)
        if not self._asked:
            if self._ahead and self._ahead[0] == name:
                self._ask([self._ahead.popleft() for _ in range(min(BATCH_SIZE, len(self._ahead)))])
            else:
                self._ask([name])
        self._asked.popleft()
        data = self._answer(limit)
        if data is None:
            self.missing.add(name)
            raise OSError(None, "its content is missing from the partial clone")
        return data

    def _ask(self, names: list[str]) -> None:
        process = self._process or self._start()
        assert process.stdin is not None
        process.stdin.write("".join(f"{name}\n" for name in names).encode())
        process.stdin.flush()
        self._asked.extend(names)

    def _answer(self, limit: int) -> bytes | None:
        """Return the first *limit* bytes of the object requested first; None if it is missing."""
        assert self._process is not None and self._process.stdout is not None
        stream = self._process.stdout
        head = stream.readline().split()
        if len(head) != 3:  # a partial clone: git reports a missing object, or exited because it may not fetch
            if not head:
                self.close()
                self._asked.clear()
            return None
        size = int(head[2])
        data = stream.read(min(size, limit))
        left = size - len(data) + 1  # and the line end after it
        if left > MAX_SKIPPED_BYTES:
            waiting = list(self._asked)
            self._process.kill()
            self.close()
            self._asked.clear()
            if waiting:
                self._ask(waiting)
            return data
        while left:
            left -= len(stream.read(min(left, 1 << 20))) or left
        return data

    def _start(self) -> subprocess.Popen[bytes]:
        line, environment = git.command(self.root, "cat-file", "--batch")
        pipe, null = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(line, cwd=self.root, env=environment, stdin=pipe, stdout=pipe, stderr=null)
        return self._process

    def close(self) -> None:
        """End the git process."""
        process, self._process = self._process, None
        if process is not None:
            process.communicate()


class GitSnapshot:
    """The files of the index or a commit: *entries* by path from the *root* of the working tree."""

    def __init__(self, root: str, entries: git_trees.Entries, objects: GitObjectReader) -> None:
        self.root = root
        self.entries = entries
        self.objects = objects
        self._folders: set[str] | None = None

    def inside(self, path: str) -> str | None:
        """Return the absolute *path* relative to the root, with ``/``; None if it is not below the root."""
        if not is_below(path, self.root):
            return None
        return path[len(self.root) :].replace(os.sep, "/").strip("/")

    def object(self, name: str) -> str:
        """Return the object name of the file *name*. Raises OSError if it does not exist."""
        if name not in self.entries:
            raise FileNotFoundError(None, "no such file")
        return self.entries[name][1]

    def files(self) -> list[str]:
        """Return the paths of all regular files."""
        others = (git_trees.LINK, git_trees.SUBMODULE)
        return [name for name, (mode, _) in self.entries.items() if mode not in others]

    def take_from_disk(self, names: Iterable[str]) -> None:
        """Read those of the files *names* that the working copy has from there."""
        for name in names:
            path = os.path.join(self.root, name)
            if self.is_file(name) and os.path.isfile(path) and not os.path.islink(path):
                self.entries[name] = self.entries[name][0], ON_DISK + path

    def is_file(self, name: str) -> bool:
        """Whether *name* is a regular file, not a link or submodule."""
        return name in self.entries and self.entries[name][0] not in (git_trees.LINK, git_trees.SUBMODULE)

    def is_link(self, name: str) -> bool:
        """Whether *name* is a symbolic link."""
        return self.entries.get(name, ("",))[0] == git_trees.LINK

    def is_folder(self, name: str) -> bool:
        """Whether *name* is a directory or a submodule, whose contents are unknown."""
        if self._folders is None:
            self._folders = {""}
            for path in self.entries:
                folder = path.rpartition("/")[0]
                while folder not in self._folders:
                    self._folders.add(folder)
                    folder = folder.rpartition("/")[0]
        return name in self._folders or self.entries.get(name, ("",))[0] == git_trees.SUBMODULE

    def exists(self, name: str) -> bool:
        """Whether *name* exists: a file, link or directory, or any path in a submodule."""
        return name in self.entries or self.is_folder(name) or self._submodule(name)

    def _submodule(self, name: str) -> bool:
        while name := name.rpartition("/")[0]:
            if self.entries.get(name, ("",))[0] == git_trees.SUBMODULE:
                return True
        return False

    def real(self, path: str) -> str:
        """Return the absolute *path* with links resolved; paths outside the root are resolved on disk."""
        for _ in range(_LINKS):
            name = self.inside(path)
            if name is None:
                return os.path.realpath(path)
            target = self._follow(name)
            if target is None:
                return path
            path = os.path.normpath(os.path.join(self.root, target))
        return path

    def _follow(self, name: str) -> str | None:
        """Return *name* with its first link replaced by the link's target; None without a link."""
        parts = name.split("/")
        for count in range(1, len(parts) + 1):
            link = "/".join(parts[:count])
            if self.is_link(link):
                target = os.fsdecode(self.objects.read(self.entries[link][1], 4096))
                return os.path.join(os.path.dirname(link), target, *parts[count:])
        return None


def index(
    root: str, objects: GitObjectReader, changes: git_trees.Changes | None = None
) -> tuple[GitSnapshot, list[str]]:
    """Return the snapshot of the index, and the paths left out because of an unresolved merge. Raises GitError.

    *changes*: those of the index from HEAD, if they are known.
    """
    entries, unmerged = git_trees.index_entries(root, changes)
    return GitSnapshot(root, entries, objects), unmerged


def commit(root: str, commit: str | None, objects: GitObjectReader) -> GitSnapshot:
    """Return the snapshot of *commit*, which is empty for None. Raises GitError."""
    return GitSnapshot(root, git_trees.commit_entries(root, commit) if commit else {}, objects)
