"""Nouns after numbers, and text that does not fit."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def noun(count: float, what: str) -> str:
    """Return *what* in the singular or plural: ``file`` or ``files``, ``entry`` or ``entries``."""
    if count == 1:
        return what
    return what[:-1] + "ies" if what.endswith("ry") else what + "s"


def plural(count: int, what: str) -> str:
    """Return count and noun: ``1 error``, ``2,000 errors``."""
    return f"{count:,} {noun(count, what)}"


def truncate(text: str, limit: int) -> str:
    """Return *text*, or its first characters and an ellipsis, *limit* characters together."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def join_first(texts: Sequence[str], limit: int) -> str:
    """Return the first *limit* of *texts* with commas between them, and an ellipsis if there are more."""
    return ", ".join(texts[:limit]) + (" …" if len(texts) > limit else "")
