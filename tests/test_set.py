"""``planlint set``: statuses and everything that follows from them change, and no other byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.cli.set import run_set
from linter.config.loader import Configuration
from linter.engine.session import LintSession
from linter.fixes import set_status
from linter.fixes.set_status import set_statuses
from linter.fixes.unified_diff import patch
from linter.formats.reader import cannot_open
from linter.model.timestamps import in_style, parse
from tests.conftest import json_of, planlint, write
from tests.test_corpus import CORPUS

SEED = CORPUS.parent / "seeds" / "000_548423ea382a8100.txt"
PLAN = """\
---
type: progress
prd: p
status: in-progress   # of the plan
updated: "2026-01-05T10:00:00+02:00"
completed: null
tasks:   # keep me
  - {id: T1, status: 'completed', assigned_to: [a], dependencies: [], completed_at: 2026-01-05}
  - id: T2
    status: pending      # and me
    assigned_to: [b]
    dependencies: [T1]
    completed_at:  # when
  - id: T3
    status: "pending"
    assigned_to: [b]
    dependencies: [T2]
total_tasks: 3
task_counts: {completed_tasks: 1, pending_tasks: 2}
progress: 33
---
# Plan

| Task | Status |
|------|--------|
| T1 | ✅ Completed |
| T2 | Pending |
| T3 | done |
"""
NOW = ("--now", "2026-02-03T09:08:07Z")


def changed(folder: Path, before: str = PLAN, name: str = "p/plan.md") -> list[str]:
    """Return the new lines."""
    after = (folder / name).read_bytes().decode()
    return [line[1:].rstrip("\r\n") for line in patch("x", before, after)[2:] if line[0] == "+"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, {"p/plan.md": PLAN})
    return tmp_path


def test_all_that_follows_follows_and_what_disagreed_is_left_and_named(folder: Path) -> None:
    result = planlint("set", "p/plan.md", "T2=done", *NOW, cwd=folder)
    assert result.returncode == 0
    assert changed(folder) == [
        'updated: "2026-02-03T11:08:07+02:00"',
        "    status: completed      # and me",
        "    completed_at: 2026-02-03  # when",
        "task_counts: {completed_tasks: 2, pending_tasks: 1}",
        "progress: 66",
        "| T2 | done |",
    ]
    assert "p/plan.md:10: T2 pending -> completed" in result.stdout
    assert result.stderr == "planlint: not updated: p/plan.md:28: the table has `done` for `T3`\n"


def test_the_plan_is_done_when_all_is_done_and_not_any_more_when_one_is_not(folder: Path) -> None:
    planlint("set", "p/plan.md", "T3=completed", "T2=completed", *NOW, cwd=folder)
    done = (folder / "p/plan.md").read_text()
    assert "status: completed   # of the plan" in done and "progress: 100" in done
    assert '\ncompleted: "2026-02-03T11:08:07+02:00"\n' in done
    assert planlint("check", "--fail-on", "warning", "--now", "2026-03-01", cwd=folder).returncode == 0
    result = planlint("set", "p/plan.md", "T3=blocked", "T1=at-risk", *NOW, cwd=folder)
    back = (folder / "p/plan.md").read_text()
    assert "status: in_progress   # of the plan" in back
    assert "{id: T1, status: 'at_risk', assigned_to: [a], dependencies: [], completed_at: 2026-01-05}" in back
    assert "| T1 | ✅ Completed |" in back  # no mark exists for it: the cell is unchanged
    assert "the table has `✅ Completed` for `T1`" in result.stderr
    assert "T1 completed_at is 2026-01-05, but the work is open again" in result.stderr
    assert "completed is 2026-02-03T11:08:07+02:00, but the work is open again" in result.stderr


def test_line_ends_stay(folder: Path) -> None:
    text = "\ufeff" + PLAN.replace("\n", "\r\n")
    write(folder, {"p/plan.md": text})
    planlint("set", "p/plan.md", "T2=completed", *NOW, cwd=folder)
    after = (folder / "p/plan.md").read_bytes().decode()
    assert after.count("\r\n") == after.count("\n") == PLAN.count("\n") and after[0] == "\ufeff"


@pytest.mark.parametrize(
    ("statuses", "output"),
    [
        (("T9=completed",), "has no task `T9`"),
        (("t2=completed",), "has no task `t2` (did you mean `T2`?)"),
        (("T1=complted",), "unknown status `complted` (did you mean `completed`?)"),
        (("T1",), "invalid value 'T1': expected TASK=STATUS"),
        (("T1=done", "T1=pending"), "T1 is set twice"),
        (("T3=completed",), "`T3` would be done, but depends on `T2`, which is pending; use --force"),
        (("T2=completed", "T3=completed", "T9=done"), "has no task `T9`"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    folder: Path, statuses: tuple[str, ...], output: str
) -> None:
    result = planlint("set", "p/plan.md", *statuses, cwd=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert output in result.stderr
    assert (folder / "p/plan.md").read_text() == PLAN


def test_force_and_dry_run(folder: Path) -> None:
    result = planlint("set", "p/plan.md", "T3=completed", "--force", "--dry-run", *NOW, cwd=folder)
    assert result.returncode == 0 and '+    status: "completed"\n' in result.stdout
    assert (folder / "p/plan.md").read_text() == PLAN
    planlint("set", "p/plan.md", "T3=completed", "--force", cwd=folder)
    assert '    status: "completed"' in changed(folder)


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("---\ntype: progress\ntasks: [\n---\n", "cannot read p/plan.md"),
        ("# no plan\n", "is not a recognized plan file"),
        (PLAN.replace("    status: pending      # and me\n", ""), "T2 has no status to set"),
        (PLAN.replace("id: T3", "id: T2"), "has 2 tasks `T2`"),
        (PLAN.replace("'completed'", "&s pending").replace('"pending"', "*s").replace("id: T3", "id: T9"), ""),
        (
            PLAN.replace("pending      # and me", "&s pending").replace('"pending"', "*s"),
            "status would change too",
        ),
        (
            PLAN.replace("- id: T2", "- &t\n    id: T2")
            .replace("  - id: T3\n", "  - <<: *t\n    id: T3\n")
            .replace('    status: "pending"\n', ""),
            "status would change too",
        ),
    ],
)
def test_a_plan_that_cannot_be_changed_safely_is_left(folder: Path, text: str, output: str) -> None:
    write(folder, {"p/plan.md": text})
    result = planlint("set", "p/plan.md", "T2=in_progress", cwd=folder)
    assert output in result.stderr and "Traceback" not in result.stderr
    if output:
        assert result.returncode == 2 and (folder / "p/plan.md").read_text() == text


def test_other_documents_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"MANIFEST.yaml": "feature_slug: x\nstatus: pending\n"})
    assert "MANIFEST.yaml" in planlint("set", "MANIFEST.yaml", "a=done", cwd=tmp_path).stderr
    assert "no such file" in planlint("set", "gone.md", "a=done", cwd=tmp_path).stderr


def test_copies_in_a_roll_up_follow_where_they_agreed(tmp_path: Path) -> None:
    task = "- {{id: {}, status: {}, assigned_to: [a]}}\n"
    phase = (
        "---\ntype: progress\nprd: p\nphase: 1\ntasks:\n" + task.format("A", "pending") + task.format("B", "pending")
    )
    rollup = phase.replace("phase: 1", "phase: all").replace("{id: B, status: pending", "{id: B, status: completed")
    files: dict[str, str | bytes] = {
        "p/phase-1-progress.md": phase + "completed_tasks: 0\n---\n",
        "p/all-phases-progress.md": rollup + "completed_tasks: 1\n---\n",
    }
    write(tmp_path, files)
    result = planlint("set", "p/phase-1-progress.md", "A=completed", "B=in_progress", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "not updated: p/all-phases-progress.md:7: B is completed here" in result.stderr
    assert changed(tmp_path, str(files["p/all-phases-progress.md"]), "p/all-phases-progress.md") == [
        "- {id: A, status: completed, assigned_to: [a]}",
        "completed_tasks: 2",
    ]


def test_a_plan_that_another_process_replaces_meanwhile_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "---\ntype: progress\nprd: p\nphase: {}\ntasks:\n- {{id: A, status: pending, assigned_to: [a]}}\n---\n"
    names = ("p/all-phases-progress.md", "p/phase-1-progress.md")
    write(tmp_path, {names[0]: text.format("all"), names[1]: text.format("1")})
    real = set_status._targets

    def replaced(run: LintSession, *arguments: Any) -> dict[str, dict[str, str]]:
        targets = real(run, *arguments)
        run._documents[names[0]] = cannot_open(names[0], "progress", IsADirectoryError(21, "Is a directory"))
        return targets

    monkeypatch.setattr(set_status, "_targets", replaced)
    run = planlint("set", names[1], "A=completed", cwd=tmp_path)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert f"{names[0]} was changed by another process" in run.stderr
    assert (tmp_path / names[1]).read_text() == text.format("1")


def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import linter.system.writing
    from linter.cli.main import parse

    text = "---\ntype: progress\nprd: p\nphase: {}\ntasks:\n- {{id: A, status: pending, assigned_to: [a]}}\n---\n"
    files: dict[str, str | bytes] = {
        "p/all-phases-progress.md": text.format("all"),
        "p/phase-1-progress.md": text.format("1"),
    }
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    real = linter.system.writing.replace_file

    def fails(path: str, *rest: Any) -> None:
        if path.endswith("phase-1-progress.md"):
            raise linter.system.writing.WriteError("is read-only")
        real(path, *rest)

    monkeypatch.setattr(linter.system.writing, "replace_file", fails)
    parsed = parse(["set", "p/phase-1-progress.md", "A=completed"])
    assert not isinstance(parsed, int)
    options = parsed[1]
    assert run_set(options) == 2
    assert "is read-only; the other files are unchanged" in capsys.readouterr().err
    assert {name: (tmp_path / name).read_text() for name in files} == files

    def fails_twice(path: str, before: bytes, after: bytes, root: str | None) -> None:
        if path.endswith("phase-1-progress.md") or b"completed" in before:
            raise linter.system.writing.WriteError("is read-only")
        real(path, before, after, root)

    monkeypatch.setattr(linter.system.writing, "replace_file", fails_twice)
    assert run_set(options) == 2
    assert "is read-only; p/all-phases-progress.md was already changed" in capsys.readouterr().err


def test_numbers_that_agreed_follow_whatever_the_status_of_the_plan(folder: Path) -> None:
    text = PLAN.replace("in-progress ", "completed ").replace("progress: 33", "progress: 100")
    write(folder, {"p/plan.md": text})
    result = planlint("set", "p/plan.md", "T2=completed", *NOW, cwd=folder)
    assert "p/plan.md:4: `status` is completed, expected in_progress" in result.stderr
    assert "`progress` is 100, expected 66" in result.stderr
    after = (folder / "p/plan.md").read_text()
    assert "progress: 100" in after and "{completed_tasks: 2, pending_tasks: 1}" in after
    result = planlint("set", "p/plan.md", "T3=completed", *NOW, cwd=folder)
    assert "{completed_tasks: 3, pending_tasks: 0}" in (folder / "p/plan.md").read_text()
    assert result.stderr == ""  # values that are right now are not listed


@pytest.mark.parametrize(
    ("like", "expected"),
    [
        ("2026-01-01", "2026-02-03"),
        ("", "2026-02-03"),
        ("2026-01-01T10:00:00Z", "2026-02-03T23:30:05Z"),
        ("2026-01-01 10:00", "2026-02-03 23:30"),
        ("2026-01-01T10:00:00.123+02:00", "2026-02-04T01:30:05+02:00"),
        ("2026-01-01T10:00-0330", "2026-02-03T20:00-0330"),
    ],
)
def test_a_time_is_written_as_the_one_before_was(like: str, expected: str) -> None:
    now = parse("2026-02-03T23:30:05Z")
    assert now is not None and in_style(now, like) == expected


@pytest.mark.skipif(not SEED.exists(), reason="the seeds are not here")
def test_the_seed_goes_there_and_back_again(tmp_path: Path) -> None:
    name = "metadata-persistence/phase-1-4-progress.md"
    before = SEED.read_bytes().decode()
    write(tmp_path, {name: before})
    there = planlint("set", name, "MP-1.1=in_progress", "MP-2.2=in_progress", "MP-4.1=blocked", cwd=tmp_path)
    assert there.stderr.count("the table has `pending`") == 16
    back = planlint("set", name, "MP-1.1=completed", "MP-2.2=completed", "MP-4.1=completed", cwd=tmp_path)
    assert (there.returncode, back.returncode) == (0, 0)
    (line,) = changed(tmp_path, before, name)
    assert line.startswith("updated: '")


WORDS = st.sampled_from(["pending", "in_progress", "completed", "blocked", "deferred"])


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_a_plan_that_agreed_with_itself_still_does(before: list[str], data: st.DataObject) -> None:
    names = [f"T{number}" for number in range(len(before))]
    lines = [f"- {{id: {name}, status: {status}}}" for name, status in zip(names, before, strict=True)]
    rows = [f"| {name} | {status} |" for name, status in zip(names, before, strict=True)]
    done = before.count("completed")
    counts = f"total_tasks: {len(before)}\ncompleted_tasks: {done}\nprogress: {100 * done // len(before)}"
    text = "\n".join(["---", "type: progress", "tasks:", *lines, counts, "---", "| id | status |", "|-|-|", *rows, ""])
    wanted = data.draw(st.dictionaries(st.sampled_from(names), WORDS, min_size=1))
    run = LintSession(Configuration(isolated=True))
    run.add_bytes("plan.md", text.encode())
    update = set_statuses(run, "plan.md", wanted)
    found = [v.rule for v in run.lint().violations if v.rule not in ("missing-field", "done-before-dependency")]
    assert found == [] and update.left == []
    undo = {name: before[names.index(name)] for name in wanted}
    assert set_statuses(run, "plan.md", undo).after["plan.md"] == text


def test_what_check_reads_afterwards_is_what_was_set(folder: Path) -> None:
    planlint("set", "p/plan.md", "T2=in_progress", *NOW, cwd=folder)
    rules = {violation["rule"] for violation in json_of("--now", "2026-03-01", cwd=folder)["violations"]}
    assert rules == {"body-drift", "status-spelling"}


BODY = """\
---
type: progress
prd: p
status: in_progress
progress: 50
created: '2026-01-04'
started: null
completed: null
phases:
- {id: quay, status: in_progress, tasks: [B1, B2], done: 1}
- {id: pier, status: pending, tasks: [B3], done: 3}
- {id: mole, status: complete, tasks: [B1]}
tasks:
- {id: B1, status: completed}
- {id: B2, status: in_progress, completed_at: ''}
- {id: B3, status: pending, started_at: ~}
- {id: B4, status: completed}
---
# Boats

