"""The text of a file, and where in it an offset stands."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate

BOM = "\ufeff"
SMALL = 1 << 20  # characters


class Source:
    """One file's text; offsets are code points from its first, a BOM included.

    Only ``\\n`` ends a line: CR, U+2028 and U+0085 are characters like others, as in git and in editors.
    """

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: array[int] | None = None

    def _line_starts(self) -> array[int]:
        if self._starts is None:
            starts = array("I", [0])  # 4 bytes a line
            if len(self.text) < SMALL:
                starts.extend(accumulate([len(line) + 1 for line in self.text.split("\n")][:-1]))
            else:  # the lines of a large file are not made to be counted
                find, at = self.text.find, self.text.find("\n")
                while at >= 0:
                    starts.append(at + 1)
                    at = find("\n", at + 1)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of *offset*, both from 1; a BOM takes no column, as in editors."""
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
        start, end = self.line_span(number)
        return self.text[start:end]

    def line_span(self, number: int) -> tuple[int, int]:
        """Where the text of line *number* begins and ends, so that a part of a long line can be taken."""
        starts = self._line_starts()
        start = starts[number - 1]
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return start + self.text.startswith(BOM, start, end), end
