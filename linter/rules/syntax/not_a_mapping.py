"""Report documents whose top level is a list or a scalar."""

from __future__ import annotations

from linter.rules.base import ReadErrorRule


class NotAMapping(ReadErrorRule):
    """See ``not_a_mapping.md``."""

    id = "not-a-mapping"
    family = "syntax"
