"""The JSON reader, compared with the standard library: data, errors, and positions of values."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from linter.syntax.json_reader import parse_json
from linter.syntax.nodes import Limits, MappingNode, Node, ReadError, ScalarNode, SequenceNode, Tree, values

FUZZ = settings(derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def parse(text: str, **limits: int) -> Tree:
    return parse_json(text, Limits(**limits))


def only_error(text: str, **limits: int) -> ReadError:
    tree = parse(text, **limits)
    assert tree.root is None
    (error,) = tree.read_errors
    return error


def data(node: Node | None) -> object:
    """The value as the standard library gives it; what is plain is a literal."""
    if isinstance(node, MappingNode):
        return {key: data(value) for key, value in node.entries.items()}
    if isinstance(node, SequenceNode):
        return [data(item) for item in node.items]
    assert isinstance(node, ScalarNode)
    return json.loads(node.text) if node.plain else node.text


def refuse(constant: str) -> None:
    raise ValueError(constant)


def loads(text: str) -> Any:
    return json.loads(text, parse_constant=refuse)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Any value, written in any of the ways of ``json.dumps``, blanks of all kinds around its tokens."""
    text = json.dumps(
        draw(VALUES),
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, 0, 2, "\t"])),
        separators=draw(st.sampled_from([None, (",", ":"), (" ,\r\n", "\t: ")])),
    )
    return draw(st.sampled_from(["", " ", "\r\n\t"])) + text + draw(st.sampled_from(["", " \n"]))


@FUZZ
@given(written())
def test_what_dumps_writes_is_read_to_the_same_data_without_a_fault(text: str) -> None:
    tree = parse(text)
    assert tree.read_errors == []
    assert repr(data(tree.root)) == repr(loads(text))  # repr tells 1 from 1.0 and from True, and keeps the order


@FUZZ
@given(written(), st.sampled_from(["", "\ufeff"]))
def test_every_scalar_and_key_spans_its_raw_text_and_every_collection_its_brackets(text: str, bom: str) -> None:
    text = bom + text
    root = parse(text).root
    assert root is not None
    assert text[: root.start].strip("\ufeff \t\r\n") == "" == text[root.end :].strip()
    for node in values(root):
        raw = text[node.start : node.end]
        assert repr(loads(raw)) == repr(data(node)) and raw == raw.strip()
        assert not isinstance(node, MappingNode | SequenceNode) or node.flow
        for item in [root, *node.items] if isinstance(node, SequenceNode) else []:
            assert (item.key_start, item.key_end) == (-1, -1)
        if isinstance(node, MappingNode):
            keys = [loads(text[value.key_start : value.key_end]) for value in node.entries.values()]
            assert keys == list(node.entries)


TOKENS = (
    *'[]{}:,"\\ \t\n0123-+.eE',
    *(
        '"a"',
        '"b":',
        "1",
        "-0",
        "1.5e-3",
        "01",
        "true",
        "null",
        "False",
        "NaN",
        "-Infinity",
        "[1]",
        "{}",
        '{"a":',
        "],",
        "},",
    ),
    *(
        "'a'",
        '"\\u00e9"',
        '"\\ud83d\\ude00"',
        '"\\x41"',
        '"\t"',
        '"\u2028"',
        "\u00a0",
        "/**/",
        "\x7f",
        "\x00",
        "é",
        "٣",
    ),
)


@settings(FUZZ, max_examples=200)
@given(st.one_of(st.lists(st.sampled_from(TOKENS), max_size=8).map("".join), st.text(max_size=10)))
def test_text_has_a_fault_exactly_where_the_standard_library_refuses_it(text: str) -> None:
    tree = parse(text)
    try:
        expected = loads(text)
    except ValueError:
        if not text.startswith("\ufeff"):
            assert tree.root is None and [error.rule for error in tree.read_errors] == ["syntax-error"]
    else:
        assert {error.rule for error in tree.read_errors} <= {"duplicate-key"}
        assert repr(data(tree.root)) == repr(expected)
    for error in tree.read_errors:
        assert 0 <= error.start <= error.end <= len(text) and (error.start < error.end or not text)


@FUZZ
@given(written(), st.data())
def test_json_cut_short_is_refused_inside_of_what_is_left(text: str, choose: st.DataObject) -> None:
    cut = text[: choose.draw(st.integers(0, len(text)))]
    error = parse(cut).read_errors
    try:
        loads(cut)
    except ValueError:
        assert [f.rule for f in error] == ["syntax-error"] and error[0].end <= len(cut)
    else:
        assert error == []


