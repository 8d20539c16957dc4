"""A self-contained HTML page: style and script are inline, and no other script can run."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

from linter.outputs.escape import escape_controls

_HERE = Path(__file__).parent


def escaped(text: str) -> str:
    """Return *text* from a file escaped for the body or an attribute of a page."""
    return escape(escape_controls(text))


def page(title: str, body: str, css: str) -> str:
    """Return the page with *body*, and *css* added to the common style; a policy blocks all scripts but its own."""
    style = _read("page.css") + css
    script = _read("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{body}\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
