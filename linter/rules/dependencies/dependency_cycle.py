"""Find dependency cycles, also across the files of a plan."""

from __future__ import annotations

from linter.model.graph import shortest_cycle, strongly_connected_components
from linter.rules.base import ProjectRule, related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.model.scope import Scope
    from linter.rules.violation import Related, Violation
    from linter.syntax.nodes import ScalarNode

MAX_STEPS = 300_000  # to look for a shorter cycle in one component
STEPS_PER_EDGE = 60  # as many as there are starts in most plans


class DependencyCycle(ProjectRule):
    """See ``dependency_cycle.md``."""

    id = "dependency-cycle"
    family = "dependencies"

    def check(self, project: Project) -> Iterable[Violation]:
        for namespace in project.namespaces():
            tasks: dict[str, Task] = {}
            for task in namespace.tasks():
                tasks.setdefault(namespace.key(task), task)
            graph = _graph(namespace, tasks)
            if _runs_forward(graph):
                continue
            for component in strongly_connected_components(graph):
                inside = set(component)
                members = [name for name in graph if name in inside]
                steps = STEPS_PER_EDGE * sum(len(graph[name]) for name in members)
                cycle = shortest_cycle(graph, component, members, min(MAX_STEPS, steps))
                if cycle:
                    yield self._cycle(namespace, tasks, members, cycle)

    def _cycle(self, scope: Scope, tasks: dict[str, Task], members: list[str], cycle: list[str]) -> Violation:
        """One violation, written from the edge of the *cycle* that is first by path and offset."""
        edges = _edges(scope, tasks, cycle)
        first = edges.index(min(edges, key=lambda edge: (edge.path, edge.start)))
        edges, cycle = edges[first:] + edges[:first], cycle[first:] + cycle[:first]
        names = [tasks[name].name for name in (*cycle, cycle[0])]
        rest = len(members) - len(cycle)
        caught = f" ({rest} more tasks in the same cycle)" if rest > 1 else " (1 more task in the same cycle)"
        return self.across(
            tasks[cycle[0]].plan,
            edges,
            f"dependency cycle: {_path(names)}{caught if rest else ''}",
            {"cycle": names, "members": [tasks[name].name for name in members]},
            related=edges,
        )


def _edges(scope: Scope, tasks: dict[str, Task], cycle: list[str]) -> list[Related]:
    """The dependencies that make up the *cycle*."""
    edges = []
    for name, target in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        task = tasks[name]
        message = f"{task.name} depends on {tasks[target].name}"
        edges.append(related(task.plan, _reference(scope, task, target), message))
    return edges


def _graph(scope: Scope, tasks: dict[str, Task]) -> dict[str, list[str]]:
    """Return each task of the plan with its known dependencies in the plan."""
    return {
        name: [target for _, target in scope.dependency_targets(task) if target in tasks and target != name]
        for name, task in tasks.items()
    }


def _runs_forward(graph: dict[str, list[str]]) -> bool:
    """Whether every task depends only on earlier tasks, as in most plans, so that there is no cycle."""
    seen: set[str] = set()
    for name, awaited in graph.items():
        if awaited and not seen.issuperset(awaited):
            return False
        seen.add(name)
    return True


def _reference(scope: Scope, task: Task, name: str) -> ScalarNode:
    return next(reference for reference, target in scope.dependency_targets(task) if target == name)


def _path(names: list[str]) -> str:
    """Return ``A -> B -> A``; the middle of a very long cycle is left to the related places."""
    shown = names if len(names) <= 12 else [*names[:6], f"… {len(names) - 11} more …", *names[-5:]]
    return " -> ".join(shown)
