"""``mermaid``: a flowchart within GitHub's limits, which are the defaults of ``maxTextSize`` and ``maxEdges``."""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter

from linter.outputs.diagrams.model import EXTERNAL, MARKS, MISSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.outputs.diagrams.model import Edge, Node, Picture

MAX_TEXT, MAX_EDGES = 50_000, 500
_MAX_TITLE_CHARS = 60
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -.,/()+'")
_CLASSES = """\
  classDef done fill:#dafbe1,stroke:#1a7f37,color:#1f2328
  classDef running fill:#ddf4ff,stroke:#0969da,color:#1f2328
  classDef open fill:#ffffff,stroke:#818b98,color:#1f2328
  classDef blocked fill:#fff1e5,stroke:#bc4c00,color:#1f2328
  classDef risk fill:#fff8c5,stroke:#9a6700,color:#1f2328
  classDef closed fill:#eaeef2,stroke:#818b98,color:#59636e,stroke-dasharray:2 2
  classDef unknown fill:#fbefff,stroke:#8250df,color:#1f2328
  classDef external fill:#f6f8fa,stroke:#afb8c1,color:#59636e,stroke-dasharray:4 3
  classDef missing fill:#ffebe9,stroke:#cf222e,color:#cf222e,stroke-dasharray:4 3
  classDef bad stroke:#cf222e,stroke-width:2px
  classDef critical stroke-width:4px
  classDef batch fill:#8888881a,stroke:#88888866
"""


