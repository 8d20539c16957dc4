"""Tasks below a mapping, such as those of a phase, are tasks of the plan."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Lint, planlint

HEAD = "---\ntype: progress\nprd: tides\nstatus: in_progress\ntotal_tasks: 2\n"
TASK = "  - id: {}\n    status: {}\n    assigned_to: [ann]\n    dependencies: [{}]\n"


def plan(*tasks: tuple[str, str, str], extra: str = "") -> str:
    return f"{HEAD}{extra}phase_4:\n  tasks:\n{''.join(TASK.format(*task) for task in tasks)}---\n"


def test_they_are_read_and_checked_where_they_are(lint: Lint) -> None:
    text = plan(("A", "completed", "Z9"), ("A", "pending", ""), ("B", "nope", ""))
    report = lint({"tides/a.md": text})
    found = {(v.rule, report.sources[v.path].position(v.start)[0]) for v in report.violations}
    assert {("duplicate-task-id", 12), ("invalid-value", 17)} <= found
    assert lint({"tides/a.md": plan(("A", "in_progress", ""), ("B", "pending", "A"))}).violations == []


def test_counts_and_batches_know_them(lint: Lint) -> None:
    batches = "parallelization:\n  batch_1: [A]\n  batch_2: [B]\n"
    text = plan(("A", "in_progress", ""), ("B", "pending", "A"), ("C", "completed", ""), extra=batches)
    assert [(v.rule, v.data.get("expected")) for v in lint({"tides/a.md": text}).violations] == [("count-mismatch", 3)]


def test_a_mapping_of_phases_has_them_too_and_copies_of_tasks_are_left_out(lint: Lint) -> None:
    below = "".join(f"    {line}\n" for line in TASK.format("A", "in_progress", "X").splitlines())
    text = f"---\ntype: progress\nprd: tides\nstatus: in_progress\nphases:\n  phase_1:\n    tasks:\n{below}---\n"
    assert [v.rule for v in lint({"tides/a.md": text}).violations] == ["unknown-dependency"]
    own = "tasks:\n" + TASK.format("A", "in_progress", "")
    copy = "phase_1:\n  tasks:\n" + TASK.format("A", "in_progress", "")
    copied = f"---\ntype: progress\nprd: tides\nstatus: in_progress\n{own}{copy}---\n"
    assert lint({"tides/a.md": copied}).violations == []


def test_set_changes_them_and_what_follows(tmp_path: Path) -> None:
    path = tmp_path / "tides" / "a.md"
    path.parent.mkdir()
    text = plan(("A", "in_progress", ""), ("B", "pending", "A"), extra="completed_tasks: 0\n")
    path.write_text(text, encoding="utf-8")
    result = planlint("set", "tides/a.md", "A=completed", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    after = path.read_text(encoding="utf-8")
    assert "  - id: A\n    status: completed\n" in after and "completed_tasks: 1\n" in after
