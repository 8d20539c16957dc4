"""Read front matter line by line, as tools without a YAML library do: the fallback if it is not valid YAML."""

from __future__ import annotations

import re

from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode

_KEY = re.compile(r"(?m)^([A-Za-z_][\w-]*):[ \t]*+(.*)")
_ITEM = re.compile(r"(?m)^[ \t]*+-[ \t]++(.*)")
_PART = re.compile(r"""[ \t]*("(?:[^"\\]|\\.){0,200}+"|'[^']*'|[^,\[\]"']+)""")


def read(text: str, base: int) -> MappingNode:
    """Return the keys at column 0 of *text* with their strings and flat lists; deeper nesting is left out.

    *base* is the offset of *text* in its file.
    """
    root = MappingNode(base)
    keys = list(_KEY.finditer(text))
    for index, match in enumerate(keys):
        key = (base + match.start(1), base + match.end(1))
        start, value = base + match.start(2), match[2].rstrip()
        if value.startswith("[") and value.endswith("]"):
            items = SequenceNode(start, *key, flow=True)
            items.end = start + len(value)
            inside = match.start(2) + 1, match.start(2) + len(value) - 1
            items.items = [_scalar(part, base) for part in _PART.finditer(text, *inside)]
            root.entries[match[1]] = items
        elif value:
            root.entries[match[1]] = _scalar(match, base, group=2, key=key)
        else:
            end = keys[index + 1].start() if index + 1 < len(keys) else len(text)
            items = SequenceNode(base + match.end(), *key, flow=False)
            items.items = [_scalar(item, base) for item in _ITEM.finditer(text, match.end(), end)]
            root.entries[match[1]] = items
    return root


def _scalar(match: re.Match[str], base: int, group: int = 1, key: tuple[int, int] = (-1, -1)) -> ScalarNode:
    written = match[group].rstrip()
    text = unquoted(written)
    start = base + match.start(group)
    return ScalarNode(text, start, start + len(written), *key, text == written)


def unquoted(written: str) -> str:
    """Return *written* without the quotes around it."""
    is_quoted = len(written) > 1 and written[0] in "'\"" and written[-1] == written[0]
    return written[1:-1] if is_quoted else written
