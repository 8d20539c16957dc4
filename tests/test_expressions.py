"""Every regular expression takes linear time on hostile text."""

from __future__ import annotations

import ast
import importlib
import itertools
import re
import time
from functools import cache
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from tests.conftest import ROOT

# patterns whose text is from the project (pages, schemas) or was bounded before
OURS = {"docs", "compiled", "globs"}
PUMPS = (
    " ", "\t", "\n", " \n", "\r\n", "a", "A", "0", "-", "_", "a-", "a_", "0-", "0_", "1:5", "/", "a/", "../", ".",
    "..", "(", ")", "()", "[", "]", "[]", "](", "<", "<!--", "-->", "#", "# ", "#\n", "|", "|-", "| ", ":", ": ",
    "--", "```", "~~~", "\\", "\\\"", "!", "!a ", "&a ", "& #\n", "{{", "}}", "*", "**", "`", "'", "\"", ",", ", ",
    "all ", "phase 1 ", "batch_1_", "1.", "1e1", "planlint:", "# planlint: ignore", "<!-- planlint: ignore",
    "until=", "log ", "2026-01-01", "\u2028", "\u00e9", "://", "at line ",
)  # fmt: skip
HEADS = ("", "# planlint: ignore[", "|", "[")
TAIL = "\x00\n!"
BEHIND = (" ", "a", "0", "-", "_", "/", ".", "..", "|", ":", ",", "(", "[", '"', "'", "`", "*", "#", "a ", "a,", "T1-")
TAILS = ("\x00#\n!", "\n!")  # the text that is repeated after a beginning
MOST = 12  # beginnings of one expression
SIZE = 4000  # characters: a quadratic expression takes 8 million steps over them
LONG, FACTOR = 0.02, 24  # seconds that are looked into; a quadratic one takes 64 times as long for 8 times the text


@cache
def sources() -> dict[str, str]:
    """The text of each module."""
    paths = sorted((ROOT / "linter").rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text(encoding="utf-8") for path in paths}


def modules() -> list[str]:
    """Those whose text has to do with expressions and is from outside of the project."""
    return [
        name
        for name, text in sources().items()
        if name.rpartition(".")[2] not in {*OURS, "__main__"} and re.search(r"\b(?:re|Pattern|Expression)\b", text)
    ]


def expressions(name: str) -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Every expression of a module: those with a name, and those written where they are used."""
    found: dict[str, re.Pattern[str] | re.Pattern[bytes]] = {}
    for attribute, value in vars(importlib.import_module(name)).items():
        pattern = value if isinstance(value, re.Pattern) else getattr(value, "pattern", None)
        if isinstance(pattern, str):
            pattern = re.compile(pattern, getattr(value, "flags", 0) if isinstance(value, re.Pattern) else 0)
        if isinstance(pattern, re.Pattern) and attribute.isupper():
            found[f"{name}.{attribute}"] = pattern
    return found | {f"{name}: {text}": re.compile(text) for text in _written(sources()[name])}


def _written(source: str) -> list[str]:
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    ours = [call for call in calls if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)]
    return [
        call.args[0].value
        for call in ours
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "re"
        and call.func.attr in ("match", "search", "sub", "findall", "finditer", "split", "fullmatch")
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]


def _is_only_matched(name: str) -> bool:
    """Whether an expression of a module is only ever tried at one place, and not at every place of a string."""
    module, _, attribute = name.rpartition(".")
    if not attribute.isupper():
        return False
    users = [sources()[module]] if attribute.startswith("_") else sources().values()
    used = {use for text in users for use in re.findall(rf"\b{attribute}\.(\w+)\(", text)}
    return used <= {"match", "fullmatch"}


def test_they_are_found() -> None:
    names = [name for module in modules() for name in expressions(module)]
    assert len(names) > 50
    assert "linter.rules.suppression_comments.HTML" in names and "linter.syntax.markdown_tables._DELIMITERS" in names


def beginnings(pattern: re.Pattern[Any]) -> list[str]:
    """Strings that the expression begins to match, so that the text after them is tried there."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    found: set[str] = set()
    _begin(_parser.parse(source, pattern.flags & ~re.UNICODE), {""}, found)
    texts = sorted(found, key=lambda text: (len(text), text))
    return texts[:: len(texts) // MOST + 1]


def _begin(parts: Any, texts: set[str], found: set[str]) -> set[str]:
    """*texts* with what each of *parts* asks for behind them, once where it may repeat; *found* gets all on the way."""
    for operation, argument in parts:
        found |= texts
        kind = str(operation)
        if kind == "LITERAL":
            texts = {text + chr(argument) for text in texts}
        elif kind == "IN":
            texts = {text + _one_of(argument) for text in texts}
        elif kind in ("ANY", "NOT_LITERAL"):
            texts = {text + "x" for text in texts}
        elif kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            texts = _begin(argument[2], texts, found) | (texts if argument[0] == 0 else set())
        elif kind in ("SUBPATTERN", "ATOMIC_GROUP"):
            texts = _begin(argument[-1] if kind == "SUBPATTERN" else argument, texts, found)
        elif kind == "BRANCH":
            texts = set().union(*(_begin(branch, texts, found) for branch in argument[1]))
        texts = set(sorted(texts, key=len)[:8])
    return texts


def _one_of(choices: Any) -> str:
    kinds = {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}
    operation, argument = choices[0]
    if str(operation) == "NEGATE":
        return "x"
    if str(operation) == "CATEGORY":
        return kinds.get(str(argument), "x")
    return chr(argument if isinstance(argument, int) else argument[0])


@pytest.mark.parametrize("module", modules())
def test_an_expression_takes_linear_time(module: str) -> None:
    for name, pattern in expressions(module).items():
        is_anchored = _is_only_matched(name)
        everywhere = itertools.product(PUMPS, HEADS, [TAIL])
        for pump, head, tail in (*everywhere, *itertools.product(BEHIND, beginnings(pattern), TAILS)):
            if _taken(pattern, head, pump, tail, SIZE, is_anchored) > LONG:
                sizes = (SIZE // 8, SIZE)
                short, long = (
                    min(_taken(pattern, head, pump, tail, size, is_anchored) for _ in range(3)) for size in sizes
                )
                assert long < short * FACTOR, (name, head, pump, tail, short, long)


def _taken(pattern: re.Pattern[Any], head: str, pump: str, tail: str, size: int, is_anchored: bool) -> float:
    """Seconds of processor time that the expression takes over about *size* characters."""
    text: str = head + pump * (size // len(pump)) + tail
    subject: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    begun = time.process_time()
    if is_anchored:
        pattern.match(subject)
    else:
        pattern.findall(subject)
    return time.process_time() - begun
