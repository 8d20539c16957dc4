"""The date forms of Backlog.md."""

from __future__ import annotations

import re

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?\Z|\d\d([-/.])\d\d\1\d\d\Z")


def expected_date(text: str) -> str | None:
    """Return the expected form of a date, or None if *text* has it."""
    return None if _DATE.match(text) else "YYYY-MM-DD or YYYY-MM-DD HH:mm"
