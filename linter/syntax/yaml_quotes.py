"""Find the apostrophe that ends a single-quoted string too early because it is not doubled."""

from __future__ import annotations

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.tokens import ScalarToken

from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KEY_OR_ITEM = lazy(r"(?:[\w.-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*:(?:[ \t\r\n]|\Z)|-[ \t]|[\]})]")
_KEY_LINE = lazy(r"\n[ \t]*(?:- +)?[A-Za-z_][\w-]*:(?=[ \t\r\n]|\Z)")


def find_apostrophe(text: str, at: int) -> int | None:
    """Return the offset of the apostrophe that made the parser of *text* stop at *at*, or None."""
    closing = len(text[:at].rstrip()) - 1
    if closing < 0 or text[closing] != "'":
        return None
    if "\n" in text[closing:at] and _KEY_OR_ITEM.match(text, at):
        return None  # a new key or item: its indentation is wrong
    opening = _opening(text, closing)
    if opening is None:
        return None
    swallowed = _KEY_LINE.search(text, opening, closing)
    return text.rfind("'", opening, swallowed.start()) if swallowed else closing


def _opening(text: str, closing: int) -> int | None:
    """Return the start of the single-quoted string that ends at *closing*, or None."""
    get_token: Any = CParser(text).get_token
    try:
        while (token := get_token()) is not None and token.start_mark.index <= closing:
            if token.end_mark.index == closing + 1 and isinstance(token, ScalarToken) and token.style == "'":
                return int(token.start_mark.index)
    except YAMLError:
        pass
    return None
