"""The delimiters of front matter, compared with python-frontmatter."""

from __future__ import annotations

import datetime
from typing import Any

import frontmatter as python_frontmatter
import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from linter.formats import progress
from linter.model.document import Document
from linter.model.plan import Plan
from linter.syntax.front_matter import find_almost_closing, split
from linter.syntax.nodes import Limits, MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.source import Source

FUZZ = settings(derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])


def parts(text: str) -> tuple[str, str | None] | None:
    """The YAML and the body (None: not closed) as `split` finds them."""
    front = split(text)
    if front is None:
        return None
    return text[front.start : front.end], text[front.body :] if front.body >= 0 else None


def read(text: str, forced: bool = False) -> Document:
    document = progress.read(Source("progress/x-progress.md", text), Limits(), forced)
    assert document is not None
    return document


@pytest.mark.parametrize(
    ("text", "yaml", "body"),
    [
        ("---\na: 1\n---\nbody\n", "a: 1\n", "body\n"),
        ("\ufeff---\na: 1\n---\nbody", "a: 1\n", "body"),
        ("---\r\na: 1\r\n---\r\nbody\r\n", "a: 1\r\n", "body\r\n"),
        ("---\r\na: 1\n---\nbody", "a: 1\n", "body"),
        ("--- \t\na: 1\n---\t \nbody", "a: 1\n", "body"),
        ("---  \r\na: 1\r\n---  \r\nbody", "a: 1\r\n", "body"),
        ("---\na: 1\n...\nbody", "a: 1\n", "body"),
        ("---\na: 1\n... \r\nbody\n---\n", "a: 1\n", "body\n---\n"),
        ("---\na: 1\n---\n...\n", "a: 1\n", "...\n"),
        ("---\n---\n", "", ""),
        ("---\r\n---", "", ""),
        ("---\n...", "", ""),
        ("---\n\n---\nx", "\n", "x"),
        ("---\na: 1\n---", "a: 1\n", ""),
        ("---\na: 1\n---\r", "a: 1\n", ""),
        ("---\na: 1\n---  ", "a: 1\n", ""),
        ("---\na: |\n  ---\n  x\n---\nbody", "a: |\n  ---\n  x\n", "body"),
        ("---\na: 1\n----\nb: 2\n---\nbody", "a: 1\n----\nb: 2\n", "body"),
        ("---\na: 1\n--- x\nb: 2\n---\nbody", "a: 1\n--- x\nb: 2\n", "body"),
        ("---\na: 1\n---\nx\n---\ny", "a: 1\n", "x\n---\ny"),
        ("---\na: '\u2028---\u2028'\n---\nbody", "a: '\u2028---\u2028'\n", "body"),
        ("---\na: \u0085---\n---\nbody", "a: \u0085---\n", "body"),
        ("---\na: 1\n---\u00a0\nb: 2\n---\nbody", "a: 1\n---\u00a0\nb: 2\n", "body"),
    ],
)
def test_what_is_between_the_fences_and_what_behind_them(text: str, yaml: str, body: str) -> None:
    assert parts(text) == (yaml, body)


@pytest.mark.parametrize(
    "text",
    [
        "---\na: 1\n",
        "---\n",
        "\ufeff---\n",
        "---\na: 1\n ---\n",
        "---\na: 1\n----\n",
        "---\na: 1\n--- x\n",
        "---\na ---\n",
    ],
)
def test_front_matter_that_is_never_closed_reaches_to_the_end(text: str) -> None:
    front = split(text)
    assert front is not None
    assert (front.body, front.end) == (-1, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "\n---\na: 1\n---\n",
        " ---\na: 1\n---\n",
        "----\na: 1\n----\n",
        "--- x\na: 1\n---\n",
        "--\na: 1\n--\n",
        "# x\n---\na: 1\n---\n",
        "...\na: 1\n---\n",
        "+++\na = 1\n+++\n",
        "\ufeff\ufeff---\na: 1\n---\n",
        "---a: 1\n---\n",
        "---\ra: 1\r---\r",
    ],
)
def test_what_does_not_open_on_the_first_line_is_no_front_matter(text: str) -> None:
    assert split(text) is None


@pytest.mark.parametrize(("text", "opening"), [("---\n---\n", 0), ("\ufeff---\n---\n", 1)])
def test_the_opening_fence_is_where_the_dashes_begin(text: str, opening: int) -> None:
    front = split(text)
    assert front is not None and front.opening == opening


LINES = ["---", "...", "----", "--- x", " ---", "---\t", "... ", "a: 1", "", "# x", "-", "..."]


@settings(FUZZ, max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(["\n", "\r\n"])), max_size=8), st.booleans())
def test_the_fences_are_those_that_reading_line_by_line_finds(lines: list[tuple[str, str]], ends: bool) -> None:
    text = "---\n" + "".join(line + end for line, end in lines)
    if not ends:
        text = text.rstrip("\r\n")
        assume("\n" in text)
    whole = text.splitlines(keepends=True)
    closing = next((i for i, line in enumerate(whole) if i and line.rstrip(" \t\r\n") in ("---", "...")), None)
    if closing is None:
        assert parts(text) == ("".join(whole[1:]), None)
    else:
        assert parts(text) == ("".join(whole[1:closing]), "".join(whole[closing + 1 :]))


# python-frontmatter

