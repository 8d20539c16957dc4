"""Find tasks that could run in an earlier batch (off by default)."""

from __future__ import annotations

from linter.model.graph import levels
from linter.rules.base import Rule
from linter.rules.batches._moves import BatchScheduler
from linter.rules.violation import WARNING
from linter.syntax.fix import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan
    from linter.rules.violation import Violation


class LateBatch(Rule):
    """See ``late_batch.md``."""

    id = "late-batch"
    family = "batches"
    severity = WARNING
    default = False
    fix = "unsafe"

    def check(self, document: Plan) -> Iterable[Violation]:
        if not document.batches:
            return
        scheduler = BatchScheduler(document)
        positions = _earliest(document, scheduler)
        late = {name: position for name, position in positions.items() if position < scheduler.position[name]}
        edits = scheduler.edits.put(late) if late and scheduler.may_be_put(late) else None
        for name, position in late.items():
            batch, earliest = document.batch_of[name], scheduler.stops[position]
            moved = [d.text for d in document.by_id[name].dependencies if late.get(d.text, -1) >= 0]
            first = f" once {' and '.join(f'`{name}`' for name in moved)} has moved" if moved else ""
            yield self.violation(
                document,
                scheduler.edits.item(batch, name),
                f"task `{name}` in `{batch.key}` could run in `{earliest.key}`{first}",
                {"task": name, "batch": batch.key, "earliest": earliest.key},
                fix=Fix("Move every task to its earliest batch", edits, safe=False) if edits else None,
            )
            edits = None  # the first has the fix for all


def _earliest(plan: Plan, scheduler: BatchScheduler) -> dict[str, int]:
    """Return the first index of each task that can be moved, once its dependencies are at theirs.

    Done tasks and those of a sequence keep their index. A dependency without a batch is replaced by its own
    dependencies, and a task that is declared twice has the dependencies of both. A dependency outside this file is met
    when the first task that has one begins.
    """
    awaits: dict[str, list[str]] = {}
    for task in plan.tasks:
        awaits.setdefault(task.name, []).extend(d.text for d in task.dependencies if d.text != task.name)
    graph = plan.graph()
    level = levels(graph)
    position = dict(scheduler.position)
    outside = {name for name in graph if any(other not in graph for other in awaits[name])}
    entry = min((position[name] for name in outside if name in position), default=0)
    found: dict[str, int] = {}
    waiting: set[str] = set()
    for name in sorted(level, key=level.__getitem__):
        task = plan.by_id[name]
        last = max((position.get(other, -1) for other in awaits[name]), default=-1)
        last = max(last, entry - 1) if name in outside else last
        batch = plan.batch_of.get(name)
        is_unknown = any(other in waiting for other in awaits[name])
        if is_unknown or (batch is None and not task.is_closed):
            waiting.add(name)  # its index is unknown until all its dependencies are in a batch
        elif batch is None:
            position[name] = last
        elif not (task.is_closed or batch.sequential):
            position[name] = found[name] = last + 1
    return {name: found[name] for name in plan.by_id if name in found}
