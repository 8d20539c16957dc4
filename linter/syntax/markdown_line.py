"""A line of Markdown while its block structure is read (CommonMark 0.31, section 2.2 for tabs)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


class Line:
    """The rest of a line after the container markers, which begins at ``at`` in ``column``.

    ``first`` is the offset of its first character that is not blank, ``indent`` the number of columns before that.
    """

    __slots__ = ("at", "column", "end", "first", "indent", "start", "text")

    def __init__(self, text: str, at: int, end: int) -> None:
        self.text = text
        self.start = at
        self.end = end
        self.column = 0
        self.move(at)

    def move(self, at: int) -> None:
        """Move to the offset *at*, which is in the current column."""
        self.at = self.first = at
        column = self.column
        while self.first < self.end and self.text[self.first] in " \t":
            column += 4 - column % 4 if self.text[self.first] == "\t" else 1
            self.first += 1
        self.indent = column - self.column

    def take_columns(self, count: int) -> None:
        """Consume blanks; of a tab as many columns as needed."""
        self.column += count
        self.indent -= count

    def take_marker(self, length: int) -> None:
        """Consume a marker of *length* characters and the indentation before it."""
        self.column += self.indent + length
        self.move(self.first + length)

    def is_blank(self) -> bool:
        """Whether the rest of the line is blank."""
        return self.first >= self.end

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match *pattern* after the indentation."""
        return pattern.match(self.text, self.first, self.end)
