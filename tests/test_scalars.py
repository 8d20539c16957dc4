"""Types of scalars: numbers as in PyYAML, statuses, dates as in datetime, path patterns, versions."""

from __future__ import annotations

import datetime
import re

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from linter.config.globs import matches
from linter.config.required_version import find_version_problem
from linter.model.statuses import (
    AT_RISK,
    BLOCKED,
    CLASSES,
    CLOSED,
    DEFERRED,
    DONE,
    OPEN,
    RUNNING,
    normalise,
    status_class,
)
from linter.model.timestamps import (
    MANIFEST,
    Timestamp,
    invalid_date_reason,
    is_after,
    moment,
    parse,
    repaired,
    repaired_utc,
)
from linter.syntax.nodes import Limits, MappingNode, Node, ScalarNode
from linter.syntax.scalar_types import (
    integer,
    is_boolean,
    is_null,
    is_placeholder,
    number,
    readings,
    string_of,
    text_of,
    type_of,
)
from linter.syntax.source import Source
from linter.syntax.yaml_reader import parse_yaml

FUZZ = settings(derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])


def scalar(text: str, plain: bool = True) -> ScalarNode:
    return ScalarNode(text, 0, len(text), -1, -1, plain)


def value_in(text: str) -> Node:
    """The value of ``a`` in a YAML document."""
    root = parse_yaml(text, 0, Limits()).root
    assert isinstance(root, MappingNode)
    return root.entries["a"]


# readings

NUMERIC = st.text("01289.+-_eExobafT:", min_size=1, max_size=8)
# no plain scalar, one that PyYAML raises ValueError at, and one form with a test of its own
NO_NUMBER = re.compile(r".*:\Z|-\Z|---|\.\.\.|[-+]?0[bx]_+\Z|[-+]\.[0-9]+[eE]")


def resolved(text: str) -> object:
    """The value that PyYAML (YAML 1.1) reads from the plain scalar *text*."""
    return yaml.safe_load(text)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@settings(FUZZ, max_examples=200)
@given(NUMERIC)
@example("1.10")
@example("012")
@example("1e3")
@example("1.0e+3")
@example("12:30")
@example("1_000")
@example("0x1F")
@example("0b101")
@example("+7")
@example("-0")
@example("00")
@example("08")
@example("1.")
@example(".5")
@example(".inf")
def test_what_pyyaml_reads_as_a_number_is_named_unless_it_prints_as_it_is_written(text: str) -> None:
    assume(not NO_NUMBER.match(text))
    value, found = resolved(text), readings(text)
    if is_number(value):
        assert (found == []) == (str(value) == text)
        assert not found or "text" not in found[0]
        named = re.match(r"number (\S+)", found[0]) if found else None
        if named:
            assert float(named[1]) == value or value != value
    elif isinstance(value, str):
        assert found == [] or found[0] == f"text {text!r} (YAML 1.1)"


@FUZZ
@given(st.integers() | st.floats(1e-4, 1e15).map(lambda value: round(value, 3)))
@example(7)
@example(1.5)
def test_a_number_that_prints_as_it_is_written_is_harmless(value: float) -> None:
    text = str(value)
    assume(len(text) <= 64)
    assert resolved(text) == value
    assert readings(text) == []


@pytest.mark.parametrize(
    "word", ["yes", "No", "ON", "off", "true", "FALSE", "True", "null", "~", "Null", "y", "n", "tRue", "YeS"]
)
def test_the_words_that_pyyaml_takes_for_booleans_and_null_are_named_so(word: str) -> None:
    value, found = resolved(word), readings(word)
    if isinstance(value, bool):
        assert found[0].startswith(f"boolean {str(value).lower()}")
    elif value is None:
        assert found == ["nothing (null)"]
    else:
        assert found == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.10", ["number 1.1"]),
        ("012", ["number 10 (YAML 1.1)", "number 12 (YAML 1.2)"]),
        ("1e3", ["text '1e3' (YAML 1.1)", "number 1000 (YAML 1.2)"]),
        ("31224e8", ["text '31224e8' (YAML 1.1)", "number 3122400000000 (YAML 1.2)"]),
        ("12:30", ["a number in base 60 (YAML 1.1)", "text '12:30' (YAML 1.2)"]),
        ("yes", ["boolean true (YAML 1.1)", "text 'yes' (YAML 1.2)"]),
        ("0o17", ["text '0o17' (YAML 1.1)", "number 15 (YAML 1.2)"]),
        ("0x10", ["number 16"]),
        ("1_000", ["number 1000 (YAML 1.1)", "text '1_000' (YAML 1.2)"]),
        ("2026-01-02", ["a date (YAML 1.1)", "text '2026-01-02' (YAML 1.2)"]),
        ("T-1", []),
        ("1.10.2", []),
        ("-", []),
        (".", []),
        ("1" * 65, []),
        ("0" + "1" * 64, []),
        ("٣", []),
    ],
)
def test_the_readings_report_what_becomes_of_the_text(text: str, expected: list[str]) -> None:
    assert readings(text) == expected


