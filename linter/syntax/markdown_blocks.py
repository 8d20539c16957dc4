"""Find fenced code, HTML comments and headings in Markdown, as CommonMark 0.31 defines them.

Sections 4.2 (ATX headings), 4.5 (fenced code) and 4.6 (HTML blocks), also in block quotes and list items (section 5).
``tests/test_markdown_blocks.py`` compares the blocks with those of markdown-it-py. The time is linear in the size of
the text. A link reference definition counts as a paragraph, and a carriage return alone does not end a line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from linter.syntax.markdown_line import Line
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FENCE_OPENING = r"(?:`{3,}(?=[^`\n]*$)|~{3,})"  # after the indentation, with re.MULTILINE
MAX_DEPTH = 100  # nested block quotes and list items; deeper markers are text
FENCE, COMMENT, HEADING = "fence", "comment", "heading"

_MAY_BEGIN = lazy(r"\n(?= {0,3}(?:[-+*>#`~<=_0-9\t]| {4}))")  # other lines are blank or part of a paragraph
_FENCE = lazy(FENCE_OPENING, re.MULTILINE)
_BACKTICKS, _TILDES = lazy(r"\n {0,3}`{3}"), lazy(r"\n {0,3}~{3}")  # lines that may close a fence
_HEADING = lazy(r"#{1,6}(?=[ \t]|$)")
_ITEM = lazy(r"(?:[-+*]|(?P<number>[0-9]{1,9})[.)])(?=[ \t]|$)")
_UNDERLINE = lazy(r"(?:=++|-++)[ \t]*+$")
_BREAK = lazy(r"(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)$")
_QUOTE = 0  # an entry of the stack of containers; a list item is its indentation


class Block:
    """``[start, end)`` in the text, from the marker to the start of the next line; ``level`` is that of a heading.

    ``is_closed`` is False for a fence or comment that ends with the text, or with the list item or quote around it.
    """

    __slots__ = ("end", "is_closed", "kind", "level", "start")

    def __init__(self, kind: str, start: int, end: int, level: int = 0, is_closed: bool = True) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.level = level
        self.is_closed = is_closed


class Spans:
    """Ordered spans that do not overlap; ``offset in spans`` looks one up."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Append a span, which must follow all others."""
        self._starts.append(start)
        self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        from bisect import bisect_right  # an extension module, which few texts need

        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def fenced_code(text: str, start: int = 0) -> Spans:
    """Return the spans of fenced code in *text*, whose Markdown begins at the offset *start*."""
    if "```" not in text and "~~~" not in text:
        return Spans()
    return Spans((block.start, block.end) for block in blocks(text, start) if block.kind == FENCE)


@lru_cache(maxsize=4)
def blocks(text: str, start: int = 0) -> tuple[Block, ...]:
    """Return the fences, comments and headings of *text* in order; its Markdown begins at the offset *start*.

    The blocks of the last texts are kept, because several rules and formats ask for those of one file.
    """
    return tuple(_Scanner(text).scan(start + text.startswith("\ufeff", start)))


