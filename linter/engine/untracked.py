"""Find untracked files in a large repository, in which a search by git takes long.

An untracked file is in a directory with tracked files, or below an untracked directory in one. So those directories
are listed, and git is asked only about their entries that are not tracked.
"""

from __future__ import annotations

from linter.engine.listing import join
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.engine.disk_folders import DiskFolders

MAX_ASKED = 100  # paths; git compares each with all that it finds


def untracked_names(
    root: str, tracked: Iterable[str], readable: Iterable[str], folders: DiskFolders
) -> list[str] | None:
    """Return the files and directories next to *tracked* files in the repository at *root* that may not be tracked.

    *readable* are those of the tracked files that planlint may read. All paths are relative to the root. None if they
    are too many, or a directory cannot be listed.
    """
    names = set(readable)
    with_tracked = _folders_of(tracked)
    top = display_path(root)
    found: list[str] = []
    entered = [""]
    while entered:
        folder = entered.pop()
        entries = folders.entries(join(top, folder), is_entered=True)
        if entries is None:
            return None
        _, files, inner, others = entries
        prefix = f"{folder}/" if folder else ""
        for name in inner:
            path = prefix + name
            (entered if path in with_tracked else found).append(path)
        if files or others:
            found += [path for name in files + others if (path := prefix + name) not in names]
        if len(found) > MAX_ASKED:
            return None
    return sorted(found)


def _folders_of(names: Iterable[str]) -> set[str]:
    """Return the directories with files of these *names* in or below them."""
    found = {name.rpartition("/")[0] for name in names}
    for folder in list(found):
        while folder := folder.rpartition("/")[0]:
            if folder in found:
                break
            found.add(folder)
    return found
