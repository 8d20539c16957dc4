"""A value that the format's own tool drops without a word (``adapters.md``); the readers find it."""

from __future__ import annotations

from linter.rules.base import FaultRule
from linter.rules.violation import WARNING


class IgnoredField(FaultRule):
    """See ``ignored_field.md``."""

    id = "ignored-field"
    family = "visibility"
    severity = WARNING
    kinds = ("backlog",)
    fix = "unsafe"
