"""Conversion between paths and the URIs of editors (RFC 8089)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from linter.system.boundary import linked_file, outermost_root

_LOCAL = ("", "localhost")  # hosts


def is_file(uri: str) -> bool:
    """Whether *uri* is that of a local file.

    Unsaved documents and old revisions (``untitled:``, ``git:``) are not, and neither are invalid URIs.
    """
    return _path(uri) is not None


def path_of(uri: str) -> str:
    """Return the path of a ``file:`` URI, that of its target for a link in a repository.

    Raises ValueError if it is not one of a local file.
    """
    path = _path(uri)
    if path is None:
        raise ValueError(uri)
    return linked_file(path, outermost_root(os.path.abspath(path)))


def _path(uri: str) -> str | None:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    path = unquote(parts.path, errors="surrogateescape")  # names of files are bytes
    if parts.scheme != "file" or not path.startswith("/") or "\0" in path:
        return None
    if os.name != "nt":
        return path if parts.netloc.lower() in _LOCAL else None
    return path.lstrip("/") if parts.netloc.lower() in _LOCAL else f"//{parts.netloc}{path}"


def uri_of(path: str) -> str:
    """Return the ``file:`` URI of an absolute or display path."""
    return Path(os.path.abspath(path)).as_uri()
