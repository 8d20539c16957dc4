"""The model of a diagram: boxes in columns in bands, arrows between boxes, and the violations of either."""

from __future__ import annotations

from dataclasses import dataclass, field

from linter.model.statuses import AT_RISK, BLOCKED, CLOSED, DONE, OPEN, RUNNING

UNKNOWN = "unknown"  # an unknown status, or none
EXTERNAL = "external"  # a task in a file that is not drawn
MISSING = "missing"  # an id without a task

# text marks of statuses, because colour alone is not accessible
MARKS = {
    DONE: "✓",
    RUNNING: "▶",
    OPEN: "○",
    BLOCKED: "■",
    AT_RISK: "▲",
    CLOSED: "–",
    UNKNOWN: "?",
    EXTERNAL: "↗",
    MISSING: "✗",
}


@dataclass(slots=True, eq=False)
class Node:
    """A task. ``state`` is a key of ``MARKS``; ``flags`` are the ids of the rules that the task itself violates."""

    id: str
    state: str
    title: str = ""
    status: str = ""  # as written
    location: str = ""  # the batch, or the file of an external task
    critical: bool = False
    flags: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Edge:
    """A dependency: ``target`` waits for ``source``; ``rules`` are the ids of the rules that it violates."""

    source: Node
    target: Node
    critical: bool = False
    rules: list[str] = field(default_factory=list)

    @property
    def importance(self) -> int:
        """The order in which edges are kept in a diagram with too many: those with a violation first."""
        return 2 * bool(self.rules) + self.critical


@dataclass(slots=True, eq=False)
class Column:
    """A batch, or a level of the dependency graph in a plan without batches."""

    label: str
    nodes: list[Node] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Band:
    """A plan file, or the tasks of a board; ``is_scheduled`` if the columns are written in the file."""

    title: str
    path: str
    columns: list[Column] = field(default_factory=list)
    is_scheduled: bool = False


@dataclass(slots=True, eq=False)
class Picture:
    """A diagram to render. ``notes`` tell what was left out. All strings are escaped (``outputs.escape``)."""

    title: str
    bands: list[Band]
    edges: list[Edge]
    notes: list[str] = field(default_factory=list)

    @property
    def nodes(self) -> list[Node]:
        """The nodes in the order of bands and columns."""
        return [node for band in self.bands for column in band.columns for node in column.nodes]

    def summary(self) -> str:
        """Return the totals: ``11 tasks in 6 columns, 12 dependencies, 5 violations``."""
        nodes = self.nodes
        tasks = sum(node.state not in (EXTERNAL, MISSING) for node in nodes)
        problems = sum(len(node.flags) for node in nodes) + sum(len(edge.rules) for edge in self.edges)
        problems += sum(len(column.flags) for band in self.bands for column in band.columns)
        counts = [(tasks, "task", "tasks"), (len(self.edges), "dependency", "dependencies")]
        if problems:
            counts.append((problems, "violation", "violations"))
        return ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts)

    def incoming(self) -> dict[Node, list[Edge]]:
        """Return the edges into each node, in order."""
        found: dict[Node, list[Edge]] = {node: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.target].append(edge)
        return found


def describe(node: Node, incoming: list[Edge]) -> str:
    """Return a description of the node for tooltips and screen readers."""
    head = f"{node.id}: {node.title}" if node.title else node.id
    parts = [head, node.status or node.state]
    if node.state == MISSING:
        parts = [head, "no such task"]
    elif node.state == EXTERNAL:
        parts = [head, f"in {node.location}" if node.location else "not in these files"]
    elif node.location:
        parts.append(node.location)
    if node.critical:
        parts.append("on the critical path")
    if incoming:
        parts.append("depends on " + ", ".join(edge.source.id for edge in incoming))
    broken = [*node.flags, *(f"{rule} ({edge.source.id})" for edge in incoming for rule in edge.rules)]
    if broken:
        parts.append("violations: " + ", ".join(broken))
    return "; ".join(parts)
