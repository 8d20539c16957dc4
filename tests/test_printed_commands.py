"""Commands that the documentation and the program name in their text are accepted by the real parsers."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.cli.arguments import COMMANDS
from linter.cli.main import parse
from linter.cli.output_targets import sinks
from linter.config.settings import FORMATS
from linter.rules.registry import FAMILY
from tests.conftest import ROOT
from tests.test_names_in_docs import PAGES, by_name, spans

SOURCES = sorted((ROOT / "linter").rglob("*.py"))
BEFORE = {"|", "||", "&&", ";", "$", "exec", "xargs", "nice"}  # words that may be in front of a command
QUOTED = re.compile(r"`(planlint[ a-z][^`]*)`|'(planlint [a-z-][^']*)'|(?<=: )(planlint [a-z]+)$")
ALTERNATIVES = re.compile(r"\b([\w-]+)\|([\w-]+)\b")


def documented(page: Path) -> Iterator[str]:
    """Yield the commands in code quotes; tests/test_integrations.py has those of fenced blocks."""
    for span in spans(page):
        if span.startswith("planlint "):
            yield from {ALTERNATIVES.sub(rf"\{number}", span) for number in (1, 2)}


def printed(source: Path) -> Iterator[str]:
    """Yield the commands in the strings of *source*, docstrings included, with names of rules for their values."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(str(p.value) if isinstance(p, ast.Constant) else "batch-order" for p in node.values)
        for match in QUOTED.finditer(text.replace("``", "`")):
            command = next(filter(None, match.groups()))
            if "--batch-order" not in command:  # the names of options are variables only in tips, which have tests
                yield command


def commands(line: str) -> Iterator[list[str]]:
    """Yield the arguments of each ``planlint`` on a line for a shell."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = list(lexer)
    for index, word in enumerate(words):
        if word.rpartition("/")[2] == "planlint" and (not index or words[index - 1] in BEFORE):
            rest = words[index + 1 :]
            yield rest[: next((at for at, one in enumerate(rest) if set(one) <= set("|&;<>")), len(rest))]


def accept(arguments: list[str]) -> None:
    """Parse the arguments as the command does; names of rules and commands exist."""
    first = arguments[0] if arguments else "-"
    assert first in COMMANDS or re.search(r"^-|[/.]|^PATH$", first), f"unknown command {first}"
    if {"-h", "--help", "--version"} & set(arguments):
        return
    needed = {"explain": ["RULE"], "why": ["FILE:1"], "set": ["FILE", "T=done"], "schema": ["config"]}
    if len(arguments) == 1 and first in {*needed, "graph", "completion", "baseline"}:
        arguments = [first, *{**needed, "completion": ["bash"], "baseline": ["create"]}.get(first, ["FILE"])]
    parsed = parse(arguments)
    assert not isinstance(parsed, int)
    command, options = parsed
    if command == "check":
        sinks(options, None)
    if command == "explain":
        assert set(options.names) <= {*FAMILY, "RULE", "FORMAT", *FORMATS}, "unknown rule"


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_documented_commands_are_accepted(page: Path) -> None:
    for line in documented(page):
        for arguments in commands(line):
            accept(arguments)


@pytest.mark.parametrize("source", SOURCES, ids=by_name)
def test_printed_commands_are_accepted(source: Path) -> None:
    for line in printed(source):
        for arguments in commands(line):
            accept(arguments)


def test_commands_are_found() -> None:
    shown = {tuple(arguments) for page in PAGES for line in documented(page) for arguments in commands(line)}
    output = {tuple(arguments) for source in SOURCES for line in printed(source) for arguments in commands(line)}
    assert {("check", "--staged"), ("schema", "config"), ("baseline", "create"), ("baseline", "prune")} <= shown
    assert {("explain", "batch-order"), ("check", "--fix"), ("baseline", "create"), ("clean",)} <= output
    assert len(shown) > 20


@pytest.mark.parametrize("line", ["planlint chekc", "planlint --stagged", "x | planlint explain batch-oder"])
def test_what_does_not_work_is_noticed(line: str) -> None:
    with pytest.raises(Exception, match=r"unknown|assert|unexpected"):
        for arguments in commands(line):
            accept(arguments)
