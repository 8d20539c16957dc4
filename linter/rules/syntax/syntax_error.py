"""Report invalid YAML and JSON, a second document, and tags for objects."""

from __future__ import annotations

from linter.rules.base import ReadErrorRule


class SyntaxError(ReadErrorRule):
    """See ``syntax_error.md``."""

    id = "syntax-error"
    family = "syntax"
