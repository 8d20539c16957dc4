"""Report files that the tool of the format skips silently."""

from __future__ import annotations

from linter.rules.base import ReadErrorRule


class InvisibleFile(ReadErrorRule):
    """See ``invisible_file.md``."""

    id = "invisible-file"
    family = "visibility"
    kinds = ("progress",)
