"""Find tasks with the same id, in a file or in two files of one plan."""

from __future__ import annotations

from linter.rules.base import ProjectRule, related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.model.scope import Scope
    from linter.rules.violation import Violation


class DuplicateTaskId(ProjectRule):
    """See ``duplicate_task_id.md``."""

    id = "duplicate-task-id"
    family = "dependencies"

    def check(self, project: Project) -> Iterable[Violation]:
        for namespace in project.namespaces():
            for tasks in namespace.ids.values():
                if len(tasks) > 1:
                    yield from self._check_id(project, namespace, tasks[0].name, tasks)

    def _check_id(self, project: Project, namespace: Scope, name: str, tasks: list[Task]) -> Iterable[Violation]:
        first_of: dict[str, Task] = {}
        originals: list[Task] = []
        for task in sorted(tasks, key=lambda task: (task.plan.path, task.id.start)):
            first = first_of.setdefault(task.plan.path, task)
            if first is not task:
                if project.is_named(task):
                    yield self._duplicate(name, task, first)
            elif namespace.canonical_task(task) is task:
                originals.append(task)
        for task in originals[1:]:
            first = originals[0]
            if project.is_named(task):
                yield self._duplicate(name, task, first)
            elif project.is_named(first):
                yield self._duplicate(name, first, task)

    def _duplicate(self, name: str, task: Task, other: Task) -> Violation:
        where = "in this file" if other.plan is task.plan else f"in {other.plan.name}"
        return self.violation(
            task.plan,
            task.id,
            f"task id {name!r} is already taken {where}",
            {"task": name},
            related=[related(other.plan, other.id, f"{name} is declared here too")],
        )
