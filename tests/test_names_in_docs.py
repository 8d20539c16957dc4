"""Every rule, key, option and exit code that the documentation names exists, and its fenced blocks parse."""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from linter.cli import exit_codes
from linter.cli.arguments import COMMANDS
from linter.cli.command_arguments import parser_of
from linter.config.json_schema import config_schema
from linter.config.key_docs import KEY_DOCS
from linter.config.settings import FORMATS, OUTPUT_FORMATS
from linter.rules.registry import FAMILY, Registry
from tests.conftest import ROOT

PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "linter").rglob("*.md")),
]
REGISTRY = Registry()
OPTIONS = {option for id in FAMILY for option in REGISTRY.load(id).options()}
HOOKS = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
KNOWN = {
    *FAMILY,
    *FAMILY.values(),
    *KEY_DOCS,
    *COMMANDS,
    *OUTPUT_FORMATS,
    *FORMATS,
    *OPTIONS,
    *HOOKS,
    *ACTION["inputs"],
    *ACTION["outputs"],
}
OTHERS = {  # names of other tools and of examples, which look like those of planlint
    *("default", "get-issue", "ignore-file", "import-linter", "in-progress", "lint-imports", "list-issues"),
    *("plain-yaml", "planlint-project", "site-packages", "spec-kit", "validate-dependencies"),
}
FOREIGN_OPTIONS = {  # of docker, of pre-commit, of `python -m benchmarks`, `fuzz` and `tests.mutants`
    *("--all-files", "--corpus", "--every", "--first", "--only", "--profile", "--read-only", "--status", "--tests"),
}
_FENCED = re.compile(r"^(`{3,})(\w*)[^\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            for nested in action.choices.values():
                yield from options_of(nested)


COMMAND_OPTIONS = {option for name in COMMANDS for option in options_of(parser_of(name))} | {"--version", "--help"}


def spans(page: Path) -> list[str]:
    """Return what *page* has in code quotes, outside of fenced blocks."""
    return [" ".join(match[2].split()) for match in _SPAN.finditer(_FENCED.sub("", page.read_text(encoding="utf-8")))]


def blocks(page: Path, language: str) -> list[str]:
    return [match[3] for match in _FENCED.finditer(page.read_text(encoding="utf-8")) if match[2] == language]


def by_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_names_are_found() -> None:
    found = {span for page in PAGES for span in spans(page)}
    assert {"count-mismatch", "batch-order", "--fix", "--staged", "per-file-ignores"} <= found
    assert "batch-oder" not in KNOWN and "--stagged" not in COMMAND_OPTIONS


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_rules_and_keys_exist(page: Path) -> None:
    named = {span for span in spans(page) if re.fullmatch(r"[a-z]+(-[a-z]+)+", span)}
    named |= {match[1] for span in spans(page) if (match := re.match(r"([a-z]+(?:-[a-z]+)*) = ", span))}
    assert named - KNOWN - OTHERS == set()


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_options_exist(page: Path) -> None:
    named = {
        option
        for span in spans(page)
        if span.startswith(("-", "planlint "))
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", span)
    }
    assert named - COMMAND_OPTIONS - FOREIGN_OPTIONS == set()


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_exit_codes_exist(page: Path) -> None:
    codes = {value for name, value in vars(exit_codes).items() if name.isupper() and isinstance(value, int)}
    named = {int(code) for code in re.findall(r"\bexit code (?:is |of )?(\d+)", page.read_text(encoding="utf-8"))}
    assert named <= codes


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_settings_are_accepted(page: Path) -> None:
    for block in blocks(page, "toml"):
        settings: dict[str, Any] = tomllib.loads(block)
        settings = settings.get("tool", {}).get("planlint", settings)
        if not set(settings) & set(KEY_DOCS):
            continue  # of another tool, or only a comment
        jsonschema.validate(settings, config_schema(Registry()))


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_blocks_parse(page: Path) -> None:
    if "linter/rules" in by_name(page):
        return  # examples of what does not parse are there on purpose; tests/test_rules.py reads them
    for block in blocks(page, "json"):
        try:
            json.loads(block)
        except json.JSONDecodeError:
            assert all(json.loads(line) for line in block.splitlines())
    for block in blocks(page, "yaml"):
        list(yaml.safe_load_all(block))
