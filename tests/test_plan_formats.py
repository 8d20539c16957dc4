"""The formats of other tools, on fixtures: clean files have no violations, broken ones have the expected ones."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.config.loader import Configuration
from linter.engine.session import LintSession
from linter.fixes.fixer import fix
from linter.formats import backlog, gsd, openspec, speckit, taskmaster, vbw
from linter.formats.backlog import settings_file
from linter.formats.docs import path_of
from tests.conftest import ROOT, TODO_FORMAT, json_of, planlint, process, write
from tests.test_rules import spoken

if TYPE_CHECKING:
    from linter.formats.adapter import FormatModule

FIXTURES = ROOT / "fixtures" / "formats"
FORMATS = sorted(path.name for path in FIXTURES.iterdir())

MODULES: tuple[FormatModule, ...] = (backlog, gsd, openspec, settings_file, speckit, taskmaster, vbw)  # mypy compares


def output(format: str) -> str:
    return planlint("check", "--isolated", "--output-format", "concise", ".", cwd=FIXTURES / format / "broken").stdout


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_clean_pleases_every_rule(format: str) -> None:
    report = json_of("--isolated", ".", cwd=FIXTURES / format / "clean")
    assert report["violations"] == []
    assert report["summary"]["plans"] > 0


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_broken_is_reported(format: str, request: pytest.FixtureRequest) -> None:
    golden = FIXTURES / format / "expected.txt"
    found = output(format)
    if request.config.getoption("--update-goldens"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_broken_is_reported_with_all_its_facts(
    format: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = FIXTURES / format / "broken"
    monkeypatch.chdir(folder)
    run = LintSession(Configuration({}, isolated=True))
    run.add_path(".")
    files = [path for path in folder.rglob("*") if path.is_file()]
    texts = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}
    output = "".join(f"{v.path}: {v.rule}: {spoken(v, texts)}" for v in run.lint().violations)
    golden = FIXTURES / format / "facts.txt"
    if request.config.getoption("--update-goldens"):
        golden.write_text(output, encoding="utf-8")
    assert output == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("format", FORMATS)
def test_what_fixes_make_of_it(format: str, request: pytest.FixtureRequest) -> None:
    golden = FIXTURES / format / "fixed.diff"
    arguments = ("check", "--isolated", "--diff", "--unsafe-fixes", ".")
    found = planlint(*arguments, cwd=FIXTURES / format / "broken").stdout
    if request.config.getoption("--update-goldens"):
        golden.write_bytes(found.encode())
    assert found == golden.read_bytes().decode()


@pytest.mark.parametrize("format", FORMATS)
def test_the_page_of_the_format_shows_real_output(format: str) -> None:
    page = path_of(format).read_text(encoding="utf-8")
    shown = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    real = output(format)
    assert shown and all(line in real for block in shown for line in block.splitlines() if not line.startswith("$"))


@pytest.mark.parametrize("format", FORMATS)
def test_it_can_be_switched_off(format: str) -> None:
    off = planlint("check", "--isolated", "--config", 'formats = ["progress"]', ".", cwd=FIXTURES / format / "broken")
    assert (off.stdout.strip(), off.returncode) == ("", 0) or "no plan file found" in off.stderr


def test_nothing_of_them_is_imported_for_a_progress_file(tmp_path: Path) -> None:
    plan = tmp_path / "tasks" / "phase-1-progress.md"
    plan.parent.mkdir()
    plan.write_text("---\ntype: progress\nprd: x\ntasks: []\n---\n", encoding="utf-8")
    code = """
import sys
from linter.cli.main import main
try:
    main(["check", "."])
except SystemExit:
    pass
print(*(name for name in sys.modules if name.startswith("linter.")))
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())
    assert "linter.formats.progress" in loaded
    eager = {
        f"linter.formats.{name}"
        for name in (
            "adapter",
            "context",
            "own_formats",
            "progress",
            "progress_batches",
            "progress_signs",
            "reader",
            "registry",
        )
    }
    assert {name for name in loaded if name.startswith("linter.formats.")} == eager
    assert "linter.model.board" not in loaded


