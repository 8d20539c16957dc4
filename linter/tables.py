"""Tables of a Markdown body (GitHub Flavored Markdown, section 4.10) with the position of every cell.

Linear in the size of the body. What stands in fenced code or an HTML comment is no table; tables under a heading that
speaks of history (a date, log, history, session), or below its subheadings, say what was and are left out. The title
of the file is no such heading: `Request Log Viewer` is a name.
"""

from __future__ import annotations

import itertools
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*)|$)")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_HISTORY = re.compile(r"\d{4}-\d{2}-\d{2}|\b(?:log|logs|history|session|sessions)\b", re.IGNORECASE)
_PIPE = re.compile(r"\\.|\|", re.DOTALL)


class Cell:
    """A cell: ``[start, end)`` in the file, blanks around it left out, and the text there."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text[start:end]
        self.start = start
        self.end = end


class Table:
    """The header and the rows, each a list of cells."""

    __slots__ = ("header", "rows")

    def __init__(self, header: list[Cell]) -> None:
        self.header = header
        self.rows: list[list[Cell]] = []


def tables(text: str, start: int) -> Iterator[Table]:
    """The tables of *text* from the offset *start* on that speak of the present."""
    history: list[int] = []  # the level of the heading that the history below it belongs to
    before: tuple[int, int] | None = None  # the line before, which may be a header
    table: Table | None = None
    for begin, end in _lines_of_text(text, start):
        line = text[begin:end]
        heading = _HEADING.match(line) if line.lstrip().startswith("#") else None
        if heading:
            level = len(heading[1])
            if history and level <= history[0]:
                history.clear()
            if not history and level > 1 and _HISTORY.search(heading[2] or ""):
                history.append(level)
        if "|" not in line or heading:
            if table is not None:
                yield table
            table = None
            before = (begin, end) if line.strip() and not heading else None
            continue
        if table is not None:
            table.rows.append(_cells(text, begin, end))
        elif before is not None and _DELIMITER.match(line) and not history:
            header = _cells(text, *before)
            if len(header) == len(_cells(text, begin, end)):
                table = Table(header)
        before = (begin, end)
    if table is not None:
        yield table


def _lines_of_text(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The lines, line ends left out, that are neither code nor comment; an empty one stands for those left out."""
    fence = ""
    at, size = start, len(text)
    comment = text.find("<!--", at)
    while at < size:
        stop = text.find("\n", at)
        stop = size if stop < 0 else stop
        end = stop - 1 if text[stop - 1 : stop] == "\r" else stop
        mark = _FENCE.match(text, at, end)
        if fence:
            if mark and mark[1].startswith(fence) and not text[mark.end() : end].strip():
                fence = ""
            yield at, at
        elif mark:
            fence = mark[1]
            yield at, at
        elif at <= comment < end and not text[at:comment].strip():
            close = text.find("-->", comment)
            close = size if close < 0 else close + 3
            comment = text.find("<!--", close)
            yield at, at
            stop = text.find("\n", close - 1)
            stop = size if stop < 0 else stop
        else:
            yield at, end
        at = stop + 1
        if comment >= 0 and comment < at:
            comment = text.find("<!--", at)


def _cells(text: str, begin: int, end: int) -> list[Cell]:
    """Split a row at the pipes that are not escaped; those around it do not count."""
    bounds = [match.start() for match in _PIPE.finditer(text, begin, end) if match[0] == "|"]
    first = text[begin:end].find(text[begin:end].strip()[:1]) + begin
    if not bounds or bounds[0] != first:
        bounds.insert(0, begin - 1)
    if text[begin:end].rstrip()[-1:] != "|" or len(bounds) == 1:
        bounds.append(end)
    cells = []
    for left, right in itertools.pairwise(bounds):
        inner = text[left + 1 : right]
        start = left + 1 + len(inner) - len(inner.lstrip())
        cells.append(Cell(text, start, max(start, left + 1 + len(inner.rstrip()))))
    return cells
