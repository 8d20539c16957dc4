"""The text of a file, and conversions between offsets and lines."""

from __future__ import annotations

from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array

BOM = "\ufeff"
SMALL = 1 << 20  # characters
_FEW = 8  # positions: for fewer, counting lines is cheaper than a table


def line_end(text: str, offset: int) -> int:
    """Return the offset of the first line end at or after *offset*; the length of *text* if there is none."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


class Source:
    r"""The text of one file; offsets are code points from its start, including a BOM.

    Only ``\n`` ends a line. CR, U+2028 and U+0085 are ordinary characters, as in git and in editors.
    """

    __slots__ = ("_lookups", "_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | array[int] | None = None
        self._lookups = 0

    def _line_starts(self) -> list[int] | array[int]:
        if self._starts is None:
            if len(self.text) < SMALL:
                self._starts = [0, *accumulate([len(line) + 1 for line in self.text.split("\n")][:-1])]
            else:
                self._starts = _starts_of_many(self.text)
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of *offset*, both from 1; a BOM takes no column, as in editors."""
        if self._starts is None and self._lookups < _FEW:
            self._lookups += 1
            line = self.text.count("\n", 0, offset) + 1
            column = offset - self.text.rfind("\n", 0, offset)
        else:
            starts = self._line_starts()
            from bisect import bisect_right  # an extension module, which a run without violations need not load

            line = bisect_right(starts, offset)
            column = offset - starts[line - 1] + 1
        if line == 1 and column > 1 and self.text.startswith(BOM):
            column -= 1
        return line, column

    @property
    def line_count(self) -> int:
        """The number of lines; a final line end begins one more line."""
        return len(self._line_starts())

    def start_of(self, number: int) -> int:
        """Return the offset at which line *number* (from 1) begins."""
        return self._line_starts()[number - 1]

    def line(self, number: int) -> str:
        """Return the text of line *number* (from 1) without line end and BOM."""
        start, end = self.line_span(number)
        return self.text[start:end]

    @property
    def first_line_end(self) -> int:
        """The end of the first line, at least 1 unless the file is empty, so that a problem there has a span."""
        return len(self.line(1)) or min(1, len(self.text))

    def line_span(self, number: int) -> tuple[int, int]:
        """Return start and end of the text of line *number*, so that callers can slice a long line."""
        starts = self._line_starts()
        start = starts[number - 1]
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return start + self.text.startswith(BOM, start, end), end


def _starts_of_many(text: str) -> array[int]:
    """Return the line starts of a large text, using 4 bytes per line and no copies of lines."""
    from array import array

    starts = array("I", [0])
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