**Status**: 🔄 In Progress (50% complete)

Legend: ⏳ Waiting | 🔄 Active | ✅ Done

- [ ] B2: hull
- [x] B3: mast

| Task | Status |
|------|--------|
| B2   | 🔄 Active |
| B3   | ✅ Done |

### B2: hull

**Status**: In Progress | **Owner**: ann
"""


def test_phases_boxes_and_status_lines_follow_where_they_agreed(tmp_path: Path) -> None:
    write(tmp_path, {"p/plan.md": BODY})
    result = planlint("set", "p/plan.md", "B2=completed", *NOW, cwd=tmp_path)
    assert changed(tmp_path, BODY) == [
        "progress: 75",
        "- {id: quay, status: complete, tasks: [B1, B2], done: 2}",
        "- {id: B2, status: completed, completed_at: '2026-02-03'}",
        "**Status**: 🔄 In Progress (75% complete)",
        "- [x] B2: hull",
        "| B2   | ✅ Done |",
        "**Status**: Completed | **Owner**: ann",
    ]
    assert [line.removeprefix("planlint: not updated: p/plan.md:") for line in result.stderr.splitlines()] == [
        "11: `done` of phase `pier` is 3, expected 0",
        "31: the table has `✅ Done` for `B3`",
        "26: the body has `[x]` for `B3`",
    ]


def test_the_plan_is_completed_in_the_body_as_well(tmp_path: Path) -> None:
    write(tmp_path, {"p/plan.md": BODY})
    planlint("set", "p/plan.md", "B2=completed", "B3=completed", *NOW, cwd=tmp_path)
    after = (tmp_path / "p/plan.md").read_text(encoding="utf-8")
    assert "**Status**: ✅ Completed (100% complete)" in after
    assert "completed: '2026-02-03'\n" in after and "started: null\n" in after
    assert "- {id: pier, status: complete, tasks: [B3], done: 3}" in after


def test_a_start_date_is_set_when_work_starts(tmp_path: Path) -> None:
    write(tmp_path, {"p/plan.md": BODY})
    planlint("set", "p/plan.md", "B3=in_progress", *NOW, cwd=tmp_path)
    assert "started_at: '2026-02-03'}" in (tmp_path / "p/plan.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("status", "others", "expected"),
    [
        ("planning", ("pending", "pending"), "planning"),
        ("planning", ("in_progress", "pending"), "in_progress"),
        ("planning", ("deferred", "deferred"), "planning"),
        ("planning", ("completed", "deferred"), "completed"),
        ("planning", ("blocked", "pending"), "planning"),
        ("planning", ("blocked", "blocked"), "blocked"),
        ("planning", ("completed", "pending"), "in_progress"),
        ("in_progress", ("pending", "pending"), "in_progress"),
        ("at_risk", ("in_progress", "pending"), "at_risk"),
    ],
)
def test_the_status_of_the_plan(tmp_path: Path, status: str, others: tuple[str, str], expected: str) -> None:
    first = "in_progress" if status not in ("planning",) else "pending"
    text = f"---\ntype: progress\nprd: p\nstatus: {status}\ntasks:\n- {{id: A, status: {first}}}\n"
    write(tmp_path, {"p/plan.md": text + "- {id: B, status: pending}\n---\n"})
    wanted = [f"{name}={state}" for name, state in zip("AB", others, strict=True)]
    planlint("set", "p/plan.md", *wanted, *NOW, cwd=tmp_path)
    assert f"\nstatus: {expected}\n" in (tmp_path / "p/plan.md").read_text()
