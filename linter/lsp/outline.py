"""The outline of a plan: its tasks, its batches, and their progress."""

from __future__ import annotations

from linter.model.plan import title
from linter.model.statuses import BLOCKED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.plan import Batch, Plan
    from linter.syntax.nodes import Node


class Symbol:
    """An entry of the outline, with its span, the span of its name, and its children."""

    __slots__ = ("children", "detail", "kind", "name", "own", "span")

    def __init__(self, kind: str, name: str, detail: str, span: tuple[int, int], own: tuple[int, int]) -> None:
        self.kind = kind  # "task" or "batch"
        self.name = name
        self.detail = detail
        self.span = span
        self.own = own
        self.children: list[Symbol] = []


def symbols(plan: Plan) -> list[Symbol]:
    """Return the tasks, then the batches with their tasks."""
    found = []
    for task in plan.tasks:
        span = _around(plan, task.node, task.id)
        detail = " ".join(part for part in (task.state, title(task)[:120]) if part)
        found.append(Symbol("task", task.name, detail, span, (task.id.start, task.id.end)))
    for batch in plan.batches:
        end = max([item.end for item in batch.items], default=batch.node.key_end)
        symbol = Symbol("batch", batch.key, progress(plan, batch), (batch.node.key_start, end), batch.node.key_span)
        for item in batch.items:
            symbol.children.append(Symbol("task", item.text, "", (item.start, item.end), (item.start, item.end)))
        found.append(symbol)
    return found


def _around(plan: Plan, node: Node, inside: Node) -> tuple[int, int]:
    """Return the span of *node* without the blank lines that the span of a block collection includes."""
    end = node.end
    while end > inside.end and plan.source.text[end - 1].isspace():
        end -= 1
    start = min(node.start, inside.start)
    return start, max(end, inside.end)


def lenses(plan: Plan) -> list[tuple[tuple[int, int], str]]:
    """Return the progress of each batch, with the span of its key."""
    return [(batch.node.key_span, progress(plan, batch)) for batch in plan.batches]


def progress(plan: Plan, batch: Batch) -> str:
    """Return the progress of *batch*, such as ``3 of 5 done``, and its blocked tasks."""
    names = [item.text for item in batch.items]
    tasks = [plan.by_id[name] for name in names if name in plan.by_id]
    done = sum(task.is_closed for task in tasks)
    blocked = [task.name for task in tasks if task.status_class == BLOCKED]
    return f"{done} of {len(names)} done" + (f", blocked: {', '.join(blocked)}" if blocked else "")
