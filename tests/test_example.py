"""The example repository, and plans of a size that breaks recursive code."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT, json_of, write

SEARCH = ".claude/progress/search/phase-1-progress.md"
EXPECTED = [
    ("duplicate-key", 9, "title"),
    ("timestamp-format", 11, "2026/01/05"),
    ("impossible-date", 12, "'2026-02-30'"),
    ("time-order", 19, "2026-01-07"),
    ("done-before-dependency", 21, "in_progress"),
    ("self-dependency", 27, "SRC-3"),
    ("unknown-dependency", 31, "SRCH-3"),
    ("duplicate-dependency", 35, "SRC-6"),
    ("dependency-cycle", 43, "SRC-8"),
    ("prose-dependency", 51, "Phase 2 complete"),
    ("duplicate-task-id", 52, "SRC-9"),
    ("unscheduled-task", 56, "SRC-10"),
    ("ambiguous-scalar", 60, "31224e8"),
    ("same-batch-dependency", 62, "SRC-3"),
    ("batch-order", 63, "SRC-5"),
    ("unknown-batch-task", 63, "SRC-12"),
    ("batch-numbering", 65, "batch_5"),
    ("task-in-two-batches", 65, "SRC-4"),
    ("empty-batch", 66, "batch_6"),
    ("critical-path", 67, "SRC-1"),
    ("count-mismatch", 68, "12"),
    ("progress-mismatch", 72, "40"),
]


def test_each_fault_of_the_broken_plan_is_reported_once_at_the_smallest_span() -> None:
    folder = ROOT / "fixtures" / "example"
    text = (folder / SEARCH).read_text(encoding="utf-8")
    found = json_of(SEARCH, "--isolated", cwd=folder)["violations"]
    shown = [(v["rule"], v["start"]["line"], text[v["start"]["offset"] : v["end"]["offset"]]) for v in found]
    assert shown == EXPECTED


def test_the_plan_that_is_in_order_pleases_every_rule() -> None:
    folder = ROOT / "fixtures" / "example"
    assert json_of(".claude/progress/checkout", "--isolated", cwd=folder)["violations"] == []


def test_a_chain_of_five_thousand_tasks_is_linted(tmp_path: Path) -> None:
    tasks = "".join(
        f"- {{id: T-{n}, status: pending, assigned_to: [a], dependencies: [{f'T-{n - 1}' if n else ''}]}}\n"
        for n in range(5_000)
    )
    write(tmp_path, {"plan.md": f"---\ntype: progress\nprd: p\ntasks:\n{tasks}---\n"})
    assert json_of("plan.md", cwd=tmp_path)["violations"] == []
    ring = tasks.replace("dependencies: []", "dependencies: [T-4999]", 1)
    write(tmp_path, {"plan.md": f"---\ntype: progress\nprd: p\ntasks:\n{ring}---\n"})
    (violation,) = json_of("plan.md", cwd=tmp_path)["violations"]
    assert violation["rule"] == "dependency-cycle" and len(violation["data"]["cycle"]) == 5_001
