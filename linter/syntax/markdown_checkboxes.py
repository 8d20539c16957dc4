"""Headings and task list items of a Markdown text (GitHub Flavored Markdown, section 5.3) with their positions.

Linear in the size of the text. What stands in fenced code or in an HTML comment is an example, no task.
"""

from __future__ import annotations

import re
from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_EVENT = re.compile(
    r"^\ufeff?(?P<indent>[ \t]*+)(?:"
    r"(?P<box>(?P<bullet>[-*+]|\d{1,9}[.)])[ \t]*+\[(?P<mark>[^]\[\n\r]{0,2})\](?![(\[:]))"
    r"|(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})"
    r"|(?P<heading>\#{1,6})(?=[ \t\r]|$)"
    r"|(?P<comment><!--))",
    re.MULTILINE,
)
DONE = ("x", "X")


_FENCE = re.compile(r"(?ms)^(```|~~~).*?^\1")


class Spans:
    """Parts of a text that do not overlap, in its order; ``offset in spans`` looks one up."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """One more, behind all others."""
        self._starts.append(start)
        self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def fenced(text: str) -> Spans:
    """Where fenced code stands that is closed."""
    return Spans(match.span() for match in _FENCE.finditer(text))


class Heading:
    """``[start, end)`` is its text, without the marks and blanks around it."""

    __slots__ = ("end", "level", "start", "text")

    def __init__(self, level: int, text: str, start: int) -> None:
        self.level = level
        self.text = text
        self.start = start
        self.end = start + len(text)


class Box:
    """One item: ``mark`` stands between the brackets ``[start, end)``, ``text`` begins at ``text_start``.

    ``bullet`` is what the line begins with behind ``indent`` columns (a tab ends at a multiple of four).
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
        """Whether it is ticked."""
        return self.mark in DONE

    @property
    def is_open(self) -> bool:
        """Whether it holds the one blank that stands for open."""
        return len(self.mark) == 1 and self.mark.isspace()


def items(text: str, start: int = 0, hidden: Spans | None = None) -> Iterator[Heading | Box]:
    """The headings and boxes of *text* from the offset *start* on, in order.

    A letter or digit in brackets is a label (``- [P] may run in parallel``), no box; but for ``x`` and ``X``.
    Where code and comments stand is added to *hidden*.
    """
    at = start
    while event := _EVENT.search(text, at):
        kind = event.lastgroup
        line_end = _line_end(text, event.end())
        at = line_end + 1
        if kind == "comment":
            close = text.find("-->", event.end())
            at = _line_end(text, close) + 1 if close >= 0 else len(text)
            _note(hidden, event.start(), at)
        elif kind == "fence":
            at = _after_fence(text, event["fence"], at)
            _note(hidden, event.start(), at)
        elif kind == "heading":
            if len(event["indent"]) < 4:
                yield _heading(text, event, line_end)
        elif event["mark"].strip() in DONE or not any(character.isalnum() for character in event["mark"]):
            yield _box(text, event, line_end)


def _note(hidden: Spans | None, start: int, end: int) -> None:
    if hidden is not None:
        hidden.add(start, end)


def _heading(text: str, event: re.Match[str], line_end: int) -> Heading:
    written = text[event.end() : line_end]
    words = written.strip().rstrip("#").rstrip()
    return Heading(len(event["heading"]), words, event.end() + len(written) - len(written.lstrip()))


def _box(text: str, event: re.Match[str], line_end: int) -> Box:
    written = text[event.end() : line_end]
    words = written.strip()
    indent = len(event["indent"].expandtabs(4))
    start = event.start("mark") - 1
    behind = line_end - len(written.lstrip())
    return Box(event["bullet"], event.start("bullet"), indent, event["mark"], start, words, behind)


def _after_fence(text: str, fence: str, at: int) -> int:
    """The offset behind the fenced code that opened before *at*; the end of the text where it is never closed."""
    closing = re.compile(rf"^[ \t]*+{fence[0]}{{{len(fence)},}}[ \t\r]*+$", re.MULTILINE).search(text, at)
    return closing.end() + 1 if closing else len(text)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
