"""Find the front matter of a Markdown file (``linter/formats/progress.md``)."""

from __future__ import annotations

from linter.system.lazy_regex import lazy

_OPENING = lazy(r"\ufeff?---[ \t]*\r?\n")
_ALMOST_CLOSING = lazy(r"\n[ \t]*(-{2,}|[–—]+|_{3,}|={3,})[ \t]*\r?(?=\n|\Z)")
_BLANK_REST = lazy(r"[ \t]*\r?(?:\n|\Z)")


class FrontMatter:
    """The bounds of front matter, as offsets.

    ``[start, end)`` is the YAML between the fences, ``body`` the offset after the closing fence (-1 if there is none).
    """

    __slots__ = ("body", "end", "opening", "start")

    def __init__(self, opening: int, start: int, end: int, body: int) -> None:
        self.opening = opening
        self.start = start
        self.end = end
        self.body = body


def split(text: str) -> FrontMatter | None:
    """Find the fences: ``---`` on line 1 and the next line that is ``---`` or ``...``; None if there is no opening."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    first = 1 if text[0] == "\ufeff" else 0
    start = opening.end()
    before = start - 1  # the line end before the first line of YAML
    dashes = _fence(text, "\n---", before, len(text))
    dots = _fence(text, "\n...", before, dashes + 4 if dashes >= 0 else len(text))
    closing = dots if dots >= 0 else dashes
    if closing < 0:
        return FrontMatter(first, start, len(text), -1)
    return FrontMatter(first, start, closing + 1, _BLANK_REST.match(text, closing + 4).end())  # type: ignore[union-attr]


def find_almost_closing(text: str, front: FrontMatter) -> tuple[int, int] | None:
    """Return the span of the first line that resembles a closing fence, for *front* that is not closed."""
    line = _ALMOST_CLOSING.search(text, front.start)
    return line.span(1) if line else None


def _fence(text: str, fence: str, at: int, end: int) -> int:
    at = text.find(fence, at, end)
    while at >= 0 and not _BLANK_REST.match(text, at + 4):
        at = text.find(fence, at + 1, end)
    return at
