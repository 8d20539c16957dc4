"""A file that cannot be opened, is no UTF-8, is binary or over ``max-file-size`` (``rules.md``, syntax)."""

from __future__ import annotations

from linter.rules.base import FaultRule


class UnreadableFile(FaultRule):
    """See ``unreadable_file.md``."""

    id = "unreadable-file"
    family = "syntax"
