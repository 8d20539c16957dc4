"""``svg``: a self-contained SVG image of the diagram, with light and dark colours."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from linter.outputs.diagrams.boxes import BOX, FLAG_SIZE, ICON, ID_SIZE, PAD, TITLE_SIZE
from linter.outputs.diagrams.layout import BESIDE, LABEL, MARGIN, arrange
from linter.outputs.diagrams.model import EXTERNAL, MISSING, describe
from linter.outputs.diagrams.style import MARKS, css
from linter.outputs.diagrams.svg_paths import data
from linter.outputs.diagrams.text_metrics import cut, width, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.outputs.diagrams.boxes import Box
    from linter.outputs.diagrams.layout import Layout, Placed, Wire
    from linter.outputs.diagrams.model import Edge, Node, Picture

_SIZES = {"id": ID_SIZE, "title": TITLE_SIZE, "flag": FLAG_SIZE}
_LEGEND = 36.0
MAX_ARROWS = 20_000  # more are a black area, and take memory
_HEAD_SIZE = 11.0


def render(picture: Picture) -> str:
    """Return an SVG file."""
    return drawing(picture, style=f"<style>{css()}</style>") + "\n"


def drawing(picture: Picture, style: str = "") -> str:
    """Return the ``svg`` element; without *style*, for a page that already contains the style sheet."""
    layout = arrange(_limited(picture))
    height = layout.height + _LEGEND + 14.0 * len(layout.picture.notes)
    full = max(layout.width, 560.0)
    label = escape(f"{picture.title}: {picture.summary()}")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pl" width="{full:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {full:.0f} {height:.0f}" role="group" aria-label="{label}">',
        f"{style}<title>{escape(picture.title)}</title>" if style else "",
        f'<rect class="paper" width="{full:.0f}" height="{height:.0f}"/>',
        _text(MARGIN, MARGIN + 12, cut(picture.title, full - 2 * MARGIN, 15, bold=True), "h1"),
        _text(MARGIN, MARGIN + 30, picture.summary(), "sub"),
    ]
    for number, placed in enumerate(layout.rows):
        parts += _row(number, placed, layout)
    numbers = {box.node: number for number, box in enumerate(layout.boxes)}
    parts += [_wire(wire, numbers) for wire in sorted(layout.wires, key=_depth)]
    incoming = picture.incoming()
    parts += [_box(box, incoming[box.node], numbers[box.node]) for box in layout.boxes]
    parts += _legend(layout, full)
    return "\n".join([*filter(None, parts), "</svg>"])


def _limited(picture: Picture) -> Picture:
    """Return *picture* with at most ``MAX_ARROWS`` edges, the most important ones."""
    left = len(picture.edges) - MAX_ARROWS
    if left <= 0:
        return picture
    edges = sorted(picture.edges, key=lambda edge: -edge.importance)[:MAX_ARROWS]
    return replace(picture, edges=edges, notes=[*picture.notes, f"{left:,} dependencies are not drawn"])


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" class="{kind}">{escape(text)}</text>'


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _row(number: int, placed: Placed, layout: Layout) -> Iterator[str]:
    """Yield the title of the band next to its first row, and the batches as shaded columns with labels."""
    band = placed.row.band
    if placed.row.is_first and len(layout.picture.bands) > 1:
        room = BESIDE - 20
        y = placed.top - 4
        for line in wrap(band.title, room, 12 * 1.12, 4):
            yield _text(MARGIN, y, line, "band")
            y += 15
        file = band.path.rpartition("/")[2]
        if file != band.title:
            yield _text(MARGIN, y, cut(file, room, 10), "sub")
    for head in placed.row.heads:
        left, right = placed.columns[head.first], placed.columns[head.last] + BOX
        kind = "col bad" if head.column.flags else "col"
        yield (
            f'<rect class="{kind}" x="{_n(left - 7)}" y="{_n(placed.top - LABEL)}" width="{_n(right - left + 14)}"'
            f' height="{_n(placed.height + LABEL + 4)}" rx="6"/>'
        )
        text = " – ".join([head.column.label, *dict.fromkeys(head.column.flags)])
        yield _text(left, placed.top - 9, cut(text, right - left, _HEAD_SIZE, bold=True), kind.replace("col", "head"))


def _depth(wire: Wire) -> int:
    return 2 * bool(wire.edge.rules) + wire.edge.critical


def _wire(wire: Wire, numbers: dict[Node, int]) -> str:
    edge = wire.edge
    ends = f"{numbers[edge.source]} {numbers[edge.target]}"
    kind = " ".join(
        name
        for name, is_present in (
            ("wire", True),
            ("crit", edge.critical),
            ("bad", edge.rules),
            ("ext", edge.source.state == EXTERNAL and not edge.rules),
        )
        if is_present
    )
    *_, x, y = wire.path[-1]
    assert isinstance(x, float) and isinstance(y, float)
    back = x - 7 * wire.direction
    path = [*wire.path[:-1], (*wire.path[-1][:-2], x - 3 * wire.direction, y)]  # the arrowhead covers the rest
    head = f"M{_n(back)} {_n(y - 4)} L{_n(x)} {_n(y)} L{_n(back)} {_n(y + 4)}z"
    drawn = f'<path d="{data(path)}"/><path class="tip" d="{head}"/>'
    return f'<g class="{kind}" data-ends="{ends}" aria-hidden="true">{drawn}</g>'


def _box(box: Box, incoming: list[Edge], number: int) -> str:
    node = box.node
    words = escape(describe(node, incoming))
    kind = f"box s-{node.state.replace(' ', '-')}" + (" crit" if node.critical else "")
    kind += " bad" if node.flags or any(edge.rules for edge in incoming) else ""
    parts = [
        f'<g class="{kind}" role="img" aria-label="{words}" data-number="{number}"'
        f' transform="translate({_n(box.x)} {_n(box.y)})">',
        f"<title>{words}</title>",
        f'<rect width="{BOX:.0f}" height="{_n(box.height)}" rx="5"/>',
        f'<path class="mark" transform="translate({PAD:.0f} 8)" d="{MARKS[node.state]}"/>',
    ]
    for line in box.lines:
        size = _SIZES[line.kind]
        left = PAD + (ICON if line.kind == "id" else 10 if line.kind == "flag" else 0)
        if line.kind == "flag":
            parts.append(f'<path class="cross" d="M{PAD:.0f} {_n(line.y - 3)} l6 6 m0 -6 l-6 6"/>')
        parts.append(_text(left, line.y + size * 0.36, line.text, line.kind))
    return "".join([*parts, "</g>"])


def _legend(layout: Layout, full: float) -> Iterator[str]:
    """Yield the legend of the marks in use, and the notes."""
    nodes = layout.picture.nodes
    present = {node.state for node in nodes}
    x, y = MARGIN, layout.height + 16
    words = {EXTERNAL: "elsewhere", MISSING: "no such task", "unknown": "status unknown"}
    entries = [(state, words.get(state, state)) for state in MARKS if state in present]
    for state, text in entries:
        kind = f"box s-{state.replace(' ', '-')}"
        mark = f'<path class="mark" transform="translate(3 2)" d="{MARKS[state]}"/>'
        yield (
            f'<g class="{kind}" transform="translate({_n(x)} {_n(y - 10)})" aria-hidden="true">'
            f'<rect width="18" height="16" rx="3"/>{mark}</g>'
        )
        yield _text(x + 23, y + 2, text, "sub")
        x += 23 + width(text, 11) + 14
    lines = [("crit", "critical path", any(node.critical for node in nodes))]
    lines.append(("bad", "violation", any(edge.rules for edge in layout.picture.edges)))
    for kind, text, is_present in lines:
        if is_present and x + 130 < full:
            yield f'<g class="wire {kind}"><path d="M{_n(x)} {_n(y - 2)} l24 0"/></g>'
            yield _text(x + 30, y + 2, text, "sub")
            x += 30 + width(text, 11) + 14
    for number, note in enumerate(layout.picture.notes, 1):
        yield _text(MARGIN, y + 4 + 14 * number, cut(note, full - 2 * MARGIN, 11), "sub")
