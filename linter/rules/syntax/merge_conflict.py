"""Conflict markers that a merge left in the file (git-merge(1))."""

from __future__ import annotations

from linter.rules.base import FaultRule


class MergeConflict(FaultRule):
    """See ``merge_conflict.md``."""

    id = "merge-conflict"
    family = "syntax"
