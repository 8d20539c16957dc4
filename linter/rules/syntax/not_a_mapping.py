"""The root of the document is a list or a text (``rules.md``, syntax)."""

from __future__ import annotations

from linter.rules.base import FaultRule


class NotAMapping(FaultRule):
    """See ``not_a_mapping.md``."""

    id = "not-a-mapping"
    family = "syntax"
