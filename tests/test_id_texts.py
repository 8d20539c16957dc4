"""Several ids in one string, in formats with one file per task."""

from __future__ import annotations

import pytest

from tests.conftest import Lint

PHASE = ".planning/phases/04-pier/"
BOARD = {"backlog/config.yml": "project_name: Pier\n"}


def plan(number: int, depends_on: str) -> dict[str, str]:
    fields = f"phase: 04-pier\nplan: 0{number}\ntype: execute\nwave: {number}\ndepends_on: {depends_on}\n"
    fields += f"files_modified: [{number}.py]\nautonomous: true\nmust_haves: {{truths: [a]}}\n"
    return {f"{PHASE}04-0{number}-PLAN.md": f"---\n{fields}---\n"}


@pytest.mark.parametrize(
    ("written", "expected", "fixed"),
    [
        ("04-01, 04-02", [("wrong-type", "04-01, 04-02")], '["04-01", "04-02"]'),
        ("04-01 and 04-09", [("wrong-type", "04-01 and 04-09"), ("unknown-dependency", "04-09")], '["04-01", "04-09"]'),
        ('["04-01; 04-02"]', [("prose-dependency", '"04-01; 04-02"')], '"04-01", "04-02"'),
        ("04-01", [], ""),
        ("the pier and the light", [("prose-dependency", "the pier and the light")], ""),
    ],
)
def test_ids_of_a_gsd_plan(lint: Lint, written: str, expected: list[tuple[str, str]], fixed: str) -> None:
    report = lint({**plan(1, "[]"), **plan(2, "[04-01]"), **plan(3, written)})
    assert [(v.rule, report.sources[v.path].text[v.start : v.end]) for v in report.violations] == expected
    fixes = [v.fix for v in report.violations if v.fix]
    assert [fix.edits[0].text for fix in fixes] == (
        [fixed.strip("[]") if written[0] == "[" else fixed] if fixed else []
    )
    assert not any(fix.safe for fix in fixes)


def task(number: int, dependencies: str) -> dict[str, str]:
    text = f"---\nid: TASK-{number}\ntitle: A\nstatus: To Do\ndependencies:{dependencies}\n---\n"
    return {f"backlog/tasks/task-{number} - A.md": text}


def test_ids_of_a_backlog_md_task(lint: Lint) -> None:
    files = {**BOARD, **task(1, " []"), **task(2, "\n  - TASK-1"), **task(3, "\n  - TASK-1, TASK-9")}
    found = lint(files).violations
    assert [v.rule for v in found] == ["prose-dependency", "unknown-dependency"]
    assert found[0].fix and found[0].fix.edits[0].text == "TASK-1\n  - TASK-9"
    [found_scalar] = lint({**files, **task(3, " TASK-1, TASK-2")}).violations
    assert (found_scalar.rule, found_scalar.fix and found_scalar.fix.edits[0].text) == (
        "ignored-field",
        "[TASK-1, TASK-2]",
    )
