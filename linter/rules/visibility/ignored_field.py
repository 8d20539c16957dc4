"""Report values that the tool of the format drops silently."""

from __future__ import annotations

from linter.rules.base import ReadErrorRule
from linter.rules.violation import WARNING


class IgnoredField(ReadErrorRule):
    """See ``ignored_field.md``."""

    id = "ignored-field"
    family = "visibility"
    severity = WARNING
    kinds = ("backlog",)
    fix = "unsafe"
