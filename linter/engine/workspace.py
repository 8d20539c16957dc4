"""Where files stand: repositories, what git ignores, and which files around one belong to its project.

Paths are relative to the working directory with ``/``, as they are shown; ``""`` is the working directory.
"""

from __future__ import annotations

import os
import re

from linter.engine.listing import GitListing, folders_below, scan_folder
from linter.engine.targets import find_target
from linter.model.project_files import FOUND, Listing
from linter.system import git
from linter.system.paths import WINDOWS, composed, relative, shown
from linter.system.reading import is_below, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from linter.config.loader import Configuration
    from linter.config.settings import Settings

MAX_DEPTH = 100  # folders
MAX_REFERENCE_BYTES = 4 << 20  # of a document that is searched for ids


class Workspace:
    """The folders around the named files, each looked at once."""

    def __init__(
        self, configuration: Configuration, candidate: Callable[[str, Settings], bool], *, gitignore: bool = True
    ) -> None:
        self.configuration = configuration
        self.candidate = candidate
        self.gitignore = gitignore
        self.tops: set[str] = set()  # the directories that were named
        self._roots: dict[str, str | None] = {}
        self._settings: dict[str, Settings] = {}  # by folder
        self._tops: dict[str, str] = {}
        self._real: dict[str, str] = {}
        self._led_out: dict[str, bool] = {}
        self._linked: dict[str, bool] = {}
        self._candidates: dict[str, bool] = {}
        self._scanned: dict[str, Listing] = {}  # the files in a directory
        self._listed: dict[str, GitListing | None] = {}
        self._texts: dict[str, str] = {}  # of documents that plans refer to, by absolute path

    def depends(self, question: str, about: Any, answer: Any = None) -> None:
        """What is being judged depends on the *answer* to this; a run that keeps results takes note of it."""

    def repository(self, directory: str) -> str | None:
        """The absolute root of the git repository around *directory*, None outside of any."""
        if directory not in self._roots:
            self._roots[directory] = git.find_root(os.path.abspath(directory))
        return self._roots[directory]

    def settings(self, path: str) -> Settings:
        """The settings of the file at *path*. Raises ConfigError."""
        directory = path.rpartition("/")[0]
        found = self._settings.get(directory)
        if found is None:
            found = self.configuration.for_folder(os.path.abspath(directory), self.repository(directory))
            self._settings[directory] = found
        return found

    def root_of(self, directory: str) -> str:
        """What names the project around *directory*: its repository, else its configuration's folder, else nothing."""
        found = self._tops.get(directory)
        if found is None:
            found = self.repository(directory) or ""
            settings = self.settings(directory + "/")
            if settings.folder is not None and (not found or "root" in settings.values):
                found = settings.folder
            self._tops[directory] = found
        return found

    def top_of(self, path: str) -> str | None:
        """The folder that a link at *path* must not lead out of: the project's root, else its own folder."""
        directory = path.rpartition("/")[0]
        return self.root_of(directory) or os.path.abspath(directory)

    def siblings(self, directory: str) -> Listing:
        """The candidates in *directory* itself that belong to the project."""
        listing = self.scan(directory, deep=False)
        repository = self.repository(directory)
        found = [path for path in listing.files if self._is_candidate(path)]
        git_listing = self.git_listing(repository) if len(found) > 1 and repository and self.gitignore else None
        if git_listing is None:
            return Listing(found, listing.unreadable)
        folders = git_listing.folders
        known = set(folders.get(directory) or folders.get(composed(directory)) or ())
        kept = [path for path in found if path in known or composed(path) in known]
        return Listing(kept, {**listing.unreadable, **git_listing.unreadable})

    def project_files(self, root: str) -> Listing:
        """The candidates of the whole project at *root*, as ``root_of`` named it."""
        return self.walk(shown(root)) if root else Listing()

    def walk(self, directory: str) -> Listing:
        """The candidates below *directory* in order, without following links and without what git ignores.

        Raises ConfigError.
        """
        self.tops.add(os.path.abspath(directory))
        repository = self.repository(directory)
        git_listing = self.git_listing(repository) if repository and self.gitignore else None
        if git_listing is None:
            listing = self.scan(directory, deep=True)
        else:
            folders = [
                folder for folder in folders_below(directory, git_listing.folders) if not self._is_linked(folder)
            ]
            paths = (path for folder in folders for path in git_listing.folders[folder] if not self.is_link(path))
            listing = Listing(paths, git_listing.unreadable)
        return Listing(filter(self._is_walked, sorted(set(listing.files))), listing.unreadable)

    def _is_walked(self, path: str) -> bool:
        settings = self.settings(path)
        return self._is_candidate(path) and not settings.is_excluded(self.below(path, settings))

    def escapes_root(self, path: str) -> bool:
        """Whether *path* is reached through a link that leads out of its repository."""
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
        """Whether a folder that git lists is a link by now, or stands below one."""
        if not folder or folder == "..":
            return False
        if folder not in self._linked:
            self._linked[folder] = self.is_link(folder) or self._is_linked(folder.rpartition("/")[0])
        return self._linked[folder]

    def _is_candidate(self, path: str) -> bool:
        found = self._candidates.get(path)
        if found is None:
            found = self._candidates[path] = self.candidate(path, self.settings(path))
        return found

    def folder_name(self, directory: str) -> str:
        """The name of *directory*; nothing for the root of the project, or where no root is known for the top."""
        absolute = os.path.abspath(directory)
        root = self.root_of(directory)
        if absolute == root or (not root and (not directory or absolute in self.tops)):
            return ""
        return os.path.basename(absolute)

    def find(self, directory: str, target: str, beside: bool) -> str:
        """Where the path *target*, written in a file of *directory*, leads: an outcome of ``model.project_files``."""
        return find_target(self, directory, target, beside)[0]

    def mentions(self, directory: str, target: str, word: str) -> bool:
        """Whether the document at *target*, a path written in a file of *directory*, contains *word* as a word.

        False where there is no such text inside of the root.
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
        """The first *limit* bytes of the file at *path*. Raises OSError, ValueError for what is no text."""
        return read_regular(path, limit).decode("utf-8")

    def is_directory(self, path: str) -> bool:
        """Whether *path*, shown or absolute, is a directory."""
        return os.path.isdir(path)

    def exists(self, path: str) -> bool:
        """Whether *path*, shown or absolute, is there; a link that leads nowhere is."""
        return os.path.lexists(path)

    def is_link(self, path: str) -> bool:
        """Whether *path*, shown or absolute, is a link."""
        return os.path.islink(path)

    def real(self, path: str) -> str:
        """Where the absolute *path* leads, links followed."""
        found = self._real.get(path)
        if found is None:
            folder, name = os.path.split(path)
            if WINDOWS or name in ("", ".", "..") or path.count(os.sep) > MAX_DEPTH or os.path.islink(path):
                found = os.path.realpath(path)
            else:  # each folder is asked once, however many files stand in it
                found = os.path.join(self.real(folder), name)
            self._real[path] = found
        return found

    def unknown_commits(self, directory: str, commits: list[str]) -> set[str]:
        """Those of *commits* that the repository around *directory* does not have; none where there is no git."""
        repository = self.repository(directory)
        return git.unknown_commits(repository, commits) if repository else set()

    def below(self, path: str, settings: Settings) -> str:
        """*path* relative to the folder of its configuration file, for the patterns in it."""
        if settings.folder is None:
            return path
        return relative(path, settings.folder)

    def git_listing(self, repository: str) -> GitListing | None:
        """What git lists of the repository; candidates are picked out later. None if git does not answer."""
        if repository not in self._listed:
            found = git.list_files(repository)
            self._listed[repository] = None if found is None else GitListing(repository, *found)
        return self._listed[repository]

    def scan(self, directory: str, *, deep: bool) -> Listing:
        """The files in *directory*, and with *deep* in the folders below it. One that does not exist has none."""
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
            folders += below if deep else ()
        return listing
