"""The nodes of a parsed document: scalars, sequences and mappings with their positions."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from linter.syntax.fix import Fix


class Node:
    """Base of the three kinds of nodes, with offsets in code points.

    ``[start, end)`` is the span of the value, ``[key_start, key_end)`` that of its key (-1 without a key). The span of
    a block collection includes blanks and comments after it: report violations at keys and scalars instead.
    """

    __slots__ = ("end", "key_end", "key_start", "start")

    start: int
    end: int
    key_start: int
    key_end: int

    def get(self, key: str) -> Node | None:
        """Return the value of *key*, or None if it is absent or the node is not a mapping."""
        return None

    @property
    def span(self) -> tuple[int, int]:
        """The span to report: that of the value, or of the key if the value is empty or a block collection."""
        if self.end > self.start:
            return self.start, self.end
        return (self.key_start, self.key_end) if self.key_start >= 0 else (max(self.start - 1, 0), max(self.start, 1))

    @property
    def key_span(self) -> tuple[int, int]:
        """The span of the key, or of the value if it has no key."""
        return (self.key_start, self.key_end) if self.key_start >= 0 else (self.start, self.end)


class ScalarNode(Node):
    """A scalar: *text* is its content, *plain* whether it is unquoted."""

    __slots__ = ("plain", "text")

    def __init__(
        self, text: str, start: int, end: int, key_start: int = -1, key_end: int = -1, plain: bool = True
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.key_start = key_start
        self.key_end = key_end
        self.plain = plain

    def __repr__(self) -> str:
        return f"Scalar({self.text!r} at {self.start})"


class SequenceNode(Node):
    """A list of nodes; *flow* if written ``[a, b]``."""

    __slots__ = ("flow", "items")

    def __init__(self, start: int, key_start: int = -1, key_end: int = -1, flow: bool = False) -> None:
        self.start = self.end = start
        self.key_start = key_start
        self.key_end = key_end
        self.flow = flow
        self.items: list[Node] = []

    @property
    def span(self) -> tuple[int, int]:
        if self.flow:
            return self.start, self.end
        if self.key_start >= 0:
            return self.key_start, self.key_end
        return self.items[0].span if self.items else (self.start, self.start + 1)


class MappingNode(Node):
    """A mapping with string keys, in order; a duplicate key keeps its last value, as in YAML loaders."""

    __slots__ = ("entries", "flow")

    def __init__(self, start: int, key_start: int = -1, key_end: int = -1, flow: bool = False) -> None:
        self.start = self.end = start
        self.key_start = key_start
        self.key_end = key_end
        self.flow = flow
        self.entries: dict[str, Node] = {}

    def get(self, key: str) -> Node | None:
        return self.entries.get(key)

    @property
    def span(self) -> tuple[int, int]:
        if self.flow:
            return self.start, self.end
        if self.key_start >= 0:
            return self.key_start, self.key_end
        return self.first_key_span

    @property
    def first_key_span(self) -> tuple[int, int]:
        """The span of the first key, where missing fields are reported."""
        for node in self.entries.values():
            return node.key_start, node.key_end
        return self.start, max(self.end, self.start + 1)

    def scalars(self) -> Iterator[tuple[str, ScalarNode]]:
        """Yield the entries whose values are scalars."""
        for key, node in self.entries.items():
            if isinstance(node, ScalarNode):
                yield key, node


class ReadError:
    """An error found while reading a file; it is reported as a violation of *rule*.

    ``until_finished``: whether it matters only while the document is unfinished, because no one edits it afterwards.
    """

    __slots__ = ("data", "end", "fix", "help", "message", "related", "rule", "severity", "start", "until_finished")

    def __init__(
        self,
        rule: str,
        start: int,
        end: int,
        message: str,
        data: dict[str, object] | None = None,
        related: tuple[int, int, str] | None = None,
        fix: Fix | None = None,
        severity: Literal["error", "warning"] | None = None,
        help: str | None = None,
    ) -> None:
        self.severity = severity  # None: that of the rule in the format
        self.rule = rule
        self.start = start
        self.end = end
        self.message = message
        self.data = data or {}
        self.related = related
        self.fix = fix
        self.help = help
        self.until_finished = False


class Tree:
    """The result of parsing: the root node, or None, and the errors."""

    __slots__ = ("read_errors", "root")

    def __init__(self, root: Node | None, read_errors: list[ReadError]) -> None:
        self.root = root
        self.read_errors = read_errors


class Limits:
    """The limits beyond which a file is not read: nesting, number of values, and bytes."""

    __slots__ = ("max_depth", "max_file_size", "max_nodes")

    def __init__(self, max_depth: int = 64, max_nodes: int = 5_000_000, max_file_size: int = 32 * 1024 * 1024) -> None:
        self.max_depth = max_depth
        self.max_nodes = max_nodes
        self.max_file_size = max_file_size


def values(root: Node) -> Iterator[Node]:
    """Yield *root* and all nodes below it in document order; nodes shared by aliases are yielded once."""
    stack = [root]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, MappingNode):
            stack.extend(reversed(node.entries.values()))
        elif isinstance(node, SequenceNode):
            stack.extend(reversed(node.items))
