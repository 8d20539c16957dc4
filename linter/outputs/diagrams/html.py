"""``html``: a page with the diagram, and with its tasks as a table for screen readers."""

from __future__ import annotations

from linter.outputs.diagrams.model import EXTERNAL, MARKS, MISSING
from linter.outputs.diagrams.style import css
from linter.outputs.diagrams.svg import drawing
from linter.outputs.page import escaped, page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.outputs.diagrams.model import Band, Edge, Node, Picture


def render(picture: Picture) -> str:
    """Return a self-contained page."""
    body = [
        f"<header><h1>{escaped(picture.title)}</h1><p>{escaped(picture.summary())}."
        " Choose a task, by click or with arrow keys and Enter, to see its dependencies and dependents."
        "</p></header>",
        '<main><div><button type="button" data-fit aria-pressed="true">Fit to the page</button></div>',
        f'<div class="graph fit" tabindex="0" role="region" aria-label="Graph">{drawing(picture)}</div>',
    ]
    incoming = picture.incoming()
    for band in picture.bands:
        body += _table(band, incoming)
    return page(f"{picture.title}: planlint graph", "\n".join([*body, "</main>"]), css())


def _table(band: Band, incoming: dict[Node, list[Edge]]) -> Iterator[str]:
    yield f"<details><summary>{escaped(band.title)} as a table ({escaped(band.path)})</summary><table>"
    heads = ("task", "title", "status", "batch", "depends on", "violations")
    yield "<thead><tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr></thead><tbody>"
    for column in band.columns:
        for node in column.nodes:
            edges = incoming[node]
            broken = [*node.flags, *(f"{rule} ({edge.source.id})" for edge in edges for rule in edge.rules)]
            status = {EXTERNAL: "elsewhere", MISSING: "no such task"}.get(node.state) or node.status or node.state
            cells = (
                node.id,
                node.title,
                f"{MARKS[node.state]} {status}" + (", on the critical path" if node.critical else ""),
                column.label,
                ", ".join(edge.source.id for edge in edges),
                ", ".join(broken),
            )
            yield "<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in cells) + "</tr>"
    yield "</tbody></table></details>"
