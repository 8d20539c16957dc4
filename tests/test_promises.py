"""Each promise of SECURITY.md and of the threat model has a footnote that names the tests that verify it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache as cached
from pathlib import Path

import pytest

from linter.config import plugins, sources, toml_reader, validation
from linter.engine import baseline, cache, workers
from linter.formats import context
from linter.outputs import html
from linter.syntax.nodes import Limits
from linter.system import git, locking
from tests.conftest import ROOT
from tests.test_hostile import QUICK

SECURITY, THREATS = ROOT / "SECURITY.md", ROOT / "docs" / "threat-model.md"
NOTES = r"(?: ?\[\^[\w-]+\])"
END = re.compile(rf"(?:(?<=[.!?])(?<!e\.g\.)|(?<=[.!?]\*\*)){NOTES}*(?:\s+|$)|;{NOTES}*\s+")
DEFINITION = re.compile(r"^\[\^([\w-]+)\]: ((?:.+\n?)(?:    .+\n?)*)", re.MULTILINE)
TEST = re.compile(r"tests/(test_\w+)\.py(?:::(test_\w+)|\[(.+)\])|python -m (tests\.hostile)")


def section(page: Path, heading: str) -> str:
    text = page.read_text(encoding="utf-8")
    return text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of each row of the tables in *text*, without their headings."""
    for line in re.findall(r"^\| .*\|$", text, re.MULTILINE)[1:]:
        yield [cell.strip() for cell in line[1:-1].split(" |")]


def sentences(text: str) -> list[str]:
    """Split *text* at the end of its sentences and at semicolons; footnotes belong to what is before them."""
    text = re.sub(r"`[^`]*`", lambda match: match[0].replace(".", "·").replace(";", "·"), " ".join(text.split()))
    ends = [match.end() for match in END.finditer(text)]
    parts = [text[start:end].strip() for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return [part for part in parts if part]


def promises() -> Iterator[str]:
    """Yield each promise of both documents."""
    for bullet in section(SECURITY, "Guarantees").split("\n- ")[1:]:
        yield from sentences(bullet)
    for what, limit, _ in rows(section(SECURITY, "Limits")):
        yield f"{what}: {limit}"
    for *_, defense in rows(section(THREATS, "Attacks and defenses")):
        yield from sentences(defense)


PROMISES = list(promises())


def test_promises_are_found() -> None:
    assert len(PROMISES) > 80
    assert sentences("**One.**[^a] Two `a.b; c` is, so,[^b] is.[^c] [^d] Three;[^e] four") == [
        "**One.**[^a]",
        "Two `a·b· c` is, so,[^b] is.[^c] [^d]",
        "Three;[^e]",
        "four",
    ]


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_names_the_tests_that_verify_it(promise: str) -> None:
    assert "[^" in promise


@cached
def functions_of(module: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / f"{module}.py").read_bytes())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", [SECURITY, THREATS], ids=lambda page: page.stem)
def test_footnotes_name_tests_that_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    notes = {match[1]: re.findall(r"`([^`]+)`", match[2]) for match in DEFINITION.finditer(text)}
    used = set(re.findall(r"\[\^([\w-]+)\]", DEFINITION.sub("", text)))
    assert used == set(notes) and all(notes.values())
    for name in {name for names in notes.values() for name in names}:
        match = TEST.fullmatch(name)
        assert match, f"{name} is not a test"
        module, function, case, _ = match.groups()
        assert case is None or (module == "test_hostile" and case in QUICK), f"unknown case `{case}`"
        assert function is None or function in functions_of(module), f"unknown test `{name}`"


def test_limits_are_those_of_the_code() -> None:
    limits, mib = Limits(), 1 << 20
    stated = {re.sub(NOTES, "", what): limit for what, limit, _ in rows(section(SECURITY, "Limits"))}
    assert stated == {
        "Size of a file": f"{limits.max_file_size // mib} MiB",
        "Values in a file, with aliases expanded": f"{limits.max_nodes:,}",
        "Nesting": f"{limits.max_depth} levels",
        "Size of a configuration file": f"{toml_reader.MAX_SIZE >> 10} KiB",
        "Parts of a key in a configuration file": "100",
        "Files in a chain of `extend`": f"{sources.MAX_CHAIN}",
        "Plugins": f"{plugins.MAX_PLUGINS}",
        "Patterns in a list, characters in a pattern": f"{validation.MAX_PATTERNS:,}",
        "Size of a baseline": f"{baseline.MAX_SIZE // mib} MiB",
        "Size of the results in the cache": f"{cache.MAX_BYTES // mib} MiB",
        "Other files that a format reads": f"the first {context.MAX_BYTES // mib} MiB",
        "Time for an answer of git": f"{git.GIT_TIMEOUT_S} seconds",
        "Processes": f"one per core, at most {workers._MOST}",
    }
    assert validation.MAX_PATTERNS == validation.MAX_PATTERN_CHARS
    assert f"waits for {locking.TIMEOUT_S:.0f} seconds" in SECURITY.read_text(encoding="utf-8")
    drawn = f"at most {html.TASKS:,} tasks and {html.ARROWS:,} arrows"
    assert drawn in THREATS.read_text(encoding="utf-8")