@settings(FUZZ, max_examples=80)
@given(st.text(max_size=8))
def test_any_text_has_readings_or_none(text: str) -> None:
    assert all(isinstance(reading, str) and reading for reading in readings(text))


@pytest.mark.parametrize("text", ["0x_", "0b_", "-0x_", "0b__"])
def test_a_radix_without_digits_does_not_raise(text: str) -> None:
    readings(text)


@pytest.mark.parametrize("text", ["-0.5", "-0.25"])
def test_a_negative_fraction_that_prints_as_it_is_written_is_harmless(text: str) -> None:
    assert str(resolved(text)) == text and readings(text) == []


@pytest.mark.parametrize("text", ["0.00001", "1.1234567890123456789", "123456789012345678.5"])
def test_a_fraction_that_prints_otherwise_is_named(text: str) -> None:
    assert str(resolved(text)) != text and readings(text) != []


@pytest.mark.parametrize("text", ["-.1E+0", "+.5e-3"])
def test_a_signed_fraction_without_a_leading_digit_is_text_in_yaml_1_1_with_an_exponent_too(text: str) -> None:
    assert resolved(text) == text and readings(text)[0] == f"text {text!r} (YAML 1.1)"


@pytest.mark.parametrize("text", ["-.5", "+.5", "-.10"])
def test_a_signed_fraction_without_a_leading_digit_is_not_a_number_for_everybody(text: str) -> None:
    assert resolved(text) == text and readings(text)[0] == f"text {text!r} (YAML 1.1)"


@pytest.mark.parametrize("text", ["08_", "0_9"])
def test_a_leading_zero_before_an_eight_is_text_for_everybody_with_an_underscore_in_it(text: str) -> None:
    assert resolved(text) == text and readings(text) == []


@pytest.mark.parametrize("text", [".5_0", "0:30.5", "1_0.5e+3"])
def test_the_rare_floats_of_yaml_1_1_are_named(text: str) -> None:
    assert is_number(resolved(text)) and readings(text) != []


@pytest.mark.parametrize("text", ["2026-01-02 notes", "2026-1-2 T-1", "2026-01-02T10"])
def test_text_that_begins_with_a_date_is_text(text: str) -> None:
    assert resolved(text) == text and readings(text) == []


# Scalars


@pytest.mark.parametrize(
    ("text", "null"),
    [
        ("a:", True),
        ("a: ~", True),
        ("a: null", True),
        ("a: NULL", True),
        ("a: ''", True),
        ("a: '  '", True),
        ("a: 'null'", False),
        ("a: '~'", False),
        ("a: nUll", False),
        ("a: []", False),
        ("a: {}", False),
        ("a: 0", False),
    ],
)
def test_null_and_blank_are_missing_and_an_empty_list_is_not(text: str, null: bool) -> None:
    node = value_in(text)
    assert is_null(node) == null
    assert (text_of(node) is None) == (null or not isinstance(node, ScalarNode))
    assert is_null(None) and text_of(None) is None


