"""Algorithms on directed graphs, without recursion, and in linear time where a docstring has no other limit.

A graph maps each vertex to the vertices that it points to, and every vertex is a key. Results follow the order of the
keys, so equal graphs give equal results.
"""

from __future__ import annotations

from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from typing import TypeVar

    V = TypeVar("V", bound=Hashable)


def strongly_connected_components(graph: Mapping[V, Sequence[V]]) -> list[list[V]]:
    """Return the components of two or more vertices (R. Tarjan 1972, made iterative)."""
    index: dict[V, int] = {}
    low: dict[V, int] = {}
    on_stack: set[V] = set()
    stack: list[V] = []
    components: list[list[V]] = []
    for root in graph:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(graph[root]))]
        while work:
            vertex, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(graph[target])))
                    break
                if target in on_stack and index[target] < low[vertex]:
                    low[vertex] = index[target]
            else:
                work.pop()
                if work and low[vertex] < low[work[-1][0]]:
                    low[work[-1][0]] = low[vertex]
                if low[vertex] == index[vertex]:
                    component = _pop_component(stack, on_stack, vertex)
                    if len(component) > 1:
                        components.append(component)
    return components


def _pop_component(stack: list[V], on_stack: set[V], root: V) -> list[V]:
    component: list[V] = []
    while True:
        vertex = stack.pop()
        on_stack.discard(vertex)
        component.append(vertex)
        if vertex == root:
            return component


def shortest_cycle(
    graph: Mapping[V, Sequence[V]], component: Iterable[V], starts: Iterable[V], budget: int = 300_000
) -> list[V]:
    """Return a shortest cycle through one of *starts* in the strongly connected *component*, beginning there.

    Among cycles of equal length the earliest start wins. A search from every start is quadratic in the worst case:
    after *budget* edges the best cycle so far is returned.
    """
    inside = set(component)
    best: list[V] = []
    starts = list(starts)
    if sum(target in inside for vertex in inside for target in graph[vertex]) == len(inside):
        starts = starts[:1]  # it is one ring: each start finds the same cycle
    for start in starts:
        cycle, cost = _cycle_through(graph, inside, start, len(best) or len(inside) + 1)
        budget -= cost
        if cycle and (not best or len(cycle) < len(best)):
            best = cycle
        if len(best) == 2 or (best and budget < 0):
            break
    return best


def _cycle_through(graph: Mapping[V, Sequence[V]], inside: set[V], start: V, limit: int) -> tuple[list[V], int]:
    """Return the shortest cycle through *start* with fewer than *limit* vertices, and the edges followed."""
    parent: dict[V, V | None] = {start: None}
    queue: deque[tuple[V, int]] = deque([(start, 1)])
    cost = 0
    while queue:
        vertex, length = queue.popleft()
        if length >= limit:
            break
        for target in graph[vertex]:
            cost += 1
            if target == start and vertex != start:
                cycle: list[V] = []
                step: V | None = vertex
                while step is not None:
                    cycle.append(step)
                    step = parent[step]
                return cycle[::-1], cost
            if target in inside and target not in parent:
                parent[target] = vertex
                queue.append((target, length + 1))
    return [], cost


def levels(graph: Mapping[V, Sequence[V]]) -> dict[V, int]:
    """Return for each vertex the length of the longest path from it; 0 if it points to nothing.

    Vertices on a cycle, or with a path into one, have no level.
    """
    missing = {vertex: len(targets) for vertex, targets in graph.items()}
    sources: dict[V, list[V]] = {vertex: [] for vertex in graph}
    for vertex, targets in graph.items():
        for target in targets:
            sources[target].append(vertex)
    level = {vertex: 0 for vertex, targets in graph.items() if not targets}
    queue = deque(level)
    while queue:
        vertex = queue.popleft()
        for source in sources[vertex]:
            missing[source] -= 1
            if missing[source] == 0:
                level[source] = 1 + max(level[target] for target in graph[source])
                queue.append(source)
    return level


def without_back_edges(graph: Mapping[V, Sequence[V]]) -> dict[V, list[V]]:
    """Return an acyclic graph without the edges that close a cycle in a depth-first search in key order."""
    kept: dict[V, list[V]] = {vertex: [] for vertex in graph}
    on_path: dict[V, bool] = {}  # False once everything reachable was visited
    for root in graph:
        if root in on_path:
            continue
        on_path[root] = True
        work = [(root, iter(graph[root]))]
        while work:
            vertex, targets = work[-1]
            target = next(targets, None)
            if target is None:
                on_path[vertex] = False
                work.pop()
            elif not on_path.get(target, False):
                kept[vertex].append(target)
                if target not in on_path:
                    on_path[target] = True
                    work.append((target, iter(graph[target])))
    return kept


def longest_path(graph: Mapping[V, Sequence[V]], weight: Mapping[V, float]) -> list[V]:
    """Return the heaviest path of an acyclic *graph*, from its end; empty if the graph has a cycle."""
    order = levels(graph)
    if len(order) < len(graph):
        return []
    total: dict[V, float] = {}
    through: dict[V, V | None] = {}
    for vertex in sorted(graph, key=order.__getitem__):
        best: V | None = None
        for target in graph[vertex]:
            if best is None or total[target] > total[best]:
                best = target
        total[vertex] = weight[vertex] + (total[best] if best is not None else 0)
        through[vertex] = best
    step: V | None = max(graph, key=total.__getitem__, default=None)
    path: list[V] = []
    while step is not None:
        path.append(step)
        step = through[step]
    return path[::-1]
