"""The directories around files: repositories, ignored files, and the files of the same project.

Paths are relative to the working directory with ``/``, as displayed; ``""`` is the working directory.
"""

from __future__ import annotations

import os
import re
import stat

from linter.config.loader import NAMES
from linter.engine.folders import Folders
from linter.engine.git_listings import GitListings
from linter.engine.listing import by_folder, folders_below, scan_folder
from linter.engine.targets import find_target
from linter.formats.registry import ENDINGS, readable_in
from linter.model.project_files import FOUND, Listing
from linter.system import git
from linter.system.paths import WINDOWS, composed, display_path, relative
from linter.system.reading import is_below, lstat, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.absent import AbsentFiles
    from linter.engine.known_files import Stamp
    from linter.engine.listing import GitListing

MAX_DEPTH = 100  # directories
MAX_REFERENCE_BYTES = 4 << 20  # of a document to search for ids


class Workspace(Folders):
    """The directories around the named files, each listed once."""

    def __init__(
        self, configuration: Configuration, candidate: Callable[[str, Settings], bool], *, gitignore: bool = True
    ) -> None:
        super().__init__(configuration)
        self.candidate = candidate
        self.gitignore = gitignore
        self.named: set[str] = set()  # named files, ignored by git or not
        self.notes: list[str] = []  # limits of the answer, for stderr
        self.tops: set[str] = set()  # the named directories
        self._real: dict[str, str] = {}
        self._led_out: dict[str, bool] = {}
        self._linked: dict[str, bool] = {}
        self._candidates: dict[str, bool] = {}
        self._scanned: dict[str, Listing] = {}  # the files in a directory
        self._walked: dict[str, Listing] = {}
        self._absent: dict[str, AbsentFiles | None] = {}
        self._lstats: dict[str, os.stat_result | None] = {}  # of walked files
        self._git_listings = GitListings(self.notes)
        self._texts: dict[str, str] = {}  # texts of documents that plans refer to, by absolute path

    def depends(self, question: str, about: Any, answer: Any = None) -> None:
        """Record that the current result depends on this question and its *answer*, if results are kept."""

    def siblings(self, directory: str) -> Listing:
        """Return the candidates directly in *directory* that belong to the project."""
        listing = self.scan(directory, deep=False)
        repository = self.repository(directory)
        absent = self.absent(directory)
        others = [
            f"{directory}/{name}" if directory else name
            for name in (absent.names(os.path.abspath(directory)) if absent else ())
        ]
        found = [path for path in dict.fromkeys([*listing.files, *others]) if self._is_candidate(path)]
        is_asked = len(found) > 1 and self.gitignore
        git_listing = self.git_listing(repository, directory) if is_asked and repository else None
        if git_listing is None:
            return Listing(found, listing.unreadable)
        folders = git_listing.folders
        known = set(folders.get(directory) or folders.get(composed(directory)) or ())
        kept = [path for path in found if path in known or composed(path) in known]
        if not self.named.isdisjoint(set(found).difference(kept)):
            kept = found  # the neighbours of an ignored file may be ignored as well
        return Listing(kept, {**listing.unreadable, **git_listing.unreadable})

    def project_files(self, root: str) -> Listing:
        """Return the candidates of the project at *root* (from ``root_of``), without files known not to be plans."""
        listing = self._project_files(root) if root else Listing()
        return Listing(self.without_no_plans(listing.files), listing.unreadable)

    def _project_files(self, root: str) -> Listing:
        listing = self.walk(display_path(root))
        repository = self.repository(display_path(root))
        git_listing = self.git_listing(repository) if self.named and repository and self.gitignore else None
        if git_listing is None:
            return listing
        from linter.engine.ignored import ignored_neighbours

        ignored = filter(self._is_walked, ignored_neighbours(self, git_listing, root))
        return Listing(sorted({*listing.files, *ignored}), listing.unreadable)

    def walk(self, directory: str) -> Listing:
        """Return the candidates below *directory* in order, without links and ignored files.

        Raises ConfigError.
        """
        self.tops.add(os.path.abspath(directory))
        if directory not in self._walked:
            self._walked[directory] = self._walk(directory)
        return self._walked[directory]

    def _walk(self, directory: str) -> Listing:
        repository = self.repository(directory)
        git_listing = self.git_listing(repository, directory) if repository and self.gitignore else None
        if git_listing is None:
            listing = self.scan(directory, deep=True)
            folders = by_folder(set(listing.files)).items()
            found = [path for folder, paths in folders for path in self._candidates_in(folder, paths)]
            return Listing(sorted(found), listing.unreadable)
        self.load_known()
        self.settings(f"{directory}/")
        files: set[str] = set()
        for folder in sorted(folders_below(directory, git_listing.folders)):
            files.update(self._walked_in(folder, git_listing.folders[folder]))
        return Listing(sorted(files), git_listing.unreadable)

    def _walked_in(self, folder: str, paths: list[str]) -> Iterable[str]:
        """Return the candidates among *paths*, which git lists in *folder*, that are not links."""
        found = self._candidates_in(folder, paths)
        return [path for path in found if not self._is_walked_link(path)] if not self._is_linked(folder) else ()

    def _candidates_in(self, folder: str, paths: list[str]) -> Iterable[str]:
        """Return the candidates among *paths*, all files in *folder*, that are not excluded."""
        found = [path for path in paths if path.endswith(ENDINGS)]
        if not found and not self.configuration.reads_other_files and not any(path.endswith(NAMES) for path in paths):
            return ()
        settings = self.settings(f"{folder}/")
        if settings.reads_other_files or settings.excludes:
            return list(filter(self._is_walked, paths))
        return readable_in(folder, found)

    def _is_walked_link(self, path: str) -> bool:
        status = self._lstats[path] = lstat(path)
        return status is not None and stat.S_ISLNK(status.st_mode)

    def _is_walked(self, path: str) -> bool:
        if not self._is_candidate(path):
            return False
        settings = self.settings(path)
        return not (settings.excludes and settings.is_excluded(self.below(path, settings)))

    def escapes_root(self, path: str) -> bool:
        """Whether *path* is reached through a link that escapes its repository."""
        directory = path.rpartition("/")[0]
        repository = self.repository(directory)
        if repository is None:
            return False
        if directory not in self._led_out:
            self._led_out[directory] = self._leads_out(directory, repository)
        return self._led_out[directory] or (self.is_link(path) and self._leads_out(path, repository))

    def _leads_out(self, path: str, repository: str) -> bool:
        path = os.path.abspath(path)
        return is_below(path, repository) and not is_below(self.real(path), self.real(repository))

    def _is_linked(self, folder: str) -> bool:
        """Whether a directory that git lists has become a link, or is below one."""
        below: list[str] = []
        while folder not in self._linked:
            below.append(folder)
            if not folder or folder == ".." or (not self._is_bare(folder) and self.is_link(folder)):
                self._linked[folder] = folder not in ("", "..")
                break
            folder = folder.rpartition("/")[0]
        found = self._linked[folder]
        self._linked.update(dict.fromkeys(below, found))
        return found

    def _is_candidate(self, path: str) -> bool:
        found = self._candidates.get(path)
        if found is None:
            found = self._candidates[path] = self.candidate(path, self.settings(path))
        return found

    def folder_name(self, directory: str) -> str:
        """Return the name of *directory*, or "" for the root of the project or if its root is unknown."""
        absolute = os.path.abspath(directory)
        root = self.root_of(directory)
        if absolute == root or (not root and (not directory or absolute in self.tops)):
            return ""
        return os.path.basename(absolute)

    def find(self, directory: str, target: str, beside: bool) -> str:
        """Return the outcome (``model.project_files``) of resolving *target* in a file of *directory*."""
        return find_target(self, directory, target, beside)[0]

    def mentions(self, directory: str, target: str, word: str) -> bool:
        """Whether the document at *target*, a path in a file of *directory*, contains *word* as a word.

        False if there is no such text below the root.
        """
        outcome, path = find_target(self, directory, target, False)
        if outcome != FOUND:
            return False
        if path not in self._texts:
            try:
                self._texts[path] = self.text(self.real(path), MAX_REFERENCE_BYTES)
            except (OSError, ValueError):
                self._texts[path] = ""
        text = self._texts[path]
        return word in text and re.search(rf"(?<!\w)(?<!\w[-.]){re.escape(word)}(?!\w|[-.]\w)", text) is not None

    def text(self, path: str, limit: int) -> str:
        """Return the first *limit* bytes of the file at *path*. Raises OSError, and ValueError if not UTF-8."""
        return read_regular(path, limit).decode("utf-8")

    def is_directory(self, path: str) -> bool:
        """Whether *path* (displayed or absolute) is a directory."""
        return os.path.isdir(path)

    def exists(self, path: str) -> bool:
        """Whether *path* (displayed or absolute) exists; a broken link does."""
        if os.path.lexists(path):
            return True
        absent = self.absent(os.path.dirname(path))
        return absent is not None and absent.has(os.path.abspath(path))

    def absent(self, directory: str) -> AbsentFiles | None:
        """Return the files of the repository around *directory* that may not be on disk, or None."""
        repository = self.repository(directory)
        if repository is None:
            return None
        if repository not in self._absent:
            self._absent[repository] = None
            if git.may_have_absent_files(repository):
                from linter.engine.absent import AbsentFiles

                self._absent[repository] = AbsentFiles(repository)
        return self._absent[repository]

    def read_absent(self, path: str, limit: int) -> bytes | None:
        """The first *limit* bytes of the file at *path*, which git has and the disk has not; None if there is none."""
        absent = self.absent(path.rpartition("/")[0])
        return absent.read(os.path.abspath(path), limit) if absent else None

    def is_link(self, path: str) -> bool:
        """Whether *path* (displayed or absolute) is a link."""
        return os.path.islink(path)

    def identity(self, path: str) -> bytes | None:
        """Return what is equal for equal contents of the file at *path*, None if it must be read for that."""
        return None

    def stamp(self, path: str) -> Stamp | None:
        """Return what changes if the file at *path* does: its name and stat; None if it is not a regular file."""
        status = self._lstats.get(path) or lstat(path)
        if status is None or not stat.S_ISREG(status.st_mode):
            return None
        return path.rpartition("/")[2], status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns

    def real(self, path: str) -> str:
        """Return the absolute *path* with links resolved."""
        found = self._real.get(path)
        if found is None:
            folder, name = os.path.split(path)
            if WINDOWS or name in ("", ".", "..") or path.count(os.sep) > MAX_DEPTH or os.path.islink(path):
                found = os.path.realpath(path)
            else:  # each directory is resolved once, however many files are in it
                found = os.path.join(self.real(folder), name)
            self._real[path] = found
        return found

    def unknown_commits(self, directory: str, commits: list[str]) -> set[str]:
        """Return those of *commits* that the repository of *directory* lacks; empty without git."""
        repository = self.repository(directory)
        unknown = git.unknown_commits(repository, commits) if repository else set()
        if unknown and repository and self._is_shallow(repository):
            note = f"{repository} is a shallow clone, so commits that it does not have are not reported"
            self.notes += [note] * (note not in self.notes)
            return set()
        return unknown

    def _is_shallow(self, repository: str) -> bool:
        try:
            return git.is_shallow(repository)
        except git.GitError:
            return True  # then nothing is known about its commits

    def below(self, path: str, settings: Settings) -> str:
        """Return *path* relative to the directory of its configuration file, for patterns."""
        if settings.folder is None:
            return path
        return relative(path, settings.folder)

    def all_notes(self) -> list[str]:
        """Return what could not be known, also where git did not answer."""
        hung = (
            f"{problem} in {root}, and is not asked again"
            for root, problem in git.unanswered.items()
            if not any(root in note and problem in note for note in self.notes)
        )
        return [*self.notes, *hung]

    def git_listing(self, repository: str, directory: str | None = None) -> GitListing | None:
        """Return what git lists in the repository, or None if git fails; candidates are selected later.

        *directory*: only what is below it is needed.
        """
        return self._git_listings.get(repository, directory)

    def scan(self, directory: str, *, deep: bool) -> Listing:
        """Return the files in *directory*, with *deep* also below it; empty if it does not exist."""
        if not deep and directory in self._scanned:
            return self._scanned[directory]
        listing = Listing()
        folders = [directory]
        while folders:
            folder = folders.pop()
            files, below, reason = scan_folder(folder)
            unreadable = {folder: reason} if reason else {}
            self._scanned[folder] = Listing(files, unreadable)
            listing.files += files
            listing.unreadable.update(unreadable)
            for inner in below if deep else ():
                if self.gitignore and os.path.lexists(f"{inner}/.git"):  # a clone in a directory of clones
                    cloned = self._walk(inner)
                    listing.files += cloned.files
                    listing.unreadable.update(cloned.unreadable)
                else:
                    folders.append(inner)
        return listing
