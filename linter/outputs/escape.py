"""Escape text from files: outputs contain no active control characters and no CI commands."""

from __future__ import annotations

from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

# Characters that act, or that are invisible: controls (Cc), format characters (Cf), lone surrogates (Cs), separators of
# lines and paragraphs (Zl, Zp), default ignorable code points (fillers, variation selectors, tags), the blank of
# Braille, and what XML forbids; from DerivedCoreProperties.txt and DerivedGeneralCategory.txt of Unicode 16
_LIVE = lazy(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LEGACY = lazy(r"##(?=\w*\[)")  # ##[group], and ##vso[…] of Azure Pipelines, ##teamcity[…]


def _show(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def escape_controls(text: str) -> str:
    """Return *text* on one line, with control characters, ``##[`` and a leading ``::`` (CI commands) escaped."""
    if not text.isprintable() or not text.isascii():
        text = _LIVE.sub(_show, text)
    if "##" in text:
        text = _LEGACY.sub(r"##\\", text)
    if text.lstrip().startswith("::"):
        text = text.replace("::", ":\\:", 1)
    return text


def escape_ci_commands(text: str) -> str:
    """Return equivalent ASCII JSON without anything that a CI runner takes for a command."""
    return text.replace("##", "#\\u0023") if "##" in text else text


def width(text: str) -> int:
    """Return the number of terminal cells of the escaped *text*."""
    if text.isascii():
        return len(text)
    try:
        from wcwidth import wcswidth
    except ImportError:  # an environment that is older than this dependency: almost the same
        from unicodedata import combining, east_asian_width

        return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
    return max(wcswidth(text), 0)
