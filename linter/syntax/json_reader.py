"""Parse JSON (RFC 8259) to nodes, without recursion and with the limits of the YAML reader.

Neither a YAML parser nor the standard library would do: the one rejects valid JSON (surrogate escapes, long keys,
0x7F), the other keeps no positions and recurses.
"""

from __future__ import annotations

import re

from linter.syntax.nodes import Limits, MappingNode, Node, ReadError, ScalarNode, SequenceNode, Tree
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BLANK = lazy(r"[ \t\n\r]*")
_WORD = lazy(r"[A-Za-z_$][\w$-]*")
_TOKEN = lazy(
    r"""[ \t\n\r]*+(?:
        ("(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")
      | (-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?|true|false|null)
      | ([][{}:,]))""",
    re.VERBOSE,
)
STRING, LITERAL, MARK = 1, 2, 3


def _cause(text: str, at: int) -> str:
    """Return why no JSON token begins at the offset *at*."""
    if text[at] == '"':
        return "unclosed string, or an invalid escape"
    if text.startswith(("//", "/*", "#"), at):
        return "JSON has no comments"
    if text[at] in "'`":
        return "JSON strings require double quotes"
    word = _WORD.match(text, at)
    if word is None:
        return "expected a JSON value"
    if text[word.end() :].lstrip(" \t").startswith(":"):
        return f"the key `{word[0][:40]}` requires double quotes"
    return f"`{word[0][:40]}` is not a JSON value"


class _Error(Exception):
    def __init__(self, at: int, message: str, rule: str = "syntax-error", limit: str = "") -> None:
        self.at = at
        self.message = message
        self.rule = rule
        self.data: dict[str, object] = {"limit": limit} if limit else {}


def parse_json(text: str, limits: Limits) -> Tree:
    """Parse one JSON value. Raises nothing: if *text* is invalid, the tree has an error and no root."""
    builder = _Builder(text, limits)
    try:
        return Tree(builder.build(), builder.read_errors)
    except _Error as error:
        at = min(error.at, max(len(text) - 1, 0))
        return Tree(None, [ReadError(error.rule, at, min(at + 1, len(text)), error.message, error.data)])


class _Builder:
    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.at = 0
        self.read_errors: list[ReadError] = []

    def build(self) -> Node:
        stack: list[Any] = []  # open collections, innermost last, each with its key in its parent
        self.at = 1 if self.text.startswith("\ufeff") else 0
        key: tuple[str, int, int] | None = None
        count = 0
        after_value = False  # whether a comma or a closing bracket comes next
        while True:
            group, start, end = self._token()
            mark = self.text[start] if group == MARK else ""
            current = stack[-1][0] if stack else None
            node: Node
            if mark in ("}", "]") and current is not None and isinstance(current, MappingNode) == (mark == "}"):
                if key is None and not after_value and _filled(current):
                    raise _Error(start, f"trailing comma before `{mark}`")
                if key is not None:
                    raise _Error(start, f"expected a value before `{mark}`")
                node, key = stack.pop()
                node.end = end
            elif after_value:
                if mark == ",":
                    after_value = False
                    continue
                raise _Error(start, "expected `,` or a closing bracket")
            elif isinstance(current, MappingNode) and key is None:
                if group != STRING:
                    raise _Error(start, "expected a key in double quotes")
                key = _unquote(self.text[start:end]), start, end
                colon, at, _ = self._token()
                if colon != MARK or self.text[at] != ":":
                    raise _Error(at, "expected `:`")
                continue
            elif mark in ("{", "["):
                count += 1
                if len(stack) >= self.limits.max_depth:
                    message = f"nested deeper than {self.limits.max_depth} levels"
                    raise _Error(start, message, "limit-exceeded", "max-depth")
                span = key[1:] if key else (-1, -1)
                stack.append(((MappingNode if mark == "{" else SequenceNode)(start, *span, flow=True), key))
                key = None
                continue
            elif mark:
                raise _Error(start, "expected a value")
            else:
                count += 1
                span = key[1:] if key else (-1, -1)
                raw = self.text[start:end]
                string = group == STRING
                node = ScalarNode(_unquote(raw) if string else raw, start, end, *span, plain=not string)
            if count > self.limits.max_nodes:
                message = f"more than {self.limits.max_nodes} values"
                raise _Error(start, message, "limit-exceeded", "max-nodes")
            after_value = True
            if not stack:
                return self._finish(node)
            self._place(stack[-1][0], node, key)
            key = None

    def _token(self) -> tuple[int, int, int]:
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            start = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]
            if start >= len(self.text):
                raise _Error(start, "invalid JSON: unclosed bracket")
            raise _Error(start, f"invalid JSON: {_cause(self.text, start)}")
        group = match.lastindex or 0
        start, self.at = match.span(group)
        return group, start, self.at

    def _place(self, current: MappingNode | SequenceNode, node: Node, key: tuple[str, int, int] | None) -> None:
        if isinstance(current, SequenceNode):
            current.items.append(node)
            return
        assert key is not None
        first = current.entries.get(key[0])
        if first is not None:
            related = (first.key_start, first.key_end, "first defined here; this value is overwritten")
            message = f"duplicate key `{key[0]}`"
            self.read_errors.append(ReadError("duplicate-key", key[1], key[2], message, {"key": key[0]}, related))
        current.entries[key[0]] = node

    def _finish(self, node: Node) -> Node:
        rest = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]
        if rest < len(self.text):
            raise _Error(rest, "unexpected text after the JSON value")
        return node


def _filled(current: MappingNode | SequenceNode) -> bool:
    return bool(current.entries if isinstance(current, MappingNode) else current.items)


def _unquote(raw: str) -> str:
    if "\\" not in raw:
        return raw[1:-1]
    from json import loads

    text: str = loads(raw)
    return text
