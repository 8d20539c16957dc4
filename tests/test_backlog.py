"""Backlog.md: values that the board defines, and the archive, which is not checked."""

from __future__ import annotations

import pytest

from tests.conftest import Lint

CONFIG = {"backlog/config.yml": 'project_name: "Pier"\nstatuses: ["To Do", "Done"]\n'}


def task(number: int, extra: str = "", folder: str = "tasks", body: str = "") -> dict[str, str]:
    text = f"---\nid: TASK-{number}\ntitle: A\nstatus: To Do\n{extra}---\n{body}"
    return {f"backlog/{folder}/task-{number} - A.md": text}


VALUES: list[tuple[str, list[tuple[str, str]]]] = [
    ("priority: high\n", []),
    ("priority: HIGH\ntype: Bug\nordinal: 1000.5\n", []),
    ("priority:\ntype: ''\nordinal: null\n", []),
    ("ordinal: '1000'\n", []),
    ("priority: sometime\n", [("invalid-value", "priority")]),
    ("priority: medium\n  task-9-left-over\n", [("invalid-value", "priority")]),
    ("type: epic\n", [("invalid-value", "type")]),
    ("priority: [high]\n", [("wrong-type", "priority")]),
    ("ordinal: first\n", [("wrong-type", "ordinal")]),
    ("ordinal: [1]\n", [("wrong-type", "ordinal")]),
]


@pytest.mark.parametrize(("extra", "expected"), VALUES)
def test_priority_type_and_ordinal(lint: Lint, extra: str, expected: list[tuple[str, str]]) -> None:
    found = lint({**CONFIG, **task(1, extra)}).violations
    assert [(v.rule, v.data["field"]) for v in found] == expected


@pytest.mark.parametrize("extra", [extra for extra, _ in VALUES])
def test_values_of_the_archive_are_not_checked(lint: Lint, extra: str) -> None:
    assert not lint({**CONFIG, **task(1, extra, "archive/tasks")}).violations


def test_lists_of_the_configuration_win(lint: Lint) -> None:
    config = {"backlog/config.yml": CONFIG["backlog/config.yml"] + "priorities: [Now, Later]\ntypes:\n  - epic\n"}
    assert not lint({**config, **task(1, "priority: now\ntype: Epic\n")}).violations
    found = lint({**config, **task(1, "priority: high\ntype: bug\n")}).violations
    assert [v.data["expected"] for v in found] == [["Now", "Later"], ["epic"]]


@pytest.mark.parametrize("text", ["---\nid: TASK-4\nstatus: [\n---\n", "---\nid: TASK-4\nid: TASK-4\n---\n"])
def test_nothing_is_reported_of_the_archive(lint: Lint, text: str) -> None:
    markers = "<!-- AC:END -->\n- [X] a\n"
    files = {
        **CONFIG,
        **task(5, "labels: a\ndue_date: 2026-01-01\nmilestone: m-9\n", "archive/tasks", markers),
        "backlog/archive/tasks/task-4 - B.md": text,
    }
    assert not lint(files).violations
    [violation] = lint({**files, **task(6, "dependencies: [TASK-5]\n")}).violations
    assert violation.rule == "unreachable-task"


@pytest.mark.parametrize(("status", "words"), [("Done", "is archived and done"), ("To Do", "is archived and not done")])
def test_an_archived_dependency_is_done_or_not(lint: Lint, status: str, words: str) -> None:
    [(path, text)] = task(5, folder="archive/tasks").items()
    files = {**CONFIG, path: text.replace("status: To Do", f"status: {status}"), **task(6, "dependencies: [TASK-5]\n")}
    [violation] = lint(files).violations
    assert violation.message.endswith(words)


@pytest.mark.parametrize(("status", "rules"), [("To Do", ["ignored-dependency"]), ("Done", [])])
def test_an_old_prefix_is_asked_of_open_tasks(lint: Lint, status: str, rules: list[str]) -> None:
    [(path, text)] = task(2, "dependencies: [old-1]\n").items()
    [(first, done)] = task(1).items()
    files = {**CONFIG, first: done.replace("To Do", "Done"), path: text.replace("status: To Do", f"status: {status}")}
    assert [v.rule for v in lint(files).violations] == rules
    assert [v.rule for v in lint(files, select=["ignored-dependency"], preset="strict").violations] == [
        "ignored-dependency"
    ]


@pytest.mark.parametrize(("folder", "rules"), [("tasks", ["syntax-error"]), ("completed", [])])
def test_a_name_that_only_the_tool_reads(lint: Lint, folder: str, rules: list[str]) -> None:
    [(path, text)] = task(1, "assignee: @ann\n", folder).items()
    report = lint({**CONFIG, path: text})
    assert (report.plans, [v.rule for v in report.violations if v.rule != "folder-status"]) == (2, rules)
