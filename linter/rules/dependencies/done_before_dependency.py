"""A done task whose dependency is not (``rules.md``, dependencies)."""

from __future__ import annotations

from linter.model.statuses import DONE
from linter.rules.base import ProjectRule, related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode


class DoneBeforeDependency(ProjectRule):
    """See ``done_before_dependency.md``."""

    id = "done-before-dependency"
    family = "dependencies"

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            for task in plan.tasks:
                if task.status_class != DONE:
                    continue
                for reference in {r.text: r for r in task.dependencies}.values():
                    if reference.text == task.name:
                        continue
                    found = project.awaited(task, reference)
                    if found and all(other.status_class and not other.is_closed for other in found):
                        yield self._violation(task, reference, found)

    def _violation(self, task: Task, reference: ScalarNode, found: list[Task]) -> Violation:
        awaited = next((other for other in found if other.plan is task.plan), found[0])
        status = awaited.state
        return self.violation(
            task.plan,
            reference,
            f"task {task.name!r} is {task.state}, but {reference.text!r}, which it depends on, is {status}",
            {"task": task.name, "dependency": reference.text, "status": status},
            related=[related(awaited.plan, awaited.status or awaited.id, f"{reference.text} is {status}")],
        )
