"""Occurrences of task ids in a plan: declared, as dependencies, in batches, and in tables of the body."""

from __future__ import annotations

from linter.model.board import TaskFile
from linter.model.status_cells import bare, status_cells
from linter.syntax.markdown_tables import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.plan import Plan, Task
    from linter.syntax.nodes import ScalarNode

DECLARED, DEPENDENCY, PARENT, SCHEDULED, SHOWN = "declared", "dependency", "parent", "scheduled", "shown"


class Occurrence:
    """The id *name* at ``[start, end)`` of *plan*; ``node`` is None in the body."""

    __slots__ = ("end", "name", "node", "plan", "role", "start", "task")

    def __init__(
        self, plan: Plan, name: str, role: str, start: int, end: int, node: ScalarNode | None, task: Task | None
    ):
        self.plan = plan
        self.name = name
        self.role = role
        self.start = start
        self.end = end
        self.node = node
        self.task = task  # the declared task, or the task with the dependency


def occurrences(plan: Plan) -> Iterator[Occurrence]:
    """Yield every occurrence of a task id in *plan*."""
    for task in plan.tasks:
        yield _of(plan, task.id, DECLARED, task)
        for reference in task.dependencies:
            yield _of(plan, reference, DEPENDENCY, task)
        if task.parent is not None:
            yield _of(plan, task.parent, PARENT, task)
    for batch in plan.batches:
        for item in (*batch.items, *batch.nested):
            yield _of(plan, item, SCHEDULED, None)
    for item in plan.critical_path:
        yield _of(plan, item, SCHEDULED, None)
    for node in plan.mentions() if isinstance(plan, TaskFile) else ():
        yield _of(plan, node, SHOWN, None)
    yield from _in_body(plan)


def _of(plan: Plan, node: ScalarNode, role: str, task: Task | None) -> Occurrence:
    return Occurrence(plan, node.text, role, node.start, node.end, node, task)


def _in_body(plan: Plan) -> Iterator[Occurrence]:
    """Yield the id cells of table rows that show a status."""
    front = plan.front_matter
    rows = {cell.start: task for task, cell in status_cells(plan)} if front is not None else {}
    if front is None or not rows:
        return
    for table in tables(plan.source.text, front.body):
        for row in table.rows:
            task = next((rows[cell.start] for cell in row if cell.start in rows), None)
            cell = next((cell for cell in row if task is not None and bare(cell.text) == task.name), None)
            if task is not None and cell is not None:
                start = cell.start + cell.text.index(task.name)
                yield Occurrence(plan, task.name, SHOWN, start, start + len(task.name), None, task)


def at(plan: Plan, offset: int) -> Occurrence | None:
    """Return the id at or directly before *offset*; of several, such as those of a range, the shortest."""
    around = (one for one in occurrences(plan) if one.start <= offset <= one.end and one.end > one.start)
    return min(around, key=lambda one: one.end - one.start, default=None)
