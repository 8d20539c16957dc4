"""Text from files made harmless: no live control character and no CI command leaves through an output."""

from __future__ import annotations

from linter.lazy import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

# C0, DEL and C1 controls, line and paragraph separators, bidirectional and zero-width controls, lone surrogates
_LIVE = lazy("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")


def _show(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def harmless(text: str) -> str:
    """*text* on one line: controls shown as escapes, ``##[`` and a leading ``::`` no longer commands for a runner."""
    if not text.isprintable() or not text.isascii():
        text = _LIVE.sub(_show, text)
    if "##[" in text:
        text = text.replace("##[", "##\\[")
    if text.lstrip().startswith("::"):
        text = text.replace("::", ":\\:", 1)
    return text


def width(text: str) -> int:
    """How many terminal cells harmless *text* takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
