"""Report duplicate keys in a mapping."""

from __future__ import annotations

from linter.rules.base import FaultRule


class DuplicateKey(FaultRule):
    """See ``duplicate_key.md``."""

    id = "duplicate-key"
    family = "syntax"
