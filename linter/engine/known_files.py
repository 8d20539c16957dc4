"""Files and directories that earlier runs have read, so that no run reads them again.

Of a Markdown file that is not a plan it is that; of a plan the digest of its content, and its ids if other plans look
for them; of a directory its entries. A file on disk is known by its name and stat, as in git's index, a file of the
index or a commit by its name and object. The size of the file that keeps them is bounded: of more than ``MAX_FILES``
those are forgotten that no recent run met.
"""

from __future__ import annotations

import os
import sys
from time import time_ns

from linter.engine.fingerprint import loaded_code
from linter.engine.screening import covers_folder, covers_name
from linter.engine.signed_file import SignedFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Protocol

    from linter.config.settings import Settings
    from linter.engine.disk_folders import Entries, FolderStamp
    from linter.engine.screening import Stamp

    class StampedFiles(Protocol):
        """The part of a workspace that is used here."""

        def settings(self, path: str) -> Settings:
            """See ``Workspace``."""
            ...

        def stamp(self, path: str) -> Stamp | None:
            """See ``Workspace``."""
            ...


MAX_FILES = 200_000
MAX_PLANS = 50_000
MAX_FOLDERS = 50_000
MAX_NAMES = 1_000  # of a directory
MAX_BYTES = 64 << 20
SETTLED_NS = 2 * 10**9  # a younger file can change without a new stat, on file systems that count in two seconds


class KnownFiles:
    """The files in the cache directory *folder* of the project at *root*, None to keep nothing.

    *kind* is ``files`` (on disk) or ``objects`` (of git), as no file of one kind is known by the stamp of the other.
    """

    def __init__(self, folder: str, root: str | None, kind: str = "files") -> None:
        self._file = SignedFile(folder, root, f"planlint-{sys.implementation.cache_tag}.{kind}.cache")
        self._about = loaded_code()
        self._started = time_ns()
        found = self._file.load(MAX_BYTES)
        non_plans, ids, folders, contents = found[1:] if found and found[0] == self._about else ((), {}, {}, {})
        self._folders: dict[FolderStamp, Entries] = folders
        self._known: dict[Stamp, None] = dict.fromkeys(non_plans)
        self._met: list[Stamp] = []  # of known files and others
        self._answers: dict[str, bool] = {}  # for walked files, by path
        self._ids: dict[str, tuple[Stamp, tuple[str, ...]]] = ids  # by absolute path
        self._contents: dict[int, tuple[Stamp, bytes]] = contents  # by inode
        self._stamps_before: dict[str, Stamp] = {}  # stamps from before files were read, by path
        self._is_changed = False

    def is_no_plan(self, stamp: Stamp | None) -> bool:
        """Whether the file with this *stamp*, which is covered, is known not to be a plan."""
        if stamp is None or stamp not in self._known:
            return False
        self._met.append(stamp)
        return True

    def non_plans_among(self, files: Mapping[str, Stamp | None]) -> list[str]:
        """Return those of *files*, which are in a covered directory, that are known by their stamps not to be plans."""
        found = [path for path, stamp in files.items() if stamp in self._known]
        self._met += [stamp for stamp in files.values() if stamp is not None]
        return found

    def add_no_plan(self, stamp: Stamp | None) -> None:
        """Keep that the covered file with this *stamp* is not a plan, unless it may still be written to."""
        if stamp is not None and self._is_settled(stamp[3:]):
            stamp = sys.intern(stamp[0]), *stamp[1:]  # as most files have one of a few names, they are kept once
            self._known[stamp] = None
            self._met.append(stamp)
            self._is_changed = True

    def _is_settled(self, times: tuple[int, ...]) -> bool:
        return all(time <= self._started - SETTLED_NS for time in times)

    def content(self, stamp: Stamp | None) -> bytes | None:
        """Return the digest of the content of the file with this *stamp*, or None."""
        found = self._contents.get(stamp[1]) if stamp is not None else None
        return found[1] if found is not None and found[0] == stamp else None

    def add_content(self, stamp: Stamp | None, digest: bytes) -> None:
        """Keep the *digest* of the content of the file with this *stamp*, unless it may still be written to."""
        if stamp is not None and self._is_settled(stamp[3:]):
            self._contents.pop(stamp[1], None)
            self._contents[stamp[1]] = stamp, digest
            self._is_changed = True

    def ids(self, path: str, files: StampedFiles) -> tuple[str, ...] | None:
        """Return the kept ids in the progress file at *path* of *files*, or None."""
        stamp = files.stamp(path) if covers_folder(path, files.settings(path)) else None
        if stamp is None:
            return None
        self._stamps_before[path] = stamp
        found = self._ids.get(os.path.abspath(path))
        return found[1] if found is not None and found[0] == stamp else None

    def add_ids(self, path: str, ids: tuple[str, ...]) -> None:
        """Keep the *ids* in the progress file at *path*, which was read after the last question for them."""
        stamp = self._stamps_before.get(path)
        if stamp is not None and self._is_settled(stamp[3:]):
            place = os.path.abspath(path)
            self._ids.pop(place, None)
            self._ids[place] = stamp, ids
            self._is_changed = True

    def folder(self, stamp: FolderStamp) -> Entries | None:
        """Return the kept entries of the directory with this *stamp*, or None."""
        return self._folders.get(stamp)

    def add_folder(self, stamp: FolderStamp, entries: Entries) -> None:
        """Keep the *entries* of the directory with this *stamp*, which was read before it was listed."""
        if self._is_settled(stamp[1:]) and sum(map(len, entries[1:])) <= MAX_NAMES:
            self._folders[stamp] = entries
            self._is_changed = True

    def drop_non_plans(self, paths: Iterable[str], files: StampedFiles) -> list[str]:
        """Return those of the sorted *paths* of *files* that may be plans."""
        kept = []
        folder, is_covered = None, False
        for path in paths:
            above, _, name = path.rpartition("/")
            if above != folder:
                folder, is_covered = above, covers_folder(path, files.settings(path))
            is_no_plan = self._answers.get(path)
            if is_no_plan is None:
                is_no_plan = is_covered and covers_name(name) and self.is_no_plan(files.stamp(path))
                self._answers[path] = is_no_plan
            if not is_no_plan:
                kept.append(path)
        return kept

    def save(self) -> None:
        """Write the file if anything is new."""
        if self._is_changed:
            met = [stamp for stamp in self._met if stamp in self._known]
            non_plans = list(dict.fromkeys([*met, *self._known]))[:MAX_FILES]
            ids = dict(list(self._ids.items())[-MAX_PLANS:])
            folders = dict(list(self._folders.items())[-MAX_FOLDERS:])
            contents = dict(list(self._contents.items())[-MAX_PLANS:])
            self._file.save((self._about, non_plans, ids, folders, contents))
