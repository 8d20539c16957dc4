"""Compare boxes, headings and status lines in the body of a plan with its front matter."""

from __future__ import annotations

import re

from linter.model.body_witnesses import first_word
from linter.model.counts import expected_status
from linter.model.status_cells import bare, cell_class, named_cells
from linter.model.statuses import CLOSED, DONE, OPEN, status_class
from linter.rules.base import related
from linter.syntax.markdown_checkboxes import Box, Heading, items
from linter.syntax.markdown_tables import describes_past
from linter.syntax.scalar_types import number
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.plan import Plan, Task
    from linter.rules.base import Rule
    from linter.rules.violation import Violation

_STATUS = lazy(r"^[ \t]*+(?:[-*][ \t]++)?\*\*Status:?\*\*:?(?P<value>(?:(?!<!--)[^|\n\r])*+)", re.MULTILINE)
PERCENT = lazy(r"(?P<percent>\d{1,3}) ?%")
_REMARK = lazy(r"\([^()]*\)|\d{1,3} ?% ?(?:complete|done)?")


class Mark:
    """A status of the task *name* at ``[start, end)`` in the body; ``expected`` is its status in the front matter."""

    __slots__ = ("agrees", "end", "expected", "found", "name", "start")

    def __init__(self, name: str, span: tuple[int, int], found: str, expected: str, agrees: bool) -> None:
        self.name = name
        self.start, self.end = span
        self.found = found
        self.expected = expected
        self.agrees = agrees


def check_marks(rule: Rule, plan: Plan, *, templates: bool) -> Iterator[Violation]:
    """Yield the violations of boxes and headings, of the status line, and of a completed plan without tasks.

    *templates*: whether those are reported of a finished plan in which nothing agrees.
    """
    marks = list(task_marks(plan))
    wrong = [mark for mark in marks if not mark.agrees]
    if wrong and (templates or not plan.is_finished or len(wrong) < len(marks)):
        spans = [(mark.start, mark.end) for mark in wrong]
        yield rule.group("marks", spans, lambda indices: _differing(rule, plan, [wrong[index] for index in indices]))
    line = plan_mark(plan)
    if line is not None and (templates or not plan.is_finished):
        yield _differing(rule, plan, [line])
    if rows := open_rows(plan):
        spans = [(mark.start, mark.end) for mark in rows]
        yield rule.group("rows", spans, lambda indices: _open_rows(rule, plan, [rows[index] for index in indices]))


def _differing(rule: Rule, plan: Plan, marks: list[Mark]) -> Violation:
    message = (
        f"`{marks[0].name}` is `{bare(marks[0].found)}` in the body, but `{marks[0].expected}` in the front matter"
    )
    others = [(mark, f"`{mark.name}` is `{mark.expected}` in the front matter") for mark in marks[1:]]
    return _violation(rule, plan, marks, message, others)


def _open_rows(rule: Rule, plan: Plan, rows: list[Mark]) -> Violation:
    message = f"`{rows[0].name}` is `{bare(rows[0].found)}`, but the plan is `{rows[0].expected}`"
    return _violation(rule, plan, rows, message, [(row, f"`{row.name}` is `{bare(row.found)}`") for row in rows[1:]])


def _violation(rule: Rule, plan: Plan, marks: list[Mark], message: str, others: list[tuple[Mark, str]]) -> Violation:
    return rule.violation(
        plan,
        (marks[0].start, marks[0].end),
        message + (f" (and {len(others)} more)" if others else ""),
        {
            "tasks": [mark.name for mark in marks],
            "found": [mark.found for mark in marks],
            "expected": [mark.expected for mark in marks],
        },
        related=[related(plan, (mark.start, mark.end), text) for mark, text in others],
    )


def task_marks(plan: Plan) -> Iterator[Mark]:
    """Yield the boxes that begin with the id of a task, and the status lines below headings that do.

    A task that several boxes or headings begin with is left out: they may be its parts.
    """
    found: dict[tuple[str, str], list[Mark | None]] = {}
    for task, location in _places(plan):
        mark = _box(task, location) if isinstance(location, Box) else _section(plan, task, location)
        found.setdefault((type(location).__name__, task.name), []).append(mark)
    yield from (marks[0] for marks in found.values() if len(marks) == 1 and marks[0] is not None)


