"""Files as they are met in a repository that nobody vouches for: pipes, devices, links that lead out, endless ones."""

from __future__ import annotations

import errno
import os
import stat


def read_regular(path: str, limit: int) -> bytes:
    """The bytes of the file at *path*, and of a longer one no more than *limit* + 1.

    Raises OSError where it cannot be opened or is no regular file: a pipe is not waited for, a device not read.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "It is no regular file")
        data = file.read(min(facts.st_size, limit) + 1)
        return data + file.read(limit + 1 - len(data)) if facts.st_size < len(data) <= limit else data  # it grew


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def escapes_root(path: str, root: str | None) -> bool:
    """Whether *path*, which stands below the folder *root*, is reached through a link that leads out of it."""
    if root is None or not is_below(os.path.abspath(path), root):
        return False
    return not is_below(os.path.realpath(path), os.path.realpath(root))


def is_below(path: str, top: str) -> bool:
    """Whether the absolute *path* is the folder *top* or stands in it."""
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)
