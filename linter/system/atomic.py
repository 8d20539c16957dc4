"""Write files completely or not at all: to a temporary file next to the file, which then replaces it.

Only ``linter.system.writing`` calls this, as paths are checked there.
"""

from __future__ import annotations

import os
import stat

from linter.system.temporary import open_temporary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def swap(
    target: str,
    data: bytes,
    is_done: Callable[[], bool] | None = None,
    *,
    mode: int = 0o666,
    directory_mode: int = 0o777,
    is_durable: bool = True,
) -> None:
    """Write *data* next to *target* and rename that to *target*, unless *is_done*.

    Raises OSError and what *is_done* raises; then nothing is left.
    """
    made = make_directories(os.path.dirname(target), directory_mode)
    try:
        status = os.stat(target) if os.path.lexists(target) else None
        handle, temporary = open_temporary(target, mode if status is None else 0o600)
        try:
            write_fully(handle, data)
            if is_durable:
                os.fsync(handle)
            if status is not None:
                _keep_attributes(target, temporary)
                os.chmod(temporary, stat.S_IMODE(status.st_mode))
                _keep_owner(temporary, status)
            if os.name == "nt":  # which does not rename an open file
                os.close(handle)
                handle = -1
            if is_done is None or not is_done():
                os.replace(temporary, target)
                temporary = ""
        finally:
            _discard(handle, temporary)
    except BaseException:
        _remove_directories(made)
        raise


def make_directories(directory: str, mode: int = 0o777) -> list[str]:
    """Create *directory* and its missing parents, all or none; return those created. Raises OSError."""
    missing: list[str] = []
    while not os.path.isdir(directory):
        missing.append(directory)
        above = os.path.dirname(directory)
        if above == directory:
            break
        directory = above
    made: list[str] = []
    try:
        for path in reversed(missing):
            try:
                os.mkdir(path, mode)
                made.append(path)
            except FileExistsError:
                if not os.path.isdir(path):
                    raise
    except BaseException:
        _remove_directories(made)
        raise
    return made


def write_fully(handle: int, data: bytes) -> None:
    """Write all of *data*, which ``os.write`` need not do. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _discard(handle: int, temporary: str) -> None:
    """Close *handle* (-1: already closed), and delete the file *temporary* if it has a name."""
    try:
        if handle >= 0:
            os.close(handle)
    finally:
        if temporary:
            os.unlink(temporary)


def _remove_directories(made: list[str]) -> None:
    for directory in reversed(made):
        try:
            os.rmdir(directory)
        except OSError:
            return  # another process uses it by now


def _keep_attributes(source: str, path: str) -> None:
    """Copy the extended attributes of *source*, such as access control lists, as far as the system allows it."""
    if hasattr(os, "listxattr"):  # on Linux
        from contextlib import suppress

        with suppress(OSError):
            for name in os.listxattr(source):
                with suppress(OSError):
                    os.setxattr(path, name, os.getxattr(source, name))


def _keep_owner(path: str, status: os.stat_result) -> None:
    chown = getattr(os, "chown", None)
    if chown is not None and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        from contextlib import suppress

        with suppress(PermissionError):
            chown(path, status.st_uid, status.st_gid)
