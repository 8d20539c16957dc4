"""Standard streams that were closed before the process started (``>&-``), for which Python has None."""

from __future__ import annotations

import errno
import io
import os
import sys


class ClosedStream(io.TextIOBase):
    """A stream that raises an error when written to."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        """Raise OSError, unless *text* is empty."""
        if not text:
            return 0
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def replace_closed() -> None:
    """Replace a closed stdout by a ``ClosedStream``, and a closed stderr by the null device."""
    if sys.stdout is None:
        sys.stdout = ClosedStream()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 until the process ends
