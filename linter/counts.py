"""What the counts of a plan should say, and when it is the tasks that are stale instead."""

from __future__ import annotations

from linter.statuses import AT_RISK, BLOCKED, DEFERRED, DONE, OPEN, RUNNING, normalise, status_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model import Plan

_CLASS_OF = {
    "completed_tasks": DONE,
    "in_progress_tasks": RUNNING,
    "blocked_tasks": BLOCKED,
    "at_risk_tasks": AT_RISK,
    "pending_tasks": OPEN,
}
COUNTS = ("total_tasks", *_CLASS_OF, "deferred_tasks")


def count(plan: Plan) -> dict[str, float]:
    """What the counts by status should say."""
    classes = [task.status_class for task in plan.tasks]
    actual: dict[str, float] = {field: classes.count(name) for field, name in _CLASS_OF.items()}
    actual["total_tasks"] = len(plan.tasks)
    actual["deferred_tasks"] = sum(
        task.status is not None and normalise(task.status.text) in DEFERRED for task in plan.tasks
    )
    return actual


def is_stale(plan: Plan) -> bool:
    """Whether the document calls itself done while tasks are open: then it may be the tasks that are stale."""
    done = plan.status is not None and status_class(plan.status.text) == DONE
    return done and not all(task.is_closed for task in plan.tasks)


def finished_says(plan: Plan, field: str, found: float) -> bool:
    """Whether *found* is right once every task is done, as the document's own status says that they are.

    Then the tasks are stale, not the count, and status-mismatch alone reports. For story points *found* is the
    difference to their sum.
    """
    if field in ("total_tasks", "total_story_points") or not is_stale(plan):
        return False
    closed = sum(task.status_class == "closed" for task in plan.tasks)
    if field == "completed_tasks":
        return found in (len(plan.tasks), len(plan.tasks) - closed)
    return field != "deferred_tasks" and found == 0
