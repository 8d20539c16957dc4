"""Find dates in the future (off by default)."""

from __future__ import annotations

from linter.model.clock import now
from linter.model.timestamps import invalid_date_reason, is_after, parse
from linter.rules.base import Rule
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation


class FutureTimestamp(Rule):
    """See ``future_timestamp.md``."""

    id = "future-timestamp"
    family = "timestamps"
    severity = WARNING
    kinds = ()
    default = False

    def check(self, document: Document) -> Iterable[Violation]:
        present = now()
        for _, field, node in document.dates:
            stamp = parse(node.text.strip())
            if stamp is not None and not invalid_date_reason(stamp) and is_after(stamp, present):
                yield self.violation(
                    document,
                    node,
                    f"`{field}` is in the future: {node.text.strip()}",
                    {"field": field, "found": node.text.strip()},
                )
