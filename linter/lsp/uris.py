"""File names and the URIs that editors speak of (RFC 8089)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit


def path_of(uri: str) -> str:
    """The file that a ``file:`` URI names."""
    parts = urlsplit(uri)
    path = unquote(parts.path)
    if os.name == "nt":
        path = path.lstrip("/")
    return path if parts.scheme == "file" else uri


def uri_of(path: str) -> str:
    """The ``file:`` URI of a path, absolute or shown."""
    return Path(os.path.abspath(path)).as_uri()
