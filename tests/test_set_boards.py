"""``planlint set`` in the formats of other tools: one value changes, and no other byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from linter.fixes.unified_diff import patch
from tests.conftest import ROOT, planlint, write

FIXTURES = ROOT / "fixtures" / "formats"
EARLY = "backlog/tasks/hb-11 - Early.md"
RING = "backlog/tasks/hb-4 - Ring.md"
DONE = "backlog/completed/hb-8 - Not-done.md"
JSON = ".taskmaster/tasks/tasks.json"
CHANGE = "openspec/changes/add-search/tasks.md"
FEATURE = "specs/001-search/tasks.md"
SPLIT = "1.1 Split titles into words"
LINTER = "T002 [P] Configure the linter in `pyproject.toml`"


def copied(tmp_path: Path, format: str) -> Path:
    return Path(shutil.copytree(FIXTURES / format / "broken", tmp_path / format))


@pytest.mark.parametrize(
    ("format", "file", "wanted", "removed", "added"),
    [
        ("backlog", EARLY, ["hb-11=in progress"], ["status: Done"], ["status: In Progress"]),
        ("backlog", EARLY, ["011=to-do"], ["status: Done"], ["status: To Do"]),
        ("backlog", DONE, ["HB-8=done"], ["status: To Do"], ["status: Done"]),
        ("taskmaster", JSON, ["1.2=done"], ['            "status": "pending"'], ['            "status": "done"']),
        ("openspec", CHANGE, ["2.2=completed"], ["1. [ ] 2.2 Rank what is found"], ["1. [x] 2.2 Rank what is found"]),
        ("openspec", CHANGE, ["1.1=pending"], [f"- [x] {SPLIT}"], [f"- [ ] {SPLIT}"]),
        ("speckit", FEATURE, ["T2=done"], [f"- [ ] {LINTER}"], [f"- [x] {LINTER}"]),
    ],
)  # fmt: skip
def test_one_value_changes(
    tmp_path: Path, format: str, file: str, wanted: list[str], removed: list[str], added: list[str]
) -> None:
    folder = copied(tmp_path, format)
    before = (folder / file).read_bytes().replace(b"\n", b"\r\n")
    (folder / file).write_bytes(before)
    dry = planlint("set", file, *wanted, "--dry-run", "--isolated", cwd=folder)
    assert dry.returncode == 0 and (folder / file).read_bytes() == before
    result = planlint("set", file, *wanted, "--isolated", cwd=folder)
    assert result.returncode == 0, result.stderr
    after = (folder / file).read_bytes()
    lines = patch("x", before.decode(), after.decode())[2:]
    assert [line[1:].rstrip("\r\n") for line in lines if line[0] == "-"] == removed
    assert [line[1:].rstrip("\r\n") for line in lines if line[0] == "+"] == added
    assert len(after.splitlines()) == len(before.splitlines()) and b"\n" not in after.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("format", "file", "wanted", "why"),
    [
        (
            "backlog",
            RING,
            "HB-4=Done",
            "`HB-4` would be done, but depends on `HB-5`, which is To Do; use --force",
        ),
        ("backlog", RING, "HB-4=Dne", "did you mean `Done`?"),
        ("backlog", RING, "HB-44=Done", "has no task `HB-44`"),
        ("backlog", DONE, "HB-8=In Progress", "is in `completed/`, so it is finished"),
        ("backlog", "backlog/archive/tasks/hb-9 - Given-up.md", "HB-9=Done", "is archived"),
        ("backlog", "north/backlog/config.yml", "HB-9=Done", "has no tasks"),
        ("taskmaster", JSON, "4=done", "`4` would be done, but depends on `5`, which is pending"),
        ("taskmaster", JSON, "1.2=at_risk", "unknown status `at_risk`"),
        ("openspec", CHANGE, "1.2=done", "has 2 tasks `1.2`, which is ambiguous"),
        ("openspec", CHANGE, "1.3=done", "is [~], which is ambiguous"),
        ("speckit", FEATURE, "T002=in_progress", "a checkbox is done or pending"),
        ("gsd", ".planning/phases/01-tides/01-01-PLAN.md", "01-01=done", "done when its SUMMARY exists"),
        ("vbw", ".yolo-planning/phases/01-tides/01-PLAN.md", "01-01=done", "done when its SUMMARY exists"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_written(
    tmp_path: Path, format: str, file: str, wanted: str, why: str
) -> None:
    folder = copied(tmp_path, format)
    before = (folder / file).read_bytes()
    result = planlint("set", file, wanted, "--isolated", cwd=folder)
    assert result.returncode == 2 and why in result.stderr and not result.stdout
    assert (folder / file).read_bytes() == before


def test_force_sets_what_is_early(tmp_path: Path) -> None:
    folder = copied(tmp_path, "backlog")
    assert planlint("set", RING, "HB-4=Done", "--force", "--isolated", cwd=folder).returncode == 0
    assert "status: Done" in (folder / RING).read_text()


def test_the_tag_reports_which_task_and_a_count_that_agreed_follows(tmp_path: Path) -> None:
    task = '{"id": 1, "title": "a", "status": "pending", "dependencies": []}'
    text = f"""{{
  "master": {{"tasks": [{task}], "metadata": {{"completedCount": 0, "taskCount": 4}}}},
  "next": {{"tasks": [{task}], "metadata": {{"completedCount": 0}}}}
}}
"""
    write(tmp_path, {"tasks/tasks.json": text})
    refused = planlint("set", "tasks/tasks.json", "1=done", "--isolated", cwd=tmp_path)
    assert refused.returncode == 2 and "master:1 or next:1" in refused.stderr
    planlint("set", "tasks/tasks.json", "next:1=done", "--isolated", cwd=tmp_path)
    head, tail = text.split('  "next"')
    tail = tail.replace("pending", "done").replace('"completedCount": 0', '"completedCount": 1')
    assert (tmp_path / "tasks/tasks.json").read_text() == f'{head}  "next"{tail}'


def test_a_status_that_needs_quotes_gets_them(tmp_path: Path) -> None:
    config = 'project_name: p\nstatuses: [To Do, "Done: all"]\n'
    write(
        tmp_path,
        {"backlog/config.yml": config, "backlog/tasks/task-1.md": "---\nid: TASK-1\nstatus: To Do # now\n---\n"},
    )
    assert planlint("set", "backlog/tasks/task-1.md", "1=done: all", "--isolated", cwd=tmp_path).returncode == 0
    assert (tmp_path / "backlog/tasks/task-1.md").read_text() == '---\nid: TASK-1\nstatus: "Done: all" # now\n---\n'