@pytest.mark.parametrize(
    ("folder", "file", "expected"),
    [
        ("backlog/broken/backlog/tasks", "hb-1.1 - Read-the-tide.md", "ignored-dependency"),
        ("gsd/broken/.planning/phases/01-tides", "01-03-PLAN.md", "ignored-dependency"),
        ("vbw/broken/.yolo-planning/phases/01-tides", "PLAN-03.md", "ignored-dependency"),
    ],
)
def test_one_file_is_checked_by_those_around_it_from_any_folder(folder: str, file: str, expected: str) -> None:
    whole = json_of("--isolated", ".", cwd=FIXTURES / folder.split("/")[0] / "broken")["violations"]
    wanted = [(v["rule"], v["start"], v["message"]) for v in whole if v["path"].endswith("/" + file)]
    found = json_of("--isolated", file, cwd=FIXTURES / folder)["violations"]
    here = [(v["rule"], v["start"], v["message"]) for v in found]
    assert expected in [rule for rule, _, _ in here]
    assert [v for v in here if v[0] != "same-batch-file"] == [v for v in wanted if v[0] != "same-batch-file"]


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "taskmaster"])  # JSON has no comments
def test_all_that_is_reported_can_be_suppressed_where_it_is(format: str, tmp_path: Path) -> None:
    copied = shutil.copytree(FIXTURES / format / "broken", tmp_path / "copy")
    planlint("check", "--isolated", "--add-ignore", ".", cwd=copied)
    left = json_of("--isolated", ".", cwd=copied)["violations"]
    assert {v["rule"] for v in left} <= {"syntax-error", "invisible-file"}  # sources that cannot be read


def test_what_is_staged_is_checked_by_the_staged_configuration(tmp_path: Path) -> None:
    task = "---\nid: TK-1\ntitle: One\nstatus: To Do\n---\n"
    write(tmp_path, {"backlog/config.yml": "project_name: x\ntask_prefix: tk\n", "backlog/tasks/tk-1 - One.md": task})
    for arguments in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    write(tmp_path, {"backlog/config.yml": "project_name: x\ntask_prefix: other\n"})
    assert json_of("--staged", cwd=tmp_path)["violations"] == []
    assert [v["rule"] for v in json_of(".", cwd=tmp_path)["violations"]] == ["invisible-file"]


PATHS = st.sampled_from(
    [
        "backlog/tasks/task-1 - a.md",
        "backlog/completed/task-2 - b.md",
        "backlog/archive/tasks/task-3.md",
        ".planning/phases/01-a/01-01-PLAN.md",
        ".planning/phases/01-a/01-01-SUMMARY.md",
        ".planning/STATE.md",
        ".planning/ROADMAP.md",
        ".vbw-planning/phases/01-a/02-PLAN.md",
    ]
)
PIECES = st.lists(
    st.sampled_from(
        [
            "---\n",
            "id: TASK-1\n",
            "id: [1]\n",
            "status: Done\n",
            "status: {a: b}\n",
            "depends_on: [1, [2], {a: b}]\n",
            "dependencies:\n  - TASK-2\n  - {a: b}\n",
            "dependencies: TASK-9\n",
            "phase: 1\n",
            "plan: 01\n",
            "wave: 1\n",
            "wave: 99999999999999999999\n",
            "parent_task_id: TASK-1\n",
            "assignee: @me\n",
            "title: a: b\n",
            "due_date: soon\n",
            "progress:\n  percent: .nan\n  total_plans: 0\n  completed_plans: 3\n",
            "files_modified: [a, a, ./a]\n",
            "<!-- AC:BEGIN -->\n",
            "<!-- AC:END -->\n",
            "- [x] #1 a\n",
            " - [X] b\n",
            "- [x] **Phase 1: a**\n",
            "- [x] 01-01-PLAN.md\n",
            "## Acceptance Criteria\n",
            "tasks_completed: 1\ntasks_total: 2\n",
            "\ufeff",
            "\r\n",
        ]
    ),
    max_size=14,
)


