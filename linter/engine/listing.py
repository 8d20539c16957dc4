"""List the files in directories, from the file system or git, without those of other tools."""

from __future__ import annotations

import os
from functools import cached_property
from itertools import chain

from linter.formats.registry import ENDINGS
from linter.system.paths import CONFIG_FILES, display_path, is_junction
from linter.system.reading import is_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

CACHE_FOLDER = ".planlint_cache"
READABLE = (*ENDINGS, *CONFIG_FILES)
# directories with files of other tools
SKIPPED = frozenset(
    ".git .hg .svn .jj node_modules .venv venv .tox .nox __pycache__ site-packages .planlint_cache".split()
)


class GitListing:
    """The files that git lists in *repository*, as display paths by directory, and the unreadable directories.

    *search* returns the names of all files, if *names* are only those of ``readable`` and others.
    """

    def __init__(
        self,
        repository: str,
        names: Sequence[str],
        unreadable: Mapping[str, str],
        search: Callable[[], Sequence[str]] | None = None,
    ) -> None:
        self._repository = repository
        self._names = names
        self._search = search
        top = display_path(repository)
        self.unreadable = {join(top, folder): reason for folder, reason in unreadable.items()}

    @cached_property
    def folders(self) -> dict[str, list[str]]:
        """All files."""
        return _by_folder(self._repository, self._search() if self._search is not None else self._names)

    @cached_property
    def readable(self) -> dict[str, list[str]]:
        """The files with names that planlint may read without being configured to, which are few in most projects."""
        return _by_folder(self._repository, [name for name in self._names if name.endswith(READABLE)])

    @cached_property
    def configured(self) -> list[str]:
        """The directories with configuration files, those above first."""
        return sorted(
            {path.rpartition("/")[0] for path in chain(*self.readable.values()) if path.endswith(CONFIG_FILES)}
        )

    def has(self, path: str) -> bool:
        """Whether git lists the file at the display *path*."""
        folders = self.readable if path.endswith(READABLE) else self.folders
        return path in folders.get(path.rpartition("/")[0], ())


def _by_folder(repository: str, names: Iterable[str]) -> dict[str, list[str]]:
    """Return the display paths of *names*, which are relative to the root of *repository*, by display directory."""
    groups: dict[str, list[str]] = {}
    for name in names:
        folder = name.rpartition("/")[0]
        found = groups.get(folder)
        if found is None:
            found = groups[folder] = []
        found.append(name)
    top = display_path(repository)
    kept = (folder for folder in groups if SKIPPED.isdisjoint(folder.split("/")))
    if not top:
        return {folder: groups[folder] for folder in kept}
    folders: dict[str, list[str]] = {}
    for folder in kept:
        where = join(top, folder)
        folders[where] = [join(where, name.rpartition("/")[2]) for name in groups[folder]]
    return folders


def by_folder(paths: Iterable[str]) -> dict[str, list[str]]:
    """Return *paths* by their directory."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    return folders


def folders_below(directory: str, folders: Iterable[str]) -> list[str]:
    """Return those of the displayed *folders* that are *directory* or below it."""
    if directory.startswith("../") or directory == "..":  # those below the working directory lack it
        top = os.path.abspath(directory)
        return [folder for folder in folders if is_below(os.path.abspath(folder), top)]
    if directory:
        return [folder for folder in folders if folder == directory or folder.startswith(directory + "/")]
    return [folder for folder in folders if folder != ".." and not folder.startswith("../")]


def scan_folder(folder: str) -> tuple[list[str], list[str], str]:
    """Return the files and subdirectories to enter in *folder*, and why it cannot be listed (empty: it can)."""
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(folder or ".") as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_file(follow_symlinks=False):
                    files.append(path)
                elif _is_entered(entry, path):
                    folders.append(path)
    except (FileNotFoundError, NotADirectoryError):
        pass  # formats look for directories that may not exist
    except OSError as error:
        return files, folders, error.strerror or str(error)
    return files, folders, ""


def _is_entered(entry: os.DirEntry[str], path: str) -> bool:
    """Whether discovery enters the directory: not a link, virtual environment or directory of another tool."""
    if entry.name in SKIPPED or not entry.is_dir(follow_symlinks=False) or is_junction(entry):
        return False
    return not os.path.exists(path + "/pyvenv.cfg")


def join(folder: str, name: str) -> str:
    """Return the display path of *name* in *folder*: ``..`` and ``main/a`` is ``a`` if the directory is main."""
    if not folder or not name:
        return folder or name
    if folder.startswith(".."):
        return display_path(f"{folder}/{name}")
    return f"{folder}/{name}"
