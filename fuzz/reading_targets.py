"""Reading: files of each format, JSON and YAML as other libraries read them."""

from __future__ import annotations

import json
import re
from typing import Any

from fuzz.assertions import nodes_of
from fuzz.inputs import LARGEST, LIMITS, path_of, split
from linter.formats.reader import read_bytes
from linter.formats.registry import formats_for_path
from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode

_FOLDED = re.compile("[\n\r\x85\u2028\u2029]")  # line breaks of YAML 1.1, which folding makes blanks of


def reading(data: bytes) -> None:
    """Reading raises nothing, and gives the same result twice."""
    choice, data = split(data)
    path = path_of(choice)
    document = read_bytes(path, data, formats_for_path(path), LIMITS, None)
    if document is None:
        return
    length = len(document.source.text)
    for error in document.read_errors:
        assert 0 <= error.start <= error.end <= length, (error.rule, error.start, error.end, length)
        assert error.message
    if document.root is None:
        assert document.read_errors, "unread without a reason"
        return
    for node in nodes_of(document.root):
        assert 0 <= node.start <= node.end <= length, (node.start, node.end, length)
        if (
            isinstance(node, ScalarNode)
            and node.plain
            and node.text
            and not _FOLDED.search(document.source.text[node.start : node.end])
        ):
            written = document.source.text[node.start : node.end]
            assert written == node.text or written[:1] in "*|>'\"" or path.endswith(".json"), written


def json_text(data: bytes) -> None:
    """JSON is read like the standard library reads it, and rejected where it rejects it."""
    from linter.syntax.json_reader import parse_json

    try:
        text = data[:LARGEST].decode("utf-8")
    except UnicodeDecodeError:
        return
    tree = parse_json(text, LIMITS)
    if any(error.rule == "limit-exceeded" for error in tree.read_errors):
        return
    try:
        value = json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse, parse_int=str, parse_float=str)
    except ValueError:
        assert tree.root is None, "what the standard library refuses was read"
        return
    except RecursionError:
        return
    assert tree.root is not None, tree.read_errors[0].message
    _same(tree.root, value)


def _refuse(name: str) -> None:
    raise ValueError(name)


def _same(node: Node, value: Any) -> None:
    if isinstance(node, MappingNode):
        assert isinstance(value, dict) and list(node.entries) == list(value)
        for key, child in node.entries.items():
            _same(child, value[key])
    elif isinstance(node, SequenceNode):
        assert isinstance(value, list) and len(node.items) == len(value)
        for child, other in zip(node.items, value, strict=True):
            _same(child, other)
    else:
        assert isinstance(node, ScalarNode)
        word = {None: "null", True: "true", False: "false"}.get(value, value) if not isinstance(value, str) else value
        assert node.text == word, (node.text, value)


def yaml_text(data: bytes) -> None:
    """YAML is read like PyYAML composes it: the same shape and the same strings."""
    import yaml

    from linter.syntax.yaml_reader import parse_yaml

    try:
        text = data[:LARGEST].decode("utf-8")
    except UnicodeDecodeError:
        return
    tree = parse_yaml(text, 0, LIMITS)
    if any(error.rule == "limit-exceeded" for error in tree.read_errors) or "\0" in text:
        return
    try:
        composed = yaml.compose(text.removeprefix("\ufeff"), yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        # compose rejects a repeated anchor, which YAML allows
        assert tree.root is None or "&" in text, "what PyYAML refuses was read"
        return
    if tree.root is None and composed is None:
        return
    assert tree.root is not None, tree.read_errors[0].message
    _alike(tree.root, composed, 0)


def _alike(node: Node, other: Any, depth: int) -> None:
    if depth > 6:
        return
    if isinstance(node, ScalarNode):
        assert other.id == "scalar" and node.text == other.value, (node.text, other.value)
    elif isinstance(node, SequenceNode):
        assert other.id == "sequence" and len(node.items) == len(other.value)
        for child, value in zip(node.items, other.value, strict=True):
            _alike(child, value, depth + 1)
    else:
        assert other.id == "mapping" and isinstance(node, MappingNode)
        if all(key.id == "scalar" for key, _ in other.value) and "<<" not in node.entries:
            assert set(node.entries) == {key.value for key, _ in other.value}
            for key, value in {key.value: value for key, value in other.value}.items():
                _alike(node.entries[key], value, depth + 1)


def plain_yaml(data: bytes) -> None:
    """The fast YAML parser makes the same nodes as the parser's events, or returns None."""
    from linter.syntax import yaml_fast_path as block_tree
    from linter.syntax.yaml_reader import parse_events

    try:
        text = data[:LARGEST].decode("utf-8")
    except UnicodeDecodeError:
        return
    found = block_tree.read(text, 5, LIMITS)
    if found is None:
        return
    tree = parse_events(text, 5, LIMITS)
    assert not tree.read_errors, tree.read_errors[0].message
    assert tree.root is not None
    assert _facts(found) == _facts(tree.root)


def _facts(root: Node) -> list[Any]:
    nodes = nodes_of(root)
    return [(type(one).__name__, one.start, one.end, one.key_start, one.key_end, *_own(one)) for one in nodes]


def _own(node: Node) -> tuple[Any, ...]:
    if isinstance(node, ScalarNode):
        return node.text, node.plain
    assert isinstance(node, MappingNode | SequenceNode)
    return list(node.entries if isinstance(node, MappingNode) else range(len(node.items))), node.flow
