"""The page of a format, a Markdown file next to its module: documentation, and output of ``explain``."""

from __future__ import annotations

from pathlib import Path


def path_of(name: str) -> Path:
    """Return the path of the page of the built-in format *name*."""
    return Path(__file__).parent / (name.replace("-", "_") + ".md")
