"""How Backlog.md wants dates to be written."""

from __future__ import annotations

import re

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?\Z|\d\d([-/.])\d\d\1\d\d\Z")


def date_problem(text: str) -> str:
    """What is wrong with how a date is written, or nothing."""
    return "" if _DATE.match(text) else "is kept as it is: write YYYY-MM-DD or YYYY-MM-DD HH:mm"
