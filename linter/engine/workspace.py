"""Where files stand: repositories, what git ignores, and which files around one belong to its project.

Paths are relative to the working directory with ``/``, as they are shown; ``""`` is the working directory.
"""

from __future__ import annotations

import os
import re

from linter.system import git
from linter.system.paths import WINDOWS, composed, is_junction, relative
from linter.system.reading import is_below, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from linter.config.loader import Configuration
    from linter.config.settings import Settings

MAX_DEPTH = 100  # folders
MAX_REFERENCE_BYTES = 4 << 20  # of a document that is searched for ids
SKIPPED = frozenset(
    [
        ".git",
        ".hg",
        ".svn",
        ".jj",
        "node_modules",
        ".venv",
        "venv",
        ".tox",
        ".nox",
        "__pycache__",
        "site-packages",
        ".planlint_cache",
    ]
)


def shown(path: str) -> str:
    """*path*, absolute or not, relative to the working directory with ``/``."""
    found = relative(path)
    return "" if found == "." else found


class Workspace:
    """The folders around the named files, each looked at once."""

    def __init__(
        self, configuration: Configuration, candidate: Callable[[str, Settings], bool], *, gitignore: bool = True
    ) -> None:
        self.configuration = configuration
        self.candidate = candidate
        self.gitignore = gitignore
        self.tops: set[str] = set()  # the directories that were named
        self.closed: dict[str, str] = {}  # directories that could not be looked into, with the reason
        self._roots: dict[str, str | None] = {}
        self._settings: dict[str, Settings] = {}  # by folder
        self._tops: dict[str, str] = {}
        self._real: dict[str, str] = {}
        self._led_out: dict[str, bool] = {}
        self._linked: dict[str, bool] = {}
        self._candidates: dict[str, bool] = {}
        self._scanned: dict[str, list[str]] = {}  # the files that stand in a directory
        self._listed: dict[str, dict[str, list[str]] | None] = {}
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

    def siblings(self, directory: str) -> list[str]:
        """The candidates that stand in *directory* itself and belong to the project."""
        paths = self._scan(directory, deep=False)
        repository = self.repository(directory)
        found = [path for path in paths if self._is_candidate(path)]
        if len(found) < 2 or repository is None or not self.gitignore:
            return found
        listed = self._git_files(repository)
        if listed is None:
            return found
        known = set(listed.get(directory) or listed.get(composed(directory)) or ())
        return [path for path in found if path in known or composed(path) in known]

    def project_files(self, root: str) -> list[str]:
        """The candidates of the whole project at *root*, as ``root_of`` named it."""
        return list(self.walk(shown(root))) if root else []

    def walk(self, directory: str) -> Iterator[str]:
        """The candidates below *directory* in order, without following links and without what git ignores."""
        self.tops.add(os.path.abspath(directory))
        repository = self.repository(directory)
        listed = self._git_files(repository) if repository and self.gitignore else None
        prefix = directory + "/" if directory else ""
        if listed is None:
            paths = list(self._scan(directory, deep=True))
        else:
            if prefix.startswith("../"):  # folders below the working directory are shown without it
                top = os.path.abspath(directory)
                folders = [folder for folder in listed if is_below(os.path.abspath(folder), top)]
            elif prefix:
                folders = [folder for folder in listed if folder == directory or folder.startswith(prefix)]
            else:
                folders = [folder for folder in listed if folder != ".." and not folder.startswith("../")]
            folders = [folder for folder in folders if not self._is_linked(folder)]
            paths = [path for folder in folders for path in listed[folder] if not self.is_link(path)]
        for path in sorted(set(paths)):
            settings = self.settings(path)
            if self._is_candidate(path) and not settings.is_excluded(self.below(path, settings)):
                yield path

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
        """Where the path *target*, written in a file of *directory*, leads: ``found``, ``missing``, ``outside``.

        A leading ``/`` means the root. Nothing outside of the root is looked at. ``unknown`` where there is no root.
        """
        own = os.path.abspath(directory)
        root = self.root_of(directory) or None
        top = root or own
        relative = target.lstrip("/")
        bases = [own] if beside and relative == target else [top] if relative != target else [top, own]
        paths = [os.path.normpath(os.path.join(base, relative)) for base in bases]
        inside = [path for path in paths if is_below(path, top)]
        for path in inside:
            # what a link on the way leads to is looked at only inside of the root
            if not is_below(self.real(os.path.dirname(path)), self.real(top)):
                return "outside"
            if self.exists(path):
                return "found" if is_below(self.real(path), self.real(top)) else "outside"
        folders = [os.path.dirname(path) for path in inside]
        if paths[0] not in inside and not any(folder != top and self.is_directory(folder) for folder in folders):
            return "outside" if root is not None else "unknown"
        return "missing" if root is not None or (beside and paths[0] in inside) else "unknown"

    def mentions(self, directory: str, target: str, word: str) -> bool:
        """Whether the document at *target*, a path written in a file of *directory*, contains *word* as a word.

        False where there is no such text inside of the root.
        """
        if self.find(directory, target, False) != "found":
            return False
        own = os.path.abspath(directory)
        relative = target.lstrip("/")
        bases = [self.root_of(directory) or own] + ([own] if relative == target else [])
        paths = (os.path.normpath(os.path.join(base, relative)) for base in bases)
        path = next((path for path in paths if self.exists(path)), "")
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

    def _git_files(self, repository: str) -> dict[str, list[str]] | None:
        """What git lists of the repository, by folder; candidates are picked out later."""
        if repository not in self._listed:
            found = git.list_files(repository)
            self._listed[repository] = None if found is None else by_folder(repository, found[0])
            for folder, reason in found[1].items() if found else ():
                self.closed[_join(shown(repository), folder)] = reason
        return self._listed[repository]

    def _scan(self, directory: str, *, deep: bool) -> Iterator[str]:
        if not deep and directory in self._scanned:
            yield from self._scanned[directory]
            return
        folders = [directory]
        while folders:
            folder = folders.pop()
            found = self._scanned[folder] = []
            try:
                with os.scandir(folder or ".") as entries:
                    for entry in entries:
                        path = f"{folder}/{entry.name}" if folder else entry.name
                        if entry.is_file(follow_symlinks=False):
                            found.append(path)
                        elif deep and _is_entered(entry, path):
                            folders.append(path)
            except OSError as error:
                self.closed[folder] = error.strerror or str(error)
            yield from found


def by_folder(repository: str, names: Iterable[str]) -> dict[str, list[str]]:
    """The shown paths of *names*, relative to the absolute root of the *repository*, by shown folder."""
    top = shown(repository)
    folders: dict[str, list[str]] = {}
    for name in names:
        folder, _, base = name.rpartition("/")
        if SKIPPED.isdisjoint(folder.split("/")):
            where = _join(top, folder)
            folders.setdefault(where, []).append(_join(where, base))
    return folders


def _is_entered(entry: os.DirEntry[str], path: str) -> bool:
    """Whether a walk goes into the folder: no link, no virtual environment, nothing that holds others' files."""
    if entry.name in SKIPPED or not entry.is_dir(follow_symlinks=False) or is_junction(entry):
        return False
    return not os.path.exists(path + "/pyvenv.cfg")


def _join(folder: str, name: str) -> str:
    """*name* below the shown *folder*, steps up taken back: ``..`` and ``main/a`` is ``a`` when we stand in main."""
    if not folder or not name:
        return folder or name
    if folder.startswith(".."):
        return shown(f"{folder}/{name}")
    return f"{folder}/{name}"
