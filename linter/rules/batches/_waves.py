"""Waves, in which tasks state themselves when they run (``TaskItem.rank``), across the files of a scope."""

from __future__ import annotations

from linter.model.board import TaskFile, TaskItem
from linter.model.graph import strongly_connected_components
from linter.syntax.edits import rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.model.scope import Scope
    from linter.syntax.fix import Fix
    from linter.syntax.nodes import ScalarNode


def edges(project: Project) -> Iterator[tuple[TaskItem, int, ScalarNode, TaskItem, int]]:
    """Yield the dependencies whose wave is not before that of the task.

    Each is the task, its wave, the reference, the dependency, and its wave. Cycles, which no waves can satisfy, and
    ambiguous references are left out.
    """
    cycles: dict[int, dict[str, int]] = {}
    for plan in project.plans():
        for task in plan.tasks if isinstance(plan, TaskFile) else ():
            if not isinstance(task, TaskItem) or task.rank is None:
                continue
            seen: set[int] = set()
            for reference in task.dependencies:
                found = project.prerequisites(task, reference)
                other = found[0] if len(found) == 1 else None
                if not isinstance(other, TaskItem) or other is task or id(other) in seen:
                    continue
                seen.add(id(other))
                if other.rank is None or task.rank > other.rank:
                    continue
                scope = project.namespace(plan)
                if project.namespace(other.plan) is not scope:
                    continue  # waves are numbered within a phase
                if id(scope) not in cycles:
                    cycles[id(scope)] = cycle_numbers(scope)
                numbers = cycles[id(scope)]
                if numbers.get(scope.key(task), -1) != numbers.get(scope.key(other), -2):
                    yield task, task.rank, reference, other, other.rank


def cycle_numbers(scope: Scope) -> dict[str, int]:
    """Return the number of the cycle of each task; a task outside cycles has a number of its own."""
    graph: dict[str, list[str]] = {scope.key(task): [] for task in scope.tasks()}
    for task in scope.tasks():
        graph[scope.key(task)] += [target for _, target in scope.dependency_targets(task) if target in graph]
    components = strongly_connected_components(graph)
    return {name: number for number, component in enumerate(components) for name in component}


def marked_edges(project: Project) -> Iterator[tuple[Task, ScalarNode, Task, Task]]:
    """Yield the dependencies within runs of tasks marked as parallel.

    Each is the task, the reference, the dependency, and the first task of the run.
    """
    for scope in project.namespaces():
        cycles: dict[str, int] = {}
        for group in scope.parallel():
            if any(isinstance(task, TaskItem) and task.rank is not None for task in group):
                continue  # their waves are checked instead
            cycles = cycles or cycle_numbers(scope)
            members = {scope.key(task): task for task in group}
            for task in group:
                for reference, target in scope.dependency_targets(task):
                    other = members.get(target, task)
                    if other is not task and cycles.get(scope.key(task), -1) != cycles.get(target, -2):
                        yield task, reference, other, group[0]


def later(task: TaskItem, rank: int) -> Fix | None:
    """Return the fix that puts *task* into the wave after *rank*."""
    if task.wave is None:
        return None
    title = f"Move `{task.name}` to wave {rank + 1}"
    return rewrite(task.plan.source, task.wave, str(rank + 1), title, safe=False)
