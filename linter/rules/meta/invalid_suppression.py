"""Report suppressions that are malformed or name unknown rules."""

from __future__ import annotations

from linter.model.did_you_mean import did_you_mean
from linter.rules.base import Rule
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.did_you_mean import Suggester
    from linter.model.document import Document
    from linter.rules.suppression_comments import Suppression
    from linter.rules.violation import Violation


class InvalidSuppression(Rule):
    """See ``invalid_suppression.md``. The engine passes it the suppressions."""

    id = "invalid-suppression"
    family = "meta"
    severity = WARNING
    kinds = ()

    def check(self, document: Document) -> Iterable[Violation]:
        return ()

    def judge(self, document: Document, suppression: Suppression, guesser: Suggester) -> Iterable[Violation]:
        """Yield the violation of a suppression that is malformed, or names a rule that *guesser* does not know."""
        problem, near = suppression.problem, None
        if not problem:
            near = guesser.closest(suppression.rule)
            problem = f"unknown rule `{suppression.rule}`"
        where, data = (suppression.start, suppression.end), {"rule": suppression.rule}
        yield self.violation(document, where, problem, data, help=did_you_mean(near))
