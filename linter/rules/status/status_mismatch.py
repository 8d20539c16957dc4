"""A document's status against its tasks, a manifest's against its phases (``rules.md``, status; constraint 33)."""

from __future__ import annotations

from linter.model.manifest import Manifest, current_index
from linter.model.plan import Plan
from linter.model.statuses import AT_RISK, BLOCKED, CLOSED, DONE, OPEN, status_class
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.scalar_types import integer, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.rules.violation import Violation


class StatusMismatch(Rule):
    """See ``status_mismatch.md``."""

    id = "status-mismatch"
    family = "status"
    kinds = ("progress", "manifest")
    fix = "unsafe"

    def check(self, document: Document) -> Iterable[Violation]:
        if isinstance(document, Plan):
            yield from self._check_plan(document)
        elif isinstance(document, Manifest):
            yield from self._check_phases(document)

    def _check_plan(self, plan: Plan) -> Iterable[Violation]:
        if plan.status is None or not plan.tasks or plan.unidentified or not plan.statuses_known:
            return
        status = status_class(plan.status.text)
        waiting = [task for task in plan.tasks if not task.is_closed]
        if status == DONE and waiting:
            names = ", ".join(task.name for task in waiting[:5]) + (" …" if len(waiting) > 5 else "")
            message = f"status is {plan.status.text}, with {len(waiting)} of {len(plan.tasks)} tasks open: {names}"
            if _counts_agree(plan):
                message += "; the counts agree with it, so the tasks look stale"
            yield self._mismatch(plan, message, waiting, expected_status(plan))
        elif status not in (None, DONE, "closed") and all(task.status_class == DONE for task in plan.tasks):
            message = f"status is {plan.status.text}, but every task is done"
            yield self._mismatch(plan, message, [], "completed")

    def check_project(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            found = plan.open_phases(project) if plan.severities else None  # type: ignore[attr-defined]
            if found is not None:
                status, waiting = found
                message = f"status is `{status.text}`, with open phases: {', '.join(waiting[:5])}"
                data = {"found": status.text, "expected": "executing", "open": waiting}
                yield self.violation(plan, status, message, data)

    def _mismatch(self, plan: Plan, message: str, waiting: list[Task], expected: str) -> Violation:
        assert plan.status is not None
        fix = rewrite(plan.source, plan.status, expected, f"set status to {expected}", safe=False)
        return self.violation(
            plan,
            plan.status,
            message,
            {"found": plan.status.text, "expected": expected, "open": [task.name for task in waiting]},
            severity=None if waiting else WARNING,
            related=[related(plan, task.status or task.id, f"{task.name} is open") for task in waiting[:10]],
            fix=None if waiting and _counts_agree(plan) else fix,
        )

    def _check_phases(self, manifest: Manifest) -> Iterable[Violation]:
        index = current_index(manifest)
        waiting = [phase for phase in manifest.phases if phase.state and phase.state not in ("complete", "skipped")]
        if manifest.status is not None and status_class(manifest.status.text) == DONE and waiting:
            data = {"found": manifest.status.text, "expected": "in_progress", "open": [phase.key for phase in waiting]}
            message = f"status is {manifest.status.text}, but phase {waiting[0].key!r} is {waiting[0].state}"
            places = [related(manifest, p.status or p.node, f"{p.key} is {p.state}") for p in waiting]
            yield self.violation(manifest, manifest.status, message, data, related=places)
        for phase in manifest.phases[: index or 0]:
            if phase.state and not phase.is_closed and phase.status is not None and index is not None:
                current = manifest.phases[index]
                yield self.violation(
                    manifest,
                    phase.status,
                    f"phase {phase.key!r} is {phase.status.text}, but the later {current.key!r} is the current one",
                    {"found": phase.status.text, "expected": "complete", "open": [phase.key]},
                    related=[related(manifest, manifest.current_phase or current.node, "the current phase")],
                )


def expected_status(plan: Plan) -> str:
    """Return the status that follows from the tasks: blocked when every open task is, else how far they are."""
    classes = {task.status_class for task in plan.tasks}
    if AT_RISK in classes or classes - {DONE, CLOSED} == {BLOCKED}:
        return "at_risk" if AT_RISK in classes else "blocked"
    return "pending" if classes <= {OPEN, BLOCKED, CLOSED} else "in_progress"


def _counts_agree(plan: Plan) -> bool:
    """Whether the document's own numbers speak for its status: then it is the tasks that nobody updated."""
    done = integer(plan.root.get("completed_tasks"))
    return (done or 0) >= len(plan.tasks) > 0 or number(plan.root.get("progress")) == 100
