"""Atomic writes: a kill at any moment leaves the old file or the new one, never a part of either."""

from __future__ import annotations

import errno
import os
import stat

from linter.system.reading import escapes_root, is_below, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 1 << 30  # bytes of a file to replace


class WriteError(Exception):
    """The file was not changed; the message tells why."""


def write(path: str, before: bytes, after: bytes, root: str | None) -> None:
    """Replace the content *before* of the file at *path* by *after*, and keep mode and owner.

    A link is followed if it leads to a file below *root* (None: never). Raises WriteError.
    """
    target = os.path.realpath(path)
    if escapes_root(path, root) or (root is None and os.path.islink(path)):
        raise WriteError("is a link that leads out of the project")
    try:
        _replace(target, before, after)
    except OSError as error:
        raise WriteError(f"cannot be written: {(error.strerror or str(error)).lower()}") from None


def put(path: str, data: bytes, root: str | None) -> None:
    """Write *data* to the file at *path*, new or existing; links as for ``write``. Raises WriteError."""
    if escapes_root(path, root):
        raise WriteError("leads out of the project")
    if os.path.lexists(path):
        try:
            before = read_regular(path, LARGEST)
        except OSError as error:
            raise WriteError(f"cannot be read: {(error.strerror or str(error)).lower()}") from None
        write(path, before, data, root)
        return
    try:
        _create(path, data)
    except OSError as error:
        raise WriteError(f"cannot be written: {(error.strerror or str(error)).lower()}") from None


def _create(path: str, data: bytes) -> None:
    with open(path, "xb") as file:
        file.write(data)


def _replace(target: str, before: bytes, after: bytes) -> None:
    facts = os.stat(target)
    if read_regular(target, len(before)) != before:
        raise WriteError("has been changed by someone else meanwhile")
    if not os.access(target, os.W_OK):
        raise WriteError("is read-only")

    def prepare(temporary: str) -> None:
        os.chmod(temporary, stat.S_IMODE(facts.st_mode))
        _keep_owner(temporary, facts)
        if read_regular(target, len(before)) != before:
            raise WriteError("has been changed by someone else meanwhile")

    _swap(target, after, prepare)


def save(path: str, data: bytes) -> None:
    """Write *data* to the file at *path* and create its directories; a pipe or device is written to directly.

    Raises OSError and leaves the old content, also if the path contains a link below the repository: otherwise whoever
    committed the link could choose the file.
    """
    target = os.path.abspath(path)
    top = _outermost(target)
    if top is not None and _is_redirected(target, top):
        raise OSError(errno.ELOOP, "a link in the repository leads elsewhere; name the file itself")
    target = os.path.realpath(target)
    there = os.path.lexists(target)
    if there and not os.path.isfile(target):
        with open(target, "wb") as file:
            file.write(data)
        return
    if there and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    mask = os.umask(0)
    os.umask(mask)
    mode = stat.S_IMODE(os.stat(target).st_mode) if there else 0o666 & ~mask
    os.makedirs(os.path.dirname(target), exist_ok=True)
    _swap(target, data, lambda temporary: os.chmod(temporary, mode), is_durable=False)


def _outermost(target: str) -> str | None:
    """Return the highest parent of *target* with a repository, or the working directory if that is higher."""
    here = os.getcwd()
    found = here if is_below(target, here) else None
    folder = os.path.dirname(target)
    while True:
        if os.path.lexists(os.path.join(folder, ".git")) and (found is None or is_below(found, folder)):
            found = folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return found
        folder = parent


def _is_redirected(target: str, top: str) -> bool:
    """Whether a part of *target* below the directory *top* is a link or a junction."""
    straight = os.path.join(os.path.realpath(top), os.path.relpath(target, top))
    return os.path.normcase(os.path.realpath(target)) != os.path.normcase(straight)


def _swap(target: str, data: bytes, prepare: Callable[[str], None], *, is_durable: bool = True) -> None:
    """Write *data* to a temporary file, prepare it, and rename it to *target*; on failure remove it."""
    folder, name = os.path.split(target)
    # tempfile is not used, as importing it takes longer than reading a plan
    temporary = os.path.join(folder, f".{name[:100]}.{os.urandom(6).hex()}.planlint")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if is_durable:
                os.fsync(file.fileno())
        prepare(temporary)
        os.replace(temporary, target)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def _keep_owner(path: str, facts: os.stat_result) -> None:
    chown = getattr(os, "chown", None)
    if chown is not None and (facts.st_uid, facts.st_gid) != (os.geteuid(), os.getegid()):
        from contextlib import suppress

        with suppress(PermissionError):
            chown(path, facts.st_uid, facts.st_gid)
