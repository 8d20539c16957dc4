"""Parse YAML to nodes in a single pass over the events of PyYAML's C parser.

Offsets are exact and scalars stay as written (``1.10``, ``yes``, ``2026-02-30``). Deep nesting, and aliases that
multiply or contain themselves, are rejected while the events arrive, before they take time or memory.
"""

from __future__ import annotations

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from linter.syntax.nodes import Limits, MappingNode, Node, ReadError, ScalarNode, SequenceNode, Tree
from linter.syntax.yaml_aliases import alias, merge
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_PROPERTIES = lazy(r"(?:(?:!<[^>\s]*+>|![^\s,\[\]{}]*+|&[\w-]*+)(?:[ \t]++#[^\n]*+)?+\s*+(?:#[^\n]*+\n\s*+)*+)++")
_TAG = lazy(r"!<[^>\s]*>|![^\s,\[\]{}]*")
_STANDARD_TAGS = frozenset(
    ["!"]
    + [
        "tag:yaml.org,2002:" + name
        for name in "str int float bool null timestamp seq map set omap pairs binary merge value".split()
    ]
)
_TEXT_TAGS = frozenset(["!", "tag:yaml.org,2002:str"])
_TOO_DEEP = "maximum nesting depth"  # the wording of libyaml


class _Refused(Exception):
    """Parsing stops here because of the given error."""

    def __init__(self, error: ReadError) -> None:
        self.error = error


def parse(text: str, base: int, limits: Limits) -> Tree:
    """Parse *text*, which has no BOM; *base* is its offset in its file. Raises nothing."""
    builder = _Builder(text, base, limits)
    try:
        root = builder.build()
    except _Refused as refused:
        return Tree(None, [refused.error])
    except YAMLError as error:
        from linter.syntax.yaml_errors import syntax_error

        return _parse_shallow(error, text, base, limits) or Tree(None, [syntax_error(error, text, base)])
    return Tree(root, builder.read_errors)


def _parse_shallow(error: YAMLError, text: str, base: int, limits: Limits) -> Tree | None:
    """Parse *text* up to the point where libyaml's own nesting limit stopped it; None for other errors.

    libyaml has such a limit (1,000 levels) since 0.2.6 and scans ahead of its events. ``max-depth`` is lower, so it is
    exceeded in the part before that point.
    """
    mark = getattr(error, "problem_mark", None)
    if mark is None or _TOO_DEEP not in str(getattr(error, "problem", "")) or mark.index >= len(text):
        return None
    return parse(text[: mark.index], base, limits)


