"""Finished documents: what the default preset omits in them, and how to report it anyway."""

from __future__ import annotations

import pytest

from tests.conftest import Lint

PLAN = """---
type: progress
prd: other
status: {status}
created: 2026-01-02 10:00:00Z
ownners: [a]
tasks:
- id: T1
  status: done
  assigned_to: [a]
  started_at: 2026-01-05
  completed_at: 2026-01-04
- id: T2
  status: {task}
  dependencies: [T1]
parallelization:
  batch_1: [T1]
  batch_3: [T2]
  batch_4: []
  critical_path: [T2, T1]
---
"""
MANIFEST = """feature_name: Widgets
feature_slug: widgets
created_at: "2026-03-01T10:00:00Z"
description: d
status: {status}
orchestration_skill: o
phases:
  setup:
    status: complete
    started_at: "2026-03-01T10:00:00Z"
    completed_at: "2026-03-01T11:00:00Z"
    duration_minutes: 5
agents_contributed: []
artifacts:
- {{path: b.md, type: plan, agent: planner}}
"""
OF_PLANS = {
    "missing-field", "unknown-field", "status-spelling", "time-order", "timestamp-format", "batch-numbering",
    "empty-batch", "critical-path", "slug-mismatch",
}  # fmt: skip
OF_MANIFESTS = {"missing-field", "duration-mismatch", "agent-artifact-mismatch", "slug-mismatch"}


def rules(lint: Lint, text: str, path: str = "here/plan.md", **values: object) -> set[str]:
    return {violation.rule for violation in lint({path: text}, **values).violations} - {"missing-reference"}


def test_the_default_preset_omits_exactly_these_rules(lint: Lint) -> None:
    open_plan = rules(lint, PLAN.format(status="in_progress", task="pending"))
    finished = rules(lint, PLAN.format(status="completed", task="cancelled"))
    assert (open_plan - finished, finished) == (OF_PLANS, set())
    path = "here/MANIFEST.yaml"
    open_manifest = rules(lint, MANIFEST.format(status="in-progress"), path)
    assert open_manifest - rules(lint, MANIFEST.format(status="complete"), path) == OF_MANIFESTS


def test_strict_and_a_selection_by_name_speak_of_finished_documents(lint: Lint) -> None:
    text = PLAN.format(status="completed", task="cancelled")
    assert rules(lint, text, preset="strict") >= OF_PLANS
    for rule in OF_PLANS - {"missing-field"}:
        assert rule in rules(lint, text, extend_select=[rule])
    assert OF_PLANS.isdisjoint(rules(lint, text, extend_select=["batches"]))


def test_required_fields_wrong_dates_and_dates_of_the_document_are_always_checked(lint: Lint) -> None:
    dates = "started: 2026-02-02\ncompleted: 2026-01-01\nupdated: soon\n"
    text = f"---\ntype: progress\nstatus: completed\n{dates}total_tasks: 0\n---\n"
    assert rules(lint, text) == {"missing-field", "time-order", "timestamp-format"}


@pytest.mark.parametrize(("status", "task"), [("completed", "pending"), ("in_progress", "done"), ("blocked", "done")])
def test_what_is_not_finished(lint: Lint, status: str, task: str) -> None:
    assert rules(lint, PLAN.format(status=status, task=task)) >= OF_PLANS - {"missing-field"}


def test_a_document_without_tasks_is_finished_by_its_status(lint: Lint) -> None:
    text = "---\ntype: progress\nprd: other\nstatus: {}\nownners: [a]\n---\n"
    assert rules(lint, text.format("superseded")) == set()
    assert rules(lint, text.format("draft")) == {"missing-field", "slug-mismatch", "unknown-field"}


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("batch_4 batch_5", []),
        ("batch_0 batch_1", []),
        ("batch_1_p0 batch_1_p1 batch_2", []),
        ("batch_0_1 batch_0_2 batch_1_1", []),
        ("batch_3 batch_5", [("batch_5", "batch_4")]),
        ("batch_2 batch_1", [("batch_1", "batch_3")]),
        ("batch_1_a batch_3_b", [("batch_3_b", "batch_2")]),
    ],
)
def test_the_numbers_of_batches(lint: Lint, keys: str, found: list[tuple[str, str]]) -> None:
    batches = "".join(f"  {key}: [T{place}]\n" for place, key in enumerate(keys.split()))
    tasks = "".join(f"- id: T{place}\n  status: pending\n" for place in range(len(keys.split())))
    text = f"---\ntype: progress\nprd: a\ntasks:\n{tasks}parallelization:\n{batches}---\n"
    report = lint({"a/p.md": text}, select=["batch-numbering"])
    assert [(v.data["found"], v.data["expected"]) for v in report.violations] == found


