"""One cause, one violation: violations of several spans, and the effect of a comment at one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.engine.identity import ViolationFingerprints
from linter.rules.violation import Violation
from tests.conftest import Lint, planlint, write

TABLE = "| ID | Status |\n|----|--------|\n"


def plan(statuses: str, body: str = "", *, status: str = "in_progress", extra: str = "") -> str:
    tasks = "".join(f"- id: T{place}\n  status: {one}\n" for place, one in enumerate(statuses.split(), 1))
    return f"---\ntype: progress\nprd: a\nstatus: {status}\n{extra}tasks:\n{tasks}---\n{body}"


def rows(*statuses: str) -> str:
    return TABLE + "".join(f"| T{place} | {status} |\n" for place, status in enumerate(statuses, 1))


def only(lint: Lint, text: str, rule: str, path: str = "p.md", **values: object) -> list[Violation]:
    return list(lint({path: text}, select=[rule], **values).violations)


def test_body_drift_is_one_violation_a_table(lint: Lint) -> None:
    body = f"# One\n\n{rows('done', 'done', 'pending')}\n# Two\n\n{rows('done')}\n"
    first, second = only(lint, plan("pending pending pending", body), "body-drift")
    assert first.data["tasks"] == ["T1", "T2"]
    assert (first.data["found"], first.data["expected"]) == (["done", "done"], ["pending", "pending"])
    assert [place.message for place in first.related] == ["`T2` is `pending` in the front matter"]
    assert second.data["tasks"] == ["T1"]


@pytest.mark.parametrize(
    ("statuses", "cells", "status", "found"),
    [
        ("done done", ("pending", "pending"), "completed", 0),
        ("done skipped", ("pending", "pending"), "completed", 0),
        ("done done", ("pending", "done"), "completed", 1),
        ("done done", ("pending", "pending"), "in_progress", 1),
        ("done pending", ("pending", "done"), "completed", 1),
    ],
)
def test_a_template_that_nobody_touched_is_strict_only(
    lint: Lint, statuses: str, cells: tuple[str, ...], status: str, found: int
) -> None:
    text = plan(statuses, rows(*cells), status=status)
    assert len(only(lint, text, "body-drift")) == found
    assert len(only(lint, text, "body-drift", preset="strict")) == 1


def test_a_comment_in_a_row_takes_the_row_out_and_one_above_the_table_all_of_it(lint: Lint) -> None:
    comment = "<!-- planlint: ignore[body-drift] -->"
    text = plan("pending pending pending", rows("done", f"done {comment}", "done"))
    report = lint({"p.md": text}, select=["body-drift", "unused-suppression"])
    (violation,) = report.violations
    assert (violation.data["tasks"], len(violation.related)) == (["T1", "T3"], 1)
    assert [hidden.data["tasks"] for hidden, _ in report.hidden] == [["T2"]]
    assert violation.fix is not None and len(violation.fix.edits) == 2
    above = plan("pending pending", f"{comment}\n{rows('done', 'done')}")
    assert [v.rule for v in lint({"p.md": above}, select=["body-drift", "unused-suppression"]).violations] == []
    whole = plan("pending", rows("done"), extra="# planlint: ignore-file[body-drift]\n")
    assert [v.rule for v in lint({"p.md": whole}, select=["body-drift", "unused-suppression"]).violations] == []


def test_one_violation_a_spelling_with_its_count_and_one_fix(lint: Lint) -> None:
    done, complete = only(lint, plan("done complete done"), "status-spelling")
    assert (done.data["found"], done.data["expected"], done.data["count"]) == ("done", "completed", 2)
    assert done.fix is not None and done.fix.safe and len(done.fix.edits) == 2
    assert complete.data["count"] == 1
    text = plan("done complete done").replace("done", "done # planlint: ignore[status-spelling]", 1)
    assert [v.data["count"] for v in only(lint, text, "status-spelling")] == [1, 1]


def test_one_violation_a_pair_of_fields(lint: Lint) -> None:
    dates = "\n  started_at: 2026-02-02\n  completed_at: 2026-02-01"
    text = plan("pending pending").replace("pending", f"pending{dates}")
    text = text.replace("prd: a", "prd: a\ncreated: 2026-02-02\nupdated: 2026-02-01")
    found = only(lint, text, "time-order")
    assert [(v.data["earlier"], v.data["later"], v.data["count"]) for v in found] == [
        ("created", "updated", 1), ("started_at", "completed_at", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["2026-03-01 25:00", "2026-02-30", "2026-13-01T10:00:00"])
def test_one_date_one_violation(lint: Lint, value: str) -> None:
    text = plan("pending", extra=f"updated: '{value}'\n")
    found = lint({"p.md": text}, select=["timestamps"]).violations
    assert [v.rule for v in found] == ["impossible-date"]


def test_what_no_task_has_is_one_violation_of_strict(lint: Lint) -> None:
    text = plan("pending done")
    assert only(lint, text, "missing-field") == []
    at_root, at_tasks = only(lint, text, "missing-field", preset="strict")
    assert (at_tasks.data["fields"], at_tasks.data["path"]) == (["assigned_to", "dependencies"], "/tasks")
    assert at_root.data["path"] == ""


def test_what_one_open_task_lacks_and_another_has_is_missing(lint: Lint) -> None:
    text = plan("pending pending done").replace("pending", "pending\n  assigned_to: [ann]", 1)
    (violation,) = only(lint, text, "missing-field")
    assert (violation.data["fields"], violation.data["path"]) == (["assigned_to"], "/tasks/1")


def test_a_mistyped_key_is_not_missing_as_well(lint: Lint) -> None:
    text = plan("pending pending").replace("pending", "pending\n  assigned_to: [ann]\n  dependencies: []", 1)
    text = text.replace("- id: T2", "- id: T2\n  asigned_to: [ben]\n  dependancies: []")
    found = lint({"p.md": text}, select=["missing-field", "unknown-field"]).violations
    assert [(v.rule, v.data.get("suggestion")) for v in found] == [
        ("unknown-field", "assigned_to"), ("unknown-field", "dependencies"),
    ]  # fmt: skip


def test_a_group_is_the_same_when_its_first_place_goes(lint: Lint) -> None:
    def keys(text: str, rule: str) -> set[tuple[str, ...]]:
        report = lint({"p.md": text}, select=[rule])
        assert report.project is not None
        identities = ViolationFingerprints(report.project.document)
        return {key for violation in report.violations for key in identities.keys(violation)}

    before = keys(plan("done done"), "status-spelling")
    assert before == keys(plan("completed done"), "status-spelling")
    before = keys(plan("pending pending pending", f"# All\n\n{rows('done', 'done', 'pending')}"), "body-drift")
    less = keys(plan("done pending pending", f"# All\n\n{rows('done', 'done', 'pending')}"), "body-drift")
    more = keys(plan("pending pending pending", f"# All\n\n{rows('done', 'done', 'done')}"), "body-drift")
    assert less < before < more


def test_add_ignore_writes_above_the_table_else_at_every_place(tmp_path: Path) -> None:
    text = plan("done done", f"# All\n\n{rows('pending', 'pending')}")
    write(tmp_path, {"p.md": text})
    select = ("--select", "body-drift,status-spelling")
    planlint("check", "--add-ignore", *select, "p.md", cwd=tmp_path)
    assert (tmp_path / "p.md").read_text() == text.replace(
        "status: done", "status: done  # planlint: ignore[status-spelling]"
    ).replace("| ID", "<!-- planlint: ignore[body-drift] -->\n| ID")
    assert planlint("check", *select, "p.md", cwd=tmp_path).stdout == ""


def test_one_violation_an_agent_and_none_for_who_leads(lint: Lint) -> None:
    artifacts = "".join(
        f"- {{path: {place}.md, type: t, agent: {agent}}}\n"
        for place, agent in enumerate(["planner", "orchestrator", "writer", "writer"])
    )
    text = f"feature_name: a\ncreated_by: planner\nagents_contributed: []\nartifacts:\n{artifacts}"
    found = only(lint, text, "agent-artifact-mismatch", "a/MANIFEST.yaml")
    assert [v.data["agent"] for v in found] == ["writer"]


def table_of(*states: str) -> str:
    tasks = "".join(f"- {{id: T{at}, status: {state}, assigned_to: [ann]}}\n" for at, state in enumerate(states, 1))
    rows = "".join(f"| T{at} | pending |\n" for at in range(1, len(states) + 1))
    return f"---\ntype: progress\nprd: p\ntasks:\n{tasks}---\n| ID | Status |\n|---|---|\n{rows}"


def test_only_a_new_member_of_a_known_group_is_new(tmp_path: Path) -> None:
    write(tmp_path, {"p/plan.md": table_of("completed", "pending", "pending")})
    assert planlint("baseline", "create", cwd=tmp_path).returncode == 0
    write(tmp_path, {"p/plan.md": table_of("completed", "in_progress", "pending")})
    text = planlint("check", "--baseline", "planlint-baseline.json", cwd=tmp_path).stdout
    assert "status of `T2` differs" in text and "T1" not in text
    write(tmp_path, {"p/plan.md": table_of("completed", "pending", "pending")})
    assert "body-drift" not in planlint("check", "--baseline", "planlint-baseline.json", cwd=tmp_path).stdout


def test_a_finished_plan_of_two_untouched_tables_is_silent_and_strict_names_each_table(tmp_path: Path) -> None:
    """The form of a plan that agents close in the front matter alone: statuses there, templates in the body."""
    names = [f"K-{phase}.{at}" for phase in (1, 2) for at in (1, 2)]
    tasks = "".join(f"- id: {n}\n  status: completed\n  assigned_to:\n  - cook\n  dependencies: []\n" for n in names)
    head = "type: progress\nschema_version: 2\ndoc_type: progress\nprd: kitchen\nfeature_slug: kitchen\nphase: 1\n"
    numbers = "total_tasks: 4\ncompleted_tasks: 4\nin_progress_tasks: 0\nblocked_tasks: 0\nprogress: 100\n"
    plan = f"parallelization:\n  batch_1: [{names[0]}, {names[1]}]\n  batch_2: [{names[2]}, {names[3]}]\n"
    body = "".join(
        f"\n## Part {phase}\n\n| Task | What | Status |\n|------|------|--------|\n"
        + "".join(f"| K-{phase}.{at} | cook | pending |\n" for at in (1, 2))
        for phase in (1, 2)
    )
    text = (
        f"---\n{head}status: completed\ncreated: 2026-02-20\nupdated: '2026-02-20'\ntasks:\n{tasks}{numbers}{plan}---\n"
    )
    write(tmp_path, {"kitchen/phase-1-progress.md": text + body})
    now = ("--isolated", "--now", "2026-03-01")
    assert planlint("check", *now, cwd=tmp_path).stdout == ""
    strict = planlint("check", *now, "--preset", "strict", "--output-format", "concise", cwd=tmp_path).stdout
    rules = [line.partition("[")[2].partition("]")[0] for line in strict.splitlines()]
    assert rules == ["missing-field", "body-drift", "body-drift"] and "`title`" in strict


def test_a_stale_roll_up_is_one_violation_and_its_batches_are_none(lint: Lint) -> None:
    head = "---\ntype: progress\nprd: harbour\n"
    task = "- {{id: H{}, status: {}, assigned_to: [ann], dependencies: [{}]}}\n"
    files = {}
    for name, phase, state in (("phase-1", "1", "completed"), ("all-phases", "all", "pending")):
        tasks = task.format(1, state, "") + task.format(2, state, "H1") + task.format(3, state, "H2")
        batches = "parallelization:\n  batch_1: [H1, H2, H3]\n" if phase == "all" else ""
        files[f"harbour/{name}-progress.md"] = f"{head}phase: {phase}\ntasks:\n{tasks}{batches}---\n"
    (violation,) = lint(files).violations
    assert (violation.rule, violation.data["tasks"]) == ("rollup-drift", ["H1", "H2", "H3"])