class _Scanner:
    """The state between two lines: the open containers, and the open block in the last of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.containers: list[int] = []
        self.is_empty_item = False  # the last container is an empty list item
        self.is_paragraph = False
        self.fence = ""  # its opening characters
        self.html_end: re.Pattern[str] | None = None
        self.open: Block | None = None  # the fence or comment
        self.found: list[Block] = []

    def scan(self, at: int) -> Iterator[Block]:
        """Yield the blocks from the line at *at* on."""
        text = self.text
        while (at := self._skip(at)) < len(text):
            newline = text.find("\n", at)
            stop = newline + 1 or len(text)
            end = newline if newline >= 0 else stop
            line = Line(text, at, end - 1 if text[at:end].endswith("\r") else end)
            self._read(line, stop)
            yield from self.found
            self.found.clear()
            at = stop
        self._close(len(text), is_closed=False)
        yield from self.found

    def _skip(self, at: int) -> int:
        """Return the next line from *at* on that may be more than blank or part of a paragraph."""
        if self.containers or self.html_end or self.text[at - 1 : at] != "\n":
            return at
        if self.fence:
            closing = (_BACKTICKS if self.fence[0] == "`" else _TILDES).search(self.text, at - 1)
            return closing.start() + 1 if closing else len(self.text)
        found = _MAY_BEGIN.search(self.text, at - 1)
        following = found.end() if found else len(self.text)
        if following > at:
            before = self.text.rfind("\n", 0, following - 1) + 1
            self.is_paragraph = bool(self.text[before:following].strip(" \t\r\n"))
        return following

    def _read(self, line: Line, stop: int) -> None:
        depth = self._matched(line)
        if depth < len(self.containers):
            self._close(line.start, is_closed=False)
        if self.fence:
            if self._closes_fence(line):
                self._close(stop)
        elif self.html_end:
            if line.match(self.html_end):
                self._close(stop)
        else:
            self._begin(line, depth, stop)

    def _matched(self, line: Line) -> int:
        """Return how many open containers continue on *line*, and consume their markers."""
        for depth, width in enumerate(self.containers):
            if width == _QUOTE:
                if line.indent >= 4 or not self.text.startswith(">", line.first, line.end):
                    return depth
                _take_quote(line)
            elif line.is_blank():
                if self.is_empty_item and depth == len(self.containers) - 1:
                    return depth
            elif line.indent >= width:
                line.take_columns(width)
            else:
                return depth
        return len(self.containers)

    def _close(self, end: int, is_closed: bool = True) -> None:
        """Close the open fence or HTML block, if any."""
        if self.open:
            self.open.end, self.open.is_closed = end, is_closed
            self.found.append(self.open)
        self.open = self.html_end = None
        self.fence = ""

    def _closes_fence(self, line: Line) -> bool:
        rest = self.text[line.first : line.end].rstrip(" \t")
        return line.indent < 4 and rest.startswith(self.fence) and not rest.strip(self.fence[0])

    def _begin(self, line: Line, depth: int, stop: int) -> None:
        """Open the containers and the block that begin on *line*, or continue the paragraph."""
        while line.indent < 4 and not line.is_blank():
            goes_on = self.is_paragraph and depth == len(self.containers)
            width = self._container(line, goes_on) if depth < MAX_DEPTH else None
            if width is None:
                break
            self._enter(depth)
            self.containers.append(width)
            self.is_empty_item = line.is_blank() and width != _QUOTE
            depth += 1
        if line.is_blank():
            if depth < len(self.containers) or not self.is_empty_item:
                self._enter(depth)
            self.is_paragraph = False
        elif line.indent < 4 and self._leaf(line, depth, stop):
            self._enter(depth)
        elif not self.is_paragraph:
            self._enter(depth)
            self.is_paragraph = line.indent < 4
        # else a lazy continuation line: the paragraph continues without the markers of its containers

    def _enter(self, depth: int) -> None:
        """Close the paragraph and the containers from *depth* on: the container before gets new content."""
        del self.containers[depth:]
        self.is_empty_item = self.is_paragraph = False

    def _container(self, line: Line, goes_on: bool) -> int | None:
        """Consume the marker of a block quote or list item and return its stack entry; None without a marker."""
        character = self.text[line.first]
        if character == ">":
            _take_quote(line)
            return _QUOTE
        item = line.match(_ITEM) if character in "-+*0123456789" else None
        if item is None or line.match(_BREAK) or (goes_on and line.match(_UNDERLINE)):
            return None
        is_first = int(item["number"] or 1) == 1
        if goes_on and not (is_first and self.text[item.end() : line.end].strip(" \t")):
            return None  # nothing else interrupts a paragraph
        width = line.indent + len(item[0])
        line.take_marker(len(item[0]))
        blanks = 1 if line.is_blank() or line.indent > 4 else line.indent
        line.take_columns(blanks)
        return width + blanks

    def _leaf(self, line: Line, depth: int, stop: int) -> bool:
        """Begin the fence, comment or heading on *line*; return whether a block begins or a paragraph is underlined."""
        character, first = self.text[line.first], line.first
        if character in "`~" and (fence := line.match(_FENCE)):
            self.fence, self.open = fence[0], Block(FENCE, first, stop)
        elif character == "#" and (marks := line.match(_HEADING)):
            self.found.append(Block(HEADING, first, stop, len(marks[0])))
        elif character == "<" and self._begins_html(line):
            if self.text.startswith("<!--", first):
                self.open = Block(COMMENT, first, stop)
            if self.html_end and line.match(self.html_end):
                self._close(stop)
        elif character not in "=-*_":
            return False
        else:
            goes_on = self.is_paragraph and depth == len(self.containers)
            return bool((goes_on and line.match(_UNDERLINE)) or line.match(_BREAK))
        return True

    def _begins_html(self, line: Line) -> bool:
        from linter.syntax.html_blocks import find_html_end  # few texts have any

        self.html_end = find_html_end(self.text, line.first, line.end, self.is_paragraph)
        return self.html_end is not None


def _take_quote(line: Line) -> None:
    line.take_marker(1)
    if line.indent and not line.is_blank():
        line.take_columns(1)
