"""Conversion between paths and the URIs of editors (RFC 8089)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from linter.system.boundary import linked_file


def is_file(uri: str) -> bool:
    """Whether *uri* is that of a file; unsaved documents and old revisions (``untitled:``, ``git:``) are none."""
    return urlsplit(uri).scheme == "file"


def path_of(uri: str) -> str:
    """Return the path of a ``file:`` URI, that of its target for a link in a repository."""
    parts = urlsplit(uri)
    path = unquote(parts.path)
    if os.name == "nt":
        path = path.lstrip("/")
    return linked_file(path) if parts.scheme == "file" else uri


def uri_of(path: str) -> str:
    """Return the ``file:`` URI of an absolute or shown path."""
    return Path(os.path.abspath(path)).as_uri()
