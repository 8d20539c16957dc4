"""The boxes of a diagram: their text, their size, and the row and column they are in."""

from __future__ import annotations

from dataclasses import dataclass, field

from linter.outputs.diagrams.text_metrics import cut, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.outputs.diagrams.model import Band, Column, Edge, Node

BOX = 190.0  # pixels, the width of every box
PAD = 9.0
ID_SIZE, TITLE_SIZE, FLAG_SIZE = 12.0, 11.0, 10.0
ICON = 18.0  # the width of the mark to the left of the id
HEAD, LINE, FLAG = 26.0, 14.0, 14.0
MOST_FLAGS = 6  # lines of rule ids; the last line counts the rest
ROWS = 32  # boxes in a column before it continues to the right
COLUMNS = 12  # columns in a row before it continues below
ANCHOR = 14.0  # from the top of a box to the middle of its id, where arrows meet it


@dataclass(slots=True, eq=False)
class Line:
    """A line in a box; ``y`` is the distance of its middle from the top of the box."""

    text: str
    kind: str  # id, title, flag
    y: float


@dataclass(slots=True, eq=False)
class Box:
    """A node with its position.

    ``ports`` are the distances from the top at which arrows of violations arrive, by source.
    """

    node: Node
    lines: list[Line] = field(default_factory=list)
    ports: dict[Node, float] = field(default_factory=dict)
    height: float = HEAD
    x: float = 0.0
    y: float = 0.0
    row: int = 0
    column: int = 0


@dataclass(slots=True, eq=False)
class Head:
    """The label of a batch above the columns ``first`` to ``last`` of a row."""

    column: Column
    first: int
    last: int


@dataclass(slots=True, eq=False)
class Row:
    """A band, or a part of a band that is too wide, as columns of boxes."""

    band: Band
    is_first: bool
    columns: list[list[Box]] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)


def box_of(node: Node, incoming: list[Edge]) -> Box:
    """Return the box of *node* with its lines; each violation of a dependency has a line, where its arrow arrives."""
    box = Box(node)
    inner = BOX - 2 * PAD
    box.lines.append(Line(cut(node.id, inner - ICON, ID_SIZE, bold=True), "id", ANCHOR))
    y = HEAD
    for text in wrap(node.title, inner, TITLE_SIZE, 2):
        box.lines.append(Line(text, "title", y + LINE / 2 - 2))
        y += LINE
    broken = [edge for edge in incoming if edge.rules]
    by_edge = [(rule, edge) for edge in broken for rule in dict.fromkeys(edge.rules)]
    texts = [*dict.fromkeys(node.flags), *(rule for rule, _ in by_edge)]
    shown = texts if len(texts) <= MOST_FLAGS else [*texts[: MOST_FLAGS - 1], f"and {len(texts) - MOST_FLAGS + 1} more"]
    positions = []
    for text in shown:
        box.lines.append(Line(cut(text, inner - 10, FLAG_SIZE, bold=True), "flag", y + FLAG / 2 - 1))
        positions.append(y + FLAG / 2 - 1)
        y += FLAG
    for number, (_, edge) in enumerate(by_edge, len(texts) - len(by_edge)):
        box.ports.setdefault(edge.source, positions[min(number, len(positions) - 1)])
    box.height = y + (3 if len(box.lines) > 1 else 2)
    return box


def rows_of(band: Band, boxes: dict[Node, Box]) -> list[Row]:
    """Return the columns of *band* in rows of at most ``COLUMNS``; a tall column continues to the right."""
    parts = [(column, part) for column in band.columns for part in _parts(column)]
    rows: list[Row] = []
    size = -(-len(parts) // (-(-len(parts) // COLUMNS) or 1)) or 1
    for start in range(0, max(len(parts), 1), size):
        row = Row(band, is_first=not rows)
        for position, (column, nodes) in enumerate(parts[start : start + size]):
            row.columns.append([boxes[node] for node in nodes])
            if row.heads and row.heads[-1].column is column:
                row.heads[-1].last = position
            else:
                row.heads.append(Head(column, position, position))
        rows.append(row)
    return rows


def _parts(column: Column) -> list[list[Node]]:
    count = -(-len(column.nodes) // ROWS) or 1
    size = -(-len(column.nodes) // count)
    return [column.nodes[start : start + size] for start in range(0, len(column.nodes), size)] if size else [[]]
