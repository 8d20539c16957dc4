"""Changes that an edit must not make; ``«1→2»`` is an edit that replaces 1 with 2."""

from __future__ import annotations

import re

import pytest

from linter.fixes.verification import find_unexpected_change
from linter.syntax.fix import Edit, apply
from linter.syntax.nodes import Limits, Node
from linter.syntax.yaml_reader import parse_yaml

EDIT = re.compile("«(.*?)→(.*?)»", re.DOTALL)


def parts(marked: str) -> tuple[str, list[Edit]]:
    """Return the text before the edits, and the edits."""
    edits = []
    shift = 0
    for match in EDIT.finditer(marked):
        old, new = match.groups()
        start = match.start() - shift
        edits.append(Edit(start, start + len(old), new))
        shift += len(match[0]) - len(old)
    return EDIT.sub(lambda match: match[1], marked), edits


def root(text: str) -> Node:
    found = parse_yaml(text, 0, Limits()).root
    assert found is not None
    return found


def problem(marked: str) -> str | None:
    text, edits = parts(marked)
    return find_unexpected_change(root(text), root(apply(text, edits)), edits)


@pytest.mark.parametrize(
    "marked",
    [
        "a: 1\nb: 2\n",
        "a: «1→9»\nb: 2\n",
        "a: «1→9»\nb: «2→22»\nc: 3\n",
        "a: «1→999»\nb: «22→»\nc: «3→4»\n",
        "a: [x«, y→», z]\n",
        "a: [x, y«→, z»]\n",
        "a: [«→x»]\n",
        "a: [«x→»]\n",
        "a: [«x, y→»]\n",
        "a: [x, «y→z»]\nb: [x]\n",
        "a: [[x], [«→y»]]\n",
        "a:\n«- x\n→»- y\n",
        "a:\n- x\n«→- y\n»",
        "a:«→ []»\n«- x\n- y\n→»b: 1\n",
        "a:\n- {k: 1}\n- {k: «2→3»}\n",
        'a: «1.10→"1.10"»\n',
        "«a→b»: 1\n",
        "«a→b»: {c: [1, 2]}\n",
        "«a→b»:\n  c: 1\n  d: 2\ne: 3\n",
        "a: 1\n«→b: 2\n»c: 3\n",
        "«→b: 2\n»c: 3\n",
        "a: «'→\"»x«'→\"»\n",
        "a: «1→99999»\nb: [«→y»]\n",
        "a: «12345→1»\nb: [«→y»]\n",
        "a: «1→22»\nb: «x→yy»\nc: «→3»4\nd: [«→y»]\n",
        "a:\n- «- →»x\n",
        "a: &x {k: v}\nb: *x\nc: «1→2»\n",
        "«x→y»",
        "[«x→y»]",
    ],
)
def test_what_an_edit_names_may_change(marked: str) -> None:
    assert problem(marked) is None


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("a: &x «1→2»\nb: *x\n", "/b"),
        ('a: &x «1→"1"»\nb: *x\n', "/b"),
        ("a: &x [«→y»]\nb: *x\n", "/b"),
        ("a: &x [«y→»]\nb: *x\n", "/b/0"),
        ("a: &x {k: v«→, l: w»}\nb: *x\n", "/b/l"),
        ("tasks:\n- &t {id: 1, s: «2→3»}\n- {<<: *t, id: 4}\n", "/tasks/1/<</s"),
        ("d: &d {s: «2→3»}\ntasks:\n- {<<: *d, id: 4}\n", "/tasks/0/<</s"),
        ("a: &x «{}→[]»\nb: *x\n", "/b"),
        ("c: &x «1→2»\nd: {e: [0, *x]}\n", "/d/e/1"),
        ("a: &x «1→2»\nb:\n- 0\n- *x\n", "/b/1"),
        ("a: «1→'»\nb: 2'\n", "/b"),
        ("a: &x «1→2»\nb:\n- *x\n«c→d»: 3\n", "/b/0"),
        ("a: {b: [&x «1→2»], c: *x}\n", "/a/c"),
        ("&x «y→z»: 1\nb: *x\n", "/b"),
        ("a: [1]\nb: &x [«→2»]\nc: 3\nd: *x\n", "/d"),
        ("a: &x «1→2»\nb:\n- *x\n«c→d»: 3\n", "/b/0"),
        ("a: {b: [&x «1→2»], c: *x}\n", "/a/c"),
        ("&x «y→z»: 1\nb: {*x : 2}\n", "/b/y"),
    ],
)
def test_what_no_edit_names_must_not_change(marked: str, expected: str) -> None:
    assert problem(marked) == expected


def test_what_changes_without_an_edit_is_found() -> None:
    assert find_unexpected_change(root("x"), root("y"), []) == "/"
    assert find_unexpected_change(root("a: {b: [1, 2]}"), root("a: {b: [1]}"), []) == "/a/b/1"
    assert find_unexpected_change(root("a: []"), root("a: {}"), []) == "/a"
