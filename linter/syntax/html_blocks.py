"""The start and end conditions of HTML blocks in Markdown (CommonMark 0.31, section 4.6)."""

from __future__ import annotations

import re

from linter.system.lazy_regex import lazy

_RAW_TEXT = r"(?:script|pre|style|textarea)"
_BLOCK_TAG = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
_VALUE = r"""[^\s"'=<>`]++|'[^'\n]*+'|"[^"\n]*+\""""
_OPEN_TAG = rf"<[a-z][a-z0-9-]*+(?:[ \t]++[a-z_:][\w.:-]*+(?:[ \t]*+=[ \t]*+(?:{_VALUE}))?+)*+[ \t]*+/?>"
_KINDS = (  # for each kind the start of a block and the end of its last line
    (lazy(rf"<{_RAW_TEXT}(?=[ \t>]|$)", re.IGNORECASE), lazy(rf".*?</{_RAW_TEXT}>", re.IGNORECASE)),
    (lazy(r"<!--"), lazy(".*?-->")),
    (lazy(r"<\?"), lazy(r".*?\?>")),
    (lazy(r"<![a-z]", re.IGNORECASE), lazy(".*?>")),
    (lazy(r"<!\[CDATA\["), lazy(r".*?\]\]>")),
)
_TO_BLANK = lazy(rf"</?(?:{_BLOCK_TAG})(?=[ \t]|/?>|$)", re.IGNORECASE)
_TAG_ALONE = lazy(rf"(?:{_OPEN_TAG}|</[a-z][a-z0-9-]*+[ \t]*+>)[ \t]*+$", re.IGNORECASE)
_BLANK_LINE = lazy(r"$")


def find_html_end(text: str, at: int, end: int, in_paragraph: bool) -> re.Pattern[str] | None:
    """Return the pattern of the last line of an HTML block that begins at *at*, or None if none begins there.

    *end* is the end of the line. The pattern is matched after the indentation of a line, and the first line may be the
    last.
    """
    for begin, last in _KINDS:
        if begin.match(text, at, end):
            return last
    if _TO_BLANK.match(text, at, end) or (not in_paragraph and _TAG_ALONE.match(text, at, end)):
        return _BLANK_LINE
    return None
