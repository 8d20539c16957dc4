"""Headings and task list items in Markdown, with positions (GitHub Flavored Markdown, section 5.3).

The time is linear in the size of the text. Fenced code and HTML comments are skipped.
"""

from __future__ import annotations

import re

from linter.syntax.markdown_blocks import HEADING, blocks
from linter.syntax.source import line_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.syntax.markdown_blocks import Block, Spans

_BOX = re.compile(
    r"^\ufeff?(?P<indent>[ \t]*+)(?P<bullet>[-*+]|\d{1,9}[.)])[ \t]*+\[(?P<mark>[^]\[\n\r]{0,2})\](?![(\[:])",
    re.MULTILINE,
)
DONE = ("x", "X")


class Heading:
    """A heading: ``[start, end)`` is its text, without marks and surrounding blanks."""

    __slots__ = ("end", "level", "start", "text")

    def __init__(self, level: int, text: str, start: int) -> None:
        self.level = level
        self.text = text
        self.start = start
        self.end = start + len(text)


class Box:
    """A task list item: ``mark`` is between the brackets ``[start, end)``, ``text`` begins at ``text_start``.

    ``bullet`` is the list marker, after ``indent`` columns (a tab ends at a multiple of four).
    """

    __slots__ = ("bullet", "bullet_start", "end", "indent", "mark", "start", "text", "text_start")

    def __init__(
        self, bullet: str, bullet_start: int, indent: int, mark: str, start: int, text: str, text_start: int
    ) -> None:
        self.bullet = bullet
        self.bullet_start = bullet_start
        self.indent = indent
        self.mark = mark
        self.start = start
        self.end = start + len(mark) + 2
        self.text = text
        self.text_start = text_start

    @property
    def is_done(self) -> bool:
        """Whether the checkbox is checked."""
        return self.mark in DONE

    @property
    def is_open(self) -> bool:
        """Whether the checkbox contains a single blank."""
        return len(self.mark) == 1 and self.mark.isspace()


def items(text: str, start: int = 0, hidden: Spans | None = None) -> Iterator[Heading | Box]:
    """Yield the headings and checkboxes of *text* from the offset *start* on, in order.

    A letter or digit in brackets other than ``x`` and ``X`` is a label (``- [P] may run in parallel``), not a checkbox.
    Headings in block quotes and list items are skipped. The spans of code and comments are added to *hidden*.
    """
    at = start
    for block in blocks(text, start):
        yield from _boxes(text, at, block.start)
        at = block.end
        if block.kind != HEADING:
            if hidden is not None:
                hidden.add(block.start, block.end)
        elif text[text.rfind("\n", 0, block.start) + 1 : block.start].strip(" \t\ufeff") == "":
            yield _heading(text, block)
    yield from _boxes(text, at, len(text))


def _heading(text: str, block: Block) -> Heading:
    start = block.start + block.level
    written = text[start : block.end]
    words = written.strip().rstrip("#").rstrip()
    return Heading(block.level, words, start + len(written) - len(written.lstrip()))


def _boxes(text: str, start: int, end: int) -> Iterator[Box]:
    for match in _BOX.finditer(text, start, end):
        if match["mark"].strip() in DONE or not any(character.isalnum() for character in match["mark"]):
            yield _box(text, match)


def _box(text: str, match: re.Match[str]) -> Box:
    end = line_end(text, match.end())
    written = text[match.end() : end]
    words = written.strip()
    indent = len(match["indent"].expandtabs(4))
    start = match.start("mark") - 1
    behind = end - len(written.lstrip())
    return Box(match["bullet"], match.start("bullet"), indent, match["mark"], start, words, behind)
