"""The source lines of a violation: primary and related marks by file, in ascending order, cut to a width."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from linter.outputs.escape import escape_controls, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.engine.report import Report
    from linter.rules.violation import Related, Violation
    from linter.syntax.source import Source

WIDTH = 110  # cells of a source line if nothing limits it
MIN_WIDTH = 20  # cells of a source line, however narrow the terminal is
CONTEXT = 30  # cells before the span that remain in a long line
MAX_RELATED = 6  # related places to show


class Mark(NamedTuple):
    """A span of a shown line: cells before it, its own cells, and its label."""

    indent: int
    cells: int
    label: str
    is_primary: bool


class Line(NamedTuple):
    """A source line: escaped pieces with the mark that covers them (None: no mark), and its marks in order."""

    number: int
    pieces: list[tuple[str, str | None]]  # text and "primary", "related" or None
    marks: list[Mark]
    follows_gap: bool


class FileExcerpt(NamedTuple):
    """The shown lines of a file; the location is that of the violation, or the first of the related locations."""

    path: str
    line: int
    column: int
    lines: list[Line]


class _Span(NamedTuple):
    start: int
    end: int
    label: str
    is_primary: bool


def excerpts(
    violation: Violation, report: Report, cells: int | None = None, *, has_lines: bool = True
) -> list[FileExcerpt]:
    """Return the lines of *violation*, its own file first, each line cut to *cells* cells; else only the places."""
    here = (violation.path, violation.start, violation.end)
    labels = [one.message for one in violation.related if (one.path, one.start, one.end) == here]
    spans = {violation.path: [_Span(violation.start, violation.end, ", ".join(labels), True)]}
    for location in other_locations(violation)[:MAX_RELATED]:
        spans.setdefault(location.path, []).append(_Span(location.start, location.end, location.message, False))
    found = []
    for path, marked in spans.items():
        source = report.sources[path]
        ordered = sorted(marked, key=lambda span: (span.start, span.end))
        first = marked[0] if path == violation.path else ordered[0]
        limit = WIDTH if cells is None else max(cells, MIN_WIDTH)
        lines = list(_lines(source, ordered, limit)) if source.text and has_lines else []
        found.append(FileExcerpt(path, *source.position(first.start), lines))
    return found


def other_locations(violation: Violation) -> list[Related]:
    """Return the related places except those that are the violation's own span."""
    here = (violation.path, violation.start, violation.end)
    return [location for location in violation.related if (location.path, location.start, location.end) != here]


def _lines(source: Source, spans: list[_Span], cells: int) -> Iterator[Line]:
    previous = 0
    by_line: dict[int, list[_Span]] = {}
    for span in spans:
        by_line.setdefault(source.position(span.start)[0], []).append(span)
    for number, marked in by_line.items():
        bounds = source.line_span(number)
        follows_gap = 0 < previous < number - 1
        previous = number
        for group in _groups(source.text, bounds, [_within(span, bounds) for span in marked], cells):
            pieces, marks = _cut(source.text, bounds, group, cells)
            yield Line(number, pieces, marks, follows_gap)
            follows_gap = False


def _within(span: _Span, bounds: tuple[int, int]) -> _Span:
    """Return the span, not past the *bounds* of its line; an empty span is one character long."""
    first, last = bounds
    start = min(max(span.start, first), last)
    return span._replace(start=start, end=min(max(span.end, start + 1), max(last, start + 1)))


def _groups(text: str, bounds: tuple[int, int], spans: list[_Span], cells: int) -> Iterator[list[_Span]]:
    """Yield the spans of a line that fit into one excerpt together."""
    group: list[_Span] = []
    for span in spans:
        begin, end = min(group[0].start, span.start) if group else 0, _last(group, span)
        if group and _window(text, bounds, begin, end, cells)[1] < end:
            yield group
            group = []
        group.append(span)
    yield group


def _last(group: list[_Span], span: _Span) -> int:
    return max((span.end, *(one.end for one in group)))


def _cut(
    text: str, bounds: tuple[int, int], spans: list[_Span], cells: int
) -> tuple[list[tuple[str, str | None]], list[Mark]]:
    begin, end = min(span.start for span in spans), max(span.end for span in spans)
    low, high = _window(text, bounds, begin, end, cells)
    edges = sorted({low, high, *(min(max(at, low), high) for span in spans for at in span[:2])})
    pieces: list[tuple[str, str | None]] = [("…", None)] if low > bounds[0] else []
    column, offsets = len(pieces), {}
    for start, stop in pairwise(edges):
        offsets[start] = column
        piece = printable(text[start:stop])
        column += width(piece)
        kinds = {span.is_primary for span in spans if span.start <= start < span.end}
        pieces.append((piece, ("primary" if True in kinds else "related") if kinds else None))
    offsets[high] = column
    if high < bounds[1]:
        pieces.append(("…", None))
    marks = []
    for span in spans:
        indent = offsets[min(span.start, high)]
        marks.append(Mark(indent, max(offsets[min(span.end, high)] - indent, 1), span.label, span.is_primary))
    return pieces, marks


def _window(text: str, bounds: tuple[int, int], begin: int, end: int, cells: int) -> tuple[int, int]:
    """Return the part of a line around ``[begin, end)`` that fits into *cells* cells with an ellipsis at each cut.

    The line is not cut out of *text*: it may be long, and have many violations.
    """
    first, last = bounds
    low, high = max(first, begin - cells), min(last, end + cells)
    if (low, high) == bounds and width(printable(text[low:high])) <= cells:
        return bounds
    before, marked, after = text[low:begin], text[begin : min(end, begin + cells, last)], text[end:high]
    cells -= 2
    left = _fit(before, min(CONTEXT, cells // 3), from_end=True)
    mark = _fit(marked, cells - left[1])
    right = _fit(after, cells - left[1] - mark[1]) if begin + mark[0] == end else (0, 0)
    left = _fit(before, cells - mark[1] - right[1], from_end=True)
    return begin - left[0], begin + mark[0] + right[0]


def _fit(text: str, cells: int, *, from_end: bool = False) -> tuple[int, int]:
    """Return how many characters of the beginning (or end) of *text* fit into *cells* cells, and their cells."""
    low, high = 0, len(text)
    if text.isascii() and text.isprintable() and "##" not in text and "::" not in text:
        return min(cells, high), min(cells, high)  # a cell for each character
    while low < high:
        count = (low + high + 1) // 2
        if width(printable(text[len(text) - count :] if from_end else text[:count])) <= cells:
            low = count
        else:
            high = count - 1
    while from_end and 0 < low < len(text) and not width(printable(text[len(text) - low])):
        low -= 1  # a combining mark belongs to the character that is cut off
    return low, width(printable(text[len(text) - low :] if from_end else text[:low]))


def printable(text: str) -> str:
    """Return *text* escaped, tabs as four blanks."""
    return escape_controls(text.replace("\t", "    ")) if text else ""
