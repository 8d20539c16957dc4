"""The only module through which planlint writes, creates and deletes files.

A file is written completely or not at all: to a temporary file next to it, which then replaces it. A temporary file of
a killed run is reused by the next write of the same file. Links in a repository are not written through.
``linter.system.atomic`` writes to paths that were checked here; ``tests/test_architecture.py`` forbids all other ways
to write to disk.
"""

from __future__ import annotations

import errno
import os

from linter.system.atomic import make_directories, swap, write_fully
from linter.system.boundary import bound_of, is_in_git, is_same_file, resolve_below
from linter.system.reading import is_below, read_regular
from linter.system.streams import open_stream, stream_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Change = tuple[str, bytes, bytes, str | None]  # path, content before and after, root: see ``replace_file``

MAX_REPLACED_BYTES = 1 << 30
_SEPARATORS = (os.sep, os.altsep or os.sep)


class WriteError(Exception):
    """The file was not changed; the message tells why, and follows the path."""


def replace_file(path: str, before: bytes, after: bytes, root: str | None) -> None:
    """Replace the content *before* of the file at *path* by *after*, and keep mode and owner.

    A link is followed if it leads to a file below *root* (None: never). Raises WriteError.
    """
    try:
        _replace(_gate(path, root), before, after)
    except OSError as error:
        raise _unwritable(error) from None


def write_all(changes: Iterable[Change]) -> None:
    """Replace the contents of all files or of none. Raises WriteError, whose message begins with a path."""
    written: list[Change] = []
    for change in changes:
        try:
            replace_file(*change)
            written.append(change)
        except WriteError as error:
            left = [done[0] for done in reversed(written) if not _is_restored(*done)]
            detail = f"; {', '.join(sorted(left))} was already changed" if left else "; the other files are unchanged"
            raise WriteError(f"{change[0]} {error}" + (detail if written else "")) from None


def _is_restored(path: str, before: bytes, after: bytes, root: str | None) -> bool:
    """Restore the content *before* of the file at *path*; return False if that fails too."""
    try:
        replace_file(path, after, before, root)
    except WriteError:
        return False
    return True


def write_new_or_replace(
    path: str, data: bytes, *, linted: Iterable[str] = (), replaces: Callable[[bytes], bool] | None = None
) -> None:
    """Write *data* to the file at *path*, new or existing. Raises WriteError.

    Its old content is kept if it is one of *linted*, or if *replaces* returns False for it.
    """
    try:
        target = _gate(path)
        if not os.path.lexists(target):
            swap(target, data)
            return
        _refuse_linted(target, linted)
        before = read_regular(target, MAX_REPLACED_BYTES)
        if replaces is not None and not replaces(before):
            raise WriteError("is not overwritten: it has other contents; delete it or name another file")
        _replace(target, before, data)
    except OSError as error:
        raise _unwritable(error) from None


def write_new(path: str, data: bytes) -> None:
    """Write a new file at *path* and create its directories. Raises WriteError, also if it exists."""
    try:
        target = _gate(path)
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        swap(target, data)
    except OSError as error:
        raise _unwritable(error) from None


def write_output(path: str, data: bytes, *, linted: Iterable[str] = (), links: Iterable[str] | None = None) -> None:
    """Write *data* to the file at *path* and create its directories; a pipe or device is written to directly.

    The old content is kept if *path* is one of the *linted* files, or if writing fails. Only *links* of them may be
    links (None: all). Raises WriteError.
    """
    try:
        target = _gate(path)
        if stream_of(target) is not None or (os.path.exists(target) and not os.path.isfile(target)):
            _write_through(target, data)
            return
        if os.path.lexists(target):
            _refuse_linted(target, linted, links)
            _refuse_read_only(target)
        swap(target, data, is_durable=False)
    except OSError as error:
        raise _unwritable(error) from None


def append_output(path: str, render: Callable[[int], bytes]) -> None:
    """Append the result of *render*, called with the size in bytes, to the file at *path*. Raises WriteError.

    All of it is appended or nothing.
    """
    try:
        handle = open_stream(_gate(path), os.O_CREAT | os.O_APPEND)
        try:
            size = os.fstat(handle).st_size
            try:
                write_fully(handle, render(size))
            except OSError:
                from contextlib import suppress

                with suppress(OSError):  # there is nothing to undo on a device or a pipe
                    os.ftruncate(handle, size)
                raise
        finally:
            os.close(handle)
    except OSError as error:
        raise _unwritable(error) from None


