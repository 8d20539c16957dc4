"""Find tasks that run in parallel and change the same file."""

from __future__ import annotations

from linter.rules.base import ProjectRule, related
from linter.rules.batches._changed_files import changed_files
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.model.scope import Scope
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode

MAX_SHOWN = 3  # tasks in a message


class SameBatchFile(ProjectRule):
    """See ``same_batch_file.md``."""

    id = "same-batch-file"
    family = "batches"
    severity = WARNING
    kinds = ("progress", "gsd", "vbw")

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            if plan.kind == "progress" and not plan.is_completed:
                for batch in plan.batches:
                    group = [] if batch.sequential else [plan.by_id.get(item.text) for item in batch.items]
                    if len(group) > 1:
                        yield from self._check_group(project.namespace(plan), list(filter(None, group)))
        for scope in project.namespaces():
            for tasks in scope.parallel():
                yield from self._check_group(scope, tasks)

    def _check_group(self, scope: Scope, group: Sequence[Task]) -> Iterable[Violation]:
        users: dict[str, dict[int, tuple[Task, ScalarNode]]] = {}
        for task in group:
            for file in () if task.is_closed else changed_files(task):
                users.setdefault(file.text.strip().removeprefix("./"), {}).setdefault(id(task), (task, file))
        for found in users.values():
            tasks = list(found.values())
            if len(tasks) > 1 and not is_chain(scope, [task for task, _ in tasks]):
                yield self._file(tasks)

    def _file(self, tasks: list[tuple[Task, ScalarNode]]) -> Violation:
        """Report at the second task, with the others as related places."""
        (first, location), (task, file), *others = tasks
        names = [task.name for task, _ in tasks]
        shown = ", ".join(f"`{name}`" for name in names[:MAX_SHOWN])
        more = f" and {len(names) - MAX_SHOWN} more" if len(names) > MAX_SHOWN else ""
        return self.violation(
            task.plan,
            file,
            f"`{file.text}` is changed by parallel tasks: {shown}{more}",
            {"task": task.name, "other": first.name, "file": file.text, "tasks": names},
            related=[
                related(other.plan, location, f"`{other.name}` also changes the file")
                for other, location in [(first, location), *others]
            ],
        )


def is_chain(scope: Scope, tasks: Sequence[Task]) -> bool:
    """Whether of any two of *tasks* one depends on the other, also through other tasks of the list."""
    waits = {scope.key(task): set[str]() for task in tasks}
    dependents: dict[str, list[str]] = {key: [] for key in waits}
    for task in tasks:
        key = scope.key(task)
        for _, target in scope.dependency_targets(task):
            if target in waits and target != key and target not in waits[key]:
                waits[key].add(target)
                dependents[target].append(key)
    open_count = {key: len(dependency_targets) for key, dependency_targets in waits.items()}
    ready = [key for key, count in open_count.items() if not count]
    while len(ready) == 1:
        following = dependents[ready.pop()]
        for key in following:
            open_count[key] -= 1
        ready = [key for key in following if not open_count[key]]
    return not ready  # the rest form a cycle