class _Builder:
    """The parser state for rare cases; the state that every event needs is local to ``build``."""

    def __init__(self, text: str, base: int, limits: Limits) -> None:
        self.text = text
        self.base = base
        self.max_depth = limits.max_depth
        self.max_nodes = limits.max_nodes
        self.read_errors: list[ReadError] = []
        self.firsts: dict[tuple[int, str], Node] = {}  # of duplicate keys
        self.anchors: dict[str, tuple[Node | None, int]] = {}  # node (None: still open) and its size

    def build(self) -> Node | None:
        base, max_nodes, max_depth = self.base, self.max_nodes, self.max_depth
        get_event: Callable[[], Any] = CParser(self.text).get_event
        stack: list[Any] = []  # the open collections around the current one
        root: Node | None = None
        node: Any = None
        current: Any = None  # the innermost open collection
        entries: dict[str, Node] | None = None  # its entries, when a mapping
        key: str | None = None  # the key whose value is next
        key_start = key_end = -1
        count = documents = 0

        while True:
            event = get_event()
            kind = event.__class__
            if kind is ScalarEvent:
                count += 1
                start = event.start_mark.index + base
                end = event.end_mark.index + base
                if event.tag is not None or event.anchor is not None:
                    start = self._properties(event, start, end)
                plain = not event.style and event.tag not in _TEXT_TAGS
                if entries is not None and key is None:
                    key, key_start, key_end = event.value, start, end
                    if event.anchor is not None:
                        self.anchors[event.anchor] = ScalarNode(key, start, end, -1, -1, plain), 1
                    continue
                node = ScalarNode(event.value, start, end, key_start, key_end, plain)
                if event.anchor is not None:
                    self.anchors[event.anchor] = node, 1
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                count += 1
                start = event.start_mark.index + base
                if len(stack) >= max_depth:
                    raise _limit("max-depth", start, start + 1, f"nested deeper than {max_depth} levels")
                if event.tag is not None or event.anchor is not None:
                    start = self._properties(event, start, len(self.text) + base)
                    if event.anchor is not None:
                        self.anchors[event.anchor] = None, count
                if entries is not None and key is None:
                    key_start = key_end = -1
                stack.append((current, entries, key, key_start, key_end, event.anchor))
                current = (MappingNode if kind is MappingStartEvent else SequenceNode)(
                    start, key_start, key_end, bool(event.flow_style)
                )
                entries = current.entries if kind is MappingStartEvent else None
                key = None
                key_start = key_end = -1
                if count > max_nodes:
                    raise self._too_many(start, start + 1)
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                node = current
                node.end = event.end_mark.index + base
                if entries is not None and "<<" in entries:
                    merge(node)
                current, entries, key, key_start, key_end, anchor = stack.pop()
                if anchor is not None:
                    self.anchors[anchor] = node, count - self.anchors[anchor][1] + 1
                if entries is not None and key is None:
                    key, key_start, key_end = self._collection_key(node, current)
                    continue
            elif kind is AliasEvent:
                start = event.start_mark.index + base
                end = event.end_mark.index + base
                target, size = self._target(event.anchor, start, end)
                count += size
                if entries is not None and key is None:
                    key = target.text if isinstance(target, ScalarNode) else self.text[start - base : end - base]
                    key_start, key_end = start, end
                    if not isinstance(target, ScalarNode):
                        message = "list or mapping used as a key"
                        self.read_errors.append(ReadError("syntax-error", start, end, message))
                    continue
                node = alias(target, start, end, key_start, key_end)
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    start = event.start_mark.index + base
                    raise _Refused(ReadError("syntax-error", start, start + 3, "multiple YAML documents in one file"))
                continue
            elif kind is StreamEndEvent:
                return root
            else:
                continue

            if count > max_nodes:
                raise self._too_many(*node.span)
            if entries is not None:
                if key in entries:
                    self._duplicate(key, entries, key_start, key_end)
                entries[key] = node  # type: ignore[index]
                key = None
                key_start = key_end = -1
            elif current is not None:
                current.items.append(node)
            else:
                root = node

    def _too_many(self, start: int, end: int) -> _Refused:
        message = f"more than {self.max_nodes} values with aliases expanded"
        return _limit("max-nodes", start, max(end, start + 1), message)

    def _properties(self, event: Any, start: int, end: int) -> int:
        """Check the tag, and return the offset where the value begins, after tag and anchor."""
        if event.tag is not None and event.tag not in _STANDARD_TAGS:
            tag = _TAG.search(self.text, start - self.base)
            at, stop = (tag.start() + self.base, tag.end() + self.base) if tag else (start, start + 1)
            self.read_errors.append(ReadError("syntax-error", at, stop, f"unsupported YAML tag `{event.tag}`"))
        match = _PROPERTIES.match(self.text, start - self.base, end - self.base)
        if event.__class__ is ScalarEvent and not event.value and not event.style:
            return end  # an empty value follows its properties
        return match.end() + self.base if match else start

    def _target(self, anchor: str, start: int, end: int) -> tuple[Node, int]:
        if anchor not in self.anchors:
            raise _Refused(ReadError("syntax-error", start, end, f"undefined alias `*{anchor}`"))
        node, size = self.anchors[anchor]
        if node is None:
            raise _limit("self-reference", start, end, f"anchor `&{anchor}` contains itself")
        return node, size

    def _collection_key(self, node: Node, parent: MappingNode) -> tuple[str, int, int]:
        """Return the source of a list or mapping used as a key, and report it unless it is ``{{…}}``."""
        raw = self.text[node.start - self.base : node.end - self.base]
        if not (parent.flow and self.text.startswith("{{", parent.start - self.base)):
            start, end = node.start, min(node.end, node.start + 1)
            self.read_errors.append(ReadError("syntax-error", start, end, "list or mapping used as a key"))
        return raw, node.start, node.end

    def _duplicate(self, key: str, entries: dict[str, Node], start: int, end: int) -> None:
        first = self.firsts.setdefault((id(entries), key), entries[key])
        related = (first.key_start, first.key_end, "first defined here; this value is overwritten")
        message = f"duplicate key `{key}`"
        end = max(end, min(start + 1, len(self.text) + self.base))
        self.read_errors.append(ReadError("duplicate-key", start, end, message, {"key": key}, related))


def _limit(limit: str, start: int, end: int, message: str) -> _Refused:
    return _Refused(ReadError("limit-exceeded", start, end, message, {"limit": limit}))