NAMES = st.text("abcdefgh_", min_size=1, max_size=8).filter(lambda name: name not in ("handler", "content"))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\ufeff", exclude_categories=["Cc", "Cs"]), max_size=12)
LEAVES = (
    TEXTS
    | st.integers(-(10**12), 10**12)
    | st.booleans()
    | st.none()
    | st.sampled_from([1.5, -0.25, 2.0])
    | st.dates(min_value=datetime.date(1000, 1, 1))
    | st.datetimes(min_value=datetime.datetime(1000, 1, 1), timezones=st.sampled_from([None, datetime.UTC]))
)
METADATA = st.dictionaries(
    NAMES,
    st.recursive(
        LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
    ),
    max_size=5,
)
BODIES = st.lists(
    st.sampled_from(["# Title", "", "---", "a: b", "| T1 | ✅ |", "```", "  indented", "é 🎉", "...", "----"]),
    max_size=6,
).map("\n".join)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A file with front matter as tools write it, and what was put in."""
    metadata: dict[str, Any] = {"type": "progress", **draw(METADATA)}
    metadata["type"] = "progress"
    written: str = yaml.safe_dump(
        metadata,
        sort_keys=draw(st.booleans()),
        allow_unicode=draw(st.booleans()),
        default_flow_style=draw(st.sampled_from([None, False])),
        width=1000,
        line_break="\n",
    )
    return f"---\n{written}---\n{draw(BODIES)}", metadata


def agrees(node: Node, value: object) -> bool:
    """Whether *node* means *value*: the same shape, and scalars that YAML reads as the value."""
    if isinstance(node, MappingNode):
        return (
            isinstance(value, dict)
            and list(node.entries) == list(value)
            and all(agrees(node.entries[key], inner) for key, inner in value.items())
        )
    if isinstance(node, SequenceNode):
        return isinstance(value, list) and len(node.items) == len(value) and all(map(agrees, node.items, value))
    assert isinstance(node, ScalarNode)
    resolved = node.plain or isinstance(value, datetime.date)  # PyYAML writes !!timestamp '…' in flow collections
    found = (yaml.safe_load(node.text) if node.text else None) if resolved else node.text
    return found == value and type(found) is type(value)


@FUZZ
@given(files())
def test_a_plain_file_has_the_metadata_and_body_that_python_frontmatter_finds(file: tuple[str, dict[str, Any]]) -> None:
    text, metadata = file
    expected = python_frontmatter.loads(text)
    assert expected.metadata == metadata
    plan = read(text)
    assert isinstance(plan, Plan) and plan.read_errors == []
    assert (plan.post.metadata, plan.post.content) == (expected.metadata, expected.content)
    assert plan.front_matter is not None
    assert text[plan.front_matter.body :].strip() == expected.content
    assert agrees(plan.root, expected.metadata)


def test_post_of_a_file_with_a_bom_is_that_of_the_file_without_it() -> None:
    text = "---\ntype: progress\nprd: é\n---\n\n# Body\n"
    post = read("\ufeff" + text).post
    assert isinstance(post, python_frontmatter.Post)
    assert (post.metadata, post.content) == ({"type": "progress", "prd": "é"}, "# Body")


def test_post_leaves_dates_as_text_where_one_of_them_cannot_be() -> None:
    text = "---\ntype: progress\ncreated: 2026-02-30\nupdated: 2026-03-01\ntotal_tasks: 3\n---\nBody\n"
    post = read(text).post
    assert post.metadata == {"type": "progress", "created": "2026-02-30", "updated": "2026-03-01", "total_tasks": 3}
    assert post.content == "Body"


@pytest.mark.parametrize(
    "front",
    [
        "type: progress\nprd: a\na: [\n",
        "type: progress\nprd: a\na: *x\n",
        "type: progress\nprd: a\na: &a [*a]\n",
        "type: progress\nprd: a\na: " + "[" * 5000 + "\n",
        "type: progress\nprd: a\na: !!python/object/apply:os.getcwd []\n",
        "type: progress\nprd: a\na: !!int x\n",
        "type: progress\nprd: a\n? [a]\n: b\n",
    ],
)
def test_post_of_what_cannot_be_loaded_has_no_metadata(front: str) -> None:
    post = read(f"---\n{front}---\nBody\n").post
    assert post.metadata == {}
    assert "Body" in post.content


def test_post_of_a_file_whose_front_matter_is_not_closed_is_all_body() -> None:
    post = read("\ufeff---\ntype: progress\nprd: a\n").post
    assert (post.metadata, post.content) == ({}, "---\ntype: progress\nprd: a")


@pytest.mark.parametrize("key", ["handler", "content", "metadata", "self"])
def test_post_has_keys_that_the_library_stumbles_over(key: str) -> None:
    post = read(f"---\ntype: progress\nprd: a\n{key}: x\n---\nBody\n").post
    assert post.metadata == {"type": "progress", "prd": "a", key: "x"}
    assert post.content == "Body"


def test_post_of_a_closing_fence_of_dots_ends_there() -> None:
    post = read("---\r\ntype: progress\r\nprd: a\r\n...\r\nBody\r\n---\r\nmore\r\n").post
    assert (post.metadata, post.content) == ({"type": "progress", "prd": "a"}, "Body\r\n---\r\nmore")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("-----", "-----"),
        ("--", "--"),
        ("  ---", "---"),
        ("———", "———"),
        ("===", "==="),
        ("- - -", None),
        ("---x", None),
    ],
)
def test_the_line_that_was_meant_to_close(line: str, found: str | None) -> None:
    text = f"---\ntype: progress\n{line}\n\n# Body\n"
    front = split(text)
    assert front is not None and front.body < 0
    span = find_almost_closing(text, front)
    assert (text[slice(*span)] if span else None) == found
