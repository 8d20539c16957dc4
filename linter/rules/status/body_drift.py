"""A table row of the body that gives a task another status than the front matter (``rules.md``, status)."""

from __future__ import annotations

from linter.model.status_cells import bare, cell_class, rewritten
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.fix import Edit, Fix
from linter.syntax.markdown_tables import headers, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model.plan import Plan, Task
    from linter.rules.violation import Violation
    from linter.syntax.markdown_tables import Cell

_IDS = ("id", "task id", "task", "#")
_STATUSES = ("status", "state")


class BodyDrift(Rule):
    """See ``body_drift.md``."""

    id = "body-drift"
    family = "status"
    severity = WARNING
    fix = "unsafe"

    def check(self, document: Plan) -> Iterable[Violation]:
        for task, cell in status_cells(document):
            shown = cell_class(cell.text)
            if task.status is None or task.status_class is None or shown in (None, task.status_class):
                continue
            status = task.status.text
            new = rewritten(cell.text, status)
            yield self.violation(
                document,
                (cell.start, cell.end),
                f"the table says {bare(cell.text)!r} of {task.name!r}, the front matter {status!r}",
                {"task": task.name, "found": cell.text, "expected": status},
                related=[related(document, task.status, f"{task.name} is {status}")],
                fix=Fix(f"write {new}", [Edit(cell.start, cell.end, new)], safe=False) if new else None,
            )


def status_cells(plan: Plan) -> Iterator[tuple[Task, Cell]]:
    """The status cells of the body's tables, each with the task whose row it is."""
    front = plan.front_matter
    if front is None:
        return
    text = plan.source.text
    last = max((end for header, end in headers(text, front.body) if "stat" in header.casefold()), default=-1)
    known: dict[tuple[str, ...], tuple[int | None, list[int]]] = {}
    for table in tables(text, front.body, last) if last >= 0 else ():
        header = table.header.texts()
        if header not in known:
            known[header] = _columns(header)
        status, ids = known[header]
        if status is None or not ids:
            continue
        for row in table.rows:
            for index in ids:
                task = plan.by_id.get(bare(row.said(index))) if max(index, status) < len(row) else None
                if task is not None:
                    yield task, row[status]
                    break


def _columns(header: Iterable[str]) -> tuple[int | None, list[int]]:
    """Where the statuses and where the ids stand in a table with that *header*."""
    names = [bare(text).casefold() for text in header]
    status = next((index for index, name in enumerate(names) if name in _STATUSES), None)
    return status, [index for index, name in enumerate(names) if name in _IDS]
