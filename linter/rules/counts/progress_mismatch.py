"""Compare the percentage in the front matter with the tasks."""

from __future__ import annotations

from linter.model.counts import plan_percents
from linter.rules.base import ProjectRule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.scalar_types import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.counts import Count
    from linter.model.plan import Plan
    from linter.model.project import Project
    from linter.rules.violation import Violation


class ProgressMismatch(ProjectRule):
    """See ``progress_mismatch.md``."""

    id = "progress-mismatch"
    family = "counts"
    fix = "safe"
    strict_options = {"unset": True}

    unset: bool = False

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            if plan.severities:
                for count in _of_board(plan, project):
                    yield self._mismatch(plan, count, count.because)
            elif next(plan_percents(plan), None) is not None:
                from linter.model.witnesses import PlanWitnesses  # a clean plan needs none

                wrong = [count for count in PlanWitnesses(plan, project).values() if count.is_percentage]
                for count in wrong:
                    if count.found == 0 and not self.unset and self._is_left_behind(plan, count):
                        continue
                    yield self._mismatch(plan, count, f"{count.what} ({count.expected:g}%)")

    def _mismatch(self, plan: Plan, count: Count, because: str) -> Violation:
        found, expected = (int(value) if value == int(value) else value for value in (count.found, count.expected))
        title = f"Set `{count.field}` to {expected}"
        fix = rewrite(plan.source, count.node, str(expected), title, safe=count.is_safe) if count.is_fixable else None
        return self.violation(
            plan,
            count.node,
            f"`{count.field}` is {found}, but {because}",
            {"field": count.field, "found": found, "expected": expected},
            severity=WARNING if self._is_left_behind(plan, count) else None,
            related=[
                related(count.counted, count.location, count.what),
                *(related(witness.document, witness.location, witness.text) for witness in count.witnesses),
            ],
            fix=fix,
        )

    @staticmethod
    def _is_left_behind(plan: Plan, count: Count) -> bool:
        """Whether ``progress`` is right, and only ``overall_progress`` is not."""
        wrong = {other.field for other in plan_percents(plan)}
        return count.field == "overall_progress" and "progress" not in wrong and has_percentage(plan, "progress")


def _of_board(plan: Plan, project: Project) -> Iterable[Count]:
    """Return the wrong percentages of a format other than ``progress``."""
    from linter.model.board import TaskFile

    counts = list(plan.percents()) if isinstance(plan, TaskFile) else []
    if not counts or not isinstance(plan, TaskFile):
        return ()
    from linter.model.board_witnesses import wrong_counts  # a clean file needs none

    return wrong_counts(plan, counts, project)


def has_percentage(plan: Plan, field: str) -> bool:
    """Whether *field* is a percentage."""
    value = number(plan.root.get(field))
    return value is not None and 0 <= value <= 100
