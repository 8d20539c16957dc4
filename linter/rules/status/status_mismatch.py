"""Compare the status of a document with its tasks or phases (also row 33 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.counts import counts_agree, expected_status
from linter.model.manifest import Manifest, current_index
from linter.model.statuses import CLOSED, DONE, is_review, status_class
from linter.rules.base import Rule, related
from linter.rules.status._status_parts import check_parts
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.model.plan import Plan, Task
    from linter.model.project import Project
    from linter.rules.violation import Related, Violation
    from linter.syntax.nodes import ScalarNode


class StatusMismatch(Rule):
    """See ``status_mismatch.md``."""

    id = "status-mismatch"
    family = "status"
    kinds = ("progress", "manifest")
    fix = "unsafe"

    def check(self, document: Document) -> Iterable[Violation]:
        if isinstance(document, Manifest):
            yield from self._check_phases(document)

    def check_project(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            yield from self._check_state(plan, project) if plan.severities else self._check_plan(plan, project)

    def _check_state(self, plan: Plan, project: Project) -> Iterable[Violation]:
        found = plan.open_phases(project)  # type: ignore[attr-defined]
        if found is not None:
            status, open_tasks = found
            message = f"`status` is `{status.text}`, but phases are open: {', '.join(open_tasks[:5])}"
            data = {"found": status.text, "expected": "executing", "open": open_tasks}
            yield self.violation(plan, status, message, data)

    def _check_plan(self, plan: Plan, project: Project) -> Iterable[Violation]:
        yield from check_parts(self, plan, project)
        if plan.status is None or not plan.tasks or plan.unidentified or not plan.statuses_known:
            return
        status = None if is_review(plan.status.text) else status_class(plan.status.text)
        open_tasks = [task for task in plan.tasks if not task.is_closed]
        if status == DONE and open_tasks:
            locations = [related(plan, task.status or task.id, f"`{task.name}` is open") for task in open_tasks]
            yield self._mismatch(plan, plan.status, _reopened(plan, open_tasks), open_tasks, locations)
        elif status not in (None, DONE, CLOSED) and all(task.status_class == DONE for task in plan.tasks):
            from linter.model.witnesses import PlanWitnesses  # a clean plan needs none

            witnesses = PlanWitnesses(plan, project).for_status()
            locations = [related(witness.document, witness.location, witness.text) for witness in witnesses]
            yield self._mismatch(plan, plan.status, "every task is done", [], locations)

    def _mismatch(
        self, plan: Plan, status: ScalarNode, problem: str, open_tasks: list[Task], locations: list[Related]
    ) -> Violation:
        """Return the violation, with a fix only if all tasks are closed and no *locations* support the status."""
        expected = expected_status(plan) if open_tasks else "completed"
        is_sure = not open_tasks and not locations
        return self.violation(
            plan,
            status,
            f"`status` is `{status.text}`, but {problem}",
            {"found": status.text, "expected": expected, "open": [task.name for task in open_tasks]},
            severity=None if open_tasks else WARNING,
            related=locations,
            help="the counts agree with the status; the tasks may be out of date"
            if open_tasks and counts_agree(plan)
            else None,
            fix=rewrite(plan.source, status, expected, f"Set `status` to {expected}", safe=False) if is_sure else None,
        )

    def _check_phases(self, manifest: Manifest) -> Iterable[Violation]:
        index = current_index(manifest)
        opened = [phase for phase in manifest.phases if phase.state and phase.state not in ("complete", "skipped")]
        if manifest.status is not None and status_class(manifest.status.text) == DONE and opened:
            data = {"found": manifest.status.text, "expected": "in_progress", "open": [phase.key for phase in opened]}
            message = f"`status` is `{manifest.status.text}`, but phase `{opened[0].key}` is `{opened[0].state}`"
            locations = [related(manifest, p.status or p.node, f"`{p.key}` is {p.state}") for p in opened]
            yield self.violation(manifest, manifest.status, message, data, related=locations)
        for phase in manifest.phases[: index or 0]:
            if phase.state and not phase.is_closed and phase.status is not None and index is not None:
                current = manifest.phases[index]
                yield self.violation(
                    manifest,
                    phase.status,
                    f"phase `{phase.key}` is `{phase.status.text}`, but the current phase is `{current.key}`",
                    {"found": phase.status.text, "expected": "complete", "open": [phase.key]},
                    related=[related(manifest, manifest.current_phase or current.node, "current phase set here")],
                )


def _reopened(plan: Plan, tasks: list[Task]) -> str:
    names = ", ".join(f"`{task.name}`" for task in tasks[:5]) + (" …" if len(tasks) > 5 else "")
    return f"{len(tasks)} of {len(plan.tasks)} tasks {'is' if len(tasks) == 1 else 'are'} open: {names}"
