"""Report rules that raise an exception; the engine does this so that one rule cannot hide violations of others."""

from __future__ import annotations

from linter.rules.base import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation


class InternalError(Rule):
    """See ``internal_error.md``."""

    id = "internal-error"
    family = "meta"
    kinds = ()

    def check(self, document: Document) -> Iterable[Violation]:
        """Return no violations: ``linter.engine.checker`` creates them."""
        return ()
