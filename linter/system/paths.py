"""Paths as displayed and compared: with ``/``, and relative where possible."""

from __future__ import annotations

import os

CONFIG_FILES = ("planlint.toml", ".planlint.toml", "pyproject.toml")  # the first one in a directory applies
WINDOWS = os.name == "nt"
_MOUNT_POINT = 0xA0000003  # stat.IO_REPARSE_TAG_MOUNT_POINT, which only Windows has


def relative(path: str, folder: str | None = None) -> str:
    """Return *path* relative to *folder* (None: the working directory), with ``/``; absolute if on another drive."""
    try:
        found = os.path.relpath(path, folder)
    except ValueError:
        found = os.path.abspath(path)
    return found if os.sep == "/" else found.replace(os.sep, "/")


def display_path(path: str) -> str:
    """Return *path* relative to the working directory, with ``/``; empty for the working directory itself."""
    found = relative(path)
    return "" if found == "." else found


def is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether *entry* is a junction (Windows), which is not reported as a link and can lead to its own parent."""
    return WINDOWS and getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _MOUNT_POINT


def composed(path: str) -> str:
    """Return *path* in NFC, as git lists it on macOS, where the file system may decompose accented characters."""
    if path.isascii():
        return path
    from unicodedata import normalize

    return normalize("NFC", path)


def user_cache() -> str:
    """Return the directory in which programs of this user keep what can be made again."""
    if WINDOWS and os.environ.get("LOCALAPPDATA"):
        return os.environ["LOCALAPPDATA"]
    configured = os.environ.get("XDG_CACHE_HOME", "")
    return configured if os.path.isabs(configured) else os.path.join(os.path.expanduser("~"), ".cache")
