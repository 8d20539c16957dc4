"""Nouns after numbers."""

from __future__ import annotations


def noun(count: float, what: str) -> str:
    """Return *what* in the singular or plural: ``file`` or ``files``, ``entry`` or ``entries``."""
    if count == 1:
        return what
    return what[:-1] + "ies" if what.endswith("ry") else what + "s"


def plural(count: int, what: str) -> str:
    """Return count and noun: ``1 error``, ``2,000 errors``."""
    return f"{count:,} {noun(count, what)}"
