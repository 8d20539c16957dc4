"""Find roll-ups whose statuses differ from the phase files."""

from __future__ import annotations

from functools import partial

from linter.rules.base import ProjectRule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.fix import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model.plan import Plan, Task
    from linter.model.project import Project
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode


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
                    f"`{task.name}` is checked, but has neither a plan file nor a SUMMARY",
                    {"task": task.name, "found": "[x]", "expected": "[ ]"},
                )
            for plan in namespace.plans:
                pairs = [(task, namespace.canonical_task(task)) for task in plan.tasks]
                wrong = [(copy, original) for copy, original in pairs if _differ(copy, original)]
                if wrong:
                    spans = [_place(copy).span for copy, _ in wrong]
                    yield self.group("", spans, partial(self._drift, plan, wrong))

    def _drift(self, plan: Plan, wrong: list[tuple[Task, Task]], members: Sequence[int]) -> Violation:
        from linter.model.status_witnesses import for_copied_status  # a clean plan needs none

        pairs = [wrong[index] for index in members]
        (copy, original), *others = pairs
        copies, originals = (
            [related(task.plan, _place(task), f"`{task.name}` is {task.state} here") for task in tasks]
            for tasks in zip(*pairs, strict=True)
        )
        witnesses = [for_copied_status(*pair) for pair in pairs]
        known = [related(found.document, found.location, found.text) for several in witnesses for found in several]
        rest = f" (and {len(others)} more)" if others else ""
        return self.across(
            plan,
            [*copies, *originals],
            f"status of `{copy.name}` differs: {copy.state} in the roll-up, {original.state} in its phase file{rest}",
            {
                "task": copy.name,
                "found": copy.state,
                "expected": original.state,
                "tasks": [task.name for task, _ in pairs],
            },
            related=[*copies[1:], *originals, *known],
            fix=_fix([pair for pair, found in zip(pairs, witnesses, strict=True) if not found]),
        )


def _fix(pairs: list[tuple[Task, Task]]) -> Fix | None:
    """Return the fix that copies the statuses of the originals."""
    edits: list[Edit] = []
    for copy, original in pairs:
        if copy.status is not None and original.status is not None:
            fix = rewrite(copy.plan.source, copy.status, original.state, "", safe=False)
            edits += fix.edits if fix else ()
    if not edits:
        return None
    title = f"Set the status of `{pairs[0][0].name}` to {pairs[0][1].state}"
    return Fix(title if len(edits) == 1 else f"Set the status of {len(edits)} tasks", edits, safe=False)


def _differ(copy: Task, original: Task) -> bool:
    classes = copy.status_class, original.status_class
    return copy is not original and None not in classes and classes[0] != classes[1]


def _place(task: Task) -> ScalarNode:
    return task.status or task.id