def write_cache(path: str, data: bytes, *, mode: int = 0o666) -> None:
    """Write *data* to a file of the cache, and create its directory. Raises OSError and WriteError."""
    swap(_gate(path), data, mode=mode, is_durable=False)


def write_private(path: str, data: bytes) -> None:
    """Write *data* to a file that only its user can read, in private directories. Raises OSError."""
    swap(os.path.realpath(path), data, mode=0o600, directory_mode=0o700)


def open_private(path: str) -> int:
    """Open the empty file at *path* for a lock; it is created with its directories if missing. Raises OSError."""
    make_directories(os.path.dirname(path), 0o700)
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)


def delete_files(directory: str, names: Iterable[str], *, is_all: bool) -> None:
    """Delete the files *names* of *directory*, then the directory itself if *is_all*. Raises OSError.

    Also raised if a link in the repository is on the path to *directory*. Files that are gone already are skipped.
    """
    try:
        _gate(os.path.join(directory, "x"))
    except WriteError as error:
        raise OSError(errno.ELOOP, str(error)) from None
    for name in names:
        _delete(os.unlink, os.path.join(directory, name))
    if is_all:
        _delete(os.rmdir, directory)


def _delete(act: Callable[[str], None], path: str) -> None:
    try:
        act(path)
    except FileNotFoundError:
        return  # another process was faster


def _gate(path: str, root: str | None = None) -> str:
    """Return *path* with links resolved, a stream of this process as it is; links below *root* are followed.

    Raises WriteError if another link in the repository is on the path, and OSError if it can only be a directory.
    """
    if path.endswith(_SEPARATORS) or os.path.basename(path) in (os.curdir, os.pardir):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    target = os.path.abspath(path)
    if target.startswith("//") and os.sep == "/":
        target = target[1:]  # the same on all systems that planlint runs on, but not for comparisons of paths
    if root is not None:
        real, project = os.path.realpath(target), os.path.realpath(root)
        if (is_below(target, root) and not is_below(real, project)) or is_in_git(os.path.relpath(real, project)):
            raise WriteError("is a symbolic link to outside of the project")
        return real
    if stream_of(target) is not None:
        return target
    if os.path.isfile(target) and is_below(os.path.realpath(os.path.dirname(target)), "/proc"):
        raise WriteError("cannot be written: it is a link of the kernel; name the file itself")
    top = bound_of(target)
    real_target = os.path.realpath(target) if top is None else resolve_below(target, top)
    if real_target is None:
        raise WriteError("cannot be written: a symbolic link in its path points elsewhere; name the file itself")
    return real_target


def _refuse_linted(target: str, linted: Iterable[str], links: Iterable[str] | None = None) -> None:
    """Raise WriteError if the file at *target* is one of *linted*, of which *links* may be links (None: all)."""
    name = os.path.basename(target).casefold()
    likely = [path for path in linted if path.casefold().endswith(name)]
    likely += filter(os.path.islink, linted if links is None else links)
    if any(is_same_file(path, target) for path in likely):
        raise WriteError("is not overwritten: this run reads it")


def _refuse_read_only(target: str) -> None:
    if not os.access(target, os.W_OK):
        raise WriteError("is read-only")


def _replace(target: str, before: bytes, after: bytes) -> None:
    """Replace *before*, unless another process already wrote *after*. Raises OSError and WriteError."""

    def is_done() -> bool:
        now = read_regular(target, max(len(before), len(after)))
        if now not in (before, after):
            raise WriteError("was changed by another process")
        return now == after

    if not is_done():
        _refuse_read_only(target)
        swap(target, after, is_done)


def _write_through(path: str, data: bytes) -> None:
    """Write to a stream, a pipe or a device, which cannot be replaced."""
    handle = open_stream(path)
    try:
        write_fully(handle, data)
    finally:
        os.close(handle)


def _unwritable(error: OSError) -> WriteError:
    return WriteError(f"cannot be written: {(error.strerror or str(error)).lower()}")
