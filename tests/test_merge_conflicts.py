"""Files with unresolved merge conflicts: one violation per conflict and no others."""

from __future__ import annotations

import pytest

from linter.syntax.merge_conflicts import conflicts, side
from tests.conftest import Lint

OURS, MIDDLE, THEIRS = "<<<<<<< HEAD\n", "=======\n", ">>>>>>> tides\n"
TASKS = "tasks:\n- id: T1\n  status: pending\n  assigned_to: [ann]\n"
PLAN = f"---\ntype: progress\nprd: tides\n{TASKS}---\n\n# Tides\n"


def conflict(ours: str, theirs: str) -> str:
    return OURS + ours + MIDDLE + theirs + THEIRS


def found(lint: Lint, files: dict[str, str]) -> list[tuple[str, str, object, object]]:
    report = lint(files)
    return [(v.path, v.rule, v.data.get("start"), v.data.get("end")) for v in report.violations]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (conflict("a\n", "b\n"), [(1, 5)]),
        ("x\n" + conflict("", ""), [(2, 4)]),
        ("<<<<<<< HEAD\na\n||||||| 1f3c2ab\nc\n=======\nb\n>>>>>>> t\n", [(1, 7)]),
        (conflict("a\n", "b\n") * 2, [(1, 5), (6, 10)]),
        (conflict("a\n", "b\n").replace("\n", "\r\n"), [(1, 5)]),
        ("\ufeff" + conflict("a\n", "b\n"), [(1, 5)]),
        (OURS + "a\n" + conflict("a\n", "b\n"), [(3, 7)]),
        (conflict("Title\n=======\n", "b\n"), [(1, 6)]),
        (conflict("a\n", "b\n")[:-1], [(1, 5)]),
    ],
)
def test_markers_in_their_order_are_a_conflict(text: str, lines: list[tuple[int, int]]) -> None:
    def line(offset: int) -> int:
        return text.count("\n", 0, offset) + 1

    assert [(line(one.first[0]), line(one.last[0])) for one in conflicts(text)] == lines


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=======\n\n>>>>>>> quoted\n",
        OURS + "a\n" + THEIRS,
        OURS + MIDDLE,
        MIDDLE + OURS + THEIRS,
        " " + conflict("a\n", "b\n").replace("\n", "\n "),
        "<<<<<<<< HEAD\n=======\n>>>>>>>> t\n",
        "<<<<<<< HEAD\n========\n>>>>>>> t\n",
    ],
)
def test_other_lines_of_such_signs_are_none(text: str) -> None:
    assert conflicts(text) == []


def test_in_json_markers_may_be_indented(lint: Lint) -> None:
    text = '{"tasks": [\n   ' + conflict('{"id": 1}\n', "{}\n") + "]}\n"
    path = ".taskmaster/tasks/tasks.json"
    assert found(lint, {path: text}) == [(path, "merge-conflict", 2, 6)]


def test_a_side_is_the_text_as_if_the_conflict_had_been_decided() -> None:
    text = "x\n" + conflict("a\n", "b\n") + "y\n<<<<<<< H\n||||||| c\nbase\n=======\n>>>>>>> t\nz\n"
    assert side(text, conflicts(text), 0) == "x\na\ny\nz\n"
    assert side(text, conflicts(text), 1) == "x\nb\ny\nz\n"


