"""Edits that change a list or a scalar and leave every other character as it is."""

from __future__ import annotations

import re

from linter.syntax.fix import Edit, Fix
from linter.syntax.nodes import Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from linter.syntax.source import Source


def quoted(text: str) -> str:
    """Return *text* as a double-quoted YAML scalar (also a JSON string if it contains no control character)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def rewrite(source: Source, node: ScalarNode, text: str, title: str, *, safe: bool) -> Fix | None:
    """Return the fix that replaces a scalar by *text* and keeps its quotes, or None if it spans several lines."""
    before = source.text[node.start : node.end]
    if "\n" in before or not before:
        return None
    if node.plain:
        return Fix(title, [Edit(node.start, node.end, text)], safe=safe)
    if len(before) < 2 or before[0] not in "'\"" or before[-1] != before[0]:
        return None
    return Fix(title, [Edit(node.start + 1, node.end - 1, text)], safe=safe)


def change_list(
    text: str,
    items: SequenceNode,
    removed: Collection[int] = (),
    added: Sequence[str] = (),
    *,
    has_comment: bool | None = None,
) -> list[Edit] | None:
    """Return edits that remove the items at the indices *removed* and append *added* (YAML source) to the list.

    Returns None if that would lose a comment, or if the list is written in a way that is left to the author.
    *has_comment* tells whether the list contains a ``#``: callers that change a long list often look for it only once.
    """
    between = text[items.key_end : items.start] if items.key_start >= 0 else ""
    if re.sub(r"#[^\n]*", "", between).lstrip(": \t\r\n").startswith(("&", "!")):
        return None  # an anchor: others may use this list
    if not items.flow:
        return _change_block(text, items, removed, added)
    if has_comment is None:
        has_comment = "#" in text[items.start : items.end]
    return _change_flow(text, items, removed, added, has_comment)


def _change_flow(
    text: str, container: SequenceNode, removed: Collection[int], added: Sequence[str], has_comment: bool
) -> list[Edit] | None:
    items = container.items
    if text[container.start : container.start + 1] != "[":
        return None  # an alias: the list is defined elsewhere
    if removed and has_comment:
        return None
    first = next((index for index in range(len(items)) if index not in removed), None)  # first of the items that remain
    if first is None and has_comment:
        return None
    for index in removed:
        before = text[items[index - 1].end if index else container.start + 1 : items[index].start]
        if "&" in before or "!" in before:
            return None  # removing the item would remove an anchor or a tag
    if first is None:
        return [Edit(container.start + 1, container.end - 1, ", ".join(added))]
    edits = [Edit(items[0].start, items[first].start, "")] if first > 0 else []
    edits += [Edit(items[index - 1].end, items[index].end, "") for index in sorted(removed) if index > first]
    if added:
        edits.append(Edit(items[-1].end, items[-1].end, "".join(", " + item for item in added)))
    return edits


def _change_block(
    text: str, container: SequenceNode, removed: Collection[int], added: Sequence[str]
) -> list[Edit] | None:
    items = container.items
    lines = [_item_line(text, items[index]) for index in sorted(removed)]
    edits: list[Edit] = []
    for line in lines:
        if line is None:
            return None
        edits.append(Edit(line[0], line[1], ""))
    if added:
        scalar = next((item for item in reversed(items) if isinstance(item, ScalarNode)), None)
        last = _item_line(text, scalar, comment=True) if scalar is not None and scalar.end > scalar.start else None
        if last is None:
            return None
        _start, stop, prefix = last
        line_end = "\r\n" if text[stop - 2 : stop] == "\r\n" else "\n"
        new = "".join(prefix + item + line_end for item in added)
        edits.append(Edit(stop, stop, new) if text[stop - 1 : stop] == "\n" else Edit(stop, stop, "\n" + new.rstrip()))
    elif len(removed) == len(items):
        colon = text.find(":", container.key_end)
        if container.key_start < 0 or colon < 0 or text[container.key_end : colon].strip():
            return None
        edits.append(Edit(colon + 1, colon + 1, " []"))
    return edits


def _item_line(text: str, item: Node, *, comment: bool = False) -> tuple[int, int, str] | None:
    """Return start, end and prefix of the line ``- item``, or None if the line contains anything else.

    With *comment*, anything may follow the item.
    """
    start = text.rfind("\n", 0, item.start) + 1
    stop = text.find("\n", item.end) + 1 or len(text)
    prefix = text[start : item.start]
    if prefix.strip() != "-" or "\n" in text[item.start : item.end]:
        return None
    if not comment and text[item.end : stop].strip():
        return None
    return start, stop, prefix
