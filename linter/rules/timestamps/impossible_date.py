"""Find well-formed dates that do not exist."""

from __future__ import annotations

from linter.model.timestamps import invalid_date_reason, parse
from linter.rules.base import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation


class ImpossibleDate(Rule):
    """See ``impossible_date.md``."""

    id = "impossible-date"
    family = "timestamps"
    kinds = ()

    def check(self, document: Document) -> Iterable[Violation]:
        for _, field, node in document.dates:
            stamp = parse(node.text.strip())
            problem = invalid_date_reason(stamp) if stamp else None
            if problem:
                found = node.text.strip()
                yield self.violation(
                    document, node, f"`{field}` is not a valid date: {problem}", {"field": field, "found": found}
                )
