"""Task Master: which ``tasks.json`` is read, how references are resolved, and what the tool itself ignores."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linter.engine.report import Report
from tests.conftest import ROOT, Lint, json_of

PATH = ".taskmaster/tasks/tasks.json"
FIXTURES = ROOT / "fixtures" / "formats" / "taskmaster"


def task(id: object, *dependencies: object, **fields: object) -> dict[str, object]:
    return {"id": id, "title": "a task", "status": "pending", "dependencies": list(dependencies), **fields}


def tagged(**tags: list[dict[str, object]]) -> str:
    return json.dumps({tag: {"tasks": tasks} for tag, tasks in tags.items()}, indent=2)


def output(report: Report) -> list[tuple[str, str]]:
    """Return rule and flagged text of each violation."""
    return [(v.rule, report.sources[v.path].text[v.start : v.end]) for v in report.violations]


NOT_OURS = {
    "an editor's build tasks": {"version": "2.0.0", "tasks": [{"label": "build", "type": "shell"}]},
    "tasks of another tool": {"tasks": [{"id": 1, "title": "a", "completed": False}]},
    "another word for dependencies": {"project": "a", "tasks": [{"id": "T1", "title": "a", "depends_on": []}]},
    "no tasks": {"tasks": []},
    "tasks in a mapping": {"tasks": {"1": task(1)}},
    "a list": [task(1)],
    "texts": {"tasks": ["a", "b"]},
}


@pytest.mark.parametrize("content", NOT_OURS.values(), ids=NOT_OURS)
def test_another_kind_of_tasks_is_skipped_without_a_word(lint: Lint, content: object) -> None:
    report = lint({"tasks/tasks.json": json.dumps(content)}, select=["all"])
    assert (report.documents, report.violations) == (0, [])


@pytest.mark.parametrize("path", [PATH, "tasks/tasks.json", "a/.taskmaster/tasks/tasks.json"])
@pytest.mark.parametrize(
    "content",
    [{"tasks": [task(1)]}, {"master": {"tasks": [task(1)]}}, {"a": {"tasks": []}, "b": {"tasks": [task("ABC-1")]}}],
    ids=["root", "tagged", "an empty tag"],
)
def test_what_is_ours_is_read(lint: Lint, path: str, content: object) -> None:
    report = lint({path: json.dumps(content)})
    assert (report.plans, report.violations) == (1, [])


@pytest.mark.parametrize(
    "content",
    [{"tasks": []}, {"meta": {}, "tasks": []}, {"master": {"tasks": [], "metadata": {}}}, {"a": {"tasks": []}}],
)
def test_lists_without_tasks_are_ours_in_the_directory_of_task_master(lint: Lint, content: object) -> None:
    report = lint({PATH: json.dumps(content)})
    assert (report.plans, report.violations) == (1, [])


def test_a_count_next_to_an_empty_list(lint: Lint) -> None:
    [violation] = lint({PATH: json.dumps({"master": {"tasks": [], "metadata": {"taskCount": 2}}})}).violations
    assert (violation.rule, violation.data["expected"]) == ("count-mismatch", 0)


@pytest.mark.parametrize(
    ("reference", "rules"), [("2", []), ("5", ["dependency-cycle"]), ("3.2", ["dependency-cycle"])]
)
def test_a_number_next_to_subtask_ids_with_the_parent_is_ambiguous(
    lint: Lint, reference: str, rules: list[str]
) -> None:
    parts = [task("3.1", reference), task("3.2", "3.1"), task("3.5", "3.1")]
    text = tagged(master=[task("1", testStrategy=""), task("2"), task("3", subtasks=parts)])
    [ids, *others] = lint({PATH: text}).violations
    assert (ids.rule, [v.rule for v in others]) == ("invalid-value", rules)
    assert ids.fix is not None and len(ids.fix.edits) == (3 if "." in reference else 2)


def test_words_as_ids_of_tasks_are_one_violation(lint: Lint) -> None:
    tasks = [task("read-tides", testStrategy=""), task("draw-chart", "read-tides"), task("3"), task("AB-4")]
    report = lint({PATH: tagged(master=tasks)})
    [violation] = report.violations
    assert output(report) == [("invalid-value", '"read-tides"')]
    assert (violation.data["count"], len(violation.related), violation.fix) == (2, 1, None)
    assert violation.message.endswith("expected an integer of at least 1 (and 1 more)")


@pytest.mark.parametrize("text", ["", " \n", '{"tasks": [{"id": 1, "subtasks": [}]}'])
def test_what_task_master_cannot_load_is_an_error(lint: Lint, text: str) -> None:
    [violation] = lint({PATH: text}).violations
    assert (violation.rule, violation.severity) == ("syntax-error" if text.strip() else "invisible-file", "error")
    assert not lint({"b/tasks/tasks.json": text.replace('"subtasks"', '"x"')}, "b").violations


def test_the_configuration_can_declare_that_a_file_is_ours(lint: Lint) -> None:
    toml = 'kinds = {taskmaster = ["plan.json"]}'
    report = lint({"planlint.toml": toml, "plan.json": tagged(a=[task(1, 1)])})
    assert [v.rule for v in report.violations] == ["self-dependency"]
    assert [v.rule for v in lint({"plan.json": "[1]"}).violations] == ["not-a-mapping"]


def test_a_plain_number_in_a_subtask_is_its_sibling(lint: Lint) -> None:
    parts = [task(1), task(2, 1), task(3, "1", "4.2", 4.1)]
    assert not lint({PATH: tagged(master=[task(4, subtasks=parts), task(9)])}).violations
    parts.append(task(5, 9))
    report = lint({PATH: tagged(master=[task(4, subtasks=parts), task(9)])})
    assert output(report) == [("unreachable-task", "9")]
    assert report.violations[0].data == {"document_kind": "taskmaster", "task": "4.5", "dependency": "9"}
    parts.append(task(6, 77))
    report = lint({PATH: tagged(master=[task(4, subtasks=parts), task(9)])})
    assert output(report)[1:] == [("unknown-dependency", "77")]


def test_ids_hold_inside_a_tag(lint: Lint) -> None:
    report = lint({PATH: tagged(master=[task(1), task(2, 1)], other=[task(1, 2), task(3, 8)])})
    assert output(report) == [("ignored-dependency", "2"), ("unknown-dependency", "8")]
    assert "tag `master`" in report.violations[0].message and report.violations[0].fix is None


@pytest.mark.parametrize("written", ["03", "#3", "Task 3", "task-3", "T3"])
def test_a_reference_that_a_person_understands(lint: Lint, written: str) -> None:
    [violation] = lint({PATH: tagged(master=[task(3), task(4, written)])}).violations
    assert (violation.rule, violation.data["suggestion"]) == ("ignored-dependency", "3")
    assert violation.fix and violation.fix.safe


def test_duplicates_are_looked_for_among_siblings(lint: Lint) -> None:
    parts = [task(1), task(1)]
    report = lint({PATH: tagged(a=[task(1, subtasks=parts), task(2, subtasks=[task(1)]), task(2)], b=[task(1)])})
    assert [(v.rule, v.data["task"]) for v in report.violations] == [
        ("duplicate-task-id", "1.1"),
        ("duplicate-task-id", "2"),
    ]


def test_cycles_and_self_dependencies(lint: Lint) -> None:
    parts = [task(1, 2), task(2, "5.1"), task(3, 3), task(4, "5.4")]
    report = lint({PATH: tagged(a=[task(5, subtasks=parts), task(6, 7), task(7, 6), task(8, 8)])})
    assert sorted((v.rule, v.data.get("task") or v.data["cycle"]) for v in report.violations) == [
        ("dependency-cycle", ["5.1", "5.2", "5.1"]),
        ("dependency-cycle", ["6", "7", "6"]),
        ("self-dependency", "5.3"),
        ("self-dependency", "5.4"),
        ("self-dependency", "8"),
    ]


@pytest.mark.parametrize(
    ("status", "free"),
    [("done", True), ("completed", True), ("cancelled", True), ("deferred", False), ("review", False), (None, False)],
)
def test_what_satisfies_a_dependency(lint: Lint, status: str | None, free: bool) -> None:
    first = task(1, status=status)
    if status is None:
        del first["status"]
    report = lint({PATH: tagged(master=[first, task(2, 1, status="done")])})
    assert [v.rule for v in report.violations] == ([] if free else ["done-before-dependency"])


def test_a_parent_and_its_parts_do_not_order_each_other(lint: Lint) -> None:
    part = task(1, "2", status="done")
    content = tagged(a=[task(1), task(2, "2.1", subtasks=[part, task(3)])])
    assert lint({PATH: content}, select=["done-before-dependency", "dependency-cycle"]).violations == []


def test_a_parent_that_is_done_before_its_parts(lint: Lint) -> None:
    parts = [task(1, status="done"), task(2), {"id": 3, "title": "no status", "dependencies": []}]
    report = lint({PATH: tagged(a=[task(1, status="done", subtasks=parts)])})
    [violation] = report.violations
    assert (violation.rule, violation.data["children"]) == ("parent-status", ["1.2", "1.3"])
    closed = [task(1, status="done"), task(2, status="cancelled")]
    [violation] = lint({PATH: tagged(a=[task(1, subtasks=closed)])}).violations
    assert violation.rule == "parent-status" and violation.fix and not violation.fix.safe
    assert not lint({PATH: tagged(a=[task(1, subtasks=[task(1, status="cancelled")])])}).violations


def test_ids_of_subtasks_that_are_no_whole_numbers(lint: Lint) -> None:
    parts = [task(27.1), task("27.2"), task(28.9), task(3), task(27.3)]
    report = lint({PATH: tagged(a=[task(27, subtasks=parts)])})
    assert output(report) == [("invalid-value", "27.1"), ("duplicate-task-id", "27.3")]
    [found, _] = report.violations
    assert (found.severity, found.data["count"], len(found.related)) == ("warning", 4, 3)
    assert found.fix and [edit.text for edit in found.fix.edits] == ["1", "2"]


def test_ids_of_subtasks_that_are_past(lint: Lint) -> None:
    parts = [task(27.1, status="done"), task(27.2, status="cancelled")]
    files = {PATH: tagged(a=[task(27, status="done", subtasks=parts)])}
    assert output(lint(files)) == []
    assert output(lint(files, extend_select=["invalid-value"])) == [("invalid-value", "27.1")]
    files = {PATH: tagged(a=[task(27, subtasks=[*parts, task(3)])])}
    assert output(lint(files)) == [("invalid-value", "27.1")]


@pytest.mark.parametrize(
    ("id", "right"), [(7, True), ("7", True), ("HAM-12", True), ("T1", False), (1.5, False), (0, False), (-1, False)]
)
def test_ids_of_tasks_are_whole_numbers_or_of_the_hosted_storage(lint: Lint, id: object, right: bool) -> None:
    report = lint({PATH: tagged(a=[task(id, subtasks=[task(1)])])})
    assert output(report) == ([] if right else [("invalid-value", json.dumps(id))])


def test_numbers_and_texts_as_ids_of_one_tag(lint: Lint) -> None:
    report = lint({PATH: tagged(a=[task(1), task("2"), task("3")], b=[task("1"), task("2", 1)])})
    assert output(report) == [("invalid-value", '"2"')]


def test_values(lint: Lint) -> None:
    report = lint({PATH: tagged(a=[task(1, status="todo", priority="urgent", subtasks=None)])})
    assert [(v.rule, v.data["path"], v.severity) for v in report.violations] == [
        ("invalid-value", "/a/tasks/0/status", "warning"),
        ("invalid-value", "/a/tasks/0/priority", "warning"),
        ("wrong-type", "/a/tasks/0/subtasks", "warning"),
    ]


def test_a_key_beside_the_tasks_hides_them(lint: Lint) -> None:
    content = {"tasks": [task(1)], "metadata": {}, "version": "1.0"}
    report = lint({PATH: json.dumps(content)})
    assert output(report) == [("invisible-file", '"version"')]


def test_counts_are_fixed(lint: Lint) -> None:
    metadata = {"taskCount": 3, "completedCount": 1, "totalTasks": 2, "completedTasks": 0}
    content = {"a": {"tasks": [task(1, status="done"), task(2)], "metadata": metadata}}
    report = lint({PATH: json.dumps(content)})
    assert [(v.data["field"], v.data["expected"], v.severity) for v in report.violations] == [
        ("taskCount", 2, "warning"),
        ("completedTasks", 1, "warning"),
    ]
    assert all(v.fix and v.fix.safe for v in report.violations)


def test_fixes_change_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.parent.mkdir(parents=True)
    before = (FIXTURES / "broken" / PATH).read_text()
    path.write_text(before)
    json_of(".", "--fix", "--unsafe-fixes", cwd=tmp_path)
    after = path.read_text()
    assert after != before and len(after.splitlines()) == len(before.splitlines())
    json.loads(after)
    assert [task["title"] for task in json.loads(after)["master"]["tasks"]] == [
        task["title"] for task in json.loads(before)["master"]["tasks"]
    ]


def test_many_tasks_take_linear_time(lint: Lint) -> None:
    tasks = [task(id, *([id - 1] if id > 1 else []), subtasks=[task(1), task(2, 1)]) for id in range(1, 2001)]
    assert lint({PATH: tagged(master=tasks)}).violations == []


def test_subtasks_of_any_depth_are_checked_and_the_tool_reads_one_level(lint: Lint) -> None:
    inner = [
        {"id": 1, "title": "c", "status": "pending", "dependencies": [9], "subtasks": [{"id": 1, "title": "d"}]},
        {"id": 1, "title": "c", "status": "pending", "dependencies": ["1.1"]},
        {"id": 2, "title": "c", "status": "pending", "dependencies": [1, "1.1.1.1"]},
    ]
    part = {"id": 1, "title": "b", "status": "pending", "dependencies": [], "subtasks": inner}
    task = {"id": 1, "title": "a", "status": "pending", "dependencies": [], "subtasks": [part, {"id": 2, "title": "e"}]}
    found = lint({".taskmaster/tasks/tasks.json": json.dumps({"master": {"tasks": [task]}}, indent=1)}).violations
    assert sorted((v.rule, v.data.get("task", v.data.get("field"))) for v in found) == [
        ("duplicate-task-id", "1.1.1"),
        ("ignored-field", "subtasks"),
        ("unknown-dependency", "1.1.1"),
    ]


@pytest.mark.parametrize(("item", "found"), [("null", "null"), ('{"id": 1}', "object"), ("[1]", "array")])
def test_a_dependency_that_is_no_id(lint: Lint, item: str, found: str) -> None:
    tasks = '{"id": 2, "title": "b", "subtasks": []}, {"id": 1, "title": "a", "dependencies": [2, ITEM]}'
    text = f'{{"master": {{"tasks": [{tasks}]}}}}'.replace("ITEM", item)
    [violation] = lint({".taskmaster/tasks/tasks.json": text}).violations
    assert (violation.rule, violation.data["path"], violation.data["found"]) == (
        "wrong-type",
        "/master/tasks/1/dependencies/1",
        found,
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("// a\n{}", "JSON has no comments"),
        ('{"master": /* a */ {}}', "JSON has no comments"),
        ("{'master': {}}", "JSON strings require double quotes"),
        ("{master: {}}", "the key `master` requires double quotes"),
        ('{"a": None}', "`None` is not a JSON value"),
    ],
)
def test_why_json_does_not_parse(lint: Lint, text: str, words: str) -> None:
    [violation] = lint({".taskmaster/tasks/tasks.json": text}).violations
    assert violation.rule == "syntax-error"
    assert words in violation.message


def counted(tasks: list[dict[str, object]], **metadata: object) -> str:
    return json.dumps({"master": {"tasks": tasks, "metadata": metadata}}, indent=1)


THREE = [task(1, status="done"), task(2), task(3)]
NUMBERS = {
    "a stale total": (counted(THREE, taskCount=2), ["safe"]),
    "a total that is too high": (counted(THREE, taskCount=4), ["safe"]),
    "an id that is not defined": (counted([*THREE, task(4, 7)], taskCount=5), [None]),
    "tasks numbered up to the total": (counted([THREE[0], THREE[2]], taskCount=3), ["unsafe"]),
    "an older name with the same number": (counted(THREE, taskCount=5, totalTasks=5), ["unsafe", "unsafe"]),
    "a done task is missing": (counted(THREE, taskCount=4, completedCount=2), ["unsafe", "unsafe"]),
    "two more than are missing": (counted(THREE, taskCount=4, completedCount=3), ["unsafe", "unsafe"]),
    "all declared done": (counted(THREE, taskCount=3, completedCount=3), ["unsafe"]),
    "a percentage": (counted(THREE, taskCount=3, completedCount=2, completionPercentage=66), ["unsafe"]),
    "all declared done, and a percentage": (counted(THREE, taskCount=3, completedCount=3, percent=100), [None]),
    "an id twice": (counted([*THREE, task(3)], taskCount=3), [None]),
}


@pytest.mark.parametrize(("text", "levels"), NUMBERS.values(), ids=NUMBERS)
def test_a_count_that_something_supports_has_no_safe_fix(lint: Lint, text: str, levels: list[str | None]) -> None:
    found = lint({PATH: text}, select=["count-mismatch"]).violations
    assert [v.fix and ("safe" if v.fix.safe else "unsafe") for v in found] == levels


def test_what_is_lost_in_one_tag_does_not_concern_another(lint: Lint) -> None:
    tags = {"a": {"tasks": [task(1, 7)]}, "b": {"tasks": THREE, "metadata": {"taskCount": 4}}}
    [violation] = lint({PATH: json.dumps(tags)}, select=["count-mismatch"]).violations
    assert violation.fix is not None and violation.fix.safe
