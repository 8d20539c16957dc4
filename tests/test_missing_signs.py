"""The output about files that are not read as plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import planlint, write

CASES = {
    "no front matter": "# Tides\n",
    "is not closed": "---\ntype: note\n",
    "not a mapping": "---\n- a\n---\n",
    "has none of `": "---\ntype: progress\ntitle: x\n---\n",
    "needs an `id` or a `status`": "---\ntitle: x\ntasks: [a]\n---\n",
    "`type` is `note`, expected `progress`": "---\ntype: note\n---\n",
    "neither `type: progress` nor `tasks`": "---\ntitle: x\n---\n",
}


@pytest.mark.parametrize("reason", list(CASES))
def test_a_named_file_is_reported_with_what_it_lacks_and_why_reports_the_same(tmp_path: Path, reason: str) -> None:
    (tmp_path / "a.md").write_text(CASES[reason], encoding="utf-8")
    result = planlint("check", "a.md", cwd=tmp_path)
    assert result.returncode == 0
    assert "a.md is not a plan: " in result.stderr and reason in result.stderr
    assert reason in planlint("why", "a.md", cwd=tmp_path).stdout


def test_of_a_directory_files_with_front_matter_are_reported_with_verbose_alone(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntype: note\n---\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# Tides\n", encoding="utf-8")
    assert "a.md is not a plan" not in planlint("check", ".", cwd=tmp_path).stderr
    output = planlint("check", "-v", ".", cwd=tmp_path).stderr
    assert "a.md is not a plan" in output and "b.md" not in output


TASK = "---\nid: TASK-1\ntitle: Ring\nstatus: To Do\n---\n"
PLAN = "---\ntype: progress\nprd: x\ntasks: []\n---\n"
EMPTY: dict[str, dict[str, str | bytes]] = {
    "looked for progress files, manifests, Backlog.md, GSD, VBW, Task Master, OpenSpec, spec-kit": {"a.txt": ""},
    "`exclude` leaves out 1 plan (old/a.md)": {"old/a.md": PLAN, ".planlint.toml": 'exclude = ["old"]\n'},
    "`formats` leaves out 2 files of Backlog.md (backlog/config.yml, backlog/tasks/task-1 - Ring.md)": {
        "backlog/config.yml": "project_name: Pier\n",
        "backlog/tasks/task-1 - Ring.md": TASK,
        ".planlint.toml": 'formats = ["progress"]\n',
    },
    "planlint does not read the files of Kiro (.kiro/specs)": {".kiro/specs/pier/design.md": "# Pier\n"},
    "planlint does not read the files of Ralph (ralph/prd.json), beads (.beads)": {
        "ralph/prd.json": "{}",
        ".beads/a.jsonl": "",
    },
    "1 Markdown file with front matter is not a plan (a.md): use -v to see why": {"a.md": "---\ntype: note\n---\n"},
    "2 Markdown files with front matter are not plans (a.md, b.md): use -v to see why": {
        "a.md": "---\ntype: progress\ntitle: Day 3\n---\n",
        "b.md": "---\nlayout: post\n---\n",
    },
}


@pytest.mark.parametrize("reason", list(EMPTY))
def test_a_directory_without_plans_is_reported_with_what_is_there(tmp_path: Path, reason: str) -> None:
    write(tmp_path, EMPTY[reason])
    result = planlint("check", ".", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == f"planlint: no plan file found in .; {reason}\n"