TASKS_JSON = '{"tasks": [\n%s{"id": 1, "title": "a", "dependencies": [9]}\n]}\n'
BOARD = {"backlog/tasks/task-1 - Tide.md": "---\nid: TASK-1\nstatus: To Do\n---\n"}
FILES = {
    "p/phase-1-progress.md": PLAN.replace("  status: pending\n", conflict("  status: nope\n", "  status: pending\n")),
    "p/phase-2-progress.md": conflict(PLAN, PLAN + "More\n"),
    "p/phase-3-progress.md": conflict("---\ntype: progress\n", "---\ndoc_type: progress\n") + f"prd: x\n{TASKS}---\n",
    "p/phase-4-progress.md": PLAN + "\n```\nx\n```\n\n" + conflict("Done.\n", "Not done.\n"),
    "p/phase-5-progress.md": PLAN + "\n```\n" + conflict("never\n", "closed\n"),
    "x/MANIFEST.yaml": "feature_slug: x\nfeature_name: X\n" + conflict("status: complete\n", "status: nope\n"),
    "x/tools_manifest.json": "{\n" + conflict('"total_tools": 1\n', '"total_tools": 2\n') + "}\n",
    ".taskmaster/tasks/tasks.json": TASKS_JSON % conflict("", '{"id": 2, "title": "b", "dependencies": []},\n'),
    "backlog/config.yml": "project_name: x\n" + conflict("statuses: [A]\n", "statuses: [B]\n"),
    ".planning/ROADMAP.md": "# Roadmap\n\n" + conflict("- [x] **Phase 1: Tide**\n", "- [ ] **Phase 1: Tide**\n"),
    ".planning/STATE.md": "---\nprogress:\n" + conflict("  total_plans: 1\n", "  total_plans: 9\n") + "---\n",
    ".planning/phases/01-tide/01-01-PLAN.md": "---\nphase: 01-tide\nplan: 01\n" + conflict("wave: 1\n", "") + "---\n",
    "openspec/changes/tide/tasks.md": "## 1. A\n" + conflict("- [ ] 1.1 a\n", "- [x] 1.1 a\n"),
    "specs/1-tide/tasks.md": conflict("- [ ] T001 a\n", "- [x] T001 a\n"),
}


@pytest.mark.parametrize("path", list(FILES))
def test_a_conflict_is_all_that_is_reported_of_its_file_whatever_it_is(lint: Lint, path: str) -> None:
    first = FILES[path][: FILES[path].index(OURS)].count("\n") + 1
    last = FILES[path][: FILES[path].index(THEIRS)].count("\n") + 1
    report = lint({**BOARD, path: FILES[path]})
    assert [(v.path, v.rule, v.severity) for v in report.violations] == [(path, "merge-conflict", "error")]
    assert (report.violations[0].data["start"], report.violations[0].data["end"]) == (first, last)


def test_an_example_in_a_closed_fence_is_none(lint: Lint) -> None:
    report = lint({"p.md": PLAN + "\n```diff\n" + conflict("a\n", "b\n") + "```\n"})
    assert "merge-conflict" not in [v.rule for v in report.violations]


def test_a_file_of_no_format_is_left_alone(lint: Lint) -> None:
    assert found(lint, {"README.md": conflict("# a\n", "# b\n"), "x.json": conflict("{}\n", "[]\n")}) == []


def test_neither_a_comment_nor_the_selection_hides_it(lint: Lint) -> None:
    text = FILES["p/phase-1-progress.md"].replace("prd:", "# planlint: ignore-file[merge-conflict, syntax]\nprd:")
    report = lint({"p.md": text}, select=["counts"])
    assert [v.rule for v in report.violations] == ["merge-conflict"]


def test_ids_that_it_would_define_are_not_unknown_elsewhere(lint: Lint) -> None:
    other = PLAN.replace("id: T1", "id: T2").replace("assigned_to", "dependencies: [T1]\n  assigned_to")
    broken = FILES["p/phase-1-progress.md"]
    report = lint({"tides/phase-1-progress.md": broken, "tides/b.md": other})
    assert [v.rule for v in report.violations] == ["merge-conflict"]


def test_plans_of_a_phase_neither(lint: Lint) -> None:
    head = "---\nphase: 01-tide\nplan: {}\ntype: execute\nwave: {}\ndepends_on: [{}]\n"
    tail = "files_modified: [a.py]\nautonomous: true\nmust_haves: {truths: [x]}\n---\n"
    files = {
        ".planning/phases/01-tide/01-01-PLAN.md": head.format("01", 1, "") + conflict("", "title: x\n") + tail,
        ".planning/phases/01-tide/01-02-PLAN.md": head.format("02", 2, "01-01") + tail.replace("a.py", "b.py"),
    }
    assert [rule for _, rule, _, _ in found(lint, files)] == ["merge-conflict"]
