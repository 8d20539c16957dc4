"""Find open tasks that can never become ready."""

from __future__ import annotations

from linter.model.scope import UNSATISFIABLE
from linter.rules.base import ProjectRule, related
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.project import Project
    from linter.rules.violation import Violation


class UnreachableTask(ProjectRule):
    """See ``unreachable_task.md``."""

    id = "unreachable-task"
    family = "visibility"
    severity = WARNING
    kinds = ("backlog",)

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            for task in plan.tasks if self.reads_finished or not plan.is_draft else ():
                if task.is_closed or any(parent.is_closed for parent in project.namespace(plan).parents(task)):
                    continue
                for reference in task.dependencies:
                    found = project.resolve(plan, reference.text, task)
                    if found.outcome == UNSATISFIABLE:
                        yield self.violation(
                            plan,
                            reference,
                            f"task `{task.name}` can never become ready: `{reference.text}` {found.reason}",
                            {"task": task.name, "dependency": reference.text},
                            related=[related(other.plan, other.id, "defined here") for other in found.tasks[:1]],
                        )