@settings(FUZZ, max_examples=80)
@given(st.text("0123456789+-.eE_ x", max_size=6), st.booleans())
@example("12", True)
@example("-1.5", True)
@example(".5", True)
@example("1.", True)
def test_only_unquoted_decimal_numbers_are_numbers(text: str, plain: bool) -> None:
    node = scalar(text, plain)
    whole = plain and re.fullmatch(r"[-+]?[0-9]+(\.0*)?", text)
    decimal = plain and re.fullmatch(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)", text)
    assert integer(node) == (int(float(text)) if whole else None)
    assert number(node) == (float(text) if decimal else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: x", True),
        ("a: '1'", True),
        ("a: '2026'", True),
        ("a: 12:30", True),
        ("a: !!str 1", True),
        ("a: yes", True),
        ("a: 1", False),
        ("a: 1.5", False),
        ("a: true", False),
        ("a: ~", False),
        ("a: ''", False),
        ("a: [x]", False),
    ],
)
def test_a_text_is_what_nobody_reads_as_a_number_or_a_boolean(text: str, expected: bool) -> None:
    node = value_in(text)
    assert string_of(node) is (node if expected else None)
    assert string_of(None) is None


def test_digits_without_end_are_text() -> None:
    for text in ("9" * 64, "9" * 65, "9" * 100_000):
        assert (integer(scalar(text)) is None, number(scalar(text)) is None) == ((len(text) > 64,) * 2)


def test_booleans_are_unquoted() -> None:
    found = {text: is_boolean(value_in(f"a: {text}")) for text in ("true", "False", "TRUE", "'true'", "yes", "[true]")}
    assert found == {"true": True, "False": True, "TRUE": True, "'true'": False, "yes": False, "[true]": False}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", "integer"),
        ("1.0", "integer"),
        ("1e3", "integer"),
        ("1.5", "number"),
        ("-.5", "number"),
        ("''", "string"),
        ("yes", "string"),
        ("true", "boolean"),
        ("~", "null"),
        ("", "null"),
        ("[]", "array"),
        ("{}", "object"),
        ("'1'", "string"),
        ("!!str 1", "string"),
        ("12:30", "string"),
        ("2026-01-02", "string"),
        ("0o7", "string"),
        ("1e999", "number"),
        ("9" * 65, "string"),
    ],
)
def test_the_type_of_a_value_is_that_of_the_yaml_1_2_core_schema(text: str, expected: str) -> None:
    assert type_of(value_in(f"a: {text}")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[FEATURE_NAME]", True),
        ("[YYYY-MM-DD]", True),
        ("<name of the plan>", True),
        ("{{name}}", True),
        ("'{{ name }}'", True),
        ("YYYY-MM-DD", True),
        ("YYYY-MM-DDTHH:MM:SSZ", True),
        ("TBD", True),
        ("' TBD '", True),
        ("[T1, T2]", False),
        ("[T-1]", False),
        ("[t-1]", False),
        ("[]", False),
        ("{a: b}", False),
        ("TBDs", False),
        ("2026-01-02", False),
        ("<a> and <b>", False),
        ("x {{name}}", False),
        ("'<a\n\n  b>'", False),
        ("[" + "A" * 250 + "]", False),
    ],
)
def test_a_value_that_waits_to_be_filled_in_is_a_placeholder(text: str, expected: bool) -> None:
    document = f"a: {text}\n"
    assert is_placeholder(value_in(document), Source("x", document)) == expected


# Statuses


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        (DONE, "completed complete done"),
        (RUNNING, "in_progress review partial active"),
        (OPEN, "pending not_started planning ready draft approved"),
        (BLOCKED, "blocked"),
        (AT_RISK, "at_risk"),
        (CLOSED, "deferred postponed future skipped wont_do cancelled abandoned superseded archived"),
    ],
)
def test_each_class_has_the_spellings_of_the_format_however_they_are_written(name: str, spellings: str) -> None:
    assert [spelling for spelling, its in CLASSES.items() if its == name] == spellings.split()
    for spelling in spellings.split():
        for separator in ("_", "-", " ", "  ", "_-"):
            for form in (str.lower, str.upper, str.title):
                assert status_class(form(f" {spelling.replace('_', separator)}\t")) == name


@FUZZ
@given(st.text(max_size=12))
@example("inprogress")
@example("todo")
@example("")
def test_any_other_text_is_no_status(text: str) -> None:
    known = [spelling for spelling in CLASSES if spelling == normalise(text)]
    assert status_class(text) == (CLASSES[known[0]] if known else None)
    assert normalise(normalise(text)) == normalise(text)


