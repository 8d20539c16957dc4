"""Dependencies on phases, ids that unreadable files may define, and fields that done tasks need not have."""

from __future__ import annotations

import pytest

from linter.engine.report import Report
from linter.model.phase_names import named_phases, phase_number
from tests.conftest import Lint
from tests.test_project import plan

DEPENDENCIES = ["unknown-dependency", "prose-dependency", "done-before-dependency"]


def rules(report: Report) -> list[str]:
    return [violation.rule for violation in report.violations]


def after(*names: str, status: str = "pending", phase: str = "2") -> str:
    """Return the file of a phase with a task that depends on *names*."""
    quoted = ", ".join(f"'{name}'" for name in names)
    return plan(f"A1 {status}", extra=f"phase: {phase}").replace("[]", f"[{quoted}]")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Phase 1 complete", ["1"]),
        ("phase-1-verified", ["1"]),
        ("P1", ["1"]),
        ("EP-03 sealed", ["3"]),
        ("Phase 2a", ["2a"]),
        ("phase 2.5: review", ["2.5"]),
        ("Phase 1 done (see note 4)", ["1"]),
        ("Phases 1-3", ["1", "2", "3"]),
        ("P1 to P2 complete", ["1", "2"]),
        ("P1-T2", []),
        ("Phase 1 task 2", []),
        ("phase one", []),
        ("P1x2", []),
        ("Phase 3-1", []),
        ("All of Phase 1", []),
    ],
)
def test_what_names_a_phase(text: str, numbers: list[str]) -> None:
    assert list(named_phases(text)) == numbers


def test_the_number_of_a_phase_field() -> None:
    assert [phase_number(text) for text in ("1", "01", "Phase 2", "2A", "0", "1-4", "all")] == [
        "1", "1", "2", "2a", "0", "", "",
    ]  # fmt: skip


def test_a_phase_is_satisfied_when_all_its_files_are_closed(lint: Lint) -> None:
    names = ("Phase 1 complete", "P1", "phase-1-quality-gates")
    for first, second, expected in (("done", "skipped", []), ("done", "pending", ["done-before-dependency"])):
        files = {
            "p/phase-1a.md": plan(f"B1 {first}", extra="phase: 1"),
            "p/phase-1b.md": plan(f"C1 {second}", extra="phase: 1"),
            "p/phase-2.md": after(*names, status="done"),
        }
        report = lint(files, select=DEPENDENCIES)
        assert rules(report) == expected
        for violation in report.violations:
            data = {"dependency": "Phase 1 complete", "phase": "1", "dependents": ["A1"], "status": "pending"}
            assert (violation.path, violation.data) == ("p/phase-1b.md", {"document_kind": "progress", **data})


def test_a_range_needs_every_phase_and_a_phase_without_file_is_prose(lint: Lint) -> None:
    files = {"p/1.md": plan("B1 done", extra="phase: 1"), "p/3.md": after("Phases 1-2", phase="3")}
    assert rules(lint(files, select=DEPENDENCIES)) == ["prose-dependency"]
    files["p/2.md"] = plan("C1 done", extra="phase: 2")
    assert rules(lint(files, select=DEPENDENCIES)) == []
    files["p/2.md"] = plan("C1 done", extra="phase: 2.5")
    assert rules(lint(files, select=DEPENDENCIES)) == ["prose-dependency"]


def test_a_phase_id_a_roll_up_and_the_own_phase(lint: Lint) -> None:
    named = {"p/1.md": plan("B1 done", extra="phase: 1\nphase_id: groundwork"), "p/2.md": after("groundwork")}
    assert rules(lint(named, select=DEPENDENCIES)) == []
    rolled = {"p/1.md": plan("B1 done", extra="phase: 1"), "p/2.md": after("P1", status="done")}
    rolled["p/phase-1-2-progress.md"] = plan("B1 pending", "A1 done", extra="phase: 1")
    assert rules(lint(rolled, select=DEPENDENCIES)) == []
    assert rules(lint({"p/2.md": after("Phase 2 setup")}, select=DEPENDENCIES)) == ["prose-dependency"]


def test_a_text_of_the_shape_of_the_ids_is_an_id(lint: Lint) -> None:
    text = plan("X1 pending", "X2 pending", extra="phase: 2").replace("X1", "'P 1'").replace("X2", "'P 2'")
    files = {"p/1.md": plan("B1 done", extra="phase: 7"), "p/2.md": text.replace("[]", "['P 7']", 1)}
    assert rules(lint(files, select=DEPENDENCIES)) == ["unknown-dependency"]


def test_while_a_file_of_the_plan_cannot_be_read_other_plans_are_not_asked(lint: Lint) -> None:
    files = {
        "p/1.md": "---\ntype: progress\nprd: a\ntitle: a: b\n---\n",
        "p/2.md": after("B1", "Phase 1 complete"),
        "q/1.md": plan("B1 done", prd="b"),
    }
    assert rules(lint(files, select=DEPENDENCIES, ignore=["syntax-error"])) == []


@pytest.mark.parametrize("field", ["plan_ref", "prd_ref", "phase_ref"])
def test_an_id_that_a_referenced_document_mentions_is_excused(lint: Lint, field: str) -> None:
    files = {
        "planlint.toml": "",
        "docs/plan.md": "| AUTH-7 | tokens |\n| AUTH-88 | keys |\n",
        "p/2.md": plan("A1 pending AUTH-7 AUTH-8", extra=f"{field}: docs/plan.md"),
    }
    (violation,) = lint(files, select=DEPENDENCIES).violations
    assert violation.data["dependency"] == "AUTH-8"


def test_nothing_is_asked_of_done_tasks_about_names_unless_strict(lint: Lint) -> None:
    tasks = plan("A1 done NOPE", "A2 skipped NOPE", "A3 done").replace("[]", "[by the way]")
    assert rules(lint({"p.md": tasks}, select=DEPENDENCIES)) == []
    assert rules(lint({"p.md": tasks}, select=DEPENDENCIES, preset="strict")) == [
        "unknown-dependency", "unknown-dependency", "prose-dependency",
    ]  # fmt: skip


def test_one_violation_an_open_task_wherever_its_dependents_are(lint: Lint) -> None:
    files = {
        "p/1.md": plan("G pending"),
        "p/2.md": plan("A done G", "B done G", "C pending G"),
        "p/3.md": plan("D done G"),
    }
    (violation,) = lint(files, select=DEPENDENCIES).violations
    assert (violation.path, violation.data["dependents"]) == ("p/1.md", ["A", "B", "D"])
    assert [place.path for place in violation.related] == ["p/2.md", "p/2.md", "p/3.md"]
    (alone,) = lint(files, "p/3.md", select=DEPENDENCIES).violations
    assert (alone.path, alone.data, len(alone.related)) == ("p/3.md", violation.data, 3)


def test_an_open_task_and_its_phase_are_one_violation(lint: Lint) -> None:
    files = {"p/1.md": plan("B1 pending", extra="phase: 1"), "p/2.md": after("B1", "P1", status="done")}
    (violation,) = lint(files, select=DEPENDENCIES).violations
    assert violation.data["dependency"] == "B1"
