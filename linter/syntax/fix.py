"""An edit of a text, a fix made of edits, and a text with edits applied."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_MESSAGE = 400


def shortened(text: str) -> str:
    """*text* cut where it is too long to be read; ``data`` holds what it speaks of in full."""
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"


class Edit:
    """Replace ``[start, end)`` of the file (code points) by *text*."""

    __slots__ = ("end", "start", "text")

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text


class Fix:
    """Edits of one file that belong together; *safe* when nobody could have meant the old value."""

    __slots__ = ("edits", "safe", "title")

    def __init__(self, title: str, edits: Sequence[Edit], *, safe: bool) -> None:
        self.title = shortened(title)
        self.edits = tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))
        self.safe = safe


def apply(text: str, edits: Iterable[Edit]) -> str:
    """*text* with the *edits* made; of two that overlap the first wins."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= at:
            parts += text[at : edit.start], edit.text
            at = edit.end
    parts.append(text[at:])
    return "".join(parts)
