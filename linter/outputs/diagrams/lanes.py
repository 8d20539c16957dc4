"""Routes of arrows between rows: lanes in the gaps, in the channels between rows, and in the left margin.

Arrows with the same key share lanes as far as their routes coincide. No other two arrows share a lane.
"""

from __future__ import annotations

from heapq import heappop, heappush
from math import inf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Any

    from linter.outputs.diagrams.boxes import Box

    Key = Hashable
    Interval = tuple[float, float]
    End = tuple[int, int, float]  # row, gap, y


class _Lane:
    """Intervals by key and, after ``lay``, the lane number of each."""

    def __init__(self) -> None:
        self.intervals: dict[Any, Interval] = {}
        self.number: dict[Any, int] = {}
        self.count = 0

    def extend(self, key: Key, *points: float) -> None:
        low, high = self.intervals.get(key, (inf, -inf))
        self.intervals[key] = min(low, *points), max(high, *points)

    def lay(self) -> int:
        """Assign each interval the first free lane, and return the number of lanes."""
        if self.count or not self.intervals:
            return self.count
        free: list[int] = []
        taken: list[tuple[float, int]] = []  # end of the interval, lane
        for key, (low, high) in sorted(self.intervals.items(), key=lambda item: item[1]):
            while taken and taken[0][0] < low:
                heappush(free, heappop(taken)[1])
            if not free:
                free.append(self.count)
                self.count += 1
            self.number[key] = lane = heappop(free)
            heappush(taken, (high, lane))
        return self.count


class Lanes:
    """All lanes of a diagram: first every arrow claims its lanes, then widths are known, then corners."""

    def __init__(self, rows: int) -> None:
        self.gaps: dict[tuple[int, int], _Lane] = {}
        self.channels = [_Lane() for _ in range(rows + 1)]  # above each row, and below the last
        self.margin = _Lane()
        self.stops: list[list[tuple[tuple[str, Key], tuple[int, int]]]] = [[] for _ in self.channels]
        self.x: dict[tuple[tuple[int, int], tuple[str, Key]], float] = {}
        self.margin_left = 0.0

    def claim(self, key: Key, leave: End, arrive: End) -> None:
        """Claim lanes for an arrow from the gap after its source to the gap before its target, in another row."""
        first, last = _channels(leave[0], arrive[0])
        down = leave[0] < arrive[0]
        self._claim_gap(("out", key), leave, first, inf if down else -inf)
        self._claim_gap(("in", key), arrive, last, -inf if down else inf)
        if first != last:
            self.margin.extend(key, first, last)

    def _claim_gap(self, key: tuple[str, Key], end: End, channel: int, way: float) -> None:
        row, gap, y = end
        self.gaps.setdefault((row, gap), _Lane()).extend(key, y, way)
        self.stops[channel].append((key, (row, gap)))

    def in_gap(self, row: int, gap: int) -> int:
        """Return the number of lanes in the gap."""
        return self.gaps[row, gap].lay() if (row, gap) in self.gaps else 0

    def in_channel(self, number: int) -> int:
        """Assign the lanes of the channel, and return their number."""
        return self.channels[number].lay()

    def margin_width(self, step: float) -> float:
        """Return the width of the left margin, in pixels."""
        count = self.margin.lay()
        return count * step + step if count else 0.0

    def lay_channels(self, left: float, rows: list[tuple[list[float], list[float]]], step: float) -> None:
        """Assign the lanes of the channels, from the left edges and widths of the gaps of each row."""
        self.margin_left = left
        for (row, gap), lane in self.gaps.items():
            count = lane.lay()
            middle = rows[row][0][gap] + rows[row][1][gap] / 2
            for key, number in lane.number.items():
                self.x[(row, gap), key] = middle + (number - (count - 1) / 2) * step
        for channel, stops in zip(self.channels, self.stops, strict=True):
            for key, place in stops:
                source = key[1]
                channel.extend(source, self.x[place, key])
                if source in self.margin.number:
                    channel.extend(source, left + self.margin.number[source] * step)

    def corners(
        self,
        key: Key,
        source: Box,
        target: Box,
        ends: tuple[float, float],
        channels: list[float],
        step: float,
    ) -> list[tuple[float, float]]:
        """Return the corners of an arrow that leaves and arrives at the heights *ends*.

        *channels* are the tops of the channels.
        """
        first, last = _channels(source.row, target.row)
        leave = self.x[(source.row, source.column + 1), ("out", key)]
        arrive = self.x[(target.row, target.column), ("in", key)]
        above, below = (channels[number] + 10 + self.channels[number].number[key] * step for number in (first, last))
        turns = [(leave, above)]
        if first != last:
            x = self.margin_left + self.margin.number[key] * step
            turns += [(x, above), (x, below)]
        return [(leave, ends[0]), *turns, (arrive, below), (arrive, ends[1])]


def _channels(source: int, target: int) -> tuple[int, int]:
    """Return the channels through which an arrow between two rows leaves and arrives."""
    return (source + 1, target) if source < target else (source, target + 1)