def render(picture: Picture) -> str:
    """Return a flowchart.

    If it would be too large, titles are left out, then arrows and tasks, with a note about them.
    """
    nodes, kept = picture.nodes, picture.edges
    if len(kept) > MAX_EDGES:
        kept = sorted(kept, key=lambda edge: -edge.importance)[:MAX_EDGES]
    text = _Chart(picture, nodes, kept, titles=False).text()
    if _length(text) <= MAX_TEXT and any(node.title for node in nodes):
        titled = _Chart(picture, nodes, kept, titles=True).text()
        if _length(titled) <= MAX_TEXT:
            return titled
    count = len(nodes)
    weight = _weights(picture)
    by_weight = sorted(nodes, key=lambda node: -weight[node])
    while (length := _length(text)) > MAX_TEXT and count > 1:
        count = min(count * 4 // 5, count * MAX_TEXT // length)
        best = set(by_weight[:count])
        shown = [node for node in nodes if node in best]
        kept = [edge for edge in kept if edge.source in best and edge.target in best]
        text = _Chart(picture, shown, kept, titles=False).text()
    return text


def _length(text: str) -> int:
    """Return the length of *text* in UTF-16 code units, as JavaScript counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _weights(picture: Picture) -> dict[Node, int]:
    """Return the importance of each node: violations first, then the critical path, then the number of arrows."""
    weight = {node: 1000 * bool(node.flags) + 500 * node.critical for node in picture.nodes}
    for edge in picture.edges:
        for node in (edge.source, edge.target):
            weight[node] += 1 + 1000 * bool(edge.rules)
    return weight


class _Chart:
    def __init__(self, picture: Picture, nodes: list[Node], edges: list[Edge], *, titles: bool) -> None:
        self.picture = picture
        self.names = {node: f"n{number}" for number, node in enumerate(nodes)}
        self.edges = edges
        self.titles = titles
        self.lines = ["flowchart LR"]
        self.groups: list[str] = []

    def text(self) -> str:
        self._bands()
        styles = self._links()
        return "\n".join([*self.lines, *styles, _CLASSES])

    def _bands(self) -> None:
        many = len(self.picture.bands) > 1
        for number, band in enumerate(self.picture.bands):
            if not any(node in self.names for column in band.columns for node in column.nodes):
                continue
            inner = "  "
            if many:
                self.lines.append(f'  subgraph f{number}["{_escaped(band.title)}"]\n    direction LR')
                self.groups.append(f"f{number}")
                inner = "    "
            for place, column in enumerate(band.columns):
                shown = [node for node in column.nodes if node in self.names]
                if not shown:
                    continue
                label = _escaped(" - ".join([column.label or "tasks", *column.flags]))
                self.groups.append(f"f{number}c{place}")
                self.lines.append(f'{inner}subgraph {self.groups[-1]}["{label}"]')
                self.lines += [f"{inner}  {self._node(node)}" for node in shown]
                self.lines.append(f"{inner}end")
            if many:
                self.lines.append("  end")
        if self.groups:
            self.lines.append(f"  class {','.join(self.groups)} batch")
        for number, note in enumerate(self._notes()):
            self.lines.append(f'  note{number}["{_escaped(note)}"]')

    def _notes(self) -> list[str]:
        found = list(self.picture.notes)
        for left, what in (
            (len(self.picture.nodes) - len(self.names), "tasks"),
            (len(self.picture.edges) - len(self.edges), "dependencies"),
        ):
            if left:
                found.append(f"{left} {what} are omitted because of the size limits of mermaid")
        return found

    def _node(self, node: Node) -> str:
        lines = [f"{MARKS[node.state]} {_escaped(node.id)}"]
        if self.titles and node.title:
            lines.append(_escaped(_cut(node.title)))
        lines += [f"✗ {_escaped(rule)}" for rule in dict.fromkeys(node.flags)]
        classes = [_class(node.state)]
        if node.critical:
            classes.append("critical")
        if node.flags:
            classes.append("bad")
        name = self.names[node]
        shape = ('(["', '"])') if node.state in (EXTERNAL, MISSING) else ('["', '"]')
        text = f"{name}{shape[0]}{'<br/>'.join(lines)}{shape[1]}:::{classes[0]}"
        return text + "".join(f"\n      class {name} {other}" for other in classes[1:])

    def _links(self) -> list[str]:
        bad, critical = [], []
        for number, edge in enumerate(self.edges):
            arrow = "==>" if edge.critical else "-->"
            if edge.rules:
                bad.append(str(number))
                arrow += f'|"{_escaped(", ".join(dict.fromkeys(edge.rules)))}"|'
            elif edge.critical:
                critical.append(str(number))
            self.lines.append(f"  {self.names[edge.source]} {arrow} {self.names[edge.target]}")
        self._hold_columns()
        styles = []
        if bad:
            styles.append(f"  linkStyle {','.join(bad)} stroke:#cf222e,stroke-width:3px,color:#cf222e")
        if critical:
            styles.append(f"  linkStyle {','.join(critical)} stroke-width:4px")
        return styles

    def _hold_columns(self) -> None:
        """Add invisible arrows, as far as the limit allows, that keep each batch after the one before it."""
        pairs = []
        for band in self.picture.bands:
            shown = [[node for node in column.nodes if node in self.names] for column in band.columns]
            shown = [nodes for nodes in shown if nodes]
            for before, after in pairwise(shown):
                pairs += [(place, before[0], node) for place, node in enumerate(after)]
        linked = {(edge.source, edge.target) for edge in self.edges}
        pairs = sorted((pair for pair in pairs if pair[1:] not in linked), key=itemgetter(0))
        for _, left, right in pairs[: MAX_EDGES - len(self.edges)]:
            self.lines.append(f"  {self.names[left]} ~~~ {self.names[right]}")


def _class(state: str) -> str:
    return "risk" if state == "at risk" else state


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_TITLE_CHARS else text[: _MAX_TITLE_CHARS - 1].rstrip() + "…"


def _escaped(text: str) -> str:
    """Return *text* for a quoted label, with characters special to Mermaid, Markdown or HTML as character codes.

    So is a leading digit or dash: ``1. `` and ``- `` would begin a list.
    """
    shown = [c if c in _PLAIN or (not c.isascii() and c.isprintable()) else f"#{ord(c)};" for c in text]
    if shown and shown[0] in "0123456789-.":
        shown[0] = f"#{ord(text[0])};"
    return "".join(shown)
