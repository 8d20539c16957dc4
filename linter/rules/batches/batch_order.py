"""Find tasks scheduled before a task they depend on."""

from __future__ import annotations

from linter.rules.base import Rule, related
from linter.syntax.fix import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Batch, Plan, Task
    from linter.model.project import Project
    from linter.rules.batches._moves import BatchScheduler
    from linter.rules.violation import Violation


class BatchOrder(Rule):
    """See ``batch_order.md``."""

    id = "batch-order"
    family = "batches"
    fix = "unsafe"

    def check(self, document: Plan) -> Iterable[Violation]:
        batch_of = document.batch_of
        if not batch_of:
            return
        scheduler: BatchScheduler | None = None
        for task in document.tasks:
            own = batch_of.get(task.name)
            for prerequisite in dict.fromkeys(reference.text for reference in task.dependencies) if own else ():
                other = batch_of.get(prerequisite)
                if own is None or other is None or own.rank >= other.rank:
                    continue
                from linter.rules.batches._moves import BatchScheduler  # a clean plan needs none

                scheduler = scheduler or BatchScheduler(document)
                if not scheduler.in_cycle(task.name, prerequisite):
                    yield self._violation(document, scheduler, task, own, prerequisite, other)

    def check_project(self, project: Project) -> Iterable[Violation]:
        if not any(plan.severities for plan in project.plans()):
            return
        from linter.rules.batches._waves import edges, later

        for task, rank, reference, other, other_rank in edges(project):
            if rank < other_rank:
                yield self.violation(
                    task.plan,
                    task.wave or reference,
                    f"task `{task.name}` in wave {rank} runs before its dependency `{other.name}` in wave {other_rank}",
                    {"task": task.name, "dependency": other.name, "task_batch": rank, "dependency_batch": other_rank},
                    related=[related(other.plan, other.wave or other.id, f"`{other.name}` runs in wave {other_rank}")],
                    fix=later(task, other_rank),
                )

    def _violation(
        self, plan: Plan, scheduler: BatchScheduler, task: Task, own: Batch, prerequisite: str, other: Batch
    ) -> Violation:
        edits = scheduler.move(task)
        target = scheduler.edits.item(other, prerequisite)
        return self.violation(
            plan,
            scheduler.edits.item(own, task.name),
            f"task `{task.name}` in `{own.key}` runs before its dependency `{prerequisite}` in `{other.key}`",
            {
                "task": task.name,
                "dependency": prerequisite,
                "task_batch": own.number,
                "dependency_batch": other.number,
            },
            related=[related(plan, target, f"`{prerequisite}` runs in `{other.key}`")],
            fix=Fix(f"Move `{task.name}` to the first batch after its dependencies", edits, safe=False)
            if edits
            else None,
        )
