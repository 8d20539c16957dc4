"""Outputs that are not replaced but written to: streams of this process, pipes and devices."""

from __future__ import annotations

import errno
import os
import time

READER_TIMEOUT_S = 5.0  # for another process to open a pipe for reading
INTERVAL_S = 0.02  # between two attempts
_STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2}
_BINARY = getattr(os, "O_BINARY", 0)


def stream_of(path: str) -> int | None:
    """Return the descriptor of this process that *path* names, such as ``/dev/stdout`` or ``/dev/fd/3``, or None."""
    if not path.startswith(("/dev/", "/proc/")):
        return None
    if path in _STREAMS:
        return _STREAMS[path]
    folder, name = os.path.split(path)
    is_own = os.path.realpath(folder) in ("/dev/fd", f"/proc/{os.getpid()}/fd")
    return int(name) if is_own and name.isascii() and name.isdecimal() else None


def open_stream(path: str, flags: int = 0) -> int:
    """Open the stream, pipe or device at *path* for writing, and return the descriptor.

    Raises OSError, also if no process reads the pipe within ``READER_TIMEOUT_S``.
    """
    stream = stream_of(path)
    if stream is not None:
        return os.dup(stream)
    deadline = time.monotonic() + READER_TIMEOUT_S
    while True:
        try:
            handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY | flags, 0o666)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() >= deadline:
                raise OSError(errno.ENXIO, "No process reads it") from None
            time.sleep(INTERVAL_S)
        else:
            if os.name != "nt":
                os.set_blocking(handle, True)
            return handle