def test_deferred_tasks_are_those_that_come_later() -> None:
    assert {spelling for spelling in DEFERRED if CLASSES[spelling] == CLOSED} == {"deferred", "postponed", "future"}


# Timestamps

DATES = st.tuples(st.integers(0, 9999), st.integers(0, 14), st.integers(0, 33))
ZONES = ["", "Z", "z", "+00:00", "-05:30", "+0530", "+09", "+23:59", "+24:00", "-05:60"]


def real(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime.datetime | None:
    try:
        return datetime.datetime(year, month, day, hour, minute, second, tzinfo=datetime.UTC)
    except ValueError:
        return None


def stamp_of(text: str) -> Timestamp:
    stamp = parse(text)
    assert stamp is not None, text
    return stamp


@settings(FUZZ, max_examples=80)
@given(DATES)
@example((2024, 2, 29))
@example((2026, 2, 29))
@example((1900, 2, 29))
@example((2000, 2, 29))
@example((0, 1, 1))
def test_a_date_is_possible_when_the_calendar_has_it(parts: tuple[int, int, int]) -> None:
    stamp = stamp_of("{:04}-{:02}-{:02}".format(*parts))
    day = real(*parts)
    assert (invalid_date_reason(stamp) is None) == (day is not None)
    assert moment(stamp) == (day.date() if day else None)


@settings(FUZZ, max_examples=80)
@given(
    st.integers(0, 26),
    st.integers(0, 62),
    st.none() | st.integers(0, 62),
    st.sampled_from(["", ".5", ",123456789"]),
    st.sampled_from(ZONES),
    st.sampled_from(["T", "t", " ", "  "]),
)
def test_a_time_is_possible_when_the_clock_has_it(
    hour: int, minute: int, second: int | None, fraction: str, zone: str, between: str
) -> None:
    assume(second != 60)  # a leap second: the next test
    written = f"{hour:02}:{minute:02}" + ("" if second is None else f":{second:02}{fraction}")
    stamp = stamp_of(f"2026-03-01{between}{written}{zone}")
    assert (stamp.date, stamp.between, stamp.time, stamp.zone) == ("2026-03-01", between, written, zone or None)
    expected = real(2026, 3, 1, hour, minute, second or 0)
    if zone in ("+24:00", "-05:60"):
        expected = None
    assert (invalid_date_reason(stamp) is None) == (expected is not None)
    found = moment(stamp)
    if expected is None:
        assert found is None
    else:
        assert isinstance(found, datetime.datetime)
        offset = {"-05:30": -330, "+0530": 330, "+09": 540, "+23:59": 1439}.get(zone, 0)
        digits = {".5": 500_000, ",123456789": 123_456}.get(fraction if second is not None else "", 0)
        assert found == expected - datetime.timedelta(minutes=offset) + datetime.timedelta(microseconds=digits)


def test_a_leap_second_is_possible_at_the_end_of_an_hour_only() -> None:
    assert invalid_date_reason(stamp_of("2016-12-31T23:59:60Z")) is None
    assert moment(stamp_of("2016-12-31T23:59:60.5Z")) == real(2016, 12, 31, 23, 59, 59)
    assert invalid_date_reason(stamp_of("2016-12-31T23:58:60Z")) == "no second 60"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-02-30", "no day 30 in 2026-02"),
        ("2026-13-01", "no month 13"),
        ("2026-04-00", "no day 00 in 2026-04"),
        ("0000-01-01", "no year 0000"),
        ("2026-01-01T24:00Z", "no hour 24"),
        ("2026-01-01T10:60Z", "no minute 60"),
        ("2026-01-01T10:00+25:00", "no offset +25:00"),
    ],
)
def test_what_cannot_be_is_named(text: str, words: str) -> None:
    assert invalid_date_reason(stamp_of(text)) == words


