"""Safe reading of files in an untrusted repository: pipes, devices, links that escape it, files without end."""

from __future__ import annotations

import errno
import os
import stat


def read_regular(path: str, limit: int) -> bytes:
    """Return the bytes of the file at *path*, at most *limit* + 1.

    Raises OSError if it cannot be opened or is not a regular file. Pipes and devices are not read.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "Not a regular file")
        data = file.read(min(facts.st_size, limit) + 1)
        return data + file.read(limit + 1 - len(data)) if facts.st_size < len(data) <= limit else data  # it grew


def lstat(path: str) -> os.stat_result | None:
    """Return the stat of *path* itself, also if it is a link; None if there is nothing."""
    try:
        return os.lstat(path)
    except OSError:
        return None


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def escapes_root(path: str, root: str | None) -> bool:
    """Whether *path*, below the directory *root*, is reached through a link that escapes *root*."""
    if root is None or not is_below(os.path.abspath(path), root):
        return False
    return not is_below(os.path.realpath(path), os.path.realpath(root))


def is_below(path: str, top: str) -> bool:
    """Whether the absolute *path* is the directory *top* or below it."""
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)
