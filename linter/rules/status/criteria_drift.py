"""Compare the status of a task or plan with its criteria and their checkboxes."""

from __future__ import annotations

from linter.model.counts import share
from linter.model.statuses import DONE
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.board import TaskItem
    from linter.model.plan import Plan
    from linter.rules.violation import Violation


class CriteriaDrift(Rule):
    """See ``criteria_drift.md``."""

    id = "criteria-drift"
    family = "status"
    severity = WARNING
    kinds = ("progress", "backlog")
    fix = "unsafe"
    strict_options = {"none": True, "plans": True}
    reports_at_closing = True

    none: bool = False
    plans: bool = False

    def check(self, document: Plan) -> Iterable[Violation]:
        if document.kind == "progress":
            yield from self._check_plan(document) if self.plans else ()
            return
        from linter.model.board import TaskItem  # of other formats

        for task in document.tasks:
            if document.is_draft and not self.none:
                continue
            if isinstance(task, TaskItem) and task.boxes and task.status is not None and _is_consistent(task):
                yield from self._check_task(task)

    def _check_plan(self, plan: Plan) -> Iterable[Violation]:
        if plan.status is None or not plan.is_completed:
            return
        from linter.rules.status._open_criteria import open_boxes, open_criteria  # few runs check the body

        found = {"success_criteria": open_criteria(plan), "body": open_boxes(plan)}
        fields = [field for field, spans in found.items() if spans]
        if fields:
            count = sum(map(len, found.values()))
            message = f"plan is {plan.status.text}, but {count} {'criteria are' if count > 1 else 'criterion is'} open"
            data = {"fields": fields, "open": count}
            locations = [related(plan, span, "open criterion") for field in fields for span in found[field][:10]]
            yield self.violation(plan, plan.status, message, data, related=locations)

    def _check_task(self, task: TaskItem) -> Iterable[Violation]:
        total, checked = len(task.boxes), sum(box.checked for box in task.boxes)
        fix, locations = None, task.boxes
        if task.status_class == DONE and checked < total and (checked or self.none):
            message = (
                f"task `{task.name}` is {task.state}, but {share(total - checked, total, 'criteria', 'unchecked')}"
            )
            locations = [box for box in task.boxes if not box.checked]
            if all(box.is_explained for box in locations) and not self.none:
                return
        elif checked == total and not task.is_closed and task.status is not None:
            all_of = f"all of its {total} criteria are" if total > 1 else "its only criterion is"
            message = f"task `{task.name}` is {task.state}, but {all_of} checked"
            fix = rewrite(
                task.plan.source, task.status, task.done, f"Set the status of `{task.name}` to {task.done}", safe=False
            )
        else:
            return
        yield self.violation(
            task.plan,
            task.status or task.id,
            message,
            {"task": task.name, "checked": checked, "total": total},
            related=[related(task.plan, (box.start, box.end), "criterion of the task") for box in locations],
            fix=fix,
        )


def _is_consistent(task: TaskItem) -> bool:
    """Whether only its status tells the progress of the task; else folder-status reports it."""
    return task.status_class is not None and task.own_class in (None, task.status_class)
