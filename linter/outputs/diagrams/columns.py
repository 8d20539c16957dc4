"""The columns of a band: the batches of its plan, or else the levels of its dependency graph."""

from __future__ import annotations

from linter.model.graph import levels, without_back_edges
from linter.outputs.diagrams.groups import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence
    from typing import TypeVar

    from linter.model.plan import Plan

    V = TypeVar("V", bound=Hashable)


def batch_columns(plan: Plan) -> tuple[dict[str, int], list[str]]:
    """Return the column of each task in a batch, by its id, and the labels of the columns."""
    labels: dict[tuple[int, ...], list[str]] = {}
    for batch in plan.batches:
        key = f"{batch.group} {batch.key}" if batch.group else batch.key
        labels.setdefault(batch.rank, []).append(label(key))
    ranks = {rank: place for place, rank in enumerate(labels)}
    position_of: dict[str, int] = {}
    for batch in plan.batches:
        for item in [*batch.items, *batch.nested]:
            position_of.setdefault(item.text, ranks[batch.rank])
    return position_of, [" / ".join(keys) for keys in labels.values()]


def steps(graph: Mapping[V, Sequence[V]]) -> tuple[dict[V, int], list[str]]:
    """Return the column of each node of *graph*, its level, and the labels of the columns."""
    level = levels(without_back_edges(graph))
    return level, [f"step {number}" for number in range(1, max(level.values(), default=-1) + 2)]
