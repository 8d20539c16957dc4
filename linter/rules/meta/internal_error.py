"""A rule raised. Reported by the engine itself, so that one broken rule never hides what the others find."""

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
        """Nothing: ``linter.engine.checker`` makes these."""
        return ()
