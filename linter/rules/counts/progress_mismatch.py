"""The percentage in the front matter against the tasks (``rules.md``, counts)."""

from __future__ import annotations

from linter.model.counts import is_stale
from linter.model.statuses import CLOSED, DONE
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.scalar_types import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.counts import Count
    from linter.model.plan import Plan
    from linter.rules.violation import Severity, Violation
    from linter.syntax.nodes import ScalarNode


class ProgressMismatch(Rule):
    """See ``progress_mismatch.md``."""

    id = "progress-mismatch"
    family = "counts"
    fix = "safe"
    strict_options = {"unset": True}

    unset: bool = False

    def check(self, document: Plan) -> Iterable[Violation]:
        if document.severities:
            from linter.model.board import TaskFile

            for count in document.percents() if isinstance(document, TaskFile) else ():
                yield self._of_format(document, count)
            return
        if not document.tasks or document.unidentified or not document.statuses_known:
            return
        is_right = False
        for field in ("progress", "overall_progress"):
            node = document.root.get(field)
            found = number(node) if node is not None else None
            if found is None or not 0 <= found <= 100:
                continue
            if any(abs(found - share) < 1 for share in shares(document)) or (found == 100 and is_stale(document)):
                is_right = is_right or field == "progress"
                continue
            is_copy = is_right and field == "overall_progress"
            if is_copy and found == 0 and not self.unset:
                continue
            severity = WARNING if is_copy else None
            yield self._mismatch(document, node, field, found, severity)  # type: ignore[arg-type]

    def _of_format(self, document: Plan, count: Count) -> Violation:
        title = f"set {count.field} to {count.expected:g}"
        found, expected = (int(value) if value == int(value) else value for value in (count.found, count.expected))
        return self.violation(
            document,
            count.node,
            f"{count.field} is {found}, but {count.because} {expected}",
            {"field": count.field, "found": found, "expected": expected},
            related=[related(count.counted, count.place, count.what)],
            fix=rewrite(document.source, count.node, str(expected), title, safe=count.is_safe),
        )

    def _mismatch(self, plan: Plan, node: ScalarNode, field: str, found: float, severity: Severity | None) -> Violation:
        done = sum(task.status_class == DONE for task in plan.tasks)
        expected = 100 * done // len(plan.tasks)
        found = int(found) if found == int(found) else found
        tasks = plan.task_lists[0][1]
        return self.violation(
            plan,
            node,
            f"{field} is {found}, but {done} of {len(plan.tasks)} tasks are done, which is {expected} %",
            {"field": field, "found": found, "expected": expected},
            severity=severity,
            related=[related(plan, tasks.key_span, f"{done} of {len(plan.tasks)} tasks are done")],
            fix=rewrite(plan.source, node, str(expected), f"set {field} to {expected}", safe=not is_stale(plan)),
        )


def shares(plan: Plan) -> list[float]:
    """The percentage done of all tasks, and of those not closed without being done: both readings are in use."""
    done = sum(task.status_class == DONE for task in plan.tasks)
    closed = sum(task.status_class == CLOSED for task in plan.tasks)
    return [100 * done / total for total in {len(plan.tasks), len(plan.tasks) - closed} if total]
