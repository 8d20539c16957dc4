"""The bounds of a repository, and links in it that escape them."""

from __future__ import annotations

import os

from linter.system.paths import CONFIG_FILES
from linter.system.reading import is_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LINKS = 40  # of one path, as on Linux


def outermost_root(target: str) -> str | None:
    """Return the highest parent of the absolute path *target* with a repository, or None."""
    return _topmost(target, lambda folder: os.path.lexists(os.path.join(folder, ".git")))


def bound_of(target: str) -> str | None:
    """Return the directory whose links are untrusted when the absolute path *target* is written, or None.

    It is the outermost repository or, without one, the directory of the topmost configuration file; or the working
    directory if that is further up, whatever path leads to it.
    """
    root = outermost_root(target) or _topmost(target, _is_configured)
    status = os.stat(os.curdir)
    here = _topmost(target, lambda folder: _is_same_directory(folder, status))
    return here if here is not None and (root is None or is_below(root, here)) else root


def resolve_below(target: str, top: str) -> str | None:
    """Return *target* with links resolved; None if a part of it below the directory *top* is a link or a junction."""
    real = os.path.realpath(target)
    straight = os.path.join(os.path.realpath(top), os.path.relpath(target, top))
    return real if os.path.normcase(real) == os.path.normcase(straight) else None


def is_in_git(path: str) -> bool:
    """Whether *path* is git's directory or below one, on file systems that ignore case too."""
    return any(part.casefold() == ".git" for part in path.split(os.sep))


def is_same_file(path: str, other: str) -> bool:
    """Whether both paths lead to the same file, which exists."""
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


def _is_configured(folder: str) -> bool:
    return any(os.path.lexists(os.path.join(folder, name)) for name in CONFIG_FILES)


def _is_same_directory(folder: str, status: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(folder), status)
    except OSError:
        return False  # it does not exist yet


def _topmost(target: str, matches: Callable[[str], bool]) -> str | None:
    """Return the highest parent of the absolute path *target* that *matches*, or None."""
    found = None
    folder = os.path.dirname(target)
    while True:
        if matches(folder):
            found = folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return found
        folder = parent


def linked_file(path: str, top: str | None) -> str:
    """Return what the link *path* leads to below the directory *top*; *path* itself if it is not such a link.

    Only the last part is resolved, so that the result is spelled as *path* is.
    """
    target = path
    for _ in range(MAX_LINKS):
        if not os.path.islink(target):
            break
        try:
            target = os.path.normpath(os.path.join(os.path.dirname(target), os.readlink(target)))
        except OSError:
            return path  # it was replaced meanwhile
    if target == path or not is_same_file(path, target):
        return path
    return target if top is None or is_below(os.path.realpath(target), os.path.realpath(top)) else path
