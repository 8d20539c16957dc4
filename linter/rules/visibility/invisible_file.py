"""A file that the format's own tool skips without a word (``adapters.md``); the readers find it."""

from __future__ import annotations

from linter.rules.base import FaultRule


class InvisibleFile(FaultRule):
    """See ``invisible_file.md``."""

    id = "invisible-file"
    family = "visibility"
    kinds = ("progress",)
