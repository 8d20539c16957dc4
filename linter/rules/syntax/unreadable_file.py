"""Report files that cannot be opened, are not UTF-8, are binary or exceed ``max-file-size``."""

from __future__ import annotations

from linter.rules.base import ReadErrorRule


class UnreadableFile(ReadErrorRule):
    """See ``unreadable_file.md``."""

    id = "unreadable-file"
    family = "syntax"
