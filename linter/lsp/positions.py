"""Conversion between offsets in code points and positions of editors (LSP 3.17, Position)."""

from __future__ import annotations

from lsprotocol.types import Position, PositionEncodingKind, Range

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.syntax.source import Source

_UNITS = {PositionEncodingKind.Utf8: "utf-8", PositionEncodingKind.Utf16: "utf-16-le"}
_WIDTH = {"utf-8": 1, "utf-16-le": 2}


class Positions:
    """The positions of one text: lines from 0, and characters in units of the negotiated *encoding*."""

    def __init__(self, source: Source, encoding: PositionEncodingKind | str | None) -> None:
        self.source = source
        self._encoding = _UNITS.get(PositionEncodingKind(encoding or "utf-16"), "")

    def position(self, offset: int) -> Position:
        """Return the position of *offset*."""
        text = self.source.text
        offset = min(max(offset, 0), len(text))
        line = self.source.position(offset)[0]
        start = self.source.start_of(line)
        before = text[start:offset]
        if self._encoding:
            encoded = before.encode(self._encoding, "surrogatepass")
            return Position(line - 1, len(encoded) // _WIDTH[self._encoding])
        return Position(line - 1, len(before))

    def range(self, start: int, end: int) -> Range:
        """Return the range of ``[start, end)``."""
        return Range(self.position(start), self.position(end))

    def offset(self, position: Position) -> int:
        """Return the offset of *position*, at most the end of its line or of the text."""
        if position.line >= self.source.line_count:
            return len(self.source.text)
        start = self.source.start_of(position.line + 1)
        end = self.source.text.find("\n", start)
        line = self.source.text[start:] if end < 0 else self.source.text[start:end].removesuffix("\r")
        if not self._encoding:
            return start + min(position.character, len(line))
        units = 0
        for index, character in enumerate(line):
            if units >= position.character:
                return start + index
            units += len(character.encode(self._encoding, "surrogatepass")) // _WIDTH[self._encoding]
        return start + len(line)
