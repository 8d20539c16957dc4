"""Two tasks that run in parallel and change one file (``adapters.md``)."""

from __future__ import annotations

from linter.model.board import TaskItem
from linter.rules.base import ProjectRule, related
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.model.scope import Scope
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode

MAX_FILES = (
    20  # others that one task is compared with for one file: a file that all change is one mistake, not thousands
)


class SameBatchFile(ProjectRule):
    """See ``same_batch_file.md``."""

    id = "same-batch-file"
    family = "batches"
    severity = WARNING
    kinds = ("gsd", "vbw")

    def check(self, project: Project) -> Iterable[Violation]:
        for scope in project.namespaces():
            for group in scope.parallel():
                yield from self._check_group(project, scope, group)

    def _check_group(self, project: Project, scope: Scope, group: Sequence[Task]) -> Iterable[Violation]:
        users: dict[str, list[tuple[Task, ScalarNode]]] = {}
        said: set[tuple[str, str]] = set()
        for task in group:
            for file in task.files if isinstance(task, TaskItem) else ():
                name = file.text.strip().removeprefix("./")
                for other, place in users.get(name, ())[-MAX_FILES:]:
                    pair = scope.key(other), scope.key(task)
                    if other is not task and pair not in said and not scope.are_ordered(task, other):
                        said.add(pair)
                        yield from self._pair(project, task, file, other, place)
                users.setdefault(name, []).append((task, file))

    def _pair(
        self, project: Project, task: Task, file: ScalarNode, other: Task, place: ScalarNode
    ) -> Iterable[Violation]:
        if not project.is_named(task):
            task, file, other, place = other, place, task, file
        if project.is_named(task):
            yield self.violation(
                task.plan,
                file,
                f"{task.name!r} and {other.name!r} run at the same time and both change {file.text}",
                {"task": task.name, "other": other.name, "file": file.text},
                related=[related(other.plan, place, f"{other.name} changes it too")],
            )