def _places(plan: Plan) -> Iterator[tuple[Task, Box | Heading]]:
    history = 0  # the level of the heading whose section is about the past
    for item in items(plan.source.text, plan.front_matter.body) if plan.front_matter is not None else ():
        if isinstance(item, Heading) and (not history or item.level <= history):
            history = item.level if item.level > 1 and describes_past(item.text) else 0
        task = plan.by_id.get(first_word(item.text)[0]) if not history else None
        if task is not None and task.status is not None and task.status_class is not None:
            yield task, item


def _box(task: Task, box: Box) -> Mark | None:
    if not (box.is_done or box.is_open) or task.status_class == CLOSED or task.status is None:
        return None
    return Mark(
        task.name,
        (box.start, box.end),
        f"[{box.mark}]",
        task.status.text,
        box.is_done == (task.status_class == DONE),
    )


def _section(plan: Plan, task: Task, heading: Heading) -> Mark | None:
    """Return the status in the first status line of the section of *heading*, or None."""
    text = plan.source.text
    end = text.find("\n#", heading.end)
    found = _STATUS.search(text, heading.end, end if end >= 0 else len(text))
    if found is None or task.status is None:
        return None
    shown = cell_class(found["value"].strip())
    if shown is None:
        return None
    return Mark(task.name, *_trimmed(found), task.status.text, shown == task.status_class)


def _trimmed(line: re.Match[str]) -> tuple[tuple[int, int], str]:
    """Return the span and text of the value of a status *line*, without blanks around it."""
    value = line["value"].strip()
    start = line.start("value") + len(line["value"]) - len(line["value"].lstrip())
    return (start, start + len(value)), value


def plan_mark(plan: Plan) -> Mark | None:
    """Return the status line before the first section if it disagrees with the plan, or None."""
    line, own = status_line(plan), status_class(plan.status.text) if plan.status is not None else None
    if line is None or own is None or plan.status is None:
        return None
    span, value = line
    shown, percent = cell_class(without_remark(value)), PERCENT.search(value)
    derived = _by_tasks(plan)
    if derived is not None and (shown == derived or own in (OPEN, DONE)):
        return None  # status-mismatch reports the status of the front matter
    if shown is not None and shown != own:
        return Mark("status", span, value, plan.status.text, False)
    declared = number(plan.root.get("progress"))
    if percent is None or declared is None or abs(int(percent["percent"]) - declared) < 1:
        return None
    return Mark("progress", span, value, f"{declared:g}%", False)


def status_line(plan: Plan) -> tuple[tuple[int, int], str] | None:
    """Return the span and text of the value of the status line before the first section, or None."""
    if plan.front_matter is None:
        return None
    text, start = plan.source.text, plan.front_matter.body
    if text.find("**Status", start) < 0:
        return None
    found = _STATUS.search(text, start, _first_section(text, start))
    return None if found is None else _trimmed(found)


def without_remark(value: str) -> str:
    """Return the *value* of a status line without percentages and remarks in parentheses."""
    return bare(_REMARK.sub("", value))


def _by_tasks(plan: Plan) -> str | None:
    """Return the class of the status that the tasks add up to, or None if the status of the plan agrees with them."""
    if plan.status is None or not plan.tasks or not plan.statuses_known:
        return None
    derived = DONE if plan.all_closed else status_class(expected_status(plan))
    return derived if derived != status_class(plan.status.text) else None


def _first_section(text: str, start: int) -> int:
    sections = (item.start for item in items(text, start) if isinstance(item, Heading) and item.level > 1)
    return next(sections, len(text))


def open_rows(plan: Plan) -> list[Mark]:
    """Return the rows of a completed plan without `tasks` if the status of each of them is open; else nothing."""
    if plan.has_tasks or plan.status is None or not plan.is_completed:
        return []
    rows = list(named_cells(plan))
    if not all(_is_id(name) and cell_class(cell.text) == OPEN for name, cell in rows):
        return []
    return [Mark(name, (cell.start, cell.end), cell.text, plan.status.text, False) for name, cell in rows]


def _is_id(name: str) -> bool:
    return len(name.split()) == 1 and any(character.isdigit() for character in name)
