"""The date forms of Backlog.md."""

from __future__ import annotations

import re

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?\Z|\d\d([-/.])\d\d\1\d\d\Z")


def date_problem(text: str) -> str:
    """Return the problem in the form of a date, or ""."""
    return "" if _DATE.match(text) else "YYYY-MM-DD or YYYY-MM-DD HH:mm"
