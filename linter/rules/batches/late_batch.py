"""A task that could run in an earlier batch (``rules.md``, batches; off by default)."""

from __future__ import annotations

from linter.graph import levels
from linter.rule import Rule
from linter.rules.batches.batch_order import item
from linter.schedule import Mover
from linter.violation import WARNING, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model import Plan
    from linter.violation import Violation


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
        mover = Mover(document)
        graph: dict[str, list[str]] = {name: [] for name in document.by_id if name in mover.place}
        for task, _, awaited in document.edges():
            if task.name in graph and awaited.name in graph:
                graph[task.name].append(awaited.name)
        level = levels(graph)
        for name in graph:
            task = document.by_id[name]
            batch = document.batch_of[name]
            if name not in level or level[name] >= mover.place[name] or task.is_closed or batch.sequential:
                continue
            earliest = mover.stops[level[name]]
            edits = mover.move(task, level[name])
            yield self.violation(
                document,
                item(batch, name),
                f"{name!r} runs in {batch.key}, but what it depends on lets it run in {earliest.key}",
                {"task": name, "batch": batch.key, "earliest": earliest.key},
                fix=Fix(f"move {name} to {earliest.key}", edits, safe=False) if edits else None,
            )
