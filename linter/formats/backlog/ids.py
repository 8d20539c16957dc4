"""Ids of Backlog.md: ``PREFIX-1.2``, ignoring the case of the prefix and leading zeros."""

from __future__ import annotations

import re

_ID = re.compile(r"([A-Za-z][A-Za-z_-]*?)-(\d+(?:\.\d+)*)\Z")
_FILE = re.compile(r"([A-Za-z][A-Za-z_]*)-(\d+(?:\.\d+)*)(?=\D)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*\Z")


def canonical(text: str, prefix: str) -> str:
    """Return *text* in the form that equal ids share; a bare number gets the *prefix* of the project."""
    text = text.strip()
    match = _ID.match(text)
    if match:
        return f"{match[1].upper()}-{_bare(match[2])}"
    if _NUMBER.match(text):
        return f"{prefix.upper()}-{_bare(text)}"
    return text.upper()


def number(id: str) -> str:
    """Return the ``1.2`` of a canonical id, or ""."""
    match = _ID.match(id)
    return match[2] if match else ""


def of_file(name: str) -> str:
    """Return the canonical id that a file name begins with, or ""."""
    match = _FILE.match(name)
    return f"{match[1].upper()}-{_bare(match[2])}" if match else ""


def _bare(digits: str) -> str:
    return ".".join(segment.lstrip("0") or "0" for segment in digits.split("."))
