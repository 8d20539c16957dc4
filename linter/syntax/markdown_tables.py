"""Tables in Markdown, with the position of every cell (GitHub Flavored Markdown, section 4.10).

The time is linear in the size of the text. Fenced code and HTML comments are skipped. So are tables below a heading
about history (a date, or ``log``, ``history``, ``session``) and its subheadings, because they describe the past. The
title of the file is not such a heading: ``Request Log Viewer`` is a name.
"""

from __future__ import annotations

import itertools
import re

from linter.syntax.source import line_end
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS = lazy(
    r"\n[ \t]*+(?=[|:-])(?P<row>(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+)\r?$", re.MULTILINE
)
_DELIMITER_ROW = lazy(r"\n[ \t]*[|:-][ \t|:-]*\r?(?=\n|\Z)")
_OTHER = lazy(r" {4}| {0,3}(?:[-*+]|\d{1,9}[.)]|>)[ \t]")  # indented code, lists, quotes end a table
_HISTORY = lazy(r"\d{4}-\d{2}-\d{2}|\b(?:log|logs|history|session|sessions)\b", re.IGNORECASE)
_PIPE = lazy(r"\\.|\|", re.DOTALL)


class Cell:
    """A cell: its text and ``[start, end)`` in the file, without surrounding blanks."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text[start:end]
        self.start = start
        self.end = end


class Row:
    """The cells of a row, created on access."""

    __slots__ = ("_at", "_parts", "_text")

    def __init__(self, text: str, parts: list[str], at: int) -> None:
        self._text = text
        self._parts = parts  # the text between the pipes
        self._at = at  # the offset of the first part

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[Cell]:
        return (self[index] for index in range(len(self._parts)))

    def cell_text(self, index: int) -> str:
        """Return the text of one cell."""
        return self._parts[index].strip()

    def texts(self) -> tuple[str, ...]:
        """Return the texts of all cells."""
        return tuple([part.strip() for part in self._parts])

    def __getitem__(self, index: int) -> Cell:
        part = self._parts[index]
        begin = self._at + index + sum(map(len, self._parts[:index]))
        start = begin + len(part) - len(part.lstrip())
        return Cell(self._text, start, max(start, begin + len(part.rstrip())))


class Cells(list[Cell]):
    """The cells of a row that contains escaped pipes or comments."""

    def cell_text(self, index: int) -> str:
        """Return the text of one cell."""
        return self[index].text

    def texts(self) -> tuple[str, ...]:
        """Return the texts of all cells."""
        return tuple([cell.text for cell in self])


class Table:
    """A table: the header and the rows, each a sequence of cells; ``end`` is the offset after the last row."""

    __slots__ = ("end", "header", "rows")

    def __init__(self, header: Row | Cells) -> None:
        self.header = header
        self.end = 0
        self.rows: list[Row | Cells] = []


def describes_past(heading: str) -> bool:
    """Return whether the section below *heading* is a record of the past: a date, a log, a history or a session."""
    return _HISTORY.search(heading) is not None


def tables(text: str, start: int, stop: int | None = None) -> Iterator[Table]:
    """Yield the tables of *text* from the offset *start* on that are not history; none that begins after *stop*."""
    from linter.syntax.markdown_blocks import HEADING, blocks  # most plans have no table that anyone asks for

    stop = len(text) if stop is None else stop
    history = 0  # the level of the history heading that is in effect
    at = start
    for block in blocks(text, start):
        if not history:
            yield from _tables_between(text, at, block.start, stop)
        at = block.end
        if at > stop:
            return
        if block.kind == HEADING:
            if history and block.level <= history:
                history = 0
            if not history and block.level > 1 and _HISTORY.search(text, block.start, at):
                history = block.level
    if not history:
        yield from _tables_between(text, at, len(text), stop)


def _tables_between(text: str, start: int, end: int, stop: int) -> Iterator[Table]:
    """Yield the tables of ``[start, end)``, which has no fence, comment or heading, that begin up to *stop*."""
    at = start
    while (delimiter := _DELIMITERS.search(text, at, end)) and delimiter.start() <= stop:
        at = delimiter.end()
        table = _table(text, start, delimiter, end) if "|" in delimiter["row"] else None
        if table is not None:
            at = table.end
            yield table


def headers(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield possible table headers from *start* on, with the offsets of their ends: a quick check before ``tables``."""
    first = text.find("|", start)
    for row in _DELIMITER_ROW.finditer(text, max(start, text.rfind("\n", 0, first))) if first >= 0 else ():
        if "|" in row[0] and "-" in row[0]:
            yield text[text.rfind("\n", 0, row.start()) + 1 : row.start()], row.start()


def _table(text: str, start: int, delimiter: re.Match[str], stop: int) -> Table | None:
    """Return the table of the row *delimiter*; header and rows are between *start* and *stop*."""
    header = text.rfind("\n", start, delimiter.start()) + 1 or start
    if "|" not in text[header : delimiter.start()]:
        return None
    table = Table(_cells(text, header, delimiter.start() + 1))
    line = delimiter["row"].strip()
    if len(table.header) != line.count("|") + 1 - line.startswith("|") - line.endswith("|"):
        return None
    rows = delimiter.end() + 1
    while rows < stop:
        end = line_end(text, rows)
        if text[rows] != "|" and (not text[rows : min(end, stop)].strip() or _OTHER.match(text, rows)):
            break
        table.rows.append(_cells(text, rows, end))
        rows = end + 1
    table.end = rows
    return table


def _cells(text: str, begin: int, end: int) -> Row | Cells:
    """Split a row at its unescaped pipes, without the outer pipes and without comments."""
    row = text[begin:end]
    if "\\" not in row and "<!--" not in row:
        return _plain_row(text, row, begin)
    bounds = [match.start() for match in _PIPE.finditer(text, begin, end) if match[0] == "|"]
    first = text[begin:end].find(text[begin:end].strip()[:1]) + begin
    if not bounds or bounds[0] != first:
        bounds.insert(0, begin - 1)
    if text[begin:end].rstrip()[-1:] != "|" or len(bounds) == 1:
        bounds.append(end)
    cells = Cells()
    for left, right in itertools.pairwise(bounds):
        inner = text[left + 1 : right].partition("<!--")[0]
        start = left + 1 + len(inner) - len(inner.lstrip())
        cells.append(Cell(text, start, max(start, left + 1 + len(inner.rstrip()))))
    return cells


def _plain_row(text: str, row: str, at: int) -> Row:
    """Split a row without escaped pipes and comments."""
    parts = row.split("|")
    if len(parts) > 1 and not parts[0].strip():
        at += len(parts.pop(0)) + 1
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return Row(text, parts, at)
