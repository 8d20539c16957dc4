"""A document nested too deep or expanding to too many values, refused before it hurts (``rules.md``, syntax)."""

from __future__ import annotations

from linter.rules.base import FaultRule


class LimitExceeded(FaultRule):
    """See ``limit_exceeded.md``."""

    id = "limit-exceeded"
    family = "syntax"
