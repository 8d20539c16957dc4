"""The text of a file, and where in it an offset stands."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

BOM = "\ufeff"
_FEW = 8  # positions, for which to count lines costs less than a table of them


class Source:
    """One file's text; offsets are code points from its first, a BOM included.

    Only ``\\n`` ends a line: CR, U+2028 and U+0085 are characters like others, as in git and in editors.
    """

    __slots__ = ("_asked", "_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None
        self._asked = 0

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            lengths = [len(line) + 1 for line in self.text.split("\n")]
            lengths.pop()
            self._starts = [0, *accumulate(lengths)]
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of *offset*, both from 1; a BOM takes no column, as in editors."""
        if self._starts is None and self._asked < _FEW:
            self._asked += 1
            line = self.text.count("\n", 0, offset) + 1
            column = offset - self.text.rfind("\n", 0, offset)
        else:
            starts = self._line_starts()
            line = bisect_right(starts, offset)
            column = offset - starts[line - 1] + 1
        if line == 1 and column > 1 and self.text.startswith(BOM):
            column -= 1
        return line, column

    @property
    def line_count(self) -> int:
        """How many lines there are; behind the last line end one more begins."""
        return len(self._line_starts())

    def start_of(self, number: int) -> int:
        """The offset at which line *number* (from 1) begins."""
        return self._line_starts()[number - 1]

    def line(self, number: int) -> str:
        """The text of line *number* (from 1) without its line end and without a BOM."""
        starts = self._line_starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n").removeprefix(BOM)
