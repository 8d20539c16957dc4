"""Text edits, fixes made of edits, and their application."""

from __future__ import annotations

from linter.system.words import truncate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_MESSAGE_CHARS = 400


def shortened(text: str) -> str:
    """Return *text*, truncated to ``MAX_MESSAGE_CHARS`` characters; ``data`` has the full values."""
    return truncate(text, MAX_MESSAGE_CHARS)


class Edit:
    """A replacement of ``[start, end)`` of the file (in code points) by *text*."""

    __slots__ = ("end", "start", "text")

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text


class Fix:
    """Edits of one file that belong together; *safe* if the old value cannot have been intended."""

    __slots__ = ("edits", "safe", "title")

    def __init__(self, title: str, edits: Sequence[Edit], *, safe: bool) -> None:
        self.title = shortened(title)
        self.edits = tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))
        self.safe = safe


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with the *edits* applied; of two overlapping edits the first wins."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= at:
            parts += text[at : edit.start], edit.text
            at = edit.end
    parts.append(text[at:])
    return "".join(parts)
