"""Find dependencies within a batch, whose tasks run in parallel."""

from __future__ import annotations

from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.fix import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan
    from linter.model.project import Project
    from linter.model.scope import Scope
    from linter.rules.batches._moves import BatchScheduler
    from linter.rules.violation import Violation


class SameBatchDependency(Rule):
    """See ``same_batch_dependency.md``."""

    id = "same-batch-dependency"
    family = "batches"
    severity = WARNING
    fix = "unsafe"
    strict_options = {"done": True}

    done: bool = False

    def check(self, document: Plan) -> Iterable[Violation]:
        return ()

    def check_project(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            if not plan.severities and plan.batches:
                yield from self._check_batches(plan, project.namespace(plan))
        yield from self._check_waves(project)

    def _check_batches(self, document: Plan, scope: Scope) -> Iterable[Violation]:
        batch_of = document.batch_of
        if not batch_of:
            return
        scheduler: BatchScheduler | None = None
        for task, _, prerequisite in document.edges():
            batch = batch_of.get(task.name)
            if batch is None or batch.sequential or batch_of.get(prerequisite.name) is not batch:
                continue
            if not self.done and all(scope.canonical_task(one).is_closed for one in (task, prerequisite)):
                continue
            from linter.rules.batches._moves import BatchScheduler  # a clean plan needs none

            scheduler = scheduler or BatchScheduler(document)
            if scheduler.in_cycle(task.name, prerequisite.name):
                continue
            edits = scheduler.move(task)
            yield self.violation(
                document,
                scheduler.edits.item(batch, task.name),
                f"task `{task.name}` runs in parallel with its dependency `{prerequisite.name}` in `{batch.key}`",
                {"task": task.name, "dependency": prerequisite.name, "batch": batch.key},
                related=[
                    related(
                        document,
                        scheduler.edits.item(batch, prerequisite.name),
                        f"`{prerequisite.name}` runs in the same batch",
                    )
                ],
                fix=Fix(f"Move `{task.name}` to a later batch", edits, safe=False) if edits else None,
            )

    def _check_waves(self, project: Project) -> Iterable[Violation]:
        if not any(plan.severities for plan in project.plans()):
            return
        from linter.rules.batches._waves import edges, later, marked_edges

        for task, rank, reference, other, other_rank in edges(project):
            if rank == other_rank and (self.done or not (task.is_closed and other.is_closed)):
                yield self.violation(
                    task.plan,
                    task.wave or reference,
                    f"task `{task.name}` runs in parallel with its dependency `{other.name}` in wave {rank}",
                    {"task": task.name, "dependency": other.name, "batch": str(rank)},
                    related=[related(other.plan, other.wave or other.id, f"`{other.name}` runs in the same wave")],
                    fix=later(task, rank),
                )
        for step, reference, prerequisite, first in marked_edges(project):
            if self.done or not (step.is_closed or prerequisite.is_closed):
                yield self.violation(
                    step.plan,
                    reference,
                    f"`{step.name}` depends on `{prerequisite.name}`, but both are marked to run in parallel",
                    {"task": step.name, "dependency": prerequisite.name, "batch": first.name},
                    related=[related(prerequisite.plan, prerequisite.id, "dependency in the same run")],
                )
