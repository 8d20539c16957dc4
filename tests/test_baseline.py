"""Baselines: recorded violations are not reported, wherever they move, and new ones are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import closed, json_of, planlint, write

FILE = "planlint-baseline.json"


def task(id: str, *dependencies: str, status: str = "pending") -> str:
    return f"- id: {id}\n  status: {status}\n  assigned_to: [me]\n  dependencies: [{', '.join(dependencies)}]\n"


def plan(*tasks: str, head: str = "") -> str:
    return f"---\ntype: progress\nprd: p\n{head}tasks:\n{''.join(tasks)}---\n"


OLD = plan(task("T1", "T8"), task("T2", "T9"), head="total_tasks: 0\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose three violations are in its baseline."""
    write(tmp_path, {"planlint.toml": f'baseline = "{FILE}"\n', "p/plan.md": OLD})
    assert planlint("baseline", "create", cwd=tmp_path).returncode == 0
    return tmp_path


def rules(folder: Path, *arguments: str) -> list[str]:
    report = json_of(*arguments, cwd=folder)
    return [violation["rule"] for violation in report["violations"] if not violation.get("baselined")]


def test_what_was_agreed_to_is_silent(folder: Path) -> None:
    result = planlint("check", cwd=folder)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    entries = json.loads((folder / FILE).read_text())["violations"]
    assert [(entry["rule"], entry["path"], entry["place"]) for entry in entries] == [
        ("count-mismatch", "p/plan.md", "total_tasks"),
        ("unknown-dependency", "p/plan.md", "tasks[T1].dependencies[T8]"),
        ("unknown-dependency", "p/plan.md", "tasks[T2].dependencies[T9]"),
    ]


def test_json_marks_what_the_baseline_has(folder: Path) -> None:
    report = json_of(cwd=folder)
    assert [violation["baselined"] for violation in report["violations"]] == [True] * 3
    assert (report["summary"]["baselined"], report["summary"]["errors"], report["summary"]["fixable"]) == (3, 0, 0)


def test_lines_and_tasks_may_move_and_counts_may_change(folder: Path) -> None:
    moved = plan(task("T3"), task("T2", "T9"), task("T1", "T8"), head="status: pending\n\ntotal_tasks: 7 # x\n")
    write(folder, {"p/plan.md": moved})
    result = planlint("check", cwd=folder)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_one_that_takes_the_place_of_another_is_new(folder: Path) -> None:
    write(folder, {"p/plan.md": OLD.replace("T8", "T7")})
    result = planlint("check", "--output-format", "concise", cwd=folder)
    assert result.returncode == 1
    assert "T7" in result.stdout and "T9" not in result.stdout
    assert f"{FILE}:5: no longer occurs: unknown-dependency in p/plan.md" in result.stderr


def test_a_second_of_the_same_kind_is_new(folder: Path) -> None:
    write(folder, {"p/plan.md": OLD.replace("[T8]", "[T8, T8]")})
    assert rules(folder) == ["duplicate-dependency", "unknown-dependency"]
    write(folder, {"q/p/plan.md": OLD})
    assert rules(folder, "q") == ["count-mismatch", "unknown-dependency", "unknown-dependency"]


def test_stale_entries_are_named_and_pruned(folder: Path) -> None:
    write(folder, {"p/plan.md": OLD.replace("[T8]", "[]")})
    result = planlint("check", cwd=folder)
    assert result.returncode == 0
    assert "planlint baseline prune" in result.stderr
    assert "removed 1 stale entry (2 remain)" in planlint("baseline", "prune", cwd=folder).stderr
    assert planlint("check", cwd=folder).stderr == ""
    (folder / "p/plan.md").unlink()
    write(folder, {"q/p/plan.md": plan(task("T1"))})
    assert "no longer occurs" in planlint("check", cwd=folder).stderr
    assert "removed 2 stale entries (0 remain)" in planlint("baseline", "prune", cwd=folder).stderr


def test_entries_in_a_directory_that_cannot_be_read_are_not_stale(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, {"q/plan.md": plan(task("T1"))})
    closed(monkeypatch, "p")
    assert planlint("check", cwd=folder).stderr == "planlint: cannot list p: Permission denied\n"
    for action, entries in (("prune", "removed 0 stale entries (3 remain)"), ("create", "1 violation in 1 file")):
        output = planlint("baseline", action, cwd=folder).stderr
        assert entries in output and "cannot list p: Permission denied\n" in output


def test_what_this_run_did_not_look_at_is_not_stale(folder: Path) -> None:
    write(folder, {"q/p/plan.md": plan(task("T1"))})
    assert planlint("check", "q", cwd=folder).stderr == ""
    assert planlint("check", "--select", "batches", cwd=folder).stderr == ""
    assert "removed 0 stale entries (3 remain)" in planlint("baseline", "prune", "q", cwd=folder).stderr


