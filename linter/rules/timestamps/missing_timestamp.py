"""Something done that does not say when (``rules.md``, timestamps; off by default)."""

from __future__ import annotations

from linter.model.statuses import DONE, status_class
from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.scalar_types import is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan
    from linter.rules.violation import Violation
    from linter.syntax.nodes import MappingNode

_FIELDS = ("completed", "completed_at", "completed_date")


class MissingTimestamp(Rule):
    """See ``missing_timestamp.md``."""

    id = "missing-timestamp"
    family = "timestamps"
    severity = WARNING
    default = False

    def check(self, document: Plan) -> Iterable[Violation]:
        if document.status and status_class(document.status.text) == DONE and _is_open(document.root):
            message = f"the plan is {document.status.text} and does not say when: no date in 'completed'"
            yield self.violation(document, document.status, message, {"field": "completed"})
        for task in document.tasks:
            if task.status and task.status_class == DONE and _is_open(task.node):
                message = f"task {task.name!r} is {task.status.text} and does not say when: no date in 'completed_at'"
                yield self.violation(document, task.status, message, {"field": "completed_at"})


def _is_open(owner: MappingNode) -> bool:
    return all(is_null(owner.get(field)) for field in _FIELDS)
