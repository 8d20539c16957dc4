"""Update tables, boxes and status lines in the body of a plan that agreed before, and name the others."""

from __future__ import annotations

from linter.fixes.set_steps import place_at
from linter.model.status_cells import bare, cell_class, rewritten, status_tables
from linter.model.status_words import CellTexts, legend_of
from linter.model.statuses import DONE, status_class
from linter.rules.status._body_marks import PERCENT, status_line, task_marks, without_remark
from linter.rules.status.body_drift import HAS_MARKS
from linter.syntax.fix import Edit
from linter.syntax.scalar_types import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from linter.fixes.set_steps import Followed, Update
    from linter.model.plan import Plan


def follow_body(plan: Plan, old: Plan, update: Update) -> Followed:
    """Yield the edits of the body of *plan*, whose statuses were those of *old*."""
    yield from _cells(plan, old, update, legend_of(plan))
    yield from _marks(plan, old, update)
    yield from _line(plan, old, update)


def _cells(plan: Plan, old: Plan, update: Update, legend: Mapping[str, str]) -> Followed:
    for table in status_tables(plan):
        texts = CellTexts(cell.text for _, cell in table)
        for task, cell in table:
            before, marked = old.by_id[task.name].status_class, cell_class(cell.text)
            if task.status is None or marked == task.status_class:
                continue
            where = place_at(plan, cell.start)
            new = texts.written_as(cell.text, task.status.text, legend) if marked == before else None
            if new:
                yield [Edit(cell.start, cell.end, new)], f"{where}: table row of {task.name} {cell.text} -> {new}"
            else:
                update.left.append(f"{where}: the table has `{bare(cell.text)}` for `{task.name}`")


def _marks(plan: Plan, old: Plan, update: Update) -> Followed:
    """Follow the boxes that begin with an id, and the status lines of sections about one task."""
    if old.front_matter is None or not HAS_MARKS.search(old.source.text, old.front_matter.body):
        return
    agreed = {(_type_of(mark.found), mark.name) for mark in task_marks(old) if mark.agrees}
    for mark in task_marks(plan):
        if mark.agrees:
            continue
        where = place_at(plan, mark.start)
        new = None
        if (_type_of(mark.found), mark.name) in agreed:
            is_done = status_class(mark.expected) == DONE
            new = rewritten(mark.found, mark.expected)
            if _type_of(mark.found) == "box":
                new = "[x]" if is_done else "[ ]"
        if new:
            yield [Edit(mark.start, mark.end, new)], f"{where}: {mark.name} {mark.found} -> {new} in the body"
        else:
            update.left.append(f"{where}: the body has `{bare(mark.found)}` for `{mark.name}`")


def _type_of(found: str) -> str:
    return "box" if found.startswith("[") and found.endswith("]") else "line"


def _line(plan: Plan, old: Plan, update: Update) -> Followed:
    """Follow the status line of the plan and its percentage, each if it agreed."""
    line = status_line(plan)
    if line is None or plan.status is None or old.status is None:
        return
    (start, end), value = line
    new: str | None = value
    word = without_remark(value)
    marked, is_wrong = cell_class(word), False
    if marked is not None and marked != status_class(plan.status.text):
        is_wrong = marked != status_class(old.status.text)
        other = rewritten(word, plan.status.text)
        new = value.replace(word, other, 1) if other and word in value else None
    percent, was, now = PERCENT.search(value), number(old.root.get("progress")), number(plan.root.get("progress"))
    if percent is not None and was is not None and now is not None and abs(int(percent["percent"]) - now) >= 1:
        is_wrong = is_wrong or abs(int(percent["percent"]) - was) >= 1
        other = percent[0].replace(percent["percent"], f"{now:.0f}", 1)
        new = new.replace(percent[0], other, 1) if new else None
    if is_wrong or new is None:
        update.left.append(f"{place_at(plan, start)}: the body has `{bare(value)}` for the plan")
    elif new != value:
        yield [Edit(start, end, new)], f"{place_at(plan, start)}: {value} -> {new} in the body"