def test_paths_are_those_below_the_baseline_wherever_one_is(folder: Path) -> None:
    for cwd, path in ((folder / "p", "plan.md"), (folder.parent, f"{folder.name}/p")):
        result = planlint("check", path, cwd=cwd)
        assert (result.returncode, result.stderr) == (0, "")


def test_a_file_that_cannot_be_read_stays_reported(folder: Path) -> None:
    write(folder, {"p/plan.md": "---\ntype: progress\ntasks: [\n---\n"})
    result = planlint("baseline", "create", cwd=folder)
    assert "p/plan.md cannot be parsed, so it is not in the baseline" in result.stderr
    assert rules(folder) == ["syntax-error"]


def test_fixes_leave_alone_what_the_baseline_has(folder: Path) -> None:
    assert planlint("check", "--fix", cwd=folder).returncode == 0
    assert (folder / "p/plan.md").read_text() == OLD
    planlint("check", "--fix", "--config", 'baseline = ""', cwd=folder)
    assert "total_tasks: 2" in (folder / "p/plan.md").read_text()


def test_the_option_replaces_the_setting(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": OLD})
    result = planlint("baseline", "create", "--baseline", "known.json", "plan.md", cwd=tmp_path)
    assert "known.json: 3 violations in 1 file" in result.stderr and "--baseline known.json" in result.stderr
    assert planlint("check", "--baseline", "known.json", cwd=tmp_path).returncode == 0
    assert planlint("check", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("{", f"{FILE}:1: invalid JSON in the baseline"),
        ("[" * 100_000, "invalid JSON in the baseline"),
        ("\0", "invalid JSON in the baseline"),
        ("[]", "has no version"),
        ('{"version": 2}', "has version 2, expected 1"),
        ('{"version": 1}', "entry 1 of the baseline lacks one of"),
        ('{"version": 1, "violations": [{"rule": 1}]}', "entry 1 of the baseline lacks one of"),
    ],
)
def test_a_broken_baseline_is_reported_and_nothing_is_called_clean(folder: Path, text: str, output: str) -> None:
    write(folder, {FILE: text})
    result = planlint("check", cwd=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert output in result.stderr and "Traceback" not in result.stderr


def test_a_baseline_that_is_not_there_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": OLD})
    result = planlint("check", "--baseline", "gone.json", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "cannot read the baseline gone.json" in result.stderr


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"outside.json": "mine", "project/planlint.toml": f'baseline = "{FILE}"\n', "project/plan.md": OLD})
    (tmp_path / "project" / FILE).symlink_to(tmp_path / "outside.json")
    result = planlint("baseline", "create", cwd=tmp_path / "project")
    assert result.returncode == 2 and "outside of" in result.stderr
    assert (tmp_path / "outside.json").read_text() == "mine"


def test_which_fixes_are_made_and_which_are_safe_is_configured(tmp_path: Path) -> None:
    text = OLD.replace("[T8]", "[T1]").replace("[T9]", "[]")
    for setting, fixed in (
        ('unfixable = ["count-mismatch"]', ()),
        ('fixable = ["dependencies"]', ()),
        ('fixable = ["count-mismatch"]\nunfixable = ["all"]', ("total_tasks: 2",)),
        ('fixable = ["counts"]\nunfixable = ["count-mismatch"]', ()),
        ('extend-safe-fixes = ["self-dependency"]', ("total_tasks: 2", "[]\n- id: T2")),
    ):
        write(tmp_path, {"planlint.toml": setting, "plan.md": text})
        planlint("check", "--fix", cwd=tmp_path)
        after = (tmp_path / "plan.md").read_text()
        assert (after != text) == bool(fixed), setting
        assert all(part in after for part in fixed), setting


@pytest.mark.parametrize("is_configured", [True, False])
@pytest.mark.parametrize("content", ["# Notes\n", "[tool.other]\n", '{"name": "package"}\n', "\0"])
def test_a_file_that_is_not_a_baseline_is_not_overwritten(tmp_path: Path, content: str, *, is_configured: bool) -> None:
    write(tmp_path, {"notes": content, "a-progress.md": OLD})
    write(tmp_path, {"planlint.toml": "baseline = 'notes'\n"} if is_configured else {})
    for action in ("create", "prune"):
        run = planlint("baseline", action, *([] if is_configured else ["--baseline", "notes"]), cwd=tmp_path)
        assert run.returncode == 2 and run.stderr.count("\n") == 1 and "notes" in run.stderr
        assert action == "prune" or "is not overwritten: it has other contents; delete it" in run.stderr
    assert (tmp_path / "notes").read_text() == content


@pytest.mark.parametrize(
    "content", ["", "{}\n", '{"version": 9, "violations": []}', '{\n<<<<<<< a\n "violations": [\n']
)
def test_a_baseline_that_cannot_be_read_is_created_again(tmp_path: Path, content: str) -> None:
    write(tmp_path, {"b.json": content, "a-progress.md": OLD})
    assert planlint("baseline", "create", "--baseline", "b.json", cwd=tmp_path).returncode == 0
    assert planlint("check", "--baseline", "b.json", cwd=tmp_path).returncode == 0
