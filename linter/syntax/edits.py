"""Edits that touch a list or a scalar and leave every other character alone."""

from __future__ import annotations

import re

from linter.syntax.fix import Edit, Fix
from linter.syntax.nodes import Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from linter.syntax.source import Source


def quoted(text: str) -> str:
    """*text* as a double-quoted YAML scalar (also a JSON string where no control character is in it)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def rewrite(source: Source, node: ScalarNode, text: str, title: str, *, safe: bool) -> Fix | None:
    """The fix that puts *text* in place of a scalar on one line; quotes stay where there are some."""
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
    """Edits that take the items at the indices *removed* out of the list and put *added* (as written) at its end.

    None where that would lose a comment or the list is written in a way that is left to people. *has_comment*: whether
    a ``#`` stands in the list, where the caller knows; many changes of one long list do not look for it each time.
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
    text: str, holder: SequenceNode, removed: Collection[int], added: Sequence[str], has_comment: bool
) -> list[Edit] | None:
    items = holder.items
    if text[holder.start : holder.start + 1] != "[":
        return None  # an alias: the list stands elsewhere
    if removed and has_comment:
        return None
    first = next((index for index in range(len(items)) if index not in removed), None)  # of those that are kept
    if first is None and has_comment:
        return None
    for index in removed:
        before = text[items[index - 1].end if index else holder.start + 1 : items[index].start]
        if "&" in before or "!" in before:
            return None  # an anchor or a tag goes with the item
    if first is None:
        return [Edit(holder.start + 1, holder.end - 1, ", ".join(added))]
    edits = [Edit(items[0].start, items[first].start, "")] if first > 0 else []
    edits += [Edit(items[index - 1].end, items[index].end, "") for index in sorted(removed) if index > first]
    if added:
        edits.append(Edit(items[-1].end, items[-1].end, "".join(", " + item for item in added)))
    return edits


def _change_block(text: str, holder: SequenceNode, removed: Collection[int], added: Sequence[str]) -> list[Edit] | None:
    items = holder.items
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
        colon = text.find(":", holder.key_end)
        if holder.key_start < 0 or colon < 0 or text[holder.key_end : colon].strip():
            return None
        edits.append(Edit(colon + 1, colon + 1, " []"))
    return edits


def _item_line(text: str, item: Node, *, comment: bool = False) -> tuple[int, int, str] | None:
    """Start, end and text up to the item of the line ``- item``; None when more stands on it.

    With *comment*, what stands behind the item does not matter.
    """
    start = text.rfind("\n", 0, item.start) + 1
    stop = text.find("\n", item.end) + 1 or len(text)
    prefix = text[start : item.start]
    if prefix.strip() != "-" or "\n" in text[item.start : item.end]:
        return None
    if not comment and text[item.end : stop].strip():
        return None
    return start, stop, prefix