def test_the_basic_format_is_read_as_the_extended_one() -> None:
    for basic, extended in (
        ("20260301T1000Z", "2026-03-01T10:00:00Z"),
        ("20260301T100059+0530", "2026-03-01T10:00:59+05:30"),
        ("20260301T100059-05", "2026-03-01T10:00:59-05:00"),
    ):
        assert moment(stamp_of(basic)) == moment(stamp_of(extended)) == datetime.datetime.fromisoformat(extended)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-1-2",
        "2026-01",
        "2026/01/02",
        "2026-01-02T",
        "2026-01-02T10",
        "2026-01-02 notes",
        "2026-01-02T10:00:00.1234567890Z",
        "2026-01-02Z",
        "x2026-01-02",
        "2026-01-02\n",
        "2026-01-02T10:00\n",
        "20260301",
        "2026-01-02T10:00:0Z",
        "2026-01-02T10:00:00.Z",
        "2026-01-02T10:00:00+5",
        "2026-01-02T10:00 UTC",
    ],
)
def test_what_has_not_the_shape_of_a_timestamp_is_none(text: str) -> None:
    assert parse(text) is None


@settings(FUZZ, max_examples=80)
@given(st.text("0123456789-:TtZz+ ./,", max_size=26) | st.text(max_size=12))
def test_no_text_makes_the_timestamps_raise(text: str) -> None:
    stamp = parse(text)
    if stamp is not None:
        assert (moment(stamp) is None) == (invalid_date_reason(stamp) is not None)
        assert is_after(stamp, stamp) is False
    for better in (repaired(text), repaired_utc(text)):
        assert better is None or invalid_date_reason(stamp_of(better[0])) is None


@pytest.mark.parametrize("text", ["٢٠٢٦-٠١-٠٢", "２０２６-０１-０２"])
def test_digits_of_other_scripts_are_no_date_or_do_not_raise(text: str) -> None:
    stamp = parse(text)
    assert stamp is None or moment(stamp) is not None


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_time_at_the_edge_of_the_calendar_is_repaired_or_not_but_does_not_raise(text: str) -> None:
    repaired_utc(text)


def test_a_year_before_1000_keeps_four_digits() -> None:
    assert repaired_utc("0999-01-01T00:00:00+00:00") == ("0999-01-01T00:00:00Z", True)


MOMENTS = st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(2100, 1, 1)).map(
    lambda at: at.replace(microsecond=0)
)
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes)))


@settings(FUZZ, max_examples=80)
@given(MOMENTS, MOMENTS, OFFSETS, OFFSETS)
def test_later_is_later_whatever_the_zones(
    first: datetime.datetime, second: datetime.datetime, zone: datetime.timezone, other: datetime.timezone
) -> None:
    left, right = first.replace(tzinfo=zone), second.replace(tzinfo=other)
    assert is_after(stamp_of(left.isoformat()), stamp_of(right.isoformat())) == (left > right)
    naive = stamp_of(first.isoformat()), stamp_of(second.isoformat())
    assert is_after(*naive) == (first > second)


@FUZZ
@given(MOMENTS, MOMENTS, OFFSETS)
def test_days_are_compared_as_soon_as_one_is_a_day_or_has_no_zone(
    first: datetime.datetime, second: datetime.datetime, zone: datetime.timezone
) -> None:
    left = first.replace(tzinfo=zone).isoformat()
    for right in (second.date().isoformat(), second.isoformat()):
        assert is_after(stamp_of(left), stamp_of(right)) == (first.date() > second.date())
        assert is_after(stamp_of(right), stamp_of(left)) == (second.date() > first.date())


def test_nothing_is_later_than_what_cannot_be() -> None:
    assert not is_after(stamp_of("2026-02-28T10:00Z"), stamp_of("2026-02-27T25:00Z"))
    assert not is_after(stamp_of("2026-02-28T25:00Z"), stamp_of("2026-02-27T10:00Z"))


