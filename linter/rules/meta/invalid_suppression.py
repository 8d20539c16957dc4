"""Report suppressions that are malformed or name unknown rules."""

from __future__ import annotations

from linter.rules.base import Rule, did_you_mean
from linter.rules.violation import WARNING
from linter.syntax.fix import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.did_you_mean import Suggester
    from linter.model.document import Document
    from linter.rules.foreign_suppressions import ForeignSuppression
    from linter.rules.suppression_comments import Suppression
    from linter.rules.violation import Violation


class InvalidSuppression(Rule):
    """See ``invalid_suppression.md``. The engine passes it the suppressions."""

    id = "invalid-suppression"
    family = "meta"
    severity = WARNING
    kinds = ()
    fix = "safe"

    def check(self, document: Document) -> Iterable[Violation]:
        return ()

    def check_comment(self, document: Document, suppression: Suppression, guesser: Suggester) -> Iterable[Violation]:
        """Yield the violation of a suppression that is malformed, or names a rule that *guesser* does not know."""
        problem, near = suppression.problem, None
        if not problem:
            near = guesser.closest(suppression.rule)
            problem = f"unknown rule `{suppression.rule}`"
        fix = _fix(suppression.foreign, guesser) if suppression.foreign is not None else None
        where, data = (suppression.start, suppression.end), {"rule": suppression.rule}
        yield self.violation(document, where, problem, data, help=did_you_mean(near), fix=fix)


def _fix(foreign: ForeignSuppression, guesser: Suggester) -> Fix | None:
    """Return the fix to planlint's own form, or None without names of rules that planlint has."""
    if foreign.replacement is None or not all(map(guesser.knows, foreign.rules)):
        return None
    edit = Edit(foreign.start, foreign.end, foreign.replacement)
    return Fix(f"Write `{foreign.replacement}`", [edit], safe=True)
