"""The terminal that stdout is."""

from __future__ import annotations

import os
import sys


def terminal_columns() -> int | None:
    """Return the width of the terminal that stdout is, or None. ``COLUMNS`` has priority, as for other commands."""
    given = os.environ.get("COLUMNS", "")
    try:
        if sys.stdout.isatty():
            return (given.isdecimal() and int(given)) or os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError):
        pass
    return None
