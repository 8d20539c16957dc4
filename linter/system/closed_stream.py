"""Standard streams that were closed before the process started (``>&-``): Python has None for them."""

from __future__ import annotations

import errno
import io
import os
import sys


class ClosedStream(io.TextIOBase):
    """A stream that cannot be written, and says so to those who try."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        """Raise OSError, unless there is nothing to write."""
        if not text:
            return 0
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def replace_closed() -> None:
    """Make stdout a ``ClosedStream`` and stderr the null device where they are closed."""
    if sys.stdout is None:
        sys.stdout = ClosedStream()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 until the process ends
