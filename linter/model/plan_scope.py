"""The files of one plan, and how phases and sentences are distinguished from ids (``docs/explanation/plans.md``)."""

from __future__ import annotations

import re

from linter.model.scope import Scope
from linter.syntax.scalar_types import text_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.plan import Plan, Task
    from linter.syntax.nodes import ScalarNode

_ALL = lazy(r"(?:^|[-_ ])all(?:[-_ .]|$)", re.IGNORECASE)
_NAME_RANGE = lazy(r"^phases?[-_](\d{1,3})[-_](\d{1,3})(?:[-_]progress)?\.\w+$", re.IGNORECASE)
_RANGE = lazy(r"(\d{1,3}) *[-–] *(\d{1,3})\Z")
_PROSE = lazy(
    r"(?:phases?|waves?|batch(?:es)?)(?:[-_ ]*\d+[a-z]?(?:[-_.]\d+)?)?(?:[-_ ]+[a-z]+)*\Z"
    r"|(?:p\d+|all|none|n/a)(?:[-_ ]+(?:all|completed?|done|finished|tasks?|phases?|previous|above))*\Z",
    re.IGNORECASE,
)


def is_prose(text: str) -> bool:
    """Whether *text* is a sentence, or names a phase, wave or batch, rather than an id."""
    return bool(text.split()[1:]) or _PROSE.match(text) is not None


def coverage(plan: Plan) -> float:
    """Return the number of phases that the file claims to cover: infinity for ``all``, 1 without a range."""
    widths: list[float] = [1]
    phase = plan.phase.text.strip() if plan.phase else ""
    if phase.lower() == "all" or _ALL.search(plan.name):
        widths.append(float("inf"))
    for match in (_RANGE.match(phase), _NAME_RANGE.match(plan.name)):
        if match:
            widths.append(int(match[2]) - int(match[1]) + 1)
    return max(widths)


class PlanScope(Scope):
    """The files of one plan (one directory, one slug), whose ids form one namespace."""

    def __init__(self, plans: list[Plan], has_unreadable: bool) -> None:
        self.plans = plans
        self.excused = has_unreadable or not all(plan.has_tasks for plan in plans)
        self.ids: dict[str, list[Task]] = {}  # every occurrence, that in the narrowest file, which is the truth, first
        widths = {plan.path: coverage(plan) for plan in plans} if len(plans) > 1 else {}
        for plan in sorted(plans, key=lambda plan: (widths.get(plan.path, 1), plan.path)):
            for task in plan.tasks:
                self.ids.setdefault(task.name, []).append(task)
        self._widths = widths
        self._phases: dict[str, list[Plan]] | None = None

    def phase_files(self, text: str) -> list[Plan]:
        """Return the files of all phases that *text* names, without roll-ups; empty if one has no file."""
        from linter.model.phase_names import named_phases

        if self._phases is None:
            self._phases = {}
            for plan in self.plans:
                if any(self.canonical_task(task) is not task for task in plan.tasks):
                    continue
                for name in _phase_keys(plan):
                    self._phases.setdefault(name, []).append(plan)
        exact = self._phases.get(text.strip().casefold())
        if exact:
            return exact
        groups = [self._phases.get(number, []) for number in named_phases(text)]
        return [plan for group in groups for plan in group] if all(groups) else []

    def canonical_task(self, task: Task) -> Task:
        """Return the task itself, or for a copy in a roll-up the task of the phase file."""
        first = self.ids[task.name][0]
        if first.plan is task.plan or self._widths[task.plan.path] <= self._widths[first.plan.path]:
            return task
        return first

    def dependency_targets(self, task: Task) -> Iterator[tuple[ScalarNode, str]]:
        """Yield every dependency of *task* with its text."""
        return ((reference, reference.text) for reference in task.dependencies)

    def tasks(self) -> Iterator[Task]:
        """Yield the tasks of the plan in the order of files and lines, without copies in roll-ups."""
        for plan in self.plans:
            for task in plan.tasks:
                if self.canonical_task(task) is task:
                    yield task


def _phase_keys(plan: Plan) -> set[str]:
    """Return the names of the phase of *plan* in dependencies: its number, and its ``phase_id`` as written."""
    from linter.model.phase_names import phase_number

    values = [text.text for field in ("phase", "phase_id") if (text := text_of(plan.root.get(field)))]
    name = text_of(plan.root.get("phase_id"))
    exact = {name.text.strip().casefold()} if name else set()
    return exact.union(filter(None, map(phase_number, values)))
