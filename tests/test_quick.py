"""The fast reader of command lines gives the same result as argparse, or none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.cli.arguments import COMMANDS, describe_check
from linter.cli.command_arguments import build_parser, parser_of
from linter.cli.fast_arguments import FastArgumentParser
from linter.cli.main import parse
from linter.config.loader import ConfigError

QUICK = FastArgumentParser()
describe_check(QUICK)
WORDS = [
    *("a.md", "docs/", "-", "--", "", "@args", "-x", "-1", "a=b", "--fix", "--fix=1", "--quiet", "-q", "-v", "-qv"),
    *("--output-format", "json", "--output-format=concise=out.txt", "-o", "-oout", "-o=x", "--select", "--select=a,b"),
    *("--color", "always", "--color=never", "--color=pink", "--severity", "a=error", "--config", "k = 'v'", "--conf=x"),
    *("--select=", "--version", "--help", "--no-such", "--fail-on=never", "--now=@x", "--isolated", "--diff"),
    *("--preset", "strict", "--preset=lax", "set", "rules", "check"),
]


def by_argparse(arguments: list[str]) -> dict[str, Any] | None:
    try:
        return dict(vars(parser_of("check").read(arguments)))
    except (ConfigError, SystemExit):
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
        ["--preset", "strict", "--fail-on=warning"],
    ],
)
def test_what_is_usual_is_read(arguments: list[str]) -> None:
    quick = QUICK.parse(arguments)
    assert quick is not None
    assert vars(quick) == by_argparse(arguments)
    for words in (arguments, ["check", *arguments]):
        parsed = parse(words)
        assert not isinstance(parsed, int) and parsed[0] == "check" and vars(parsed[1]) == vars(quick)


def test_the_tree_has_each_command_as_its_own_parser_has_it() -> None:
    commands = next(action.choices for action in build_parser()._actions if isinstance(action.choices, dict))
    assert list(commands) == list(COMMANDS)
    for name, parser in commands.items():
        assert parser.format_help() == parser_of(name).format_help()
