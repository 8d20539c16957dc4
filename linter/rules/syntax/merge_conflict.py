"""Report unresolved merge conflicts (git-merge(1))."""

from __future__ import annotations

from linter.rules.base import ReadErrorRule


class MergeConflict(ReadErrorRule):
    """See ``merge_conflict.md``."""

    id = "merge-conflict"
    family = "syntax"
