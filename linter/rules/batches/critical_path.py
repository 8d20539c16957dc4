"""A critical path that names an unknown task or runs against a dependency (``rules.md``, batches)."""

from __future__ import annotations

from linter.project import UNKNOWN
from linter.rule import ProjectRule, related
from linter.rules.dependencies.unknown_dependency import SUGGESTIONS
from linter.suggest import closest_id
from linter.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model import Plan
    from linter.project import Project
    from linter.violation import Violation


class CriticalPath(ProjectRule):
    """See ``critical_path.md``."""

    id = "critical-path"
    family = "batches"
    severity = WARNING

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            if plan.critical_path:
                yield from self._unknown(project, plan)
                yield from self._backwards(plan)

    def _unknown(self, project: Project, plan: Plan) -> Iterable[Violation]:
        for place, item in enumerate(plan.critical_path):
            name = item.text
            if name in plan.by_id or project.resolve(plan, name).outcome != UNKNOWN:
                continue
            near = closest_id(name, project.known_ids(plan)) if place < SUGGESTIONS else None
            message = f"critical_path names {name!r}, which is no task" + (f": did you mean {near!r}?" if near else "")
            yield self.violation(plan, item, message, {"task": name, "suggestion": near})

    def _backwards(self, plan: Plan) -> Iterable[Violation]:
        place = {item.text: index for index, item in reversed(list(enumerate(plan.critical_path)))}
        for index, item in enumerate(plan.critical_path):
            task = plan.by_id.get(item.text)
            for reference in task.dependencies if task else ():
                later = place.get(reference.text, -1)
                if later > index:
                    awaited = plan.critical_path[later]
                    yield self.violation(
                        plan,
                        item,
                        f"critical_path puts {item.text!r} before {awaited.text!r}, which it depends on",
                        {"task": item.text, "suggestion": None},
                        related=[
                            related(plan, awaited, f"{awaited.text} comes later"),
                            related(plan, reference, f"{item.text} depends on {awaited.text}"),
                        ],
                    )
                    break
