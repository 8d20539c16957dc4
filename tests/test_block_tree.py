"""The fast reader of plain YAML creates the same nodes as the parser's events, or none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linter.syntax import front_matter as frontmatter
from linter.syntax import yaml_fast_path as block_tree
from linter.syntax.nodes import Limits, MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.yaml_reader import parse_events
from tests.conftest import ROOT

LIMITS = Limits()
CORPUS = Path(os.environ.get("PLANLINT_CORPUS", ROOT.parent / "shared" / "corpus"))


def dump(node: Node | None) -> Any:
    """All that is known of *node* and of what is in it."""
    if node is None:
        return None
    cached = (type(node).__name__, node.start, node.end, node.key_start, node.key_end)
    if isinstance(node, SequenceNode):
        return (*cached, node.flow, [dump(item) for item in node.items])
    if isinstance(node, MappingNode):
        return (*cached, node.flow, [(key, dump(value)) for key, value in node.entries.items()])
    assert isinstance(node, ScalarNode)
    return (*cached, node.text, node.plain)


def agrees(text: str, limits: Limits = LIMITS) -> bool:
    """Whether *text* was read; it must be read as the events tell it."""
    found = block_tree.read(text, 5, limits)
    if found is None:
        return False
    tree = parse_events(text, 5, limits)
    assert [error.message for error in tree.read_errors] == []
    assert dump(found) == dump(tree.root)
    return True


READ = [
    "a: b\n",
    "a: b",
    "# c\n\na: b # c\nb:\n# d\nc: 'x' # y\n\n",
    "a:\n  b: 1\n  c:\n    d: e f\ng:\n",
    "a:\n- b\n- c d\ne: f\n",
    "a:\n  - b: 1\n    c:\n    - d\n    e:\n  - b: 2\n\n",
    "a:\n  -   b: c\n      d: e\n",
    "a: [x, 'y z', \"z\", T-1.1 ]\nb: []\nc: [ a ]\n",
    "a: one\n  two\n   'three' >\nb: c\n",
    "a:\n  - one\n    two\n  - three\n",
    "a: 'one: two\n  three # four\n\n  five'\nb: \"x\\ty\\\n  z\"\n",
    "a: 'it''s'\nb: \"\\u2192\"\n",
    "  a: b\n  c: d\n",
    "a: -1\nb: a:b\nc: a#b\nd: 2026-01-01T10:00:00Z\ne: äöü → ✓\n",
]
READ += [
    "a: |\n  b\n",
    "a: |-\n  b: c\n   # d\n\n  e |\n \n\n# f\ng: h\n",
    "a: >\n  b\n",
    "a: >-\n  b: c\n  # d >\n\n \n\n# f\ng: h\n",
    "a:\n- b: >\n    c\n    d  \n    e\n\n- f\n",
    "a:\n- b: |\n    c\n  d: |-\n\n   e\n      \n- f\n",
]
LEFT = [
    "",
    "- a\n",
    "a\n",
    "a: b: c\n",
    "a: b\na: c\n",
    "a: b\n c: d\n",
    "a:\n  b: c\n d: e\n",
    "a: &x b\n",
    "a: *x\n",
    "a: !!str b\n",
    "a: >\n  b\n\n  c\n",
    "a: >\n  b\n    c\n",
    "a: >+\n  b\n",
    "a: |+\n  b\n",
    "a: |2\n  b\n",
    "a: | # b\n  c\n",
    "a: |\n  b",
    "a: |\n\n",
    "a: |\nb: c\n",
    "a: |\n    b\n  c\n",
    "a: |\n   \n  b\n",
    "a:\n  - |\n    b\n",
    "a: {b: c}\n",
    "a: [b, [c]]\n",
    "a: [b,\n  c]\n",
    "a: 'b\nc'\n",
    'a: "\\q"\n',
    "a: b\n# c\n  d\n",
    "a: b\n  c # d\n",
    "a:\tb\n",
    "a: b\r\n",
    "a: b\u2028c\n",
    "<<: b\n",
    "---\na: b\n",
    "a: @b\n",
    "a: b\n- c\n",
    "a:\n  - b\n  c: d\n",
    "a: 'b' c\n",
]


@pytest.mark.parametrize("text", READ)
def test_what_is_read(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize("text", LEFT)
def test_what_is_left_to_the_parser(text: str) -> None:
    assert not agrees(text)


def test_limits_are_left_to_the_parser() -> None:
    deep = "".join(f"{' ' * level}a:\n" for level in range(4)) + "    b: [c]\n"
    assert agrees(deep, Limits(max_depth=6))
    assert not agrees(deep, Limits(max_depth=5))
    assert not agrees("a: [b, c, d, e]\n", Limits(max_nodes=5))


HEADS = ["", "a: ", "b: ", "c:", "a b: ", "d :", "- ", "- a: ", "- b:", "-", "'q': ", "-   c: ", "- - "]
VALUES = [
    "",
    "x",
    "x y",
    "'q'",
    "'q",
    "q'",
    '"e\\n"',
    '"',
    "[a, b]",
    "[]",
    "[a",
    "{}",
    "x: y",
    "x #y",
    "# z",
    "#",
    "x:",
]
VALUES += [
    "-1",
    "- x",
    "&a x",
    "*a",
    "|",
    ">",
    "!t x",
    "%",
    "@",
    "?",
    "? x",
    "é",
    "x\ty",
    "x ",
    "1.5",
    "'a''b'",
    "...",
    "x:",
]
LINES = st.builds(
    lambda indent, head, value: " " * indent + head + value,
    st.integers(0, 4),
    st.sampled_from(HEADS),
    st.sampled_from(VALUES),
)


@settings(derandomize=True, max_examples=500, deadline=None)
@given(st.lists(LINES, max_size=7), st.sampled_from(["", "\n"]))
@example(["a: 'x", "- y'", "b: z"], "\n")
def test_it_agrees_with_the_parser(lines: list[str], end: str) -> None:
    agrees("\n".join(lines) + end)


USUAL = st.builds(
    lambda indent, head, value: " " * indent + head + value,
    st.sampled_from([0, 0, 0, 2, 2, 4]),
    st.sampled_from(["a: ", "b: ", "c: ", "d: ", "e:", "f:", "- ", "- a: ", "- b:", ""]),
    st.sampled_from(["x", "x y", "", "'q'", "[a, b]", "'q", "r'"]),
)


@settings(derandomize=True, max_examples=500, deadline=None)
@given(st.lists(USUAL, min_size=2, max_size=8))
def test_it_agrees_with_the_parser_on_what_is_nearly_right(lines: list[str]) -> None:
    agrees("\n".join(["z: 0", *lines, ""]))


BLOCK = st.sampled_from(
    "a: |/a: >/b: |-/b: >-/  x: |/  x: >/  - k: |/- m: >-/    text/  text/   deep//  /      /c: 1/# no".split("/")
    + "  # in/- i/  y: 2/k:/ one".split("/")
)


@settings(derandomize=True, max_examples=1000, deadline=None)
@given(st.sampled_from("|>"), st.lists(BLOCK, min_size=1, max_size=7), st.sampled_from(["", "\n", "\n\n"]))
def test_it_agrees_with_the_parser_on_block_texts(mark: str, lines: list[str], end: str) -> None:
    agrees("\n".join([f"a0: {mark}", "  z", *lines]) + end)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_it_reads_nearly_all_real_plans() -> None:
    read = total = 0
    for path in (path for path in CORPUS.rglob("*.md") if path.is_file()):
        text = path.read_bytes().decode()
        front = frontmatter.split(text)
        if front is not None and front.body >= 0:
            total += 1
            read += agrees(text[front.start : front.end])
    assert read > 0.85 * total
