"""YAML or JSON that does not parse, a second document, a tag that asks for an object (``rules.md``, syntax)."""

from __future__ import annotations

from linter.rules.base import FaultRule


class SyntaxError(FaultRule):
    """See ``syntax_error.md``."""

    id = "syntax-error"
    family = "syntax"
