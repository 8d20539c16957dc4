"""The vertical order and positions of boxes in a row (the method of Sugiyama, Tagawa and Toda, 1981).

Arrows that pass a column get a slot in it like a box, so that no arrow crosses a box.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field

from linter.outputs.diagrams.boxes import ANCHOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.outputs.diagrams.boxes import Box

SPACE = 12.0  # pixels between boxes
LANE = 8.0  # the height of an arrow that passes a column
SWEEPS, SETTLING = 8, 12
MAX_SWEPT_ARROWS = 30_000  # between adjacent columns, above which a single sweep is made: no one can follow them anyway


@dataclass(slots=True, eq=False)
class Slot:
    """A box, or an arrow that passes a column.

    ``y`` is where arrows meet it, ``above`` and ``below`` its extent from there. ``left`` and ``right`` are its links
    to the adjacent columns: the other slot, and how much lower than its ``y`` this slot's ``y`` must be for a straight
    arrow.
    """

    box: Box | None
    above: float
    below: float
    y: float = 0.0
    left: list[tuple[Slot, float]] = field(default_factory=list)
    right: list[tuple[Slot, float]] = field(default_factory=list)


def slot_of(box: Box) -> Slot:
    """Return the slot of *box*."""
    return Slot(box, ANCHOR + SPACE / 2, box.height - ANCHOR + SPACE / 2)


def passing() -> Slot:
    """Return a slot for an arrow that passes a column."""
    return Slot(None, LANE / 2, LANE / 2)


def link(left: Slot, left_port: float, right: Slot, right_port: float) -> None:
    """Link two slots of adjacent columns by an arrow that meets them at the given distances below their ``y``."""
    left.right.append((right, right_port - left_port))
    right.left.append((left, left_port - right_port))


def arrange(columns: list[list[Slot]]) -> None:
    """Order each column for few crossings, and set every ``y`` for arrows that are as level as possible."""
    for column in columns:
        _settle(column, [0.0] * len(column), [1.0] * len(column))
    arrows = sum(len(slot.right) for column in columns for slot in column)
    if not arrows:
        return
    best = [list(column) for column in columns]
    fewest = _crossings(columns)
    is_large = arrows > MAX_SWEPT_ARROWS
    for sweep in range(1 if is_large else SWEEPS):
        if not fewest:
            break
        forward = sweep % 2 == 0
        for column in columns if forward else reversed(columns):
            _sort(column, forward)
        crossings = _crossings(columns)
        if crossings < fewest:
            fewest = crossings
            best = [list(column) for column in columns]
    for column, slots in zip(columns, best, strict=True):
        column[:] = slots
        _settle(column, [0.0] * len(column), [1.0] * len(column))
    _level(columns, 2 if is_large else SETTLING)


def _sort(column: list[Slot], forward: bool) -> None:
    wishes = {}
    for slot in column:
        links = slot.left if forward else slot.right
        wishes[slot] = sum(other.y + offset for other, offset in links) / len(links) if links else slot.y
    column.sort(key=wishes.__getitem__)
    _settle(column, [wishes[slot] for slot in column], [1.0] * len(column))


def _level(columns: list[list[Slot]], sweeps: int) -> None:
    """Move the slots towards where their arrows are level."""
    weighted = [(column, [_weighted_links(slot) for slot in column]) for column in columns]
    for sweep in range(sweeps):
        for column, linked in weighted if sweep % 2 == 0 else reversed(weighted):
            wishes = [
                sum(weight * (other.y + offset) for weight, other, offset in links) / total if links else slot.y
                for slot, (links, total) in zip(column, linked, strict=True)
            ]
            _settle(column, wishes, [total for _, total in linked])


def _weighted_links(slot: Slot) -> tuple[list[tuple[float, Slot, float]], float]:
    """Return the links of *slot*, each with its weight, and the sum of the weights."""
    straight = 4.0 if slot.box is None else 1.0
    links = [(straight * (4.0 if other.box is None else 1.0), other, way) for other, way in (*slot.left, *slot.right)]
    return links, sum(weight for weight, _, _ in links) or 0.01


def _settle(column: list[Slot], wishes: Sequence[float], weights: Sequence[float]) -> None:
    """Set every ``y`` as near to its wish as order and sizes allow (least squares, pool adjacent violators)."""
    depth = 0.0
    depths = []
    for slot, before in zip(column, [None, *column], strict=False):
        depth += slot.above + before.below if before else 0.0
        depths.append(depth)
    pools: list[tuple[float, float, int]] = []  # mean of wishes, weight, number of slots
    for wish, weight, own in zip(wishes, weights, depths, strict=True):
        mean, total, count = wish - own, weight, 1
        while pools and pools[-1][0] >= mean:
            other, more, members = pools.pop()
            mean = (mean * total + other * more) / (total + more)
            total, count = total + more, count + members
        pools.append((mean, total, count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    for slot, mean, own in zip(column, means, depths, strict=True):
        slot.y = mean + own


def _crossings(columns: list[list[Slot]]) -> int:
    """Return the number of pairs of arrows between adjacent columns that cross."""
    crossings = 0
    for column in columns:
        position = {id(slot): number for number, slot in enumerate(column)}
        ends = sorted((position[id(slot)], other.y) for slot in column for other, _ in slot.right)
        seen: list[float] = []
        for _, y in ends:
            crossings += len(seen) - bisect_right(seen, y)
            insort(seen, y)
    return crossings
