"""Completed tasks and shipped milestones of other formats: what the default preset omits, and who reports it."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Lint

GSD = ".planning/phases/04-pier"
CONFIG = {"backlog/config.yml": 'project_name: "Pier"\ntask_prefix: pier\nstatuses: ["To Do", "Done"]\n'}
BROKEN = '"a \\d"'  # an escape that YAML does not have; GSD does not mind


def plan(number: int, folder: str = GSD, **fields: str) -> dict[str, str]:
    values = {"phase": "04-pier", "plan": f"0{number}", "type": "execute", "wave": "1", "depends_on": "[]"}
    values |= {"files_modified": f"[{number}.py]", "autonomous": "true", "must_haves": "{truths: [a]}", **fields}
    lines = "".join(f"{field}: {value}\n" for field, value in values.items() if value)
    return {f"{folder}/04-0{number}-PLAN.md": f"---\n{lines}---\n"}


def summary(number: int, text: str = "status: complete\n", folder: str = GSD) -> dict[str, str]:
    return {f"{folder}/04-0{number}-SUMMARY.md": f"---\n{text}---\n"}


def task(extra: str, status: str = "Done", body: str = "", folder: str = "tasks") -> dict[str, str]:
    text = f"---\nid: PIER-1\ntitle: A\nstatus: {status}\n{extra}---\n{body}"
    return {f"backlog/{folder}/pier-1 - A.md": text}


def rules(lint: Lint, files: dict[str, str], **values: object) -> list[str]:
    return [violation.rule for violation in lint(files, **values).violations if violation.rule != "folder-status"]


GSD_FIELDS = [
    ("same-batch-dependency", {"depends_on": "[04-01]"}),
    ("unknown-dependency", {"depends_on": "[04-09]", "wave": "2"}),
    ("prose-dependency", {"depends_on": "[the review of the pier]", "wave": "2"}),
    ("missing-field", {"must_haves": ""}),
    ("syntax-error", {"title": BROKEN}),
]


@pytest.mark.parametrize(("rule", "fields"), GSD_FIELDS)
def test_a_completed_plan_of_gsd(lint: Lint, rule: str, fields: dict[str, str]) -> None:
    both = {**plan(1), **plan(2, **fields), **summary(1)}
    assert rules(lint, both) == [rule]
    assert rules(lint, {**both, **summary(2)}) == []
    assert rule in rules(lint, both, preset="strict")


def test_dropped_dependencies_of_a_completed_plan(lint: Lint) -> None:
    files = {**plan(1), **plan(2, depends_on="['01']", wave="2"), **plan(3), **summary(1), **summary(2)}
    assert rules(lint, files) == ["ignored-dependency"]
    assert rules(lint, {**files, **summary(3)}) == []
    assert rules(lint, files, preset="strict") == ["ignored-dependency"]


def test_a_checked_plan_of_a_checked_phase_is_history_without_a_summary(lint: Lint) -> None:
    files = {**plan(1, must_haves=""), **plan(2), **summary(2)}
    line = "- [x] 04-01-PLAN.md - planks\n"
    roadmap = {".planning/ROADMAP.md": f"- [x] **Phase 4: Pier**\n\n{line}"}
    assert rules(lint, {**files, **roadmap}) == ["rollup-drift"]
    roadmap = {".planning/ROADMAP.md": f"- [ ] **Phase 4: Pier**\n\n{line}"}
    assert rules(lint, {**files, **roadmap}) == ["rollup-drift", "missing-field"]


@pytest.mark.parametrize(("status", "expected"), [("complete", []), ("halted", ["syntax-error"])])
def test_yaml_of_a_summary_that_only_gsd_reads(lint: Lint, status: str, expected: list[str]) -> None:
    files = {**plan(1), **summary(1, f"status: {status}\nnote: {BROKEN}\n")}
    assert rules(lint, files) == expected
    assert rules(lint, files, extend_select=["syntax-error"]) == ["syntax-error"]


def test_shipped_milestones(lint: Lint) -> None:
    counts = "status: complete\ntasks_completed: 3\ntasks_total: 4\n"
    folder = ".planning/milestones/v1/phases/04-pier"
    roadmap = "- [x] **Phase 4: Pier**\n- [ ] **Phase 5: Light**\n"
    files = {**plan(1, folder), **plan(2, folder), **summary(1, counts, folder)}
    files[".planning/milestones/v1/ROADMAP.md"] = roadmap
    assert rules(lint, files) == []
    assert rules(lint, files, preset="strict") == ["parent-status", "count-mismatch"]
    present = {path.replace("milestones/v1/", ""): text for path, text in files.items()}
    assert {"parent-status", "count-mismatch"} <= set(rules(lint, present))


BACKLOG = [
    ("ignored-field", "labels: a\n", ""),
    ("ignored-field", "", "## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\nIt.\n"),
    ("ignored-field", "", "## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [X] #1 It\n<!-- AC:END -->\n"),
    ("unknown-dependency", "dependencies: [PIER-9]\n", ""),
    ("prose-dependency", "dependencies: [the other pier]\n", ""),
    ("ignored-dependency", "dependencies: [task-2]\n", ""),
    ("syntax-error", "assignee: @ann\n", ""),
    ("time-order", "created_date: 2025-03-02\nupdated_date: 2025-03-01\n", ""),
]
OTHER = {"backlog/tasks/pier-2 - B.md": "---\nid: PIER-2\ntitle: B\nstatus: Done\n---\n"}


@pytest.mark.parametrize(("rule", "extra", "body"), BACKLOG)
@pytest.mark.parametrize(("status", "folder"), [("Done", "tasks"), ("Done", "completed"), ("To Do", "completed")])
def test_a_completed_task_of_backlog_md(lint: Lint, rule: str, extra: str, body: str, status: str, folder: str) -> None:
    done = task(extra, status, body, folder)
    assert rules(lint, {**CONFIG, **OTHER, **done}) == []
    assert rules(lint, {**CONFIG, **OTHER, **done}, preset="strict") == [rule]


@pytest.mark.parametrize(("rule", "extra", "body"), BACKLOG)
def test_an_open_task_of_backlog_md(lint: Lint, rule: str, extra: str, body: str) -> None:
    assert rules(lint, {**CONFIG, **OTHER, **task(extra, "To Do", body)}) == [rule]


@pytest.mark.parametrize(("mark", "expected"), [(" ", ["unknown-dependency"]), ("x", [])])
def test_a_completed_line_of_spec_kit(lint: Lint, mark: str, expected: list[str]) -> None:
    assert rules(lint, {"specs/001-pier/tasks.md": f"- [{mark}] T001 Lay planks (depends on T009)\n"}) == expected


@pytest.mark.parametrize(("status", "expected"), [("pending", ["unknown-dependency"]), ("done", [])])
def test_a_completed_task_of_task_master(lint: Lint, status: str, expected: list[str]) -> None:
    tasks = [{"id": 1, "title": "a", "status": status, "dependencies": [9], "testStrategy": ""}]
    files = {".taskmaster/tasks/tasks.json": json.dumps({"master": {"tasks": tasks}}, indent=1)}
    assert rules(lint, files) == expected
    assert "unknown-dependency" in rules(lint, files, preset="strict")


@pytest.mark.parametrize(("status", "expected"), [("pending", ["ignored-dependency"]), ("done", [])])
def test_a_dropped_dependency_of_a_completed_task_of_task_master(lint: Lint, status: str, expected: list[str]) -> None:
    tasks = [
        {"id": 1, "title": "a", "status": "done", "dependencies": [], "testStrategy": ""},
        {"id": 2, "title": "a", "status": status, "dependencies": ["#1"], "testStrategy": ""},
        {"id": 3, "title": "a", "status": "pending", "dependencies": [], "testStrategy": ""},
    ]
    files = {".taskmaster/tasks/tasks.json": json.dumps({"master": {"tasks": tasks}}, indent=1)}
    assert rules(lint, files) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("It reads a time", ["criteria-drift"]),
        ("Deferred tasks are shown", ["criteria-drift"]),
        ("It reads a time — DEFERRED to PIER-4", []),
        ("It reads a time (tracked in PIER-4)", []),
        ("**Partial**: it reads hours", []),
        ("~~It reads a time~~", []),
    ],
)
def test_criteria_that_explain_themselves(lint: Lint, second: str, expected: list[str]) -> None:
    body = f"## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 It reads a day\n- [ ] #2 {second}\n<!-- AC:END -->\n"
    assert rules(lint, {**CONFIG, **task("", "Done", body)}) == expected
    assert rules(lint, {**CONFIG, **task("", "Done", body)}, preset="strict") == ["criteria-drift"]


def test_a_checked_phase_without_any_summary_is_one_violation(lint: Lint) -> None:
    lines = "- [x] **Phase 4: Pier**\n\n- [x] 04-01-PLAN.md\n- [x] 04-02-PLAN.md\n"
    files = {**plan(1), **plan(2), ".planning/ROADMAP.md": lines}
    assert rules(lint, files) == ["parent-status"]
    assert rules(lint, {**files, **summary(1)}) == ["rollup-drift"]


def test_a_subtask_of_a_closed_task_is_not_unreachable(lint: Lint) -> None:
    part = {"id": 1, "title": "b", "status": "pending", "dependencies": [2]}
    for status, expected in (("pending", ["unreachable-task"]), ("done", ["parent-status"])):
        tasks = [{"id": 1, "title": "a", "status": status, "dependencies": [], "testStrategy": "", "subtasks": [part]}]
        tasks.append({"id": 2, "title": "c", "status": "done", "dependencies": [], "testStrategy": ""})
        files = {".taskmaster/tasks/tasks.json": json.dumps({"master": {"tasks": tasks}}, indent=1)}
        assert rules(lint, files) == expected


@pytest.mark.parametrize(
    ("rule", "dependency"),
    [
        ("unknown-dependency", "PIER-9"),
        ("prose-dependency", "the other pier"),
        ("ignored-dependency", "task-2"),
        ("unreachable-task", "PIER-3"),
    ],
)
def test_dependencies_of_drafts(lint: Lint, rule: str, dependency: str) -> None:
    text = f"---\nid: DRAFT-1\ntitle: A\nstatus: Draft\ndependencies: [{dependency}]\n---\n"
    archived = {"backlog/archive/tasks/pier-3 - C.md": "---\nid: PIER-3\ntitle: C\nstatus: To Do\n---\n"}
    files = {**CONFIG, **OTHER, **archived, "backlog/drafts/draft-1 - A.md": text}
    assert rules(lint, files) == []
    assert rules(lint, files, preset="strict") == [rule]


def test_criteria_of_drafts(lint: Lint) -> None:
    body = "## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 It reads a day\n<!-- AC:END -->\n"
    text = f"---\nid: DRAFT-1\ntitle: A\nstatus: Draft\n---\n{body}"
    files = {**CONFIG, "backlog/drafts/draft-1 - A.md": text}
    assert rules(lint, files) == []
    assert rules(lint, files, preset="strict") == ["criteria-drift"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("To Do", ["folder-status"]),
        ("Done", []),
        ("Superseded", []),
        ("Withdrawn", ["invalid-value"]),
    ],
)
def test_a_status_in_completed_is_reported_once(lint: Lint, status: str, expected: list[str]) -> None:
    found = lint({**CONFIG, **task("", status, folder="completed")}).violations
    assert [violation.rule for violation in found] == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["pending"] * 2, [["1"], ["2"]]),
        (["pending"] * 4, [["1", "2", "3", "4"]]),
        (["pending", "deferred", "pending", "in-progress"], [["1", "2", "3"], ["4"]]),
        (["pending", "done", "pending"], [["1"], ["3"]]),
    ],
)
def test_parts_that_were_never_begun(lint: Lint, parts: list[str], expected: list[list[str]]) -> None:
    tasks = [
        {
            "id": number,
            "title": "a",
            "status": "done",
            "dependencies": [],
            "subtasks": [{"id": 1, "title": "b", "status": status, "dependencies": []}],
        }
        for number, status in enumerate(parts, 1)
    ]
    report = lint({".taskmaster/tasks/tasks.json": json.dumps({"master": {"tasks": tasks}}, indent=1)})
    assert {violation.rule for violation in report.violations} == {"parent-status"}
    tasks_of = [violation.data.get("tasks", [violation.data["task"]]) for violation in report.violations]
    assert tasks_of == expected
    children = [violation.data["children"] for violation in report.violations]
    assert children == [[f"{task}.1" for task in names] for names in expected]


def test_a_rule_that_a_format_disables_is_so_next_to_plans_of_other_formats(lint: Lint) -> None:
    plan = "---\ntype: progress\nprd: tide\nprd_ref: docs/tide.md\ntasks:\n- {id: T1, status: pending}\n---\n"
    task = "---\nid: TASK-1\ntitle: Read dates\nstatus: To Do\nmilestone: M3\n---\n"
    files: dict[str, str | bytes] = {
        "backlog/config.yml": "project_name: Tide\n",
        "backlog/tasks/task-1 - Dates.md": task,
    }
    alone = lint(files, severity={"missing-reference": "warning"})
    both = lint({**files, "progress/tide/phase-1-progress.md": plan})
    assert not [one for one in alone.violations if one.rule == "missing-reference"]
    assert {one.path for one in both.violations if one.rule == "missing-reference"} <= {
        "progress/tide/phase-1-progress.md"
    }
    chosen = lint(files, extend_select=["missing-reference"])
    assert [one.data["field"] for one in chosen.violations if one.rule == "missing-reference"] == ["milestone"]
