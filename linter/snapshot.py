"""The files of a repository as the index or a commit has them, in place of those on disk."""

from __future__ import annotations

import os
import subprocess

from linter import git
from linter.workspace import Workspace, by_folder, is_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linter.config import Configuration
    from linter.settings import Settings

_LINKS = 40  # links that are followed one after the other; more than that is a circle


class Objects:
    """Reads objects of the repository at *root*, all through one process."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, name: str, limit: int) -> bytes:
        """The first *limit* bytes of an object. Raises OSError where it is not there."""
        process = self._process or self._start()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(name.encode() + b"\n")
        process.stdin.flush()
        head = process.stdout.readline().split()
        if len(head) != 3:  # a partial clone: git says so, or has ended because it may not fetch
            if not head:
                self.close()
            raise OSError(None, "this clone does not have its content")
        size = int(head[2])
        data = process.stdout.read(min(size, limit))
        left = size - len(data) + 1  # and the line end behind it
        while left:
            left -= len(process.stdout.read(min(left, 1 << 20))) or left
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


class Snapshot:
    """What the index or a commit has: *entries* by path from the *root* of the working tree."""

    def __init__(self, root: str, entries: git.Entries, objects: Objects) -> None:
        self.root = root
        self.entries = entries
        self._objects = objects
        self._folders: set[str] | None = None

    def inside(self, path: str) -> str | None:
        """The absolute *path* from the root with ``/``, None where it does not stand below the root."""
        if not is_below(path, self.root):
            return None
        return "" if path == self.root else os.path.relpath(path, self.root).replace(os.sep, "/")

    def read(self, name: str, limit: int) -> bytes:
        """The first *limit* bytes of the file *name*. Raises OSError."""
        if name not in self.entries:
            raise FileNotFoundError(None, "no such file")
        return self._objects.read(self.entries[name][1], limit)

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
                target = os.fsdecode(self.read(link, 4096))
                return os.path.join(os.path.dirname(link), target, *parts[count:])
        return None


class SnapshotWorkspace(Workspace):
    """The folders around the named files as a snapshot has them; configuration files are read from the disk."""

    def __init__(
        self, configuration: Configuration, candidate: Callable[[str, Settings], bool], snapshot: Snapshot
    ) -> None:
        super().__init__(configuration, candidate)
        self.snapshot = snapshot
        self._files: dict[str, list[str]] | None = None

    def name(self, path: str) -> str | None:
        """The shown or absolute *path* from the snapshot's root; None outside of it."""
        return self.snapshot.inside(os.path.abspath(path))

    def read(self, path: str, limit: int) -> bytes:
        """The first *limit* bytes of the file at the shown *path*. Raises OSError."""
        return self.snapshot.read(self.name(self.real(os.path.abspath(path))) or "", limit)

    def is_directory(self, path: str) -> bool:
        """Whether the snapshot has anything below *path*."""
        name = self.name(self.real(os.path.abspath(path)))
        return os.path.isdir(path) if name is None else self.snapshot.is_folder(name)

    def exists(self, path: str) -> bool:
        """Whether the snapshot has *path*."""
        folder, base = os.path.split(os.path.abspath(path))
        name = self.name(os.path.join(self.real(folder), base))
        return os.path.lexists(path) if name is None else self.snapshot.exists(name)

    def is_link(self, path: str) -> bool:
        """Whether *path* is a link in the snapshot."""
        name = self.name(path)
        return os.path.islink(path) if name is None else self.snapshot.is_link(name)

    def real(self, path: str) -> str:
        """Where the absolute *path* leads, the snapshot's links followed."""
        return self.snapshot.real(path)

    def _git_files(self, repository: str) -> dict[str, list[str]]:
        if self._files is None:
            names = [name for name in self.snapshot.entries if self.snapshot.is_file(name)]
            self._files = by_folder(self.snapshot.root, names)
        return self._files

    def _scan(self, directory: str, *, deep: bool) -> Iterator[str]:
        yield from self._git_files(self.snapshot.root).get(directory, ())


def index(root: str, objects: Objects) -> tuple[Snapshot, list[str]]:
    """What lies in the index, and the paths left out because a merge has not resolved them. Raises GitError."""
    entries, unmerged = git.index_entries(root)
    return Snapshot(root, entries, objects), unmerged


def commit(root: str, commit: str | None, objects: Objects) -> Snapshot:
    """What stands in *commit*; nothing for None. Raises GitError."""
    return Snapshot(root, git.commit_entries(root, commit) if commit else {}, objects)
