"""Graph algorithms and spelling suggestions, compared with brute force."""

from __future__ import annotations

from functools import cache
from itertools import permutations

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from linter.model.did_you_mean import closest, closest_id, distance
from linter.model.graph import levels, longest_path, shortest_cycle, strongly_connected_components

FUZZ = settings(derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
Graph = dict[str, list[str]]
NAMES = "ABCDEF"


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Up to six vertices; self-loops and repeated edges too."""
    names = draw(st.permutations(NAMES[: draw(st.integers(0, 6))]))
    return {name: draw(st.lists(st.sampled_from(names), max_size=4)) for name in names}


@st.composite
def acyclic(draw: st.DrawFn) -> Graph:
    names = draw(st.permutations(NAMES[: draw(st.integers(1, 6))]))
    graph = {
        name: draw(st.lists(st.sampled_from(names[:index]), max_size=4)) if index else []
        for index, name in enumerate(names)
    }
    return {name: graph[name] for name in draw(st.permutations(names))}


def paths_from(graph: Graph, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every path without a repeated vertex that begins with *path*."""
    found = [path]
    for target in dict.fromkeys(graph[path[-1]]):
        if target not in path:
            found += paths_from(graph, (*path, target))
    return found


def all_paths(graph: Graph) -> list[tuple[str, ...]]:
    return [path for name in graph for path in paths_from(graph, (name,))]


def cycles(graph: Graph) -> list[tuple[str, ...]]:
    """Every simple cycle of two or more vertices, once for each vertex that it can begin at."""
    return [path for path in all_paths(graph) if len(path) > 1 and path[0] in graph[path[-1]]]


def ring(size: int) -> dict[int, list[int]]:
    return {vertex: [(vertex + 1) % size] for vertex in range(size)}


# Components


@FUZZ
@given(graphs())
def test_two_vertices_share_a_component_exactly_when_each_reaches_the_other(graph: Graph) -> None:
    reach = {name: {path[-1] for path in paths_from(graph, (name,))} for name in graph}
    expected = {frozenset(b for b in graph if b in reach[a] and a in reach[b]) for a in graph}
    found = strongly_connected_components(graph)
    assert {frozenset(component) for component in found} == {group for group in expected if len(group) > 1}
    assert len([name for component in found for name in component]) == len({n for c in found for n in c})


def test_every_component_is_found_wherever_the_search_begins() -> None:
    graph = {"A": ["B"], "B": ["A"], "C": ["A"], "D": ["C", "E"], "E": ["F", "G"], "F": ["D"], "G": []}
    assert [sorted(component) for component in strongly_connected_components(graph)] == [["A", "B"], ["D", "E", "F"]]


def test_a_self_loop_is_no_component() -> None:
    assert strongly_connected_components({"A": ["A"]}) == []


@pytest.mark.parametrize("size", [20_000])
def test_a_long_ring_is_one_component_and_its_own_shortest_cycle(size: int) -> None:
    graph = ring(size)
    (component,) = strongly_connected_components(graph)
    assert sorted(component) == list(graph)
    assert shortest_cycle(graph, component, [7], budget=10**9) == [*range(7, size), *range(7)]
    assert levels(graph) == {}
    assert longest_path(graph, dict.fromkeys(graph, 1)) == []


def test_a_long_chain_has_a_level_for_each_vertex_and_no_component() -> None:
    size = 20_000
    graph = {vertex: [vertex + 1] if vertex + 1 < size else [] for vertex in range(size)}
    assert strongly_connected_components(graph) == []
    assert levels(graph) == {vertex: size - 1 - vertex for vertex in range(size)}
    assert longest_path(graph, dict.fromkeys(graph, 1)) == list(range(size))[::-1]


# Cycles


@FUZZ
@given(graphs(), st.permutations(NAMES))
@example({"A": ["B"], "B": ["C"], "C": ["A", "B"]}, list(NAMES))
def test_the_cycle_is_a_shortest_one_and_begins_at_the_earliest_start_of_those(graph: Graph, order: list[str]) -> None:
    for component in strongly_connected_components(graph):
        starts = [name for name in order if name in component]
        all_cycles = [cycle for cycle in cycles(graph) if cycle[0] in component]
        least = min(map(len, all_cycles))
        found = shortest_cycle(graph, component, starts)
        assert tuple(found) in all_cycles and len(found) == least
        assert found[0] == next(name for name in starts if any(c[0] == name and len(c) == least for c in all_cycles))


@FUZZ
@given(graphs(), st.data())
def test_the_cycle_goes_through_a_start_that_was_asked_for(graph: Graph, choose: st.DataObject) -> None:
    for component in strongly_connected_components(graph):
        starts = choose.draw(st.lists(st.sampled_from(component), min_size=1, max_size=2, unique=True))
        through = [cycle for cycle in cycles(graph) if cycle[0] in starts]
        found = shortest_cycle(graph, component, starts)
        assert tuple(found) in through and len(found) == min(map(len, through))


@FUZZ
@given(graphs(), st.integers(0, 6))
def test_a_spent_budget_still_gives_a_cycle(graph: Graph, budget: int) -> None:
    for component in strongly_connected_components(graph):
        assert tuple(shortest_cycle(graph, component, component, budget=budget)) in cycles(graph)


def test_the_budget_bounds_the_search_where_every_start_is_far_from_a_short_cycle() -> None:
    size = 3000
    graph = ring(size)
    graph[0] = [1, size // 2]
    followed = 0

    class Counted(list[int]):
        def __iter__(self):  # type: ignore[no-untyped-def]
            nonlocal followed
            followed += len(self)
            return super().__iter__()

    counted: dict[int, Counted] = {vertex: Counted(targets) for vertex, targets in graph.items()}
    found = shortest_cycle(counted, graph, graph, budget=20_000)
    assert len(found) == size // 2 + 1
    assert followed < 20_000 + 2 * size


def test_no_vertex_outside_of_the_component_is_searched() -> None:
    graph = {"A": ["X", "B"], "B": ["A"], "X": ["A"]}
    assert shortest_cycle(graph, ["A", "B"], ["A"]) == ["A", "B"]
    assert shortest_cycle({"A": ["X"], "X": ["A"]}, ["A"], ["A"]) == []


# Levels and paths


@FUZZ
@given(graphs())
def test_a_level_is_the_longest_path_to_an_end_and_what_leads_into_a_cycle_has_none(graph: Graph) -> None:
    def on_or_before_a_cycle(name: str) -> bool:
        reached = {path[-1] for path in paths_from(graph, (name,))}
        return any(vertex in graph[vertex] or any(c[0] == vertex for c in cycles(graph)) for vertex in reached)

    expected = {
        name: max(len(path) for path in paths_from(graph, (name,))) - 1
        for name in graph
        if not on_or_before_a_cycle(name)
    }
    assert levels(graph) == expected


@FUZZ
@given(acyclic(), st.lists(st.integers(0, 4), min_size=6, max_size=6))
def test_the_longest_path_is_a_path_and_none_weighs_more(graph: Graph, weights: list[int]) -> None:
    weight: dict[str, float] = dict(zip(NAMES, weights, strict=True))
    found = longest_path(graph, weight)
    assert tuple(found[::-1]) in all_paths(graph)
    assert graph[found[0]] == [], "the path begins at what waits for nothing"
    assert sum(weight[name] for name in found) == max(sum(weight[n] for n in path) for path in all_paths(graph))


def test_of_equally_long_paths_the_first_is_taken() -> None:
    graph = {"A": ["C", "B"], "B": [], "C": [], "D": ["B"]}
    assert longest_path(graph, dict.fromkeys(graph, 1)) == ["C", "A"]


@FUZZ
@given(graphs())
def test_there_is_no_longest_path_where_there_is_a_cycle(graph: Graph) -> None:
    cyclic = bool(cycles(graph)) or any(name in targets for name, targets in graph.items())
    assert (longest_path(graph, dict.fromkeys(graph, 1)) == []) == (cyclic or not graph)


@FUZZ
@given(graphs(), st.permutations(range(len(NAMES))))
def test_the_names_of_the_vertices_and_their_hashes_do_not_change_the_answer(graph: Graph, numbers: list[int]) -> None:
    """Strings hash anew in every process: what followed the order of a set would differ from run to run."""
    number = dict(zip(NAMES, numbers, strict=True))
    twin = {number[name]: [number[target] for target in targets] for name, targets in graph.items()}
    components = strongly_connected_components(graph)
    twins = strongly_connected_components(twin)
    assert twins == [[number[name] for name in component] for component in components]
    assert list(levels(twin).items()) == [(number[name], level) for name, level in levels(graph).items()]
    longest = longest_path(graph, dict.fromkeys(graph, 1))
    assert longest_path(twin, dict.fromkeys(twin, 1)) == [number[name] for name in longest]
    for component, other in zip(components, twins, strict=True):
        cycle = shortest_cycle(graph, component, component)
        assert shortest_cycle(twin, other, other) == [number[name] for name in cycle]


# Did you mean


def reference(left: str, right: str) -> int:
    """Optimal string alignment by its definition."""

    @cache
    def cost(i: int, j: int) -> int:
        if i == 0 or j == 0:
            return i + j
        options = [cost(i - 1, j) + 1, cost(i, j - 1) + 1, cost(i - 1, j - 1) + (left[i - 1] != right[j - 1])]
        if i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]:
            options.append(cost(i - 2, j - 2) + 1)
        return min(options)

    return cost(len(left), len(right))


WORDS = st.text("abcé", max_size=7)


@FUZZ
@given(WORDS, WORDS, st.integers(0, 4))
@example("ab", "ba", 1)
@example("abcb", "bacb", 1)
def test_the_distance_is_that_of_the_definition_up_to_the_limit(left: str, right: str, limit: int) -> None:
    assert distance(left, right, limit) == min(reference(left, right), limit + 1)
    assert distance(right, left, limit) == distance(left, right, limit)


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("dependecies", ["dependencies", "description"], "dependencies"),
        ("statsu", ["status", "started"], "status"),
        ("STATUS", ["started", "status"], "status"),
        ("abc", ["abd"], "abd"),
        ("ab", ["ac"], None),
        ("a", ["b"], None),
        ("", ["a", ""], None),
        ("abcd", ["abxy"], None),
        ("abcde", ["abcxy"], "abcxy"),
        ("abcdefghi", ["abcdefxyz"], None),
        ("abcdef", ["abcdeg", "abcdeh"], None),
        ("abcdef", ["abcdeg", "abcdeh", "abcdei"], None),
        ("abcdef", ["abcdeg", "abcdeg"], "abcdeg"),
        ("abcdef", ["abcdxy", "abcdeg", "abcxef"], None),
        ("abcdef", ["abcdxy", "abxyef", "abcdeg"], "abcdeg"),
        ("status", [], None),
    ],
)
def test_the_closest_word_is_near_and_alone(word: str, known: list[str], expected: str | None) -> None:
    assert closest(word, known) == expected


