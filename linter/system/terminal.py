"""The terminal that stdout is."""

from __future__ import annotations

import os
import sys

MAX_COLUMNS = 1000  # of the width that is used: lines are padded to it
DEFAULT_COLUMNS = 80


def given_columns() -> int | None:
    """Return the width in the variable ``COLUMNS``, at most ``MAX_COLUMNS``; None if it is not a positive integer."""
    given = os.environ.get("COLUMNS", "")
    if not (given.isascii() and given.isdecimal()):
        return None
    return MAX_COLUMNS if len(given) > len(str(MAX_COLUMNS)) else min(int(given), MAX_COLUMNS) or None


def terminal_columns() -> int | None:
    """Return the width of the terminal that stdout is, or None. ``COLUMNS`` has priority, as for other commands."""
    try:
        if sys.stdout.isatty():
            return given_columns() or min(os.get_terminal_size(sys.stdout.fileno()).columns, MAX_COLUMNS) or None
    except (OSError, ValueError):
        pass
    return None


def page_columns() -> int:
    """Return the width of a page that is formatted for a terminal, whether stdout is one or not."""
    return given_columns() or terminal_columns() or DEFAULT_COLUMNS
