"""Find critical paths that name an unknown task or contradict a dependency."""

from __future__ import annotations

from linter.model.scope import UNKNOWN
from linter.rules.base import ProjectRule, did_you_mean, related
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.did_you_mean import IdSuggester
    from linter.model.plan import Plan
    from linter.model.project import Project
    from linter.rules.violation import Violation


BUDGET = 1_000_000  # steps per file: a path of n tasks in a plan of m tasks takes n * m in the worst case


class CriticalPath(ProjectRule):
    """See ``critical_path.md``."""

    id = "critical-path"
    family = "batches"
    severity = WARNING
    omits_finished = True

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            if plan.critical_path and not self.is_history(plan):
                yield from self._unknown(project, plan)
                yield from self._backwards(plan)

    def _unknown(self, project: Project, plan: Plan) -> Iterable[Violation]:
        guesser: IdSuggester | None = None
        for item in plan.critical_path:
            name = item.text
            if name in plan.by_id or project.resolve(plan, name).outcome != UNKNOWN:
                continue
            guesser = guesser or project.guesser(plan)
            near = guesser.closest(name)
            message = f"`critical_path` lists unknown task `{name}`"
            yield self.violation(plan, item, message, {"task": name, "suggestion": near}, help=did_you_mean(near))

    def _backwards(self, plan: Plan) -> Iterable[Violation]:
        position = {item.text: index for index, item in reversed(list(enumerate(plan.critical_path)))}
        budget = BUDGET
        for index, item in enumerate(plan.critical_path):
            if position[item.text] != index:
                continue
            later, cost = _later(plan, item.text, index, position)
            budget -= cost
            if later is not None:
                prerequisite = plan.critical_path[later]
                yield self.violation(
                    plan,
                    item,
                    f"`critical_path` lists `{item.text}` before its dependency `{prerequisite.text}`",
                    {"task": item.text, "suggestion": None},
                    related=[related(plan, prerequisite, f"`{prerequisite.text}` is listed here")],
                )
            if budget < 0:
                return


def _later(plan: Plan, name: str, index: int, position: dict[str, int]) -> tuple[int | None, int]:
    """Return where the path after *index* names a dependency of *name*, direct or not, and the number of steps."""
    seen = {name}
    queue = [name]
    cost = 0
    for waiting in queue:
        task = plan.by_id.get(waiting)
        cost += 1 + (len(task.dependencies) if task else 0)
        for reference in task.dependencies if task else ():
            if reference.text not in seen:
                if position.get(reference.text, -1) > index:
                    return position[reference.text], cost
                seen.add(reference.text)
                queue.append(reference.text)
    return None, cost
