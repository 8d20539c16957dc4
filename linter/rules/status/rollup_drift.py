"""Find roll-ups whose statuses differ from the phase files."""

from __future__ import annotations

from linter.rules.base import ProjectRule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.rules.violation import Violation


class RollupDrift(ProjectRule):
    """See ``rollup_drift.md``."""

    id = "rollup-drift"
    family = "status"
    severity = WARNING
    fix = "unsafe"

    def check(self, project: Project) -> Iterable[Violation]:
        for namespace in project.namespaces():
            if not self.reads_finished and any(plan.is_shipped for plan in namespace.plans):
                continue
            for task in namespace.missing_originals():
                yield self.violation(
                    task.plan,
                    task.id,
                    f"`{task.name}` is checked, but has no plan file and no SUMMARY",
                    {"task": task.name, "found": "[x]", "expected": "[ ]"},
                )
            for plan in namespace.plans:
                for task in plan.tasks:
                    canonical_task = namespace.canonical_task(task)
                    if canonical_task is task or None in (task.status_class, canonical_task.status_class):
                        continue
                    if task.status_class != canonical_task.status_class:
                        yield self._drift(task, canonical_task)

    def _drift(self, copy: Task, canonical_task: Task) -> Violation:
        status = canonical_task.state
        fix = None
        if copy.status is not None and canonical_task.status is not None:
            fix = rewrite(
                copy.plan.source, copy.status, status, f"Set the status of `{copy.name}` to {status}", safe=False
            )
        return self.across(
            copy.plan,
            [
                related(task.plan, task.status or task.id, f"`{task.name}` is {task.state} here")
                for task in (copy, canonical_task)
            ],
            f"status of `{copy.name}` differs: {copy.state} in the roll-up, {status} in its phase file",
            {"task": copy.name, "found": copy.state, "expected": status},
            fix=fix,
        )


def _source(task: Task) -> str:
    return "phase file" if task.status else "plan is"