@FUZZ
@given(WORDS, st.lists(WORDS, max_size=5))
def test_the_closest_word_is_the_only_one_at_the_least_distance(word: str, known: list[str]) -> None:
    assume(word not in known)
    near = {other for other in known if reference(word, other) <= 2 and 2 * reference(word, other) < len(word)}
    least = min((reference(word, other) for other in near), default=0)
    best = [other for other in near if reference(word, other) == least]
    assert closest(word, known) == (best[0] if len(best) == 1 else None)


def test_the_order_of_the_known_words_does_not_matter() -> None:
    for known in permutations(["task-1", "tusk-1x", "tasks-11", "TISK-1"]):
        assert closest("task-1x", known) == closest("task-1x", sorted(known))


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("TSAK-12", ["TASK-12", "TASK-13"], "TASK-12"),
        ("TASK-12", ["TASK-13", "TASK-1", "TASK-2"], None),
        ("TASK-1.2", ["TASK-1-2"], "TASK-1-2"),
        ("task-1.2", ["TASK-1.2", "TASK-1.3"], "TASK-1.2"),
        ("TASK-1", ["TASK-001"], "TASK-001"),
        ("P1-T1", ["P1-T2", "P2-T1", "P1-X1"], "P1-X1"),
    ],
)
def test_an_id_is_a_misspelling_only_of_one_with_the_same_number(
    word: str, known: list[str], expected: str | None
) -> None:
    assert closest_id(word, known) == expected


@pytest.mark.parametrize(("word", "known"), [("TASK-10", "TASK-1"), ("TASK-1", "TASK-10"), ("P2-T20", "P2-T2")])
def test_ten_is_another_number_than_one(word: str, known: str) -> None:
    assert closest_id(word, [known]) is None
