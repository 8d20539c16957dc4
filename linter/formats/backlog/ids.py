"""Ids of Backlog.md: ``PREFIX-1.2``, the prefix in any case, zeros before a number without meaning."""

from __future__ import annotations

import re

_ID = re.compile(r"([A-Za-z][A-Za-z_-]*?)-(\d+(?:\.\d+)*)\Z")
_FILE = re.compile(r"([A-Za-z][A-Za-z_]*)-(\d+(?:\.\d+)*)(?=\D)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*\Z")


def canonical(text: str, prefix: str) -> str:
    """*text* in the one form that equal ids share; a bare number takes the *prefix* of the project."""
    text = text.strip()
    match = _ID.match(text)
    if match:
        return f"{match[1].upper()}-{_bare(match[2])}"
    if _NUMBER.match(text):
        return f"{prefix.upper()}-{_bare(text)}"
    return text.upper()


def number(id: str) -> str:
    """The ``1.2`` of a canonical id, nothing where it has none."""
    match = _ID.match(id)
    return match[2] if match else ""


def of_file(name: str) -> str:
    """The canonical id that a file's name begins with, nothing where it begins with none."""
    match = _FILE.match(name)
    return f"{match[1].upper()}-{_bare(match[2])}" if match else ""


def _bare(digits: str) -> str:
    return ".".join(segment.lstrip("0") or "0" for segment in digits.split("."))
