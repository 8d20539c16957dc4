"""Verify that edits changed a document only where they were meant to."""

from __future__ import annotations

from bisect import bisect_right

from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.scalar_types import type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from linter.syntax.fix import Edit

    Path = tuple[str | int, ...]


def find_unexpected_change(before: Node, after: Node, edits: Sequence[Edit]) -> str | None:
    """Return the JSON Pointer of a change that the sorted *edits* did not make, or None."""
    changed = sorted(_changed(before, after), key=lambda change: change[1])  # removed values before new ones
    if not changed:
        return None
    allowed = set(_touched(before, [(edit.start, edit.end) for edit in edits]))
    allowed.update(_touched(after, _moved(edits)))
    for path, _ in changed:
        if not any(path[:length] in allowed for length in range(len(path) + 1)):
            return "".join(f"/{step}" for step in path) or "/"
    return None


def _changed(before: Node, after: Node) -> Iterator[tuple[Path, bool]]:
    """Yield the paths of scalars and empty collections that only one of the trees has, or that differ.

    Each comes with whether only the tree *after* has it.
    """
    stack: list[tuple[Path, Node | None, Node | None]] = [((), before, after)]
    while stack:
        path, old, new = stack.pop()
        if (leaf := _leaf(old)) != _leaf(new):
            yield path, leaf is None
        if not isinstance(old, ScalarNode) or not isinstance(new, ScalarNode):
            old_nodes, new_nodes = _children(old), _children(new)
            both = {**old_nodes, **new_nodes} if old_nodes.keys() != new_nodes.keys() else old_nodes
            stack.extend([((*path, step), old_nodes.get(step), new_nodes.get(step)) for step in both][::-1])


def _leaf(node: Node | None) -> tuple[str, str] | None:
    """Return type and text of a scalar or empty collection, else None."""
    if isinstance(node, ScalarNode):
        return type_of(node), node.text
    return (type_of(node), "") if node is not None and not _children(node) else None


def _children(node: Node | None) -> Mapping[str | int, Node]:
    if isinstance(node, SequenceNode):
        return dict(enumerate(node.items))
    return node.entries if isinstance(node, MappingNode) else {}  # type: ignore[return-value]


def _walk(root: Node) -> Iterator[tuple[Path, Node]]:
    """Yield every node with its path in document order; nodes shared by aliases are yielded for each alias."""
    stack: list[tuple[Path, Node]] = [((), root)]
    while stack:
        path, node = stack.pop()
        yield path, node
        if isinstance(node, MappingNode):
            stack.extend([((*path, key), value) for key, value in node.entries.items()][::-1])
        elif isinstance(node, SequenceNode):
            stack.extend([((*path, index), item) for index, item in enumerate(node.items)][::-1])


def _touched(root: Node, ranges: list[tuple[int, int]]) -> Iterator[Path]:
    """Yield the paths of scalars, keys and flow collections that intersect the sorted *ranges*.

    For a list item it is the path of the list, whose other items may have moved. Nodes shared by aliases count at the
    anchor only.
    """
    starts = [start for start, _ in ranges]

    def meets(start: int, end: int) -> bool:
        index = bisect_right(starts, end) - 1
        return index >= 0 and ranges[index][1] >= start

    seen: set[int] = set()
    for path, node in _walk(root):
        if id(node) in seen:
            continue
        seen.add(id(node))
        is_met = node.key_start >= 0 and meets(node.key_start, node.key_end)
        if isinstance(node, ScalarNode):
            is_met = is_met or meets(node.start, node.end)
        elif isinstance(node, SequenceNode | MappingNode) and node.flow:
            is_met = is_met or meets(node.start, node.start) or meets(node.end, node.end)
        if is_met:
            yield path[:-1] if path and isinstance(path[-1], int) else path


def _moved(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """Return the spans of the new texts once all edits are applied."""
    ranges = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        ranges.append((start, start + len(edit.text)))
        shift += len(edit.text) - (edit.end - edit.start)
    return ranges
