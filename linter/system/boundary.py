"""The bounds of a repository, and links in it that escape them."""

from __future__ import annotations

import os

from linter.system.reading import is_below

MAX_LINKS = 40  # of one path, as on Linux


def outermost_root(target: str) -> str | None:
    """Return the highest parent of the absolute path *target* with a repository, or None."""
    found = None
    folder = os.path.dirname(target)
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            found = folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return found
        folder = parent


def bound_of(target: str) -> str | None:
    """Return the directory whose links are untrusted: the repository, or a working directory above it, or None."""
    root = outermost_root(target)
    here = os.getcwd()
    return here if is_below(target, here) and (root is None or is_below(root, here)) else root


def is_redirected(target: str, top: str) -> bool:
    """Whether a part of *target* below the directory *top* is a link or a junction."""
    straight = os.path.join(os.path.realpath(top), os.path.relpath(target, top))
    return os.path.normcase(os.path.realpath(target)) != os.path.normcase(straight)


def linked_file(path: str, top: str | None) -> str:
    """Return what the link *path* leads to below the directory *top*; *path* itself if it is not such a link.

    Only the last part is resolved, so that the result is spelled as *path* is.
    """
    target = path
    for _ in range(MAX_LINKS):
        if not os.path.islink(target):
            break
        target = os.path.normpath(os.path.join(os.path.dirname(target), os.readlink(target)))
    if target == path or not os.path.exists(target) or not os.path.samefile(path, target):
        return path
    return target if top is None or is_below(os.path.realpath(target), os.path.realpath(top)) else path
