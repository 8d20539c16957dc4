"""Verify that edits changed a document only where they were meant to."""

from __future__ import annotations

from bisect import bisect_right

from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.scalar_types import type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linter.syntax.fix import Edit

    Path = tuple[str | int, ...]


def find_unexpected_change(before: Node, after: Node, edits: Sequence[Edit]) -> str | None:
    """Return the JSON Pointer of a change that the sorted *edits* did not make, or None."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    changed = [path for path in {**old, **new} if old.get(path) != new.get(path)]
    if not changed:
        return None
    allowed = set(_touched(before, [(edit.start, edit.end) for edit in edits]))
    allowed.update(_touched(after, _moved(edits)))
    for path in changed:
        if not any(path[:length] in allowed for length in range(len(path) + 1)):
            return "".join(f"/{step}" for step in path) or "/"
    return None


def _leaves(root: Node) -> Iterator[tuple[Path, tuple[str, str]]]:
    """Yield path, type and text of every scalar and every empty collection."""
    for path, node in _walk(root):
        if isinstance(node, ScalarNode):
            yield path, (type_of(node), node.text)
        elif not (node.items if isinstance(node, SequenceNode) else node.entries):  # type: ignore[attr-defined]
            yield path, (type_of(node), "")


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
