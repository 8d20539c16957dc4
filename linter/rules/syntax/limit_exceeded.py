"""Report documents that exceed the limits of nesting or number of values."""

from __future__ import annotations

from linter.rules.base import FaultRule


class LimitExceeded(FaultRule):
    """See ``limit_exceeded.md``."""

    id = "limit-exceeded"
    family = "syntax"
