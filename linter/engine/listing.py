"""The files in folders, from the file system or from git, without those that belong to others."""

from __future__ import annotations

import os

from linter.system.paths import is_junction, shown
from linter.system.reading import is_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# folders that hold what others made
SKIPPED = frozenset(
    ".git .hg .svn .jj node_modules .venv venv .tox .nox __pycache__ site-packages .planlint_cache".split()
)


class GitListing:
    """What git lists of the *repository*, as shown paths by shown folder, and what it could not look into."""

    def __init__(self, repository: str, names: Iterable[str], unreadable: Mapping[str, str]) -> None:
        top = shown(repository)
        self.folders = _by_folder(repository, names)
        self.unreadable = {_join(top, folder): reason for folder, reason in unreadable.items()}


def _by_folder(repository: str, names: Iterable[str]) -> dict[str, list[str]]:
    """The shown paths of *names*, relative to the absolute root of the *repository*, by shown folder."""
    top = shown(repository)
    folders: dict[str, list[str]] = {}
    for name in names:
        folder, _, base = name.rpartition("/")
        if SKIPPED.isdisjoint(folder.split("/")):
            where = _join(top, folder)
            folders.setdefault(where, []).append(_join(where, base))
    return folders


def folders_below(directory: str, folders: Iterable[str]) -> list[str]:
    """Those of the shown *folders* that are *directory* or below it."""
    if directory.startswith("../") or directory == "..":  # folders below the working directory are shown without it
        top = os.path.abspath(directory)
        return [folder for folder in folders if is_below(os.path.abspath(folder), top)]
    if directory:
        return [folder for folder in folders if folder == directory or folder.startswith(directory + "/")]
    return [folder for folder in folders if folder != ".." and not folder.startswith("../")]


def scan_folder(folder: str) -> tuple[list[str], list[str], str]:
    """The files and the folders to enter in *folder*, and why it could not be looked into (empty: it could)."""
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
        pass  # formats ask for folders that a project may have
    except OSError as error:
        return files, folders, error.strerror or str(error)
    return files, folders, ""


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
