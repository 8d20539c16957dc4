"""Temporary files next to the files that they replace; those of killed runs are deleted later."""

from __future__ import annotations

import errno
import os
import stat

ATTEMPTS = 20  # names for the temporary file of one file
MAX_NAME_BYTES = 200
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def open_temporary(target: str, mode: int) -> tuple[int, str]:
    """Open a new file next to *target*; return its descriptor and its path. Raises OSError.

    A file of a killed run is deleted, one that another process still writes is not. Each writer locks its own file, and
    the lock ends with the process.
    """
    folder, name = os.path.split(target)
    if len(os.fsencode(name)) > MAX_NAME_BYTES:
        from _blake2 import blake2b

        name = blake2b(os.fsencode(name), digest_size=16).hexdigest()
    for number in range(ATTEMPTS):
        path = os.path.join(folder, f".{name}.{number}.planlint")
        try:
            handle = os.open(path, _FLAGS, mode)
        except FileExistsError:
            if not _delete_abandoned(path):
                continue
            try:
                handle = os.open(path, _FLAGS, mode)
            except FileExistsError:
                continue
        if _is_held(handle):
            return handle, path
        os.close(handle)
    raise FileExistsError(errno.EEXIST, f"too many temporary files such as {os.path.basename(path)}")


def _delete_abandoned(path: str) -> bool:
    """Delete the temporary file at *path* if no process writes it; return whether it was deleted."""
    if os.name == "nt":  # which does not delete an open file
        handle = -1
    else:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return False
    try:
        if handle >= 0 and not (stat.S_ISREG(os.fstat(handle).st_mode) and _is_free(handle)):
            return False
        os.unlink(path)
        return True
    except OSError:
        return False
    finally:
        if handle >= 0:
            os.close(handle)


def _is_held(handle: int) -> bool:
    """Lock the new file for this process; return False if another one treated it as abandoned at that moment."""
    if os.name == "nt":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # without locks no file counts as abandoned
    return os.fstat(handle).st_nlink > 0


def _is_free(handle: int) -> bool:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
