"""``dot``: the Graphviz language."""

from __future__ import annotations

import itertools

from linter.outputs.diagrams.model import EXTERNAL, MARKS, MISSING, describe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.outputs.diagrams.model import Edge, Node, Picture

_FILLS = {
    "done": ("#dafbe1", "#1a7f37"),
    "running": ("#ddf4ff", "#0969da"),
    "open": ("#ffffff", "#818b98"),
    "blocked": ("#fff1e5", "#bc4c00"),
    "at risk": ("#fff8c5", "#9a6700"),
    "closed": ("#eaeef2", "#818b98"),
    "unknown": ("#fbefff", "#8250df"),
    EXTERNAL: ("#f6f8fa", "#afb8c1"),
    MISSING: ("#ffebe9", "#cf222e"),
}
_RED = "#cf222e"
_WIDTH = 28  # characters in a line


def render(picture: Picture) -> str:
    """Return a directed graph with a cluster for each file and each batch."""
    names = {node: f"n{number}" for number, node in enumerate(picture.nodes)}
    incoming = picture.incoming()
    lines = [
        "digraph plan {",
        '  graph [rankdir=LR, compound=true, newrank=true, fontname="Helvetica", label='
        + _quoted("\n".join([picture.title, *picture.notes]))
        + "];",
        '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11];',
        '  edge [fontname="Helvetica", fontsize=9, color="#818b98"];',
    ]
    for number, band in enumerate(picture.bands):
        lines.append(f"  subgraph cluster_{number} {{")
        lines.append(f'    label={_quoted(band.title)}; tooltip={_quoted(band.path)}; color="#afb8c1";')
        for position, column in enumerate(band.columns):
            label = "\n".join([column.label, *column.flags])
            color = f'color="{_RED}"; fontcolor="{_RED}";' if column.flags else 'color="#d1d9e0";'
            lines.append(f"    subgraph cluster_{number}_{position} {{")
            lines.append(f"      label={_quoted(label)}; {color} rank=same;")
            lines += [f"      {names[node]} [{_node(node, incoming[node])}];" for node in column.nodes]
            lines.append("    }")
        lines.append("  }")
    positions = {
        node: (number, position)
        for number, band in enumerate(picture.bands)
        for position, column in enumerate(band.columns)
        for node in column.nodes
    }
    lines += [f"  {names[edge.source]} -> {names[edge.target]}{_edge(edge, positions)};" for edge in picture.edges]
    for band in picture.bands:  # keep each batch to the right of the one before it
        firsts = [names[column.nodes[0]] for column in band.columns if column.nodes]
        lines += [f"  {a} -> {b} [style=invis];" for a, b in itertools.pairwise(firsts)]
    return "\n".join([*lines, "}", ""])


def _node(node: Node, incoming: list[Edge]) -> str:
    fill, line = _FILLS[node.state]
    text = [
        f"{MARKS[node.state]} {node.id}",
        *_wrapped(node.title),
        *(f"✗ {rule}" for rule in dict.fromkeys(node.flags)),
    ]
    parts = [f"label={_quoted(chr(10).join(text))}", f"tooltip={_quoted(describe(node, incoming))}"]
    parts += [f'fillcolor="{fill}"', f'color="{_RED if node.flags else line}"']
    if node.state in (EXTERNAL, MISSING):
        parts += ['style="rounded,filled,dashed"', 'fontcolor="#59636e"']
    if node.critical:
        parts.append("penwidth=3")
    return ", ".join(parts)


def _edge(edge: Edge, positions: dict[Node, tuple[int, int]]) -> str:
    parts = []
    if edge.rules:
        label = _quoted("\n".join(dict.fromkeys(edge.rules)))
        parts.append(f'color="{_RED}", fontcolor="{_RED}", label={label}')
    if edge.rules or edge.critical:
        parts.append("penwidth=3" if edge.critical else "penwidth=2")
    source, target = positions[edge.source], positions[edge.target]
    if source[0] != target[0] or source[1] >= target[1]:
        parts.append("constraint=false")
    return f" [{', '.join(parts)}]" if parts else ""


def _wrapped(title: str) -> list[str]:
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()[: 2 * _WIDTH]
    if len(lines) > 2:
        lines = [lines[0], lines[1] + " …"]
    return [line for line in lines if line]


def _quoted(text: str) -> str:
    """Return a quoted DOT string, with backslashes, quotes, line ends and HTML character references escaped."""
    return '"' + text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
