"""Report documents that exceed the limits of nesting or number of values."""

from __future__ import annotations

from linter.rules.base import ReadErrorRule


class LimitExceeded(ReadErrorRule):
    """See ``limit_exceeded.md``."""

    id = "limit-exceeded"
    family = "syntax"