@pytest.mark.parametrize(
    ("folder", "prd", "found"),
    [
        (".hidden", "widgets", 0),
        (".widget-development", "widgets", 0),
        ("widget-development", "widgets", 0),
        ("enhancements", "docs/prds/checkout-v1.md", 0),
        (".claude/progress/gadgets", "widgets", 1),
    ],
)
def test_which_folders_and_values_are_compared_as_slugs(lint: Lint, folder: str, prd: str, found: int) -> None:
    text = f"---\ntype: progress\nprd: {prd}\ntasks: []\n---\n"
    assert len(lint({f"{folder}/p.md": text}, select=["slug-mismatch"]).violations) == found


@pytest.mark.parametrize("value", ["0.5", "7", "2026-01-01", "1.10"])
def test_any_scalar_is_a_name(lint: Lint, value: str) -> None:
    names = "".join(f"{field}: {value}\n" for field in ("prd", "phase", "title", "phase_name"))
    text = f"---\ntype: progress\n{names}tasks:\n- {{id: A, status: pending, title: {value}}}\n---\n"
    assert [v.rule for v in lint({"p.md": text}, select=["wrong-type"]).violations] == []


def test_a_mapping_where_a_list_is_expected_is_a_warning_in_two_fields(lint: Lint) -> None:
    fields = "files_modified: {new: [x]}\ncritical_path: {a: b}\nowners: {a: b}\n"
    text = f"---\ntype: progress\nprd: a\n{fields}tasks: []\n---\n"
    found = lint({"p.md": text}, select=["wrong-type"]).violations
    assert [(v.data["field"], v.severity) for v in found] == [
        ("files_modified", "warning"), ("critical_path", "warning"), ("owners", "error"),
    ]  # fmt: skip


def test_allowed_values_name_the_usual_ones_first_and_are_not_cut_before_them(lint: Lint) -> None:
    text = f"---\ntype: progress\nprd: a\ntasks:\n- {{id: A, status: {'x' * 500}}}\n---\n"
    (violation,) = lint({"p.md": text}, select=["invalid-value"]).violations
    assert (
        "expected one of pending, not_started, in_progress, completed, blocked, deferred, skipped" in violation.message
    )


def test_a_commit_of_digits_is_quoted(lint: Lint) -> None:
    text = "---\ntype: progress\nprd: a\ncommit_refs: [2028692, 123456, '1234567', abc1234]\ntasks: []\n---\n"
    (violation,) = lint({"p.md": text}, select=["ambiguous-scalar"]).violations
    assert violation.data["text"] == "2028692"
    assert violation.fix is not None and violation.fix.edits[0].text == '"2028692"'


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("'the files'\n  were moved'", 6),
        ("'it's late'", 6),
        ("'the team\n  wasn't there'", 7),
        ("'the files''\n  title: 'x'", 6),
        ("'fine'\n   owner: x", 7),
    ],
)
def test_a_syntax_error_points_at_the_apostrophe(lint: Lint, note: str, line: int) -> None:
    text = f"---\ntype: progress\nprd: a\ntasks:\n- id: A\n  note: {note}\n  status: done\n---\n"
    (violation,) = lint({"p.md": text}).violations
    assert (violation.rule, text.count("\n", 0, violation.start) + 1) == ("syntax-error", line)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [("blocked done", "blocked"), ("blocked pending", "pending"), ("blocked pending done", "in_progress")],
)
def test_a_document_is_blocked_exactly_when_every_open_task_is(lint: Lint, statuses: str, expected: str) -> None:
    tasks = "".join(f"- {{id: T{place}, status: {status}}}\n" for place, status in enumerate(statuses.split()))
    text = f"---\ntype: progress\nprd: a\nstatus: completed\ntasks:\n{tasks}---\n"
    (violation,) = lint({"p.md": text}, select=["status-mismatch"]).violations
    assert violation.data["expected"] == expected
