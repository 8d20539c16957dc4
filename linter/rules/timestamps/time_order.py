"""Something that ends before it begins (``rules.md``, timestamps)."""

from __future__ import annotations

from linter.rule import Rule, related
from linter.timestamps import impossible, is_after, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model import Document
    from linter.nodes import Scalar
    from linter.violation import Violation

_PAIRS = (
    (("started", "started_at"), ("completed", "completed_at")),
    (("created", "created_at"), ("updated", "updated_at", "last_updated")),
)


class TimeOrder(Rule):
    """See ``time_order.md``."""

    id = "time-order"
    family = "timestamps"
    kinds = ()

    def check(self, document: Document) -> Iterable[Violation]:
        owners: dict[int, dict[str, Scalar]] = {}
        for owner, field, node in document.dates:
            owners.setdefault(id(owner), {})[field] = node
        for dates in owners.values():
            for earlier_names, later_names in _PAIRS:
                for later in later_names:
                    earlier = next((name for name in earlier_names if name in dates), None)
                    if earlier and later in dates:
                        yield from self._compare(document, dates, earlier, later)

    def _compare(self, document: Document, dates: dict[str, Scalar], earlier: str, later: str) -> Iterable[Violation]:
        first, second = parse(dates[earlier].text.strip()), parse(dates[later].text.strip())
        if first is None or second is None or impossible(first) or impossible(second):
            return
        if is_after(first, second):
            begin, end = dates[earlier].text, dates[later].text
            yield self.violation(
                document,
                dates[later],
                f"{later} {end} is before {earlier} {begin}",
                {"earlier": earlier, "later": later},
                related=[related(document, dates[earlier], f"{earlier} is here")],
            )