@given(st.dictionaries(PATHS, PIECES.map("".join), max_size=5))
@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_in_the_files_no_rule_breaks_and_fixing_ends(tmp_path: Path, files: dict[str, str]) -> None:
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    write(folder, dict(files))
    with contextlib.chdir(folder):
        run = LintSession(Configuration({"preset": "strict"}))
        run.add_path(".")
        fixed = fix(run, unsafe=True)
    assert not [v for v in run.report.violations if v.rule == "internal-error"]
    assert not fixed.refused


def test_a_plugin_brings_a_format(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "todo_format.py": TODO_FORMAT,
        "planlint.toml": 'plugins = ["todo_format"]\n',
        "plan/todo.txt": "T1 open\nT2 done after T1\nT3 open after T9\nT4 open after T5\nT5 open after T4\n",
    }
    write(tmp_path, files)
    result = process("check", "--output-format", "concise", cwd=tmp_path, PYTHONPATH=f"{ROOT}:{tmp_path}")
    assert result.stdout.splitlines() == [
        "plan/todo.txt:1:4: warning[done-before-dependency] `T2` is done, but depends on `T1`, which is open",
        "plan/todo.txt:3:15: error[unknown-dependency] task `T3` depends on unknown task `T9`",
        "plan/todo.txt:4:15: error[dependency-cycle] dependency cycle: T4 -> T5 -> T4",
    ], result.stderr
    (tmp_path / "planlint.toml").write_text('plugins = ["todo_format"]\nformats = ["progress"]\n')
    off = process("check", "--output-format", "concise", cwd=tmp_path, PYTHONPATH=f"{ROOT}:{tmp_path}")
    assert (off.stdout, off.returncode) == ("", 0)


def test_a_plugin_format_that_lacks_a_part_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"half.py": "class Half: name = 'half'\nFORMATS = [Half]\n", "planlint.toml": 'plugins = ["half"]'})
    result = process("check", cwd=tmp_path, PYTHONPATH=f"{ROOT}:{tmp_path}")
    assert result.returncode == 2
    assert "format `half` lacks kinds, may_match_path, read, severities" in result.stderr


def test_task_files_in_folders_that_the_tool_does_not_look_into_are_a_note(tmp_path: Path) -> None:
    copied = shutil.copytree(FIXTURES / "backlog" / "broken", tmp_path / "copy")
    task = "---\nid: HB-17\n---\n"
    write(copied, {"backlog/tasks/later/hb-17 - Deep-too.md": task, "other/tasks/a/hb-1.md": task})
    expected = "backlog/tasks/later: 2 task files are skipped by Backlog.md, which does not read folders below tasks/"
    for _ in range(2):  # the second run remembers the first
        notes = planlint("check", "--isolated", ".", cwd=copied).stderr
        assert [line for line in notes.splitlines() if "skipped by Backlog.md" in line] == [f"planlint: {expected}"]
    off = planlint("check", "--isolated", "--config", 'formats = ["progress"]', ".", cwd=copied)
    assert "skipped by Backlog.md" not in off.stderr


def test_a_milestone_that_is_not_there_is_reported_when_asked_for(tmp_path: Path) -> None:
    task = "---\nid: TASK-1\ntitle: Dates\nstatus: To Do\nmilestone: {}\n---\n"
    milestone = {"backlog/archive/milestones/m-2 - first-light.md": '---\nid: m-2\ntitle: "First light"\n---\n'}
    for name, count in (("m-2", 0), ("2", 0), ("first light", 0), ("m-3", 1), ("Later", 1)):
        write(tmp_path, {**milestone, "backlog/tasks/task-1.md": task.format(name)})
        found = json_of("--isolated", "--select", "missing-reference", ".", cwd=tmp_path)["violations"]
        assert [v["data"]["target"] for v in found] == [name] * count
        assert json_of("--isolated", ".", cwd=tmp_path)["violations"] == []
