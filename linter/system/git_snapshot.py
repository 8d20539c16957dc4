"""The files of a repository as the index or a commit has them, in place of those on disk."""

from __future__ import annotations

import os
import subprocess
from collections import deque

from linter.system import git
from linter.system.paths import relative
from linter.system.reading import is_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

BATCH_SIZE = 200  # objects that are asked for at once: their names fit into the buffer of a pipe
MAX_SKIPPED_BYTES = 64 << 20  # bytes of an object that are read for nothing; few bytes can be packed gigabytes
_LINKS = 40  # links that are followed one after the other; more than that is a circle


class GitObjectReader:
    """Reads objects of the repository at *root*, all through one process."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.documents: dict[tuple[str, str], Any] = {}  # made of an object as a file of that path
        self._process: subprocess.Popen[bytes] | None = None
        self._ahead: deque[str] = deque()
        self._asked: deque[str] = deque()

    def expect(self, names: Iterable[str]) -> None:
        """Say which objects will be read next, in this order: git is asked ahead, so that none waits for the other."""
        self._ahead = deque(names)

    def read(self, name: str, limit: int) -> bytes:
        """The first *limit* bytes of an object. Raises OSError where it is not there."""
        while self._asked and (name not in self._asked or self._asked[0] != name):
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
            raise OSError(None, "this clone does not have its content")
        return data

    def _ask(self, names: list[str]) -> None:
        process = self._process or self._start()
        assert process.stdin is not None
        process.stdin.write("".join(f"{name}\n" for name in names).encode())
        process.stdin.flush()
        self._asked.extend(names)

    def _answer(self, limit: int) -> bytes | None:
        """The first *limit* bytes of what was asked for first; None where it is not there."""
        assert self._process is not None and self._process.stdout is not None
        stream = self._process.stdout
        head = stream.readline().split()
        if len(head) != 3:  # a partial clone: git says so, or has ended because it may not fetch
            if not head:
                self.close()
                self._asked.clear()
            return None
        size = int(head[2])
        data = stream.read(min(size, limit))
        left = size - len(data) + 1  # and the line end behind it
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
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.communicate()


class GitSnapshot:
    """What the index or a commit has: *entries* by path from the *root* of the working tree."""

    def __init__(self, root: str, entries: git.Entries, objects: GitObjectReader) -> None:
        self.root = root
        self.entries = entries
        self.objects = objects
        self._folders: set[str] | None = None

    def inside(self, path: str) -> str | None:
        """The absolute *path* from the root with ``/``, None where it does not stand below the root."""
        if not is_below(path, self.root):
            return None
        return "" if path == self.root else relative(path, self.root)

    def object(self, name: str) -> str:
        """What the file *name* holds. Raises OSError where it is not there."""
        if name not in self.entries:
            raise FileNotFoundError(None, "no such file")
        return self.entries[name][1]

    def is_file(self, name: str) -> bool:
        """Whether *name* is a file; links and submodules are none."""
        return name in self.entries and self.entries[name][0] not in (git.LINK, git.SUBMODULE)

    def is_link(self, name: str) -> bool:
        """Whether *name* is a symbolic link."""
        return self.entries.get(name, ("",))[0] == git.LINK

    def is_folder(self, name: str) -> bool:
        """Whether anything stands below *name*, or could: what a submodule holds is not known here."""
        if self._folders is None:
            self._folders = {""}
            for path in self.entries:
                folder = path.rpartition("/")[0]
                while folder not in self._folders:
                    self._folders.add(folder)
                    folder = folder.rpartition("/")[0]
        return name in self._folders or self.entries.get(name, ("",))[0] == git.SUBMODULE

    def exists(self, name: str) -> bool:
        """Whether *name* is there: a file, a link, a folder, or anything at all in a submodule."""
        return name in self.entries or self.is_folder(name) or self._submodule(name)

    def _submodule(self, name: str) -> bool:
        while name := name.rpartition("/")[0]:
            if self.entries.get(name, ("",))[0] == git.SUBMODULE:
                return True
        return False

    def real(self, path: str) -> str:
        """Where the absolute *path* leads, links followed; those outside of the root are the disk's."""
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
        """*name* with its first link replaced by what it says; None where there is no link in it."""
        parts = name.split("/")
        for count in range(1, len(parts) + 1):
            link = "/".join(parts[:count])
            if self.is_link(link):
                target = os.fsdecode(self.objects.read(self.entries[link][1], 4096))
                return os.path.join(os.path.dirname(link), target, *parts[count:])
        return None


def index(root: str, objects: GitObjectReader) -> tuple[GitSnapshot, list[str]]:
    """What lies in the index, and the paths left out because a merge has not resolved them. Raises GitError."""
    entries, unmerged = git.index_entries(root)
    return GitSnapshot(root, entries, objects), unmerged


def commit(root: str, commit: str | None, objects: GitObjectReader) -> GitSnapshot:
    """What stands in *commit*; nothing for None. Raises GitError."""
    return GitSnapshot(root, git.commit_entries(root, commit) if commit else {}, objects)
