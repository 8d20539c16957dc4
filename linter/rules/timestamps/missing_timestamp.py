"""Find completed plans whose completion date is empty (off by default)."""

from __future__ import annotations

from linter.model.statuses import DONE, status_class
from linter.model.timestamps import COMPLETION_DATES
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.scalar_types import is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan
    from linter.rules.violation import Violation


class MissingTimestamp(Rule):
    """See ``missing_timestamp.md``."""

    id = "missing-timestamp"
    family = "timestamps"
    severity = WARNING
    default = False
    reports_at_closing = True

    def check(self, document: Plan) -> Iterable[Violation]:
        status, entries = document.status, document.root.entries
        fields = [field for field in COMPLETION_DATES if field in entries]
        if status is None or status_class(status.text) != DONE or not fields:
            return
        if all(is_null(entries[field]) for field in fields):
            field = fields[0]
            yield self.violation(
                document,
                entries[field].key_span,
                f"`{field}` is empty, but the plan is {status.text}",
                {"field": field},
                related=[related(document, status, "status of the plan")],
            )
