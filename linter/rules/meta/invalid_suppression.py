"""A suppression that cannot be understood (``rules.md``, meta)."""

from __future__ import annotations

from linter.rule import Rule
from linter.suggest import closest
from linter.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model import Document
    from linter.suppressions import Suppression
    from linter.violation import Violation


class InvalidSuppression(Rule):
    """See ``invalid_suppression.md``. The engine hands it what the comments say."""

    id = "invalid-suppression"
    family = "meta"
    severity = WARNING
    kinds = ()

    def check(self, document: Document) -> Iterable[Violation]:
        return ()

    def judge(self, document: Document, suppression: Suppression, known: Iterable[str]) -> Iterable[Violation]:
        """The violation of one suppression that names none of the *known* rules, or is malformed."""
        problem = suppression.problem
        if not problem and suppression.rule not in known:
            near = closest(suppression.rule, known)
            problem = f"unknown rule {suppression.rule!r}" + (f": did you mean {near!r}?" if near else "")
        if problem:
            yield self.violation(document, (suppression.start, suppression.end), problem, {"rule": suppression.rule})