@pytest.mark.parametrize(
    ("text", "flagged", "words"),
    [
        ('{"a" 1}', "1", "expected `:`"),
        ('{"a", 1}', ",", "expected `:`"),
        ('{"a"}', "}", "expected `:`"),
        ('{"a": }', "}", "expected a value"),
        ('{"a": 1 "b": 2}', '"', "`,` or a closing bracket"),
        ("{'a': 1}", "'", "invalid JSON"),
        ("{1: 2}", "1", "key in double quotes"),
        ("[1, 2,]", "]", ""),
        ('{"a": 1,}', "}", ""),
        ("[1}", "}", ""),
        ("[,1]", ",", "expected a value"),
        ("[1] é", "é", "after the JSON value"),
        ("[1", "1", "unclosed bracket"),
        ('{"é🎉": "x}', '"', "unclosed"),
        ('["\\q"]', '"', "escape"),
        ("[NaN]", "N", "`NaN` is not a JSON value"),
        ("[01]", "1", "`,` or a closing bracket"),
        ("[1] // c", "/", ""),
    ],
)
def test_the_fault_is_where_the_json_is_wrong_and_reports_how(text: str, flagged: str, words: str) -> None:
    error = only_error(text)
    assert (error.rule, text[error.start : error.end]) == ("syntax-error", flagged)
    assert words in error.message


def test_a_key_that_is_twice_is_reported_and_the_last_value_counts() -> None:
    text = '{"a": 1, "b": {"a": 2}, "\\u0061": 3}'
    tree = parse(text)
    (error,) = tree.read_errors
    assert (error.rule, error.data, text[error.start : error.end]) == ("duplicate-key", {"key": "a"}, '"\\u0061"')
    assert error.message == "duplicate key `a`"
    assert error.related == (1, 4, "first defined here; this value is overwritten")
    assert data(tree.root) == {"a": 3, "b": {"a": 2}}


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\ud83d"', "\ud83d"),
        ('"\\ude00\\ud83d"', "\ude00\ud83d"),
        ('"\\u00e9\\n\\"\\\\\\/"', 'é\n"\\/'),
        ('"\x7f\u2028\x85"', "\x7f\u2028\x85"),
    ],
)
def test_escapes_and_characters_that_yaml_refuses_are_read(raw: str, text: str) -> None:
    tree = parse(raw)
    assert isinstance(tree.root, ScalarNode) and tree.read_errors == []
    assert (tree.root.text, tree.root.plain) == (text, False)


def test_a_key_of_two_thousand_characters_is_read() -> None:
    tree = parse(json.dumps({"k" * 2000: 1}))
    assert data(tree.root) == {"k" * 2000: 1} and tree.read_errors == []


def test_a_number_is_kept_as_written() -> None:
    root = parse("[1.10, 1E2, -0, 123456789012345678901234567890]").root
    assert isinstance(root, SequenceNode)
    assert [node.text for node in root.items if isinstance(node, ScalarNode)] == [
        "1.10",
        "1E2",
        "-0",
        "123456789012345678901234567890",
    ]


def test_a_bom_is_passed_over_only_at_the_begin() -> None:
    assert parse("\ufeff[1]").read_errors == []
    assert only_error("[\ufeff1]").start == 1
    assert only_error("\ufeff\ufeff[1]").start == 1


@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_nothing_at_all_is_a_syntax_error(text: str) -> None:
    error = only_error(text)
    assert (error.rule, error.end <= len(text)) == ("syntax-error", True)


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_a_hundred_thousand_brackets_are_refused_at_once(opening: str) -> None:
    began = time.process_time()
    error = only_error(opening * 100_000)
    assert time.process_time() - began < 5
    assert (error.rule, error.data) == ("limit-exceeded", {"limit": "max-depth"})


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")])
def test_as_deep_as_the_limit_is_read_and_one_deeper_is_not(opening: str, closing: str) -> None:
    text = opening * 64 + "1" + closing * 64
    assert parse(text).read_errors == []
    error = only_error(text, max_depth=63)
    assert (error.data, error.start) == ({"limit": "max-depth"}, 63 * len(opening))


def test_two_hundred_thousand_quotes_and_backslashes_take_no_time_to_refuse() -> None:
    began = time.process_time()
    for text in ('"' + "\\\\" * 200_000, '"' + "a" * 400_000, "[" + "1" * 400_000, " " * 400_000):
        assert only_error(text).rule == "syntax-error"
    assert time.process_time() - began < 5


@FUZZ
@given(VALUES)
@example([])
def test_the_limit_counts_every_value(value: object) -> None:
    text = json.dumps(value)
    root = parse(text).root
    assert root is not None
    count = sum(1 for _ in values(root))
    assert parse(text, max_nodes=count).root is not None
    if count > 1:
        error = only_error(text, max_nodes=count - 1)
        assert (error.rule, error.data) == ("limit-exceeded", {"limit": "max-nodes"})
