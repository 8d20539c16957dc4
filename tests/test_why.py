"""``planlint why``: every way in which a violation is reported or suppressed has an explanation."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from linter.cli.main import main
from linter.rules.renamed import RENAMED
from tests.conftest import ROOT, TODO_FORMAT, planlint, process, write
from tests.repository import environment_in

PLAN = """\
---
type: progress
prd: p
total_tasks: 3
tasks:
- id: T1
  status: pending
  assigned_to: [me]
  dependencies: [T9]
- id: T2
  status: blocked
  assigned_to: [me]
  dependencies: [T1]
parallelization:
  batch_2: [T1]
  batch_4: [T2]
---
"""


def why(folder: Path, *arguments: str) -> str:
    result = planlint("why", *arguments, cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def test_what_is_shown_reports_through_what(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": PLAN, "planlint.toml": 'preset = "strict"\n[severity]\ncounts = "warning"\n'})
    assert why(tmp_path, "plan.md:4") == (
        "plan.md:4\n  total_tasks: 3\nprogress, settings from planlint.toml\n\n"
        "4:14 count-mismatch: `total_tasks` is 3, but 2 tasks are defined\n"
        "  shown: preset strict (planlint.toml:1)\n"
        "  warning: severity 'counts' (planlint.toml:3)\n"
    )
    assert "no violations on this line" in why(tmp_path, "plan.md:10:4")
    assert "shown: select 'counts' (--select)" in why(tmp_path, "plan.md:4", "--select", "counts")


@pytest.mark.parametrize(
    ("line", "configuration", "text", "words"),
    [
        ("9", "ignore = ['dependencies']", "", "unknown-dependency is off: ignore 'dependencies' (planlint.toml:1)"),
        ("9", "select = ['counts']", "", "unknown-dependency is off: not in select (planlint.toml:1)"),
        ("11", "", "", "blocked-without-reason is off: preset default (default)"),
        ("15", "preset = 'minimal'", "", "batch-numbering is off: preset minimal (planlint.toml:1)"),
        ("4", "[per-file-ignores]\n'*.md' = ['counts']", "", "per-file-ignores '*.md' (planlint.toml:2)"),
        ("4", "formats = ['manifest']", "", "its format is disabled: formats (planlint.toml:1)"),
        ("4", "", "  # planlint: ignore[counts] old; until=2999-01-01", "comment in line 4, old; until=2999-01-01"),
        ("4", "", "  # planlint: ignore[counts]", "comment in line 4, without a reason"),
        ("4", "ignore = ['counts']", "  # planlint: ignore[counts]", "count-mismatch is off: ignore 'counts'"),
    ],
)  # fmt: skip
def test_what_is_hidden_reports_by_what(tmp_path: Path, line: str, configuration: str, text: str, words: str) -> None:
    write(tmp_path, {"plan.md": PLAN.replace("tasks: 3", f"tasks: 3{text}"), "planlint.toml": configuration + "\n"})
    assert f"  hidden: {words}" in why(tmp_path, f"plan.md:{line}")


def test_an_entry_of_the_baseline_hides(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": PLAN, "planlint.toml": 'baseline = "known.json"\n'})
    assert planlint("baseline", "create", cwd=tmp_path).returncode == 0
    lines = (tmp_path / "known.json").read_text().splitlines()
    number = next(number for number, line in enumerate(lines, 1) if "count-mismatch" in line)
    assert json.loads(lines[number - 1].strip().rstrip(","))["rule"] == "count-mismatch"
    assert f"  hidden: baseline entry known.json:{number} (planlint.toml:1)" in why(tmp_path, "plan.md:4")


def test_an_unused_suppression_that_is_not_reported(tmp_path: Path) -> None:
    plan = PLAN.replace("total_tasks: 3", "total_tasks: 2  # planlint: ignore[counts] x")
    write(tmp_path, {"plan.md": plan})
    words = "not every rule of 'counts' is enabled"
    assert words in why(tmp_path, "plan.md:4", "--ignore", "count-mismatch")
    assert words not in why(tmp_path, "plan.md:4")


def test_a_place_that_is_only_related(tmp_path: Path) -> None:
    plan = PLAN.replace("batch_4: [T2]", "batch_4: [T2, T1]")
    write(tmp_path, {"plan.md": plan})
    assert "16:17 task-in-two-batches" in why(tmp_path, "plan.md:15")


@pytest.mark.parametrize(
    ("name", "configuration", "words"),
    [
        ("drafts/plan.md", "exclude = ['drafts/']", "exclude 'drafts/' (planlint.toml:1)"),
        ("plan.md", "include = ['docs/']", "not matched by include (planlint.toml:1)"),
        ("ignored/plan.md", "", "git ignores it"),
        ("node_modules/plan.md", "", "node_modules is not searched"),
    ],
)
def test_a_file_that_a_directory_is_linted_without(tmp_path: Path, name: str, configuration: str, words: str) -> None:
    write(tmp_path, {name: PLAN, "planlint.toml": configuration + "\n", ".gitignore": "ignored/\n"})
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, env=environment_in(tmp_path), check=True)
    text = why(tmp_path, f"{name}:4")
    assert f"a directory is linted without this file: {words}\n" in text
    assert "shown: preset default" in text


def test_the_kind_that_the_configuration_gives(tmp_path: Path) -> None:
    write(tmp_path, {"plan.txt": PLAN, "planlint.toml": 'kinds = {progress = ["*.txt"]}\n'})
    assert "progress by kinds.progress '*.txt' (planlint.toml:1)" in why(tmp_path, "plan.txt:4")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [("notes.txt", PLAN, "no format matches its name"), ("readme.md", "# Hello\n", "no front matter")],
)
def test_a_file_that_is_no_plan(tmp_path: Path, name: str, text: str, words: str) -> None:
    write(tmp_path, {name: text})
    assert words in why(tmp_path, f"{name}:1")


@pytest.mark.parametrize(
    ("place", "words"),
    [("gone.md:3", "gone.md: no such file"), (".", "is a directory"), ("plan.md:99", "plan.md has no line 99")],
)
def test_a_place_that_is_not_there_is_exit_code_2(tmp_path: Path, place: str, words: str) -> None:
    write(tmp_path, {"plan.md": PLAN})
    result = planlint("why", place, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr


def test_nothing_in_the_example_is_left_unexplained(tmp_path: Path) -> None:
    example = Path(__file__).parent.parent / "fixtures" / "example"
    plans = sorted(str(path.relative_to(example)) for path in example.rglob("*-progress.md"))
    text = why(example, *plans, "--select", "dependencies", "--ignore", "unknown-dependency")
    assert text.count("\n  shown: ") and text.count("\n  hidden: ")
    assert "by nothing that planlint knows of" not in text


def test_what_a_format_of_a_plugin_makes_of_a_rule_is_reported(tmp_path: Path) -> None:
    changed = re.sub(r'("done-before-dependency": )"\w+"', r'\1"off"', TODO_FORMAT)
    assert changed != TODO_FORMAT
    files: dict[str, str | bytes] = {
        "todo_format.py": changed,
        "planlint.toml": 'plugins = ["todo_format"]\n',
        "todo.txt": "T1 open\nT2 done after T1\nT3 open after T9\n",
        "empty/todo.txt": "",
    }
    write(tmp_path, files)
    path = f"{ROOT}:{tmp_path}"
    result = process("why", "todo.txt", cwd=tmp_path, PYTHONPATH=path)
    assert "  hidden: done-before-dependency is off: by the format todo, until it is selected" in result.stdout, (
        result.stderr
    )
    assert "  error: the format todo\n" in result.stdout
    shown = process("check", "--show-settings", "todo.txt", cwd=tmp_path, PYTHONPATH=path).stdout.split("are off:")
    assert "by the format todo, until it is selected" in shown[1] and "error by the format todo" in shown[0]
    beside = process("check", "--show-settings", ".", cwd=tmp_path, PYTHONPATH=path).stdout
    assert "the format todo" not in beside


def test_a_former_name_of_a_rule_is_noted_and_found_in_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(RENAMED, "wrong-count", "count-mismatch")
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"plan.md": PLAN, "planlint.toml": "preset = 'default'\n[severity]\nwrong-count = 'warning'\n"})
    note = "rule `wrong-count` is now called `count-mismatch`"
    assert main(["why", "plan.md:4"]) == 0
    result = capsys.readouterr()
    assert "severity 'count-mismatch' (planlint.toml:3)" in result.out and result.err.count(note) == 1
    assert main(["check", "--show-settings"]) == 0
    result = capsys.readouterr()
    assert '"warning"' in result.out and "planlint.toml:3" in result.out and result.err.count(note) == 1
