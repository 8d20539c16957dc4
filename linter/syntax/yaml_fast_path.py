"""Parse common YAML to nodes line by line, faster than by the events of a parser.

It reads block mappings and lists, plain, quoted and block scalars, and flow lists of scalars. For anything else, and
anything that may be wrong (tags, anchors, tabs, duplicate keys, odd indentation), ``read`` returns None, and
``yaml_events`` parses the text. A test checks that both give the same nodes and offsets.
"""

from __future__ import annotations

from linter.syntax.nodes import Limits, MappingNode, ScalarNode, SequenceNode
from linter.syntax.yaml_lines import (
    BLOCK,
    BLOCK_SCALAR,
    CONTINUED,
    LINE,
    LIST,
    OPENED,
    PLAIN,
    QUOTED,
    QUOTES,
    SKIP,
    Form,
    GiveUp,
    block_value,
    is_printable,
    item_form,
    line_form,
    quoted_value,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_known: dict[str, Form] = {}  # parsed lines, which often recur,
_heads: dict[str, tuple[int, int, str | None, int]] = {}  # and parsed beginnings of lines, which recur more often
_MOST_KNOWN, _LONGEST_KNOWN = 8192, 40


def read(text: str, base: int, limits: Limits) -> MappingNode | None:
    """Return the root mapping of *text*, or None if ``yaml_events`` must parse it; *base* is its offset in its file."""
    if len(text) >= limits.max_nodes and _most_nodes(text) > limits.max_nodes:
        return None
    if not is_printable(text):
        return None
    try:
        return _Reader(text, base, limits.max_depth).read()
    except GiveUp:
        return None


def _most_nodes(text: str) -> int:
    """Return an upper bound of the number of nodes in *text*, which is less than its number of characters."""
    return 2 * text.count("\n") + text.count("- ") + text.count(",") + text.count("[") + 3


class _Reader:
    """Parser of one document; the state that every line needs is local to ``read``."""

    def __init__(self, text: str, base: int, max_depth: int) -> None:
        self.text = text
        self.base = base
        self.max_depth = max_depth
        self.lines = iter(text.split("\n"))
        self.continued: ScalarNode | None = None  # a plain scalar, and its lines
        self.parts: list[str] = []

    def read(self) -> MappingNode | None:
        """Return the root mapping; None, or GiveUp is raised, if ``yaml_events`` has to parse the text.

        Between two lines the state is the innermost open collection (``top`` at the column ``here``, with either its
        ``entries`` or its ``items``), the collections ``around`` it, and ``waiting``, a key whose value is still to
        come::

            key:            waiting    the next line opens a mapping or list (deeper, or a dash at the same column),
                                       else the key has no value
            key: value      here       a line at the column ``here`` continues ``top``; one to the left of it closes
            - value         here       collections until the columns match; one to the right continues a plain scalar
            - key: value    here       opens a mapping at the column of the key, inside the list

        Any other line makes it give up. ``tests/test_block_tree.py`` compares the nodes with those of ``yaml_events``.
        """
        known, max_depth, at = _known.get, self.max_depth, self.base
        root: MappingNode | None = None
        # the innermost open collection: its column, its entries or items; and the collections around it
        top: Any = None
        here = -1
        entries: dict[str, Any] | None = None
        items: list[Any] | None = None
        around: list[Any] = []
        waiting: str | None = None  # the key whose value follows below
        key_start = stop = -1
        node: Any = None  # the value read last
        for line in self.lines:
            form = known(line)
            if form is None:
                line, form = self._form(line, at)
            column, dash, key, key_end, kind, value, start, end = form
            if kind == SKIP:
                at += len(line) + 1
                continue

            left = column if dash < 0 else dash
            opened: Any = None
            if waiting is not None:
                if left > here or (left == here and dash >= 0):
                    node = opened = (MappingNode if dash < 0 else SequenceNode)(at + left, key_start, stop, False)
                else:
                    node = ScalarNode("", stop + 1, stop + 1, key_start, stop, True)
                entries[waiting] = node  # type: ignore[index]
                waiting = None
            elif left > here:
                if root is not None:
                    self._continue(node, line, at)
                    at += len(line) + 1
                    continue
                opened = root = MappingNode(at + left, -1, -1, False)
            if opened is not None:
                if len(around) >= max_depth:
                    return None
                around.append((top, here, entries, items))
                top, here = opened, left
                entries, items = (opened.entries, None) if opened.__class__ is MappingNode else (None, opened.items)
            while left < here or (left == here and dash < 0 and items is not None and around[-1][1] == left):
                top.end = at + left
                top, here, entries, items = around.pop()
            if left != here or (dash < 0) == (entries is None):
                return None
            if dash >= 0 and key is not None:
                if len(around) >= max_depth:
                    return None
                node = MappingNode(at + column, -1, -1, False)
                items.append(node)  # type: ignore[union-attr]
                around.append((top, here, entries, items))
                top, here, entries, items = node, column, node.entries, None

            if key is None:
                key_start = stop = -1
            else:
                key_start, stop = at + column, at + key_end
            if kind < LIST:
                node = ScalarNode(value, at + start, at + end, key_start, stop, kind == PLAIN)
            elif kind == LIST and len(around) < max_depth:
                node = SequenceNode(at + start, key_start, stop, True)
                node.end = at + end
                node.items = [ScalarNode(text, at + a, at + b, -1, -1, plain) for text, a, b, plain in value]
            elif kind == BLOCK_SCALAR:
                node = self._block(value, at + len(line) + 1, at + start, here)
                node.key_start, node.key_end = key_start, stop
                line = self.text[at - self.base : node.end - 1 - self.base]
            elif kind == LIST or key is None:
                return None
            else:
                waiting = key
            if items is not None:
                items.append(node)
            elif key is None or key in entries:  # type: ignore[operator]
                return None
            elif waiting is None:
                entries[key] = node  # type: ignore[index]
            at += len(line) + 1

        if waiting is not None:
            entries[waiting] = ScalarNode("", stop + 1, stop + 1, key_start, stop, True)  # type: ignore[index]
        while top is not None:
            top.end = self.base + len(self.text)
            top, here, entries, items = around.pop()
        self._join()
        return root

    def _form(self, line: str, at: int) -> tuple[str, Form]:
        """Return the parsed line at *at*, and its source, including lines that continue its quoted scalar."""
        head, colon, rest = line.partition(": ")
        begun = _heads.get(head)
        if begun is not None and rest[:1].isalnum() and rest[-1] not in ": " and ": " not in rest and " #" not in rest:
            form = (*begun, PLAIN, rest, len(head) + 2, len(line))
        elif begun is not None and rest[:1] == '"' == rest[-1] and rest.count('"') == 2 and "\\" not in rest:
            form = (*begun, QUOTED, rest[1:-1], len(head) + 2, len(line))
        elif not colon and (item := item_form(line)) is not None:
            form = item
        else:
            text = line.lstrip(" ")
            match = LINE.fullmatch(line) if text and text[0] != "#" else None
            if match is not None:
                form = line_form(match)
                if colon and form[2] and len(_heads) < _MOST_KNOWN:
                    _heads[line[: form[3]]] = form[:4]
            elif not text or text[0] == "#":
                form = (0, -1, None, 0, SKIP, "", 0, 0)
            elif colon and rest in ("|", "|-", ">", ">-") and (block := BLOCK.fullmatch(line)) is not None:
                column = block.end(2) if block[2] else block.end(1)
                dash = block.end(1) if block[2] else -1
                form = (column, dash, block[3], block.end(3), BLOCK_SCALAR, rest, block.start(4), len(line))
            else:
                return self._quoted(line, at)
        if len(line) <= _LONGEST_KNOWN:
            if len(_known) >= _MOST_KNOWN:
                _known.clear()
            _known[line] = form
        return line, form

    def _quoted(self, line: str, at: int) -> tuple[str, Form]:
        """Parse a line whose quoted scalar has escapes or continues below; others can only continue a plain scalar."""
        head, begin = OPENED.match(line), at - self.base
        match = QUOTES.match(self.text, begin + head.end()) if head is not None else None
        if head is None or match is None:
            return line, (len(line) - len(line.lstrip(" ")), -1, None, 0, PLAIN, line, 0, 0)
        column = head.end(2) if head[2] else head.end(1)
        dash = head.end(1) if head[2] else -1
        least = column if head[3] else dash  # continuation lines must be indented further
        for below in match[1].split("\n")[1:]:
            next(self.lines)
            if below and len(below) - len(below.lstrip(" ")) <= least:
                raise GiveUp
        key_end = column + len(head[3] or "")
        end = head.end() + len(match[1])
        form = (column, dash, head[3], key_end, QUOTED, quoted_value(match[1]), head.end(), end)
        return self.text[begin : match.end()], form

    def _block(self, mark: str, at: int, start: int, parent: int) -> ScalarNode:
        """Return the block scalar that begins at *at*, indented further than the column *parent* of its key."""
        value, end, count = block_value(self.text, at - self.base, mark, parent)
        for _ in range(count):
            next(self.lines)
        return ScalarNode(value, start, self.base + end, -1, -1, False)

    def _continue(self, last: Any, line: str, at: int) -> None:
        """Append the line to the plain scalar *last*, which ends on the line before."""
        written = line.rstrip(" ")
        if (
            last.__class__ is not ScalarNode
            or not last.plain
            or last.end != at - 1
            or "\n" in line
            or not CONTINUED.fullmatch(written)
        ):
            raise GiveUp
        if last is not self.continued:
            self._join()
            self.continued, self.parts = last, [last.text]
        self.parts.append(written.lstrip(" "))
        last.end = at + len(written)

    def _join(self) -> None:
        """Set the text of the plain scalar continued last: once, as adding a line copies those before."""
        if self.continued is not None:
            self.continued.text = " ".join(self.parts)
