"""Table cells about tasks: ids, statuses, and new statuses in the style of the cell."""

from __future__ import annotations

from functools import lru_cache

from linter.model.statuses import DONE, OPEN, RUNNING, status_class
from linter.syntax.markdown_tables import headers, tables
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model.plan import Plan, Task
    from linter.syntax.markdown_tables import Cell, Cells, Row

_LINK = lazy(r"\[([^\]]*)\]\([^)]*\)\Z")
_MARKS = {
    "✓": DONE,
    "✔": DONE,
    "✅": DONE,
    "☑": DONE,
    "[x]": DONE,
    "[X]": DONE,
    "⏳": OPEN,
    "⬜": OPEN,
    "☐": OPEN,
    "[ ]": OPEN,
    "🔄": RUNNING,
    "🚧": RUNNING,
}
MARK = lazy(r"(\[[ xX]\]|[✓✔✅☑⏳⬜☐🔄🚧])\ufe0f?")
_IDS = ("id", "task id", "task", "#")
_STATUSES = ("status", "state")
PARENTHESIS = lazy(r"\([^()]*\)\Z")
_FOR = {DONE: ("✅", "[x]", "✓"), OPEN: ("⏳", "[ ]", "⏳"), RUNNING: ("🔄", "[ ]", "🔄")}


def bare(text: str) -> str:
    """Return the text of a cell without emphasis, backticks and link."""
    text = text.strip().strip("*_` ").strip()
    link = _LINK.match(text) if text.startswith("[") else None
    return link[1].strip("*_` ") if link else text


@lru_cache(maxsize=1024)
def cell_class(text: str) -> str | None:
    """Return the class of the status in a cell; None without a status, or with two that disagree."""
    rest = bare(text)
    mark = MARK.search(rest)
    marked = _MARKS[mark[1]] if mark else None
    if mark:
        rest = bare(rest[: mark.start()] + rest[mark.end() :])
    rest = bare(PARENTHESIS.sub("", rest))
    if not rest:
        return marked
    worded = status_class(rest)
    return worded if marked is None or worded == marked else None


def rewritten(text: str, status: str) -> str | None:
    """Return the cell *text* with *status* (as in the front matter) in the style of the cell, or None."""
    expected = status_class(status)
    inner = text.strip("*_` ")
    word = PARENTHESIS.sub("", MARK.sub("", inner)).strip("*_` \t")
    mark = MARK.search(inner)
    if expected is None or PARENTHESIS.search(inner) or (mark and expected not in _FOR):
        return None
    result = text
    if mark:
        fancy, box, plain = _FOR[expected]
        new = box if mark[1].startswith("[") else plain if mark[1] in "✓✔" else fancy
        if box == "[ ]" and new == box and expected == RUNNING and not word:
            return None
        result = result.replace(mark[0], new, 1)
    if word:
        result = result.replace(word, _in_case(word, status), 1)
    return result if cell_class(result) == expected else None


def _in_case(like: str, status: str) -> str:
    """Return *status* with the case and word separators of *like*."""
    if like == like.lower():
        return status.replace("_", " ") if " " in like else status
    words = status.replace("_", " ").replace("-", " ")
    return words.upper() if like == like.upper() else words.title() if like == like.title() else words.capitalize()


def status_cells(plan: Plan) -> Iterator[tuple[Task, Cell]]:
    """Yield the status cells of the tables in the body, each with the task of its row."""
    for row, status, ids in _status_rows(plan):
        for index in ids:
            task = plan.by_id.get(bare(row.cell_text(index))) if max(index, status) < len(row) else None
            if task is not None:
                yield task, row[status]
                break


def status_tables(plan: Plan) -> Iterator[list[tuple[Task, Cell]]]:
    """Yield the comparable status cells of each table that has any."""
    table: list[tuple[Task, Cell]] = []
    last = -1
    for task, cell in status_cells(plan):
        lines = plan.source.text[last : cell.start].split("\n") if last >= 0 else [""]
        if table and not all("|" in line for line in lines[1:-1]):
            yield table
            table = []
        last = cell.start
        if task.status_class is not None and cell_class(cell.text) is not None:
            table.append((task, cell))
    if table:
        yield table


def named_cells(plan: Plan) -> Iterator[tuple[str, Cell]]:
    """Yield the status cells of the tables in the body, each with the id of its row, whether a task has it or not."""
    for row, status, ids in _status_rows(plan):
        if max(ids[0], status) < len(row):
            yield bare(row.cell_text(ids[0])), row[status]


def _status_rows(plan: Plan) -> Iterator[tuple[Row | Cells, int, list[int]]]:
    """Yield the rows of tables with a status and an id, with the index of the one and the indices of the other."""
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
            yield row, status, ids


def _columns(header: Iterable[str]) -> tuple[int | None, list[int]]:
    """Return the index of the status column and the indices of the id columns of a table with that *header*."""
    names = [bare(text).casefold() for text in header]
    status = next((index for index, name in enumerate(names) if name in _STATUSES), None)
    return status, [index for index, name in enumerate(names) if name in _IDS]


def id_cells(plan: Plan) -> Iterator[Cell]:
    """Yield the first id cell of every row of the tables in the body."""
    if plan.front_matter is None:
        return
    for table in tables(plan.source.text, plan.front_matter.body):
        _, ids = _columns(table.header.texts())
        for row in table.rows if ids else ():
            if ids[0] < len(row):
                yield row[ids[0]]
