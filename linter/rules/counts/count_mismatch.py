"""A count in the front matter against what it counts (``rules.md``, counts)."""

from __future__ import annotations

from linter.edits import replace
from linter.nodes import Mapping, Scalar
from linter.rule import Rule, related
from linter.scalars import integer, number
from linter.statuses import AT_RISK, BLOCKED, DEFERRED, DONE, OPEN, RUNNING, normalise, status_class
from linter.violation import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model import Plan
    from linter.violation import Violation

_CLASS_OF = {
    "completed_tasks": DONE,
    "in_progress_tasks": RUNNING,
    "blocked_tasks": BLOCKED,
    "at_risk_tasks": AT_RISK,
    "pending_tasks": OPEN,
}
_COUNTS = ("total_tasks", *_CLASS_OF, "deferred_tasks")


class CountMismatch(Rule):
    """See ``count_mismatch.md``."""

    id = "count-mismatch"
    family = "counts"
    fix = "safe"

    def check(self, document: Plan) -> Iterable[Violation]:
        if not document.has_tasks or document.unidentified or not document.statuses_known:
            return
        actual: dict[str, float] | None = None
        for holder in (document.root, document.root.get("task_counts")):
            for field in _COUNTS if isinstance(holder, Mapping) else ():
                node = holder.get(field)  # type: ignore[union-attr]
                found = integer(node) if node is not None else None
                if found is None:
                    continue
                actual = actual or count(document)
                if found != actual[field] and not finished_says(document, field, found):
                    yield self._mismatch(document, node, field, found, actual[field])  # type: ignore[arg-type]
        yield from self._story_points(document)

    def _story_points(self, plan: Plan) -> Iterable[Violation]:
        for field in ("total_story_points", "completed_story_points"):
            node = plan.root.get(field)
            found = number(node) if node is not None else None
            if found is None:
                continue
            points = [(task, number(task.node.get("story_points"))) for task in plan.tasks]
            if not points or any(value is None for _, value in points):
                return
            wanted = [value or 0 for task, value in points if field[0] == "t" or task.status_class == DONE]
            total = round(sum(wanted), 6)
            if found != total and not finished_says(plan, field, found - sum(value or 0 for _, value in points)):
                yield self._mismatch(plan, node, field, found, total)  # type: ignore[arg-type]

    def _mismatch(self, plan: Plan, node: Scalar, field: str, found: float, expected: float) -> Violation:
        found, expected = (int(n) if n == int(n) else n for n in (found, expected))
        tasks = plan.root.get("tasks")
        assert tasks is not None
        return self.violation(
            plan,
            node,
            f"{field} is {found}, but the tasks make it {expected}",
            {"field": field, "found": found, "expected": expected},
            related=[related(plan, tasks.key_span, f"{len(plan.tasks)} tasks stand here")],
            fix=Fix(f"set {field} to {expected}", [replace(node, str(expected))], safe=not is_stale(plan)),
        )


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
    return found == 0
