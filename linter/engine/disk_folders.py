"""Directories on disk, each listed once; one that is unchanged since an earlier run is not listed again."""

from __future__ import annotations

import os
import stat
from sys import intern

from linter.engine.listing import READABLE, SKIPPED
from linter.system.paths import CONFIG_FILES, is_junction
from linter.system.reading import lstat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    # whether it has neither configuration nor repository; names of its files, directories, and other entries
    Entries = tuple[bool, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    FolderStamp = tuple[int, int, int]  # inode, and times of the last changes

    class KnownFolders(Protocol):
        """The directories that earlier runs have listed."""

        def folder(self, stamp: FolderStamp) -> Entries | None:
            """See ``KnownFiles``."""
            ...

        def add_folder(self, stamp: FolderStamp, entries: Entries) -> None:
            """See ``KnownFiles``."""
            ...


class DiskFolders:
    """The directories of a session by display path; ``known`` are those that earlier runs have listed.

    Only the names of files that planlint may read without being configured to are listed, and no directories of other
    tools.
    """

    def __init__(self) -> None:
        self.known: KnownFolders | None = None
        self._listed: dict[str, Entries | None] = {}

    def entries(self, directory: str, *, is_entered: bool = False) -> Entries | None:
        """Return the entries of *directory*; None if it is a link, cannot be listed, or a look would not save time.

        *is_entered*: it is known not to be a link, and will be listed.
        """
        if directory not in self._listed:
            if self.known is None and not is_entered:
                return None
            self._listed[directory] = self._look(directory or ".", self.known)
        return self._listed[directory]

    @staticmethod
    def _look(directory: str, known: KnownFolders | None) -> Entries | None:
        if known is None:
            return list_folder(directory)
        status = lstat(directory)
        if status is None or not stat.S_ISDIR(status.st_mode):
            return None
        stamp = status.st_ino, status.st_mtime_ns, status.st_ctime_ns
        entries = known.folder(stamp)
        if entries is None:
            entries = list_folder(directory)
            if entries is not None:
                known.add_folder(stamp, entries)
        return entries


def list_folder(directory: str) -> Entries | None:
    """Return the entries of *directory*, or None if it cannot be listed."""
    has_repository = False
    files: list[str] = []
    folders: list[str] = []
    others: list[str] = []
    try:
        with os.scandir(directory) as found:
            for entry in found:
                name = entry.name
                if name == ".git":
                    has_repository = True
                elif entry.is_dir(follow_symlinks=False) and not is_junction(entry):
                    if name not in SKIPPED:
                        folders.append(intern(name))
                elif name.endswith(READABLE):
                    (files if entry.is_file(follow_symlinks=False) else others).append(intern(name))
    except OSError:
        return None
    is_bare = not has_repository and {*files, *folders, *others}.isdisjoint(CONFIG_FILES)
    return is_bare, tuple(files), tuple(folders), tuple(others)
