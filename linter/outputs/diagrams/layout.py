"""The positions of everything in a diagram, in pixels: boxes in rows and columns, arrows in the gaps between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from linter.outputs.diagrams import ordering
from linter.outputs.diagrams.boxes import ANCHOR, BOX, Box, Row, box_of, rows_of
from linter.outputs.diagrams.lanes import Lanes
from linter.outputs.diagrams.svg_paths import bow, curve, polyline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.outputs.diagrams.model import Edge, Node, Picture
    from linter.outputs.diagrams.ordering import Slot
    from linter.outputs.diagrams.svg_paths import Path

    Key = tuple[Node, int, bool]  # similar arrows from one box share their route: source, style, direction

MARGIN = 16.0
TITLE = 44.0  # the title of the diagram
BESIDE = 150.0  # the column of the rows' titles, where there are several bands
LABEL = 24.0  # the labels of batches
GAP, FREE = 48.0, 14.0  # between columns; outside the first and last column without arrows
STEP = 7.0  # between parallel arrows
CHANNEL = 20.0  # between rows


@dataclass(slots=True, eq=False)
class Wire:
    """The route of an arrow, and the direction in which it arrives (1 right, -1 left)."""

    edge: Edge
    path: Path
    direction: int


@dataclass(slots=True, eq=False)
class Placed:
    """A row with its position: the left edges of its ``columns`` and of the ``gaps`` before them."""

    row: Row
    slots: list[list[Slot]]
    columns: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    top: float = 0.0  # of the boxes
    height: float = 0.0


@dataclass(slots=True, eq=False)
class Layout:
    """A diagram with positions."""

    picture: Picture
    rows: list[Placed]
    boxes: list[Box]
    wires: list[Wire]
    left: float
    width: float
    height: float


def arrange(picture: Picture) -> Layout:
    """Return the layout of *picture*, which is deterministic."""
    return _Arranger(picture).layout()


class _Arranger:
    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        incoming = picture.incoming()
        self.boxes = {node: box_of(node, incoming[node]) for node in picture.nodes}
        self.rows = [
            Placed(row, [[ordering.slot_of(box) for box in column] for column in row.columns])
            for band in picture.bands
            for row in rows_of(band, self.boxes)
        ]
        self.slots: dict[Node, Slot] = {}
        for number, placed in enumerate(self.rows):
            for place, column in enumerate(placed.slots):
                for slot in column:
                    assert slot.box is not None
                    slot.box.row, slot.box.column = number, place
                    self.slots[slot.box.node] = slot
        self.chains: dict[tuple[Key, int], Slot] = {}  # by column
        self.upright: dict[int, list[Edge]] = {}  # edges within a column, by row
        self.channels: list[float] = []  # the tops of the channels between the rows
        self.lanes = Lanes(len(self.rows))

    def layout(self) -> Layout:
        for edge in self.picture.edges:
            if self.boxes[edge.source].row == self.boxes[edge.target].row:
                self._chain(edge)
        for placed in self.rows:
            ordering.arrange(placed.slots)
            self._drop(placed)
        for edge in self.picture.edges:
            if self.boxes[edge.source].row != self.boxes[edge.target].row:
                self._claim_lanes(edge)
        left = MARGIN + (BESIDE if len(self.picture.bands) > 1 else 0.0)
        self._columns(left)
        self._rows()
        wires = [self._wire(edge) for edge in self.picture.edges]
        width = max((row.gaps[-1] + row.widths[-1] for row in self.rows), default=left) + MARGIN
        last = self.rows[-1] if self.rows else None
        height = last.top + last.height + self._channel(len(self.rows)) if last else TITLE
        return Layout(self.picture, self.rows, list(self.boxes.values()), wires, left, width, height)

    def _key(self, edge: Edge) -> Key:
        source, target = self.boxes[edge.source], self.boxes[edge.target]
        return edge.source, 2 if edge.rules else int(edge.critical), source.column < target.column

    def _chain(self, edge: Edge) -> None:
        """Create slots for *edge* in the columns that it passes, and link them."""
        source, target = self.boxes[edge.source], self.boxes[edge.target]
        if source.column == target.column:
            self.upright.setdefault(source.row, []).append(edge)
            return
        key = self._key(edge)
        step = 1 if source.column < target.column else -1
        before, before_port = self.slots[edge.source], _leaving(source, step) - ANCHOR
        for column in range(source.column + step, target.column, step):
            slot = self.chains.get((key, column))
            if slot is None:
                slot = self.chains[key, column] = ordering.passing()
                self.rows[source.row].slots[column].append(slot)
                _link(before, before_port, slot, 0.0, step)
            before, before_port = slot, 0.0
        _link(before, before_port, self.slots[edge.target], _arriving(edge, target, step) - ANCHOR, step)

    def _drop(self, placed: Placed) -> None:
        """Move the row so that its highest slot is at 0, and align columns without arrows with it."""
        slots = [slot for column in placed.slots for slot in column]
        linked = [column for column in placed.slots if any(slot.left or slot.right for slot in column)]
        highest = _highest([slot for column in linked for slot in column])
        for column in placed.slots:
            top = highest if column in linked else _highest(column)
            for slot in column:
                slot.y -= top
        placed.height = max((slot.y + slot.below for slot in slots), default=0.0)

    def _claim_lanes(self, edge: Edge) -> None:
        source, target = self.boxes[edge.source], self.boxes[edge.target]
        key = self._key(edge)[:2]
        leave = self.slots[edge.source].y
        arrive = self.slots[edge.target].y + _arriving(edge, target, 1) - ANCHOR
        self.lanes.claim(key, (source.row, source.column + 1, leave), (target.row, target.column, arrive))

    def _columns(self, left: float) -> None:
        """Set the gaps, as wide as their arrows need, and the columns between them."""
        for number, placed in enumerate(self.rows):
            count = len(placed.slots)
            drops = self._drops(number, placed)
            x = left + self.lanes.margin_width(STEP)
            for gap in range(count + 1):
                lanes = self.lanes.in_gap(number, gap)
                inner = GAP if 0 < gap < count else FREE + (12 if lanes else 0)
                if drops[gap]:
                    inner = GAP + min(drops[gap] * 0.14, 110.0)
                placed.gaps.append(x)
                placed.widths.append(max(inner, FREE) + lanes * STEP)
                x += placed.widths[gap]
                if gap < count:
                    placed.columns.append(x)
                    x += BOX
        self.lanes.lay_channels(left, [(placed.gaps, placed.widths) for placed in self.rows], STEP)

    def _drops(self, number: int, placed: Placed) -> list[float]:
        """Return the vertical extent of the longest arrow in each gap."""
        drops = [0.0] * (len(placed.slots) + 1)
        for gap, column in enumerate(placed.slots, 1):
            drops[gap] = max((abs(other.y + way - slot.y) for slot in column for other, way in slot.right), default=0)
        for edge in self.upright.get(number, ()):
            drop = abs(self.slots[edge.source].y - self.slots[edge.target].y)
            gap = self.boxes[edge.source].column + 1
            drops[gap] = max(drops[gap], drop)
        return drops

    def _rows(self) -> None:
        y = MARGIN + TITLE
        for number, placed in enumerate(self.rows):
            self.channels.append(y)
            placed.top = y + self._channel(number) + LABEL
            for column, slots in zip(placed.columns, placed.slots, strict=True):
                for slot in slots:
                    slot.y += placed.top
                    if slot.box is not None:
                        slot.box.x, slot.box.y = column, slot.y - ANCHOR
            y = placed.top + placed.height
        self.channels.append(y)

    def _channel(self, number: int) -> float:
        space = CHANNEL if 0 < number < len(self.rows) else 8.0
        return space + self.lanes.in_channel(number) * STEP

    def _wire(self, edge: Edge) -> Wire:
        source, target = self.boxes[edge.source], self.boxes[edge.target]
        if source.row != target.row:
            return Wire(edge, self._detour(edge, source, target), 1)
        if source.column == target.column:
            right = source.x + BOX
            room = self.rows[source.row].widths[source.column + 1]
            start, end = source.y + ANCHOR, target.y + _arriving(edge, target, 0)
            return Wire(edge, bow(right, start, end, min(room * 0.95, 22 + abs(end - start) * 0.15)), -1)
        step = 1 if source.column < target.column else -1
        columns = self.rows[source.row].columns
        leave, arrive = (BOX, 0.0) if step > 0 else (0.0, BOX)
        path: Path = [("M", source.x + leave, source.y + _leaving(source, step))]
        for column in range(source.column + step, target.column, step):
            y = self.chains[self._key(edge), column].y
            path += curve(path, columns[column] + arrive, y)
            path.append(("L", columns[column] + leave, y))
        path += curve(path, target.x + arrive, target.y + _arriving(edge, target, step))
        return Wire(edge, path, step)

    def _detour(self, edge: Edge, source: Box, target: Box) -> Path:
        """Return the route to another row: gap, channel between the rows, gap before the target."""
        leave = (source.x + BOX, source.y + ANCHOR)
        arrive = (target.x, target.y + _arriving(edge, target, 1))
        key = self._key(edge)[:2]
        corners = self.lanes.corners(key, source, target, (leave[1], arrive[1]), self.channels, STEP)
        return polyline([leave, *corners, arrive])


def _highest(slots: list[Slot]) -> float:
    return min((slot.y - slot.above for slot in slots), default=0.0)


def _leaving(box: Box, step: int) -> float:
    """Return how far below its top an arrow leaves *box*; an arrow to the left leaves near the bottom."""
    return ANCHOR if step > 0 else box.height - 6


def _arriving(edge: Edge, box: Box, step: int) -> float:
    """Return how far below its top *edge* arrives at *box*: at the line of its rule, or else at the id."""
    return box.ports.get(edge.source, ANCHOR if step > 0 else ANCHOR + 7)


def _link(before: Slot, before_port: float, after: Slot, after_port: float, step: int) -> None:
    if step > 0:
        ordering.link(before, before_port, after, after_port)
    else:
        ordering.link(after, after_port, before, before_port)
