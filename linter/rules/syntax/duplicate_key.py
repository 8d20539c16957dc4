"""Report duplicate keys in a mapping."""

from __future__ import annotations

from linter.rules.base import ReadErrorRule


class DuplicateKey(ReadErrorRule):
    """See ``duplicate_key.md``."""

    id = "duplicate-key"
    family = "syntax"
