"""Plans: which files belong to one, where ids are looked up, and results if only one file is named."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from linter.engine.report import Report
from tests.conftest import Lint


def plan(*tasks: str, prd: str = "a", extra: str = "") -> str:
    """Return a plan of tasks written ``id status dep dep``."""
    lines = ["---", "type: progress", f"prd: {prd}", *extra.splitlines(), "tasks:"]
    for task in tasks:
        id, status, *dependencies = task.split()
        lines += [f"- id: {id}", f"  status: {status}", f"  dependencies: [{', '.join(dependencies)}]"]
    return "\n".join([*lines, "---", ""])


@pytest.fixture
def lint(lint: Lint) -> Lint:
    """Lint with only the rules about tasks and their dependencies."""

    def run(files: dict[str, str | bytes], *paths: str, ignore: Iterable[str] = ()) -> Report:
        return lint(files, *paths, ignore=["shape", "status", "references", *ignore])

    return run


def found(report: Report) -> Iterable[tuple[str, str]]:
    return [(violation.rule, violation.path) for violation in report.violations]


def test_a_dependency_in_a_sibling_file_is_known_also_when_one_file_is_named(lint: Lint) -> None:
    files = {"p/phase-1-progress.md": plan("T1 done"), "p/phase-2-progress.md": plan("T2 pending T1")}
    assert found(lint(files, "p/phase-2-progress.md")) == []


def test_a_cycle_across_two_files_is_one_violation_with_an_edge_in_each(lint: Lint) -> None:
    files = {"p/phase-1-progress.md": plan("A pending B"), "p/phase-2-progress.md": plan("B pending A")}
    (violation,) = lint(files).violations
    assert violation.rule == "dependency-cycle"
    assert violation.data["cycle"] == ["A", "B", "A"]
    assert [place.path for place in violation.related] == ["p/phase-1-progress.md", "p/phase-2-progress.md"]


def test_a_cycle_is_printed_in_the_file_that_was_named_and_written_the_same(lint: Lint) -> None:
    files = {"p/phase-1-progress.md": plan("A pending B"), "p/phase-2-progress.md": plan("B pending A")}
    (violation,) = lint(files, "p/phase-2-progress.md").violations
    assert (violation.path, violation.data["cycle"]) == ("p/phase-2-progress.md", ["A", "B", "A"])
    assert found(lint({**files, "p/phase-3-progress.md": plan("C pending A")}, "p/phase-3-progress.md")) == []


def test_two_cycles_are_two_violations_and_an_unknown_id_hides_none(lint: Lint) -> None:
    tasks = ("A pending B NOPE", "B pending C", "C pending A", "D pending E", "E pending D", "F pending F")
    report = lint({"p.md": plan(*tasks)})
    cycles = [v.data["cycle"] for v in report.violations if v.rule == "dependency-cycle"]
    assert cycles == [["A", "B", "C", "A"], ["D", "E", "D"]]
    assert sorted(v.rule for v in report.violations if v.rule != "dependency-cycle") == [
        "self-dependency",
        "unknown-dependency",
    ]


def test_of_a_tangle_a_shortest_cycle_is_shown_and_all_members_named(lint: Lint) -> None:
    (violation,) = lint({"p.md": plan("A pending B", "B pending C", "C pending A B", "D pending A")}).violations
    assert violation.data["cycle"] == ["B", "C", "B"]
    assert violation.data["members"] == ["A", "B", "C"]


def test_an_id_of_the_same_slug_elsewhere_is_known_a_foreign_one_is_a_warning(lint: Lint) -> None:
    files = {
        "one/p.md": plan("A pending", prd="x"),
        "two/p.md": plan("B pending A", prd="x"),
        "three/p.md": plan("C pending A", prd="y"),
    }
    (violation,) = lint(files).violations
    assert (violation.rule, violation.path, violation.severity) == ("unknown-dependency", "three/p.md", "warning")
    assert [place.path for place in violation.related] == ["one/p.md"]


def test_in_a_repository_the_rest_of_it_is_searched_when_one_file_is_named(lint: Lint) -> None:
    files = {"planlint.toml": "", "one/p.md": plan("A pending", prd="x"), "two/p.md": plan("B pending A", prd="y")}
    (violation,) = lint(files, "two/p.md").violations
    assert (violation.rule, violation.severity) == ("unknown-dependency", "warning")


def test_two_plans_of_one_directory_may_share_ids_but_two_files_of_one_plan_not(lint: Lint) -> None:
    assert found(lint({"q/a.md": plan("T1 pending", prd="a"), "q/b.md": plan("T1 pending", prd="b")})) == []
    same = {"q/a.md": plan("T1 pending"), "q/b.md": plan("T1 pending")}
    assert found(lint(same)) == [("duplicate-task-id", "q/b.md")]
    assert found(lint(same, "q/a.md")) == [("duplicate-task-id", "q/a.md")]


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("all-phases-progress.md", ""),
        ("phase-1-2-progress.md", ""),
        ("summary.md", "phase: all"),
        ("summary.md", "phase: 1-2"),
    ],
)
def test_a_roll_up_repeats_ids_and_a_dependency_is_satisfied_in_either_file(lint: Lint, name: str, extra: str) -> None:
    files = {
        f"p/{name}": plan("T1 pending", "T2 pending", extra=extra),
        "p/phase-1-progress.md": plan("T1 done"),
        "p/phase-2-progress.md": plan("T2 pending"),
        "p/phase-3-progress.md": plan("T3 done T1"),
    }
    assert found(lint(files)) == []
    assert found(lint({**files, "p/phase-3-progress.md": plan("T3 done T2")})) == [
        ("done-before-dependency", "p/phase-2-progress.md")
    ]


@pytest.mark.parametrize(
    "broken", ["---\ntype: progress\nprd: a\ntitle: a: b\n---\n", "---\ntype: progress\nprd: a\n---\n"]
)
def test_while_a_file_of_the_plan_cannot_be_read_or_has_no_tasks_unknown_ids_are_excused(
    lint: Lint, broken: str
) -> None:
    schedule = "parallelization:\n  batch_1: [T2, T7]\n  critical_path: [T2, T8]"
    files = {"p/phase-1-progress.md": broken, "p/phase-2-progress.md": plan("T2 pending T9", extra=schedule)}
    report = lint(files, ignore=["syntax-error"])
    assert [v.rule for v in report.violations if v.path.endswith("2-progress.md")] == []
    del files["p/phase-1-progress.md"]
    rules = {v.rule for v in lint({**files, "p/phase-1-progress.md": plan("T1 done")}).violations}
    assert rules == {"unknown-dependency", "unknown-batch-task", "critical-path"}


@pytest.mark.parametrize(
    "text", ["PHASE-3", "P1-complete", "Phase 1 complete", "All Phase 3 tasks", "phase_2", "wave 1", "batch-2", "all"]
)
def test_a_sentence_or_a_phase_is_prose_and_no_unknown_id(lint: Lint, text: str) -> None:
    tasks = plan("T1 pending").replace("[]", f"['{text}']")
    assert found(lint({"p.md": tasks})) == [("prose-dependency", "p.md")]


@pytest.mark.parametrize("text", ["P1-T9", "PHASE-3-TASK-9", "12", "T9", "BATCH-API-1"])
def test_an_id_is_no_prose(lint: Lint, text: str) -> None:
    tasks = plan("T1 pending").replace("[]", f"['{text}']")
    assert found(lint({"p.md": tasks})) == [("unknown-dependency", "p.md")]


def test_an_id_with_a_blank_or_the_name_of_a_phase_is_found_before_it_is_called_prose(lint: Lint) -> None:
    text = plan("T1 pending X", "T2 pending Y").replace("T1", "'Phase 1'").replace("[X]", "[T2]").replace("[Y]", "[]")
    other = plan("T3 pending").replace("[]", "['Phase 1']")
    assert found(lint({"p/a.md": text, "p/b.md": other})) == []
