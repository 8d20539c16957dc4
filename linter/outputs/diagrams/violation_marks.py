"""Mark violations in the diagram of plans."""

from __future__ import annotations

import itertools
from bisect import bisect_right

from linter.outputs.diagrams.groups import label
from linter.outputs.diagrams.model import MISSING, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from linter.model.plan import Task
    from linter.outputs.diagrams.model import Column, Edge
    from linter.rules.violation import Violation


class ViolationMarks:
    """Marks what violations concern in a diagram.

    *nodes* are by the ``id()`` of their task, *edges* by the dependent node and the id of its dependency, and *columns*
    by the path of the plan and the name of the batch. *by_name* has the first task with an id; *by_place* has the tasks
    by path and id, in file order.
    """

    def __init__(
        self,
        nodes: Mapping[int, Node],
        edges: Mapping[tuple[Node, str], Edge],
        columns: Mapping[tuple[str, str], Column],
        by_name: Mapping[str, Task],
        by_place: Mapping[tuple[str, str], list[Task]],
    ) -> None:
        self._nodes = nodes
        self._edges = edges
        self._columns = columns
        self._by_name = by_name
        self._by_place = by_place

    def add(self, violation: Violation) -> None:
        """Mark the edge, node or column that *violation* concerns, if it is drawn."""
        data = violation.data
        cycle = data.get("cycle")
        if cycle:
            for name, prerequisite in itertools.pairwise(cycle):
                self._add_edge(violation, name, prerequisite)
        elif "dependents" in data:
            for name in data["dependents"]:
                self._add_edge(violation, name, data["dependency"])
        elif violation.rule == "unknown-batch-task":
            self._add_ghost(violation)
        elif "task" in data and "dependency" in data:
            self._add_edge(violation, data["task"], data["dependency"])
        elif "task" in data:
            self._add_node(violation, data["task"])
        elif "batch" in data:
            column = self._columns.get((violation.path, label(data["batch"])))
            if column is not None:
                column.flags.append(violation.rule)

    def _add_edge(self, violation: Violation, name: str, prerequisite: str) -> None:
        target = self._task(violation, name)
        if target is None:
            return
        edge = self._edges.get((target, prerequisite))
        if edge is not None:
            edge.rules.append(violation.rule)
            if violation.rule == "unknown-dependency" and not edge.source.location:
                edge.source.state = MISSING
            return
        target.flags.append(violation.rule)

    def _add_node(self, violation: Violation, name: str) -> None:
        node = self._task(violation, name)
        if node is not None:
            node.flags.append(violation.rule)

    def _add_ghost(self, violation: Violation) -> None:
        column = self._columns.get((violation.path, label(violation.data["batch"])))
        if column is not None:
            column.nodes.append(Node(label(violation.data["task"]), MISSING, flags=[violation.rule]))

    def _task(self, violation: Violation, name: str) -> Node | None:
        """Return the task that *violation* concerns; of several with that id the one that contains it."""
        near = self._by_place.get((violation.path, name), [])
        task = near[0] if near else self._by_name.get(name)
        at = bisect_right(near, violation.start, key=lambda task: task.node.start) - 1
        if at >= 0 and violation.start < near[at].node.end:
            task = near[at]
        return self._nodes[id(task)] if task is not None else None
