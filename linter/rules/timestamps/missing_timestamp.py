"""Find completed tasks and plans without a completion date (off by default)."""

from __future__ import annotations

from linter.model.statuses import DONE, status_class
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.scalar_types import is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan, Task
    from linter.rules.violation import Violation
    from linter.syntax.nodes import MappingNode, ScalarNode

_FIELDS = ("completed", "completed_at", "completed_date")


class MissingTimestamp(Rule):
    """See ``missing_timestamp.md``."""

    id = "missing-timestamp"
    family = "timestamps"
    severity = WARNING
    default = False

    def check(self, document: Plan) -> Iterable[Violation]:
        if document.status and status_class(document.status.text) == DONE and _is_open(document.root):
            message = f"{document.status.text} plan has no `completed` date"
            yield self.violation(document, document.status, message, {"field": "completed"})
        silent = [(t, t.status) for t in document.tasks if t.status and t.status_class == DONE and _is_open(t.node)]
        if silent:
            spans = [status.span for _, status in silent]
            yield self.group("completed_at", spans, lambda indices: self._tasks(document, [silent[i] for i in indices]))

    def _tasks(self, document: Plan, silent: list[tuple[Task, ScalarNode]]) -> Violation:
        (task, status), *others = silent
        rest = f" and {len(others)} more" if others else ""
        return self.violation(
            document,
            status,
            f"missing `completed_at` of done task `{task.name}`{rest}",
            {"field": "completed_at"},
            related=[related(document, node, f"`{other.name}` is {node.text}") for other, node in others],
        )


def _is_open(owner: MappingNode) -> bool:
    return all(is_null(owner.get(field)) for field in _FIELDS)
