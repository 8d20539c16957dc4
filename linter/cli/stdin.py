"""The standard input as bytes, also if it was closed before the process started."""

from __future__ import annotations

import sys

from linter.config.loader import ConfigError
from linter.system.reading import read_blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO


def open_stdin() -> BinaryIO:
    """Return the standard input. Raises ConfigError if it is closed (``<&-``)."""
    if sys.stdin is None:
        raise ConfigError(["cannot read stdin: it is closed"])
    return sys.stdin.buffer


def read_stdin(limit: int) -> bytes:
    """Return at most *limit* bytes of the standard input. Raises ConfigError."""
    stdin = open_stdin()
    try:
        return read_blocks(stdin.read, limit)
    except OSError as error:
        raise ConfigError([f"cannot read stdin: {error.strerror}"]) from None
