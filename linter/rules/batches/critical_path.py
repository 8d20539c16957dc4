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
        last = _last_prerequisites(plan, position)
        for index, item in enumerate(plan.critical_path):
            if position[item.text] != index:
                continue
            later = last.get(item.text, -1)
            if later > index:
                task = plan.by_id[item.text]
                direct = (position.get(reference.text, -1) for reference in task.dependencies)
                prerequisite = plan.critical_path[next((at for at in direct if at > index), later)]
                yield self.violation(
                    plan,
                    item,
                    f"`critical_path` lists `{item.text}` before its dependency `{prerequisite.text}`",
                    {"task": item.text, "suggestion": None},
                    related=[related(plan, prerequisite, f"`{prerequisite.text}` is listed here")],
                )


def _last_prerequisites(plan: Plan, position: dict[str, int]) -> dict[str, int]:
    """Return the last index in the path of what each task depends on, directly or not.

    From the end of the path, so that each task is reached once: first by what is last.
    """
    waiting: dict[str, list[str]] = {}
    for task in plan.by_id.values():
        for reference in task.dependencies:
            waiting.setdefault(reference.text, []).append(task.name)
    found: dict[str, int] = {}
    for name in sorted(position, key=position.__getitem__, reverse=True):
        queue = [name]
        for prerequisite in queue:
            new = [task for task in dict.fromkeys(waiting.get(prerequisite, ())) if task not in found]
            found.update(dict.fromkeys(new, position[name]))
            queue += new
    return found
