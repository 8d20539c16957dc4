"""Conversion between offsets in code points and positions of editors (LSP 3.17, Position)."""

from __future__ import annotations

import re
from bisect import bisect_left

from lsprotocol.types import Position, PositionEncodingKind, Range

from linter.syntax.source import line_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.syntax.source import Source

_ENCODINGS = {PositionEncodingKind.Utf8: "utf-8", PositionEncodingKind.Utf16: "utf-16-le"}
_WIDTH = {"utf-8": 1, "utf-16-le": 2}
_WIDE = {"utf-8": re.compile(r"[^\x00-\x7f]"), "utf-16-le": re.compile(r"[^\x00-\uffff]")}  # more than one unit


class Positions:
    """The positions of one text: lines from 0, and characters in units of the negotiated *encoding*."""

    def __init__(self, source: Source, encoding: PositionEncodingKind | str | None) -> None:
        self.source = source
        self._encoding = _ENCODINGS.get(PositionEncodingKind(encoding or "utf-16"), "")
        self._lines: dict[int, _Line] = {}

    def position(self, offset: int) -> Position:
        """Return the position of *offset*."""
        offset = min(max(offset, 0), len(self.source.text))
        number = self.source.position(offset)[0]
        return Position(number - 1, self._line(number).units(offset))

    def range(self, start: int, end: int) -> Range:
        """Return the range of ``[start, end)``."""
        return Range(self.position(start), self.position(end))

    def offset(self, position: Position) -> int:
        """Return the offset of *position*, at most the end of its line or of the text."""
        if position.line >= self.source.line_count:
            return len(self.source.text)
        return self._line(position.line + 1).offset(position.character)

    def _line(self, number: int) -> _Line:
        found = self._lines.get(number)
        if found is None:
            found = self._lines[number] = _Line(self.source, number, self._encoding)
        return found


class _Line:
    """Where the wide characters of one line are, found once however many positions it is asked for."""

    __slots__ = ("_after", "_end", "_start", "_wide")

    def __init__(self, source: Source, number: int, encoding: str) -> None:
        text = source.text
        self._start = source.start_of(number)
        end = line_end(text, self._start)
        self._end = end - 1 if end > self._start and text[end - 1 : end + 1] == "\r\n" else end
        self._wide: list[int] = []  # offsets of the characters of more than one unit
        self._after: list[int] = []  # units from the start of the line to behind each of them
        if encoding:
            units, behind = 0, self._start
            for match in _WIDE[encoding].finditer(text, self._start, end):
                at = match.start()
                units += at - behind + len(match[0].encode(encoding, "surrogatepass")) // _WIDTH[encoding]
                behind = at + 1
                self._wide.append(at)
                self._after.append(units)

    def units(self, offset: int) -> int:
        before = bisect_left(self._wide, offset)
        return self._after[before - 1] + offset - self._wide[before - 1] - 1 if before else offset - self._start

    def offset(self, units: int) -> int:
        """Return the offset after *units*; in the middle of a character, the one behind it."""
        before = bisect_left(self._after, units)
        if before:
            found = self._wide[before - 1] + 1 + units - self._after[before - 1]
        else:
            found = self._start + units
        if before < len(self._wide):
            at = self._wide[before]
            found = min(found, at + 1)
        return min(found, self._end)
