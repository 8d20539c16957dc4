"""The quick reader of command lines says what argparse says, or nothing."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.cli.arguments import _check, describe_check
from linter.cli.fast_arguments import FastArgumentParser

QUICK = FastArgumentParser()
describe_check(QUICK)
WORDS = [
    *("a.md", "docs/", "-", "--", "", "@args", "-x", "-1", "a=b", "--fix", "--fix=1", "--quiet", "-q", "-v", "-qv"),
    *("--output-format", "json", "--output-format=concise=out.txt", "-o", "-oout", "-o=x", "--select", "--select=a,b"),
    *("--color", "always", "--color=never", "--color=pink", "--severity", "a=error", "--config", "k = 'v'", "--conf=x"),
    *("--select=", "--version", "--help", "--no-such", "--fail-on=never", "--now=@x", "--isolated", "--diff"),
]


def by_argparse(arguments: list[str]) -> dict[str, Any] | None:
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        try:
            return vars(_check().parse_intermixed_args(arguments))
        except SystemExit:
            return None


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=5))
def test_it_agrees_with_argparse(arguments: list[str]) -> None:
    quick = QUICK.parse(arguments)
    if quick is not None:
        assert vars(quick) == by_argparse(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.md", "b.md"],
        ["--force-exclude", "a.md"],
        ["--output-format", "concise=x", "--output-format=json", "-o", "y", "docs"],
        ["--fix", "--select", "a,b", "--select=c", "--color=always", "-q", "-"],
    ],
)
def test_what_is_usual_is_read(arguments: list[str]) -> None:
    quick = QUICK.parse(arguments)
    assert quick is not None
    assert vars(quick) == by_argparse(arguments)