@settings(FUZZ, max_examples=80)
@given(
    MOMENTS,
    st.none() | OFFSETS,
    st.sampled_from("-/."),
    st.booleans(),
    st.sampled_from(["T", "t", " ", "  ", "T "]),
    st.sampled_from(["", " "]),
)
def test_a_timestamp_in_a_loose_shape_is_repaired_to_the_same_moment(
    at: datetime.datetime, zone: datetime.timezone | None, separator: str, short: bool, between: str, gap: str
) -> None:
    day = separator.join([f"{at.year}", *(f"{n}" if short else f"{n:02}" for n in (at.month, at.day))])
    offset = at.replace(tzinfo=zone).isoformat()[19:] if zone else ""
    text = day + between + f"{at:%H:%M:%S}" + (gap + offset if offset else "")
    assert repaired(day) == (at.date().isoformat(), True)
    assert repaired(text) == (at.date().isoformat() + f"T{at:%H:%M:%S}" + (offset or "Z"), zone is not None)
    utc = at.replace(tzinfo=zone or datetime.UTC).astimezone(datetime.UTC)
    assert repaired_utc(text) == (f"{utc:%Y-%m-%dT%H:%M:%SZ}", offset == "+00:00")
    assert MANIFEST.match(f"{utc:%Y-%m-%dT%H:%M:%SZ}")


@pytest.mark.parametrize(
    ("text", "expected", "utc"),
    [
        ("2026-01-02T10:00:00Z", ("2026-01-02T10:00:00Z", True), ("2026-01-02T10:00:00Z", True)),
        ("2026-01-02T10:00z", ("2026-01-02T10:00Z", True), ("2026-01-02T10:00:00Z", False)),
        ("2026-01-02 10:00:00.5Z", ("2026-01-02T10:00:00.5Z", True), ("2026-01-02T10:00:00Z", False)),
        ("2026-1-2", ("2026-01-02", True), None),
        ("2026-1/2", None, None),
        ("2026--2", None, None),
        ("2026-1-", None, None),
        ("2026-001-2", None, None),
        ("2026-1-002", None, None),
        ("2026--2 10:00", None, None),
        ("2026-1- 10:00", None, None),
        ("2026-001-2 10:00", None, None),
        ("2026-1-002T10:00", None, None),
        ("1/2/2026", None, None),
        ("2026-02-30", None, None),
        ("2026/2/30", None, None),
        ("2026-13-1 10:00", None, None),
        ("Jan 2, 2026", None, None),
        ("yesterday", None, None),
        ("2026-01-02T", None, None),
        ("", None, None),
    ],
)
def test_only_what_nobody_could_read_otherwise_is_repaired(
    text: str, expected: tuple[str, bool] | None, utc: tuple[str, bool] | None
) -> None:
    assert (repaired(text), repaired_utc(text)) == (expected, utc)


# Path patterns


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("*.md", "a.md x/a.md x/y/.md a.md/b", "a.mdx amd x/a.txt"),
        ("drafts", "drafts drafts/a.md x/drafts/y/a.md", "draft drafts2/a.md xdrafts"),
        ("drafts/", "drafts/a.md x/drafts/a.md", "drafts2/a.md"),
        ("/drafts", "drafts drafts/a.md", "x/drafts/a.md"),
        ("./drafts", "drafts/a.md", "xdrafts"),
        ("docs/*.md", "docs/a.md", "docs/x/a.md x/docs/a.md docs/a.txt"),
        ("docs/*", "docs/a docs/a/b", "docs x/docs/a"),
        ("docs/**", "docs/a docs/a/b.md", "docs docsx/a"),
        ("**/old", "old x/old x/y/old old/a x/old/a", "xold x/oldy"),
        ("a/**/b", "a/b a/x/b a/x/y/b a/b/c", "ab a/xb a/b2"),
        ("**", "a a/b a/b/c", ""),
        ("a?c", "abc x/abc a?c", "ac abbc a/c"),
        ("p[0-9].md", "p1.md x/p9.md", "pa.md p10.md"),
        ("p[!0-9].md", "pa.md", "p1.md"),
        ("p[]x].md", "p].md px.md", "py.md"),
        ("p[!]x].md", "py.md", "p].md px.md"),
        ("p[x", "p[x", "px"),
        ("a.b+(c)", "a.b+(c)", "aXb+(c) a.bb(c)"),
        ("a|b", "a|b", "a b"),
        ("p[\\].md", "p\\.md", "p.md"),
        ("é*", "é éa x/éa/b", "e"),
    ],
)
def test_a_pattern_matches_as_in_gitignore(pattern: str, yes: str, no: str) -> None:
    assert [path for path in yes.split() if not matches(path, [pattern])] == []
    assert [path for path in no.split() if matches(path, [pattern])] == []


