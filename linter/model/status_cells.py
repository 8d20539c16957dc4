"""What a table cell says of a task: its id, its status, and the status written anew in the cell's own style."""

from __future__ import annotations

from functools import lru_cache

from linter.model.statuses import DONE, OPEN, RUNNING, status_class
from linter.syntax.markdown_tables import headers, tables
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model.plan import Plan, Task
    from linter.syntax.markdown_tables import Cell

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
_MARK = lazy(r"(\[[ xX]\]|[✓✔✅☑⏳⬜☐🔄🚧])\ufe0f?")
_IDS = ("id", "task id", "task", "#")
_STATUSES = ("status", "state")
_PARENTHESIS = lazy(r"\([^()]*\)\Z")
_FOR = {DONE: ("✅", "[x]", "✓"), OPEN: ("⏳", "[ ]", "⏳"), RUNNING: ("🔄", "[ ]", "🔄")}


def bare(text: str) -> str:
    """A cell without emphasis, backticks and link."""
    text = text.strip().strip("*_` ").strip()
    link = _LINK.match(text) if text.startswith("[") else None
    return link[1].strip("*_` ") if link else text


@lru_cache(maxsize=1024)
def cell_class(text: str) -> str | None:
    """The class of the status that a cell shows; None where it shows none, or two that disagree."""
    rest = bare(text)
    mark = _MARK.search(rest)
    marked = _MARKS[mark[1]] if mark else None
    if mark:
        rest = bare(rest[: mark.start()] + rest[mark.end() :])
    rest = bare(_PARENTHESIS.sub("", rest))
    if not rest:
        return marked
    worded = status_class(rest)
    return worded if marked is None or worded == marked else None


def rewritten(text: str, status: str) -> str | None:
    """The cell *text* showing *status* (as written in the front matter) in its own style; None where it cannot."""
    wanted = status_class(status)
    inner = text.strip("*_` ")
    word = _PARENTHESIS.sub("", _MARK.sub("", inner)).strip("*_` \t")
    mark = _MARK.search(inner)
    if wanted is None or _PARENTHESIS.search(inner) or (mark and wanted not in _FOR):
        return None
    result = text
    if mark:
        fancy, box, plain = _FOR[wanted]
        new = box if mark[1].startswith("[") else plain if mark[1] in "✓✔" else fancy
        if box == "[ ]" and new == box and wanted == RUNNING and not word:
            return None
        result = result.replace(mark[0], new, 1)
    if word:
        result = result.replace(word, _in_case(word, status), 1)
    return result if cell_class(result) == wanted else None


def _in_case(like: str, status: str) -> str:
    """*status* in the letters and with the word breaks of *like*."""
    if like == like.lower():
        return status.replace("_", " ") if " " in like else status
    spoken = status.replace("_", " ").replace("-", " ")
    return spoken.upper() if like == like.upper() else spoken.title() if like == like.title() else spoken.capitalize()


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
    """Return the index of the status column and those of the id columns of a table with that *header*."""
    names = [bare(text).casefold() for text in header]
    status = next((index for index, name in enumerate(names) if name in _STATUSES), None)
    return status, [index for index, name in enumerate(names) if name in _IDS]


def id_cells(plan: Plan) -> Iterator[Cell]:
    """Yield the first cell of every row in the body's tables whose column is headed as one of ids."""
    if plan.front_matter is None:
        return
    for table in tables(plan.source.text, plan.front_matter.body):
        _, ids = _columns(table.header.texts())
        for row in table.rows if ids else ():
            if ids[0] < len(row):
                yield row[ids[0]]
