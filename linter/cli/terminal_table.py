"""Tables that fit a terminal: cells are wrapped; where the columns do not fit, each row is a list."""

from __future__ import annotations

import re
from textwrap import wrap

from linter.outputs.escape import width as columns_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Mark = Callable[[str], str]

GAP = "  "
_ESCAPES = re.compile(r"\x1b\[[\d;]*m")


def table_lines(header: Sequence[str], rows: Sequence[Sequence[str]], width: int, mark: Mark = str) -> Iterator[str]:
    """Yield the lines of a table of at most *width* columns; the second one underlines *header*.

    *mark* adds styles to a line of a cell.
    """
    columns = list(zip(header, *rows, strict=True))
    natural = [max(map(columns_of, column)) for column in columns]
    words = [max(columns_of(word) for cell in column for word in cell.split() or [""]) for column in columns]
    widths = fitted(natural, width - len(GAP) * (len(header) - 1))
    if any(size < word for size, word in zip(widths, words, strict=True)):
        yield from map(mark, _as_lists(header, rows, width))
        return
    for row in (header, ["-" * size for size in widths], *rows):
        yield from row_lines(row, widths, mark)


def fitted(natural: Sequence[int], available: int) -> list[int]:
    """Return the widths of columns that share *available* columns.

    Columns that need no more than an equal share of what is left keep their *natural* width.
    """
    widths, left = list(natural), available
    for done, index in enumerate(sorted(range(len(natural)), key=natural.__getitem__)):
        widths[index] = max(1, min(natural[index], left // (len(natural) - done)))
        left -= widths[index]
    return widths


def row_lines(row: Sequence[str], widths: Sequence[int], mark: Mark = str) -> Iterator[str]:
    """Yield the lines of a *row* whose cells are wrapped to *widths*."""
    cells = [wrap(cell, size, break_on_hyphens=False) or [""] for cell, size in zip(row, widths, strict=True)]
    for index in range(max(map(len, cells))):
        parts = [mark(lines[index]) if index < len(lines) else "" for lines in cells]
        missing = [size - columns_of(_ESCAPES.sub("", part)) for part, size in zip(parts, widths, strict=True)]
        yield GAP.join(part + " " * count for part, count in zip(parts, missing, strict=True)).rstrip()


def _as_lists(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    for row in rows:
        yield from wrap(row[0], width)
        for name, cell in zip(header[1:], row[1:], strict=True):
            if cell:
                yield from wrap(f"{name}: {cell}", width, initial_indent=GAP, subsequent_indent=GAP * 2)
