"""The lines of common YAML: what begins on a line, and the values of quoted and folded scalars."""

from __future__ import annotations

import re

from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KEY = r"[A-Za-z0-9_](?:[\w./()&+-]| (?=[\w./()&+-])){0,200}+"
_PLAIN_TEXT = r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=[^ ]))(?:[^ :#]++|:(?=[^ ])|(?<=[^ ])#| ++(?=[^ #]))*+"
_QUOTED_TEXT = r"\"[^\"\\]*+\"|'[^']*+'"
_ITEM = rf"(?:[A-Za-z0-9_./][\w./@()+*-]*+(?: +[\w./@()+*-]+)*+|{_QUOTED_TEXT})"
_FLOW = rf"\[ *+(?:{_ITEM} *+(?:, *+{_ITEM} *+)*+)?\]"
_HEAD = rf"( *+)(- ++)?(?:({_KEY}):(?= |$) *+)?"
LINE = lazy(rf"{_HEAD}(?:({_PLAIN_TEXT})|({_QUOTED_TEXT})|({_FLOW}))? *+(?:(?<= )#.*)?")
_ITEMS = lazy(_ITEM)
BLOCK = lazy(rf"{_HEAD}([|>]-?)")
OPENED = lazy(rf"{_HEAD}(?=['\"])")
QUOTES = lazy(r"('(?:[^']|'')*+'|\"(?:[^\"\\]|\\.)*+\") *(?:(?<= )#[^\n]*)?(?=\n|\Z)", re.DOTALL)
_ESCAPE = lazy(r"\\([\"\\])")
_OFTEN_ESCAPED = lazy(r"\"(?:[^\"\\]|\\[\"\\])*+\"")
CONTINUED = lazy(r" *+[^ #:](?:[^ :#]++|:(?=[^ ])|(?<=[^ ])#| ++(?=[^ #]))*+")

PLAIN, QUOTED, LIST, EMPTY, BLOCK_SCALAR, SKIP = range(6)
Form = tuple[
    int,  # column: where the key or value begins
    int,  # dash: the column of the `-` before it; -1 without one
    "str | None",  # key
    int,  # key_end: the column after the key
    int,  # kind of the value, see above
    "Any",  # value: its text, or for a list the text, start, end and `plain` of each item
    int,  # start of the value, a column
    int,  # end of the value, a column
]  # of one line; a tuple is faster to create and to unpack than a class
_PRINTABLE = bytes([10, *range(32, 127)])


class GiveUp(Exception):
    """The text has to be parsed by ``yaml_events``."""


def is_printable(text: str) -> bool:
    """Whether *text* contains no control characters except line ends."""
    if text.isascii():
        return not text.encode().translate(None, _PRINTABLE)
    return text.replace("\n", "").isprintable()


def item_form(line: str) -> Form | None:
    """Parse a line without ``: `` if it is a list item with a plain scalar, else return None."""
    text = line.lstrip(" ")
    if text[:2] != "- " or not text[2:3].isalnum() or text[-1] in ": " or " #" in text:
        return None
    dash = len(line) - len(text)
    return dash + 2, dash, None, 0, PLAIN, text[2:], dash + 2, len(line)


def line_form(match: re.Match[str]) -> Form:
    """Return the form of a line from its *match* of ``LINE``."""
    indent, dash, key, plain, quoted, flow = match.groups()
    at = len(indent)
    column = at + len(dash) if dash else at
    key_end = column + len(key) if key else 0
    value: Any = plain or quoted or flow or ""
    kind = PLAIN if plain else QUOTED if quoted else LIST if flow else EMPTY
    start = match.start(4) if plain else match.start(5) if quoted else match.start(6)
    end = start + len(value)
    if quoted:
        value = quoted[1:-1]
    elif flow:
        value = [
            (item[0][1:-1], item.start(), item.end(), False)
            if item[0][0] in "'\""
            else (item[0], item.start(), item.end(), True)
            for item in _ITEMS.finditer(match.string, start + 1, end - 1)
        ]
    return column, at if dash else -1, key, key_end, kind, value, start, end


def block_value(text: str, begin: int, mark: str, parent: int) -> tuple[str, int, int]:
    """Return the block scalar that begins at *begin*, the offset after it, and its number of lines. Raises GiveUp.

    *mark*: ``|``, ``|-``, ``>`` or ``>-``; *parent*: the column of its key, which it is indented further than.
    """
    end, indent = begin, 0
    lines: list[str] = []
    while end < len(text):
        line = text[end : text.find("\n", end)]
        content = line.lstrip(" ")
        column = len(line) - len(content)
        if content and indent and column <= parent:
            break
        if text.find("\n", end) < 0 or (column <= max(parent, indent - 1) if content else line and not indent):
            raise GiveUp
        indent = indent or (column if content else 0)
        lines.append(line[indent:])
        end += len(line) + 1
    if not indent:
        raise GiveUp
    value = "\n".join(lines).rstrip("\n")
    if mark[0] == ">":
        value = _folded(value)
    return value + "\n" * (mark[-1] != "-"), end, len(lines)


def _folded(text: str) -> str:
    """Return the paragraph *text* of a folded scalar as one line. Raises GiveUp for any other text."""
    if "\n\n" in text or "\n " in text or text[:1] in ("", " ", "\n"):
        raise GiveUp
    return text.replace("\n", " ")


def quoted_value(quoted: str) -> str:
    """Return the content of a quoted scalar. Raises GiveUp."""
    if "\n" not in quoted:
        if quoted[0] == "'":
            return quoted[1:-1].replace("''", "'")
        if _OFTEN_ESCAPED.fullmatch(quoted):
            return _ESCAPE.sub(r"\1", quoted[1:-1])
    from yaml import YAMLError
    from yaml._yaml import CParser
    from yaml.events import ScalarEvent

    parser = CParser(quoted)
    try:
        while not isinstance(event := parser.get_event(), ScalarEvent):
            pass
    except YAMLError:
        raise GiveUp from None
    value: str = event.value
    return value
