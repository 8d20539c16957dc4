"""``planlint explain FORMAT`` and ``planlint rules``: pages and tables that fit the terminal."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from linter.cli.terminal_markdown import Page
from linter.cli.terminal_table import table_lines
from linter.config.settings import FORMATS
from linter.formats.docs import path_of
from linter.rules.registry import FAMILY
from tests.conftest import ROOT, TICKETS_FORMAT, planlint, process, write
from tests.test_terminal import on_a_terminal

ESCAPES = re.compile(r"\x1b\[[\d;]*m")


def plain(text: str) -> str:
    return ESCAPES.sub("", text)


@pytest.mark.parametrize("name", FORMATS)
def test_explain_prints_the_page_of_a_format_with_urls(name: str, tmp_path: Path) -> None:
    page = planlint("explain", name, cwd=tmp_path).stdout
    assert page.split("\n")[0] == path_of(name).read_text(encoding="utf-8").split("\n")[0]
    links = re.findall(r"\]\(([^)\s]+)\)", page)
    assert links and all(link.startswith(("https://", "#")) for link in links), links
    known = r"^https://planlint.readthedocs.io/en/\w+/(rules/[a-z-]+|(formats|reference|how-to|explanation)/[a-z/-]*|constraints/)(#[\w-]+)?$"
    assert [link for link in links if "planlint.readthedocs" in link and not re.search(known, link)] == []


@pytest.mark.parametrize(
    ("word", "title"),
    [("spec-kit", "spec-kit"), ("Task-Master", "Task Master"), ("Backlog.md", "Backlog.md"), ("GSD", "GSD")],
)
def test_a_format_is_found_by_the_name_of_its_product(word: str, title: str, tmp_path: Path) -> None:
    assert planlint("explain", word, cwd=tmp_path).stdout.startswith(f"# {title}\n")


@pytest.mark.parametrize(("typo", "near"), [("progres", "progress"), ("tool-manifest", "tools-manifest")])
def test_a_misspelled_format_has_a_suggestion(typo: str, near: str, tmp_path: Path) -> None:
    run = planlint("explain", typo, cwd=tmp_path)
    assert run.returncode == 2
    assert f"error: unknown rule, family or format '{typo}'" in run.stderr
    assert f"tip: a similar rule, family or format exists: '{near}'" in run.stderr


def test_without_a_similar_name_the_formats_are_listed(tmp_path: Path) -> None:
    tip = "tip: 'planlint rules' lists the rules; formats are progress, manifest, tools-manifest, backlog, gsd, "
    assert tip in planlint("explain", "kubernetes", cwd=tmp_path).stderr


def test_all_is_every_rule_and_pages_can_be_combined(tmp_path: Path) -> None:
    assert planlint("explain", "all", cwd=tmp_path).stdout.count("Since: ") == len(FAMILY)
    both = planlint("explain", "gsd", "empty-batch", "gsd", cwd=tmp_path).stdout
    assert re.findall(r"^# (.+)", both, re.MULTILINE) == ["GSD", "empty-batch"]


def test_the_page_of_a_plugins_format_is_its_docstring(tmp_path: Path) -> None:
    described = TICKETS_FORMAT.replace(
        "class Tickets(TaskFileFormat):\n", 'class Tickets(TaskFileFormat):\n    """Tickets in YAML."""\n\n'
    )
    write(tmp_path, {"tickets_format.py": described, "planlint.toml": 'plugins = ["tickets_format"]\n'})
    run = process("explain", "tickets", cwd=tmp_path, PYTHONPATH=f"{ROOT}{os.pathsep}{tmp_path}")
    assert run.stdout == "# tickets\n\nTickets in YAML.\n"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_tables_of_a_page_fit_the_terminal_and_lose_no_word(name: str, width: int) -> None:
    text = path_of(name).read_text(encoding="utf-8")
    shown = [plain(line) for line in Page(width, color=True).lines(text)]
    code = re.findall(r"^```.*?^```|^\|.*\n\|-.*", text, re.MULTILINE | re.DOTALL)  # and headers, which lists leave out
    long = [line for line in shown if len(line) > width and not line.startswith("  | ")]
    assert [line for line in long if len(line.removeprefix("  - ").split()) > 1] == []  # a long word stays whole
    rows = [line for line in text.split("\n") if line.startswith("|") and not any(line in part for part in code)]
    words = re.findall(r"[\w-]{3,}", re.sub(r"\]\([^)]*\)", "", " ".join(rows)))
    assert set(words) <= set(re.findall(r"[\w-]{3,}", " ".join(shown)))


def test_columns_share_the_width_and_align() -> None:
    rows = [("`a`", "one two three four five"), ("`bc`", "six")]
    assert list(table_lines(("Id", "Words"), rows, 20)) == [
        "Id    Words",
        "----  --------------",
        "`a`   one two three",
        "      four five",
        "`bc`  six",
    ]
    marked = list(table_lines(("Id", "Words"), rows, 20, lambda part: part.replace("`", "")))
    assert marked[2:] == ["a     one two three", "      four five", "bc    six"]


def test_a_row_is_a_list_where_the_columns_do_not_fit() -> None:
    assert list(table_lines(("Id", "Words"), [("first-of-all", "of-two-long-words")], 20)) == [
        "first-of-all",
        "  Words: of-two-",
        "    long-words",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_the_list_of_rules_fits_the_terminal(width: int, tmp_path: Path) -> None:
    lines = plain(on_a_terminal(tmp_path, "rules", COLUMNS=str(width))).replace("\r", "").splitlines()
    assert " ".join(lines[:2]).split()[:4] == ["rule", "severity", "default", "fix"]
    assert max(map(len, lines)) <= width
    ids = [line.split()[0] for line in lines if line and line[0] != " " and line.split()[0] in FAMILY]
    assert ids == list(FAMILY)


def test_the_list_of_rules_in_a_pipe_has_one_line_for_each(tmp_path: Path) -> None:
    lines = planlint("rules", cwd=tmp_path, COLUMNS="40").stdout.splitlines()
    assert lines[0].split() == ["rule", "severity", "default", "fix", "summary"]
    rules = [line for line in lines if line.split(" ")[0] in FAMILY]
    assert len(rules) == len(FAMILY)
    summary = lines[0].index("summary")
    assert all(line[summary - 1] == " " and line[summary].strip() for line in rules)