def test_any_of_several_patterns_is_enough_and_none_match_nothing() -> None:
    assert matches("a.md", ["b.md", "*.md"])
    assert not matches("a.md", [])
    assert not matches("a.md", ["", "b"])


PATHS = st.lists(st.text("ab.", min_size=1, max_size=2), min_size=1, max_size=4).map("/".join)
PATTERNS = st.lists(st.sampled_from(["a", "b", "a.", "*", "?", "**", "a*", "?b"]), min_size=1, max_size=3).map("/".join)


def by_parts(pattern: list[str], path: list[str]) -> bool:
    """Whether the path, or a folder above it, matches the pattern, one name after the other."""
    if not pattern:
        return True
    if pattern[0] == "**":
        if len(pattern) == 1:
            return bool(path)
        return any(by_parts(pattern[1:], path[skip:]) for skip in range(len(path) + 1))
    name = "".join({"*": "[^/]*", "?": "[^/]"}.get(character, re.escape(character)) for character in pattern[0])
    return bool(path) and re.fullmatch(name, path[0]) is not None and by_parts(pattern[1:], path[1:])


@settings(FUZZ, max_examples=200)
@given(PATTERNS, PATHS)
@example("a/**/b", "a/b")
@example("**/a", "a")
def test_matching_the_whole_is_matching_name_by_name(pattern: str, path: str) -> None:
    parts = pattern.split("/")
    expected = by_parts(parts, path.split("/")) if len(parts) > 1 else by_parts(["**", *parts], path.split("/"))
    assert matches(path, [pattern]) == expected


@settings(FUZZ, max_examples=80)
@given(st.text("ab[]!-^\\*?/.(", max_size=8), PATHS)
def test_no_pattern_raises(pattern: str, path: str) -> None:
    assert matches(path, [pattern]) in (True, False)


@pytest.mark.parametrize("pattern", ["a[!b]c", "a[+-9]c"])
def test_a_class_stays_inside_a_folder(pattern: str) -> None:
    assert not matches("a/c", [pattern])


def test_a_bad_class_is_literal() -> None:
    assert matches("p[z-a].md", ["p[z-a].md"]) and not matches("pz-a.md", ["p[z-a].md"])


# Versions

VERSIONS = st.lists(st.integers(0, 3), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))
CLAUSES = st.one_of(
    st.tuples(st.sampled_from(["==", "!=", ">=", "<=", ">", "<"]), VERSIONS, st.sampled_from(["", " "])),
    st.tuples(st.sampled_from(["==", "!="]), VERSIONS.map("{}.*".format), st.just("")),
    st.tuples(st.just("~="), VERSIONS.filter(lambda version: "." in version), st.just(" ")),
)


@settings(FUZZ, max_examples=150)
@given(st.lists(CLAUSES, min_size=1, max_size=3), VERSIONS)
def test_a_version_satisfies_what_pep_440_reports(clauses: list[tuple[str, str, str]], version: str) -> None:
    required = ",".join(f"{blank}{operator}{blank}{wanted}{blank}" for operator, wanted, blank in clauses)
    output = find_version_problem(required, version)
    assert (output is None) == (version in SpecifierSet(required))
    assert output is None or (version in output and f"`{required}`" in output)


@pytest.mark.parametrize(
    "required", ["", "abc", ">=1,", "~=1", ">=1.*", "==*", ">=1.x", "=>1", "1 2", ">=1;<2", ">= ", "1.", "9" * 10]
)
def test_what_is_no_list_of_clauses_is_reported(required: str) -> None:
    assert "expected version clauses" in str(find_version_problem(required, "1.0"))


def test_a_bare_version_is_that_version() -> None:
    assert find_version_problem("1.2", "1.2.0") is None
    assert "requires `1.2`" in str(find_version_problem("1.2", "1.2.1"))


def test_a_development_version_counts_as_the_version_it_leads_to() -> None:
    assert find_version_problem(">=0.2", "0.2.0.dev1") is None
