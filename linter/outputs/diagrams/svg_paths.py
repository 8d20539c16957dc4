"""Routes of arrows as SVG path commands: ``M``, ``L``, ``Q`` and ``C`` with absolute coordinates."""

from __future__ import annotations

from math import copysign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Path = list[tuple[str | float, ...]]
    Point = tuple[float, float]

RADIUS = 6.0  # of corners, in pixels


def curve(path: Path, x: float, y: float) -> Path:
    """Return a curve from the end of *path* to (*x*, *y*), horizontal at both ends."""
    _, *_, x0, y0 = path[-1]
    assert isinstance(x0, float) and isinstance(y0, float)
    if abs(y - y0) < 0.5:
        return [("L", x, y)]
    middle = (x0 + x) / 2
    return [("C", middle, y0, middle, y, x, y)]


def bow(x: float, start: float, end: float, reach: float) -> Path:
    """Return a curve from (*x*, *start*) to the right and back to (*x*, *end*), at most 3/4 of *reach* wide."""
    return [("M", x, start), ("C", x + reach, start, x + reach, end, x, end)]


def polyline(points: Sequence[Point]) -> Path:
    """Return horizontal and vertical lines through *points*, with rounded corners."""
    corners = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
    path: Path = [("M", *corners[0])]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        room = min(RADIUS, _distance(before, corner) / 2, _distance(corner, after) / 2)
        path.append(("L", *_towards(corner, before, room)))
        path.append(("Q", *corner, *_towards(corner, after, room)))
    path.append(("L", *corners[-1]))
    return path


def _distance(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(point: Point, goal: Point, distance: float) -> Point:
    x, y = point
    if goal[0] != x:
        return x + copysign(distance, goal[0] - x), y
    return x, y + copysign(distance, goal[1] - y)


def data(path: Path) -> str:
    """Return the ``d`` attribute of *path*."""
    text = "".join([("%s" + " %.1f" * (len(command) - 1) + " ") % command for command in path])
    return text.replace(".0 ", " ").rstrip()
