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
                definitions = _definitions(namespace, tasks) if len(tasks) > 1 else []
                if definitions:
                    yield self._duplicate(definitions)

    def _duplicate(self, definitions: list[Task]) -> Violation:
        """One violation an id, whose home is the second definition."""
        first, second, *others = definitions
        name = second.name
        return self.across(
            second.plan,
            [related(task.plan, task.id, "also defined here") for task in (second, first, *others)],
            f"duplicate task id `{name}`",
            {"task": name},
        )


def _definitions(namespace: Scope, tasks: list[Task]) -> list[Task]:
    """Of the *tasks* with one id those that define it twice, by path and offset: in one file, or apart from copies."""
    in_file: dict[str, list[Task]] = {}
    for task in sorted(tasks, key=lambda task: (task.plan.path, task.id.start)):
        in_file.setdefault(task.plan.path, []).append(task)
    originals = [path for path, (first, *_) in in_file.items() if namespace.canonical_task(first) is first]
    return [
        task
        for path, found in in_file.items()
        if len(found) > 1 or (path in originals and len(originals) > 1)
        for task in found
    ]
