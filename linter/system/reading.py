"""Safe reading of files in an untrusted repository: pipes, devices, links that escape it, files without end."""

from __future__ import annotations

import errno
import os
import stat
from functools import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK_BYTES = 1 << 20  # read at once: as much memory is taken, however little there is to read


def read_regular(path: str, limit: int) -> bytes:
    """Return the bytes of the file at *path*, at most *limit* + 1.

    Raises OSError if it cannot be opened or is not a regular file. Pipes and devices are not read.
    """
    file = open_at_once(path)
    try:
        status = os.fstat(file)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "Not a regular file")
        data = os.read(file, min(status.st_size, limit) + 1)
        if len(data) == status.st_size:
            return data
        # it grew or is cut short, or one call does not return all of it
        return data + read_blocks(partial(os.read, file), limit + 1 - len(data))
    finally:
        os.close(file)


def read_blocks(read: Callable[[int], bytes], limit: int) -> bytes:
    """Return at most *limit* bytes that *read*, given a maximum, returns in blocks, the last one empty."""
    parts = [b""]
    while limit and (part := read(min(limit, _BLOCK_BYTES))):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)


def lstat(path: str) -> os.stat_result | None:
    """Return the stat of *path* itself, also if it is a link; None if there is nothing."""
    try:
        return os.lstat(path)
    except OSError:
        return None


def may_exist(path: str) -> bool:
    """Whether something is at *path*, also a broken link, or a directory that cannot be read hides whether there is."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def open_at_once(path: str) -> int:
    """Open the file at *path* for reading, without waiting for the writer of a pipe; in half the time of `open`.

    Raises OSError.
    """
    return os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))


def escapes_root(path: str, root: str | None) -> bool:
    """Whether *path*, below the directory *root*, is reached through a link that escapes *root*."""
    if root is None or not is_below(os.path.abspath(path), root):
        return False
    return not is_below(os.path.realpath(path), os.path.realpath(root))


def is_below(path: str, top: str) -> bool:
    """Whether the absolute *path* is the directory *top* or below it."""
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)
