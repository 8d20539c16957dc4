"""Find open tasks that are not in any batch."""

from __future__ import annotations

from linter.model.statuses import BLOCKED
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.fix import Fix
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model.plan import Plan
    from linter.rules.batches._moves import BatchScheduler
    from linter.rules.violation import Violation


class UnscheduledTask(Rule):
    """See ``unscheduled_task.md``."""

    id = "unscheduled-task"
    family = "batches"
    severity = WARNING
    fix = "unsafe"

    def check(self, document: Plan) -> Iterable[Violation]:
        scheduled = {item.text for batch in document.batches for item in (*batch.items, *batch.nested)}
        if not scheduled or any(batch.is_text and not batch.items for batch in document.batches):
            return  # the tasks of a batch that is a sentence are unknown
        scheduler: BatchScheduler | None = None
        scheduled.update(_listed_elsewhere(document))
        for task in document.tasks:
            if task.name in scheduled or task.is_closed or task.status_class in (None, BLOCKED):
                continue
            from linter.rules.batches._moves import BatchScheduler  # a clean plan needs none

            scheduler = scheduler or BatchScheduler(document)
            edits = scheduler.move(task)
            batch = document.batches[-1]
            yield self.violation(
                document,
                task.id,
                f"{task.status.text if task.status else 'open'} task `{task.name}` is not assigned to a batch",
                {"task": task.name},
                related=[related(document, batch.node.key_span, f"last batch is `{batch.key}`")],
                fix=Fix(f"Assign `{task.name}` to the first batch after its dependencies", edits, safe=False)
                if edits
                else None,
            )


def _listed_elsewhere(plan: Plan) -> Iterator[str]:
    """Yield the ids in lists of ``parallelization`` that are neither batches nor the path, such as ``later: [T9]``."""
    batches = {key for batch in plan.batches for key in (batch.key, batch.group)}
    for key, node in plan.schedule.entries.items() if plan.schedule else ():
        if key != "critical_path" and key not in batches:
            inner = (node.get(field) for field in ("tasks", "task_ids", "items"))
            for tasks in inner if isinstance(node, MappingNode) else [node]:
                items = tasks.items if isinstance(tasks, SequenceNode) else [tasks]
                yield from (item.text for item in items if isinstance(item, ScalarNode))
