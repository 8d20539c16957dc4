"""Aliases and merge keys of YAML, as nodes."""

from __future__ import annotations

from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode


def alias(target: Node, start: int, end: int, key_start: int, key_end: int) -> Node:
    """Return the anchored value with the position of the alias."""
    if isinstance(target, ScalarNode):
        return ScalarNode(target.text, start, end, key_start, key_end, target.plain)
    copy: SequenceNode | MappingNode
    if isinstance(target, SequenceNode):
        copy = SequenceNode(start, key_start, key_end, flow=True)
        copy.items = target.items
    else:
        assert isinstance(target, MappingNode)
        copy = MappingNode(start, key_start, key_end, flow=True)
        copy.entries = target.entries
    copy.end = end
    return copy


def merge(node: MappingNode) -> None:
    """Apply the YAML 1.1 merge key ``<<``: add the keys that are absent."""
    merged = node.entries["<<"]
    for part in merged.items if isinstance(merged, SequenceNode) else [merged]:
        if isinstance(part, MappingNode):
            for key, value in part.entries.items():
                node.entries.setdefault(key, value)
