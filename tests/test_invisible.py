"""Defects that hide files from the readers of a format: misplaced front matter, empty files, lists without boxes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Lint, planlint, write

TASKS = "tasks:\n- id: T1\n  status: pending\n  assigned_to: [ann]\n  dependencies: []\n"
FRONT = f"---\ntype: progress\nprd: tides\nphase: 1\n{TASKS}---\n"
PLAN = FRONT + "\n# Tides\n"
ONE, TWO = "progress/tides/phase-1-progress.md", "progress/tides/phase-2-progress.md"


def found(lint: Lint, files: dict[str, str]) -> list[tuple[str, int, str, str, object]]:
    report = lint(files)
    return [
        (v.path, report.sources[v.path].position(v.start)[0], v.rule, v.severity, v.data.get("reason"))
        for v in report.violations
    ]


@pytest.mark.parametrize(
    ("before", "line"),
    [("\n", 2), (" \n\t\n", 3), ("<!-- a\nb -->\n", 3), ("# Tides\n", 2), ("\ufeff\n", 2), ("\r\n", 2)],
)
def test_front_matter_that_is_not_at_the_first_byte_is_an_error_and_all_that_is_reported(
    lint: Lint, before: str, line: int
) -> None:
    assert found(lint, {ONE: before + PLAN}) == [(ONE, line, "invisible-file", "error", "not-first")]


def test_a_byte_order_mark_before_it_is_one_too(lint: Lint) -> None:
    assert found(lint, {ONE: "\ufeff" + PLAN}) == [(ONE, 1, "invisible-file", "error", "byte-order-mark")]


@pytest.mark.parametrize("fence", ["```", "```markdown", "~~~~ md"])
def test_a_code_fence_that_holds_the_whole_file_hides_it(lint: Lint, fence: str) -> None:
    close = fence.split()[0].rstrip("markdown") if fence[0] == "`" else "~~~~"
    text = f"{fence}\n{PLAN}{close}\n"
    assert found(lint, {ONE: text}) == [(ONE, 1, "invisible-file", "error", "code-fence")]
    assert found(lint, {ONE: f"{text}\nAs this example shows.\n"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "# Tides\n\nAll is well.\n",
        "\n---\ntype: note\ntitle: x\n---\n",
        "\n---\ntype: progress\n---\n",
        "Text\n" + PLAN,
    ],
)
def test_prose_and_other_notes_are_none(lint: Lint, text: str) -> None:
    assert found(lint, {"notes/tides.md": text, "progress/a/a-progress.md": "# Tides\n\nSome prose.\n"}) == []


@pytest.mark.parametrize("text", ["", "\n \n", "\0\0\0\0", "\ufeff"])
def test_an_empty_file_is_one_beside_plans_only(lint: Lint, text: str) -> None:
    assert found(lint, {ONE: PLAN, TWO: text, "notes/empty.md": text, "progress/tides/README.md": text}) == [
        (TWO, 1, "invisible-file", "error", "empty")
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_empty_files_beside_a_manifest_are_none_however_they_are_read(tmp_path: Path, jobs: str) -> None:
    manifest = "feature_slug: tides\nstatus: in_progress\nartifacts:\n- {path: notes.md, type: plan, agent: ann}\n"
    write(tmp_path, {".tides-development/MANIFEST.yaml": manifest, ".tides-development/notes.md": ""})
    assert "invisible-file" not in planlint("check", "--isolated", "--no-cache", "--jobs", jobs, cwd=tmp_path).stdout


@pytest.mark.parametrize(
    "text", ["", "\n" + FRONT.replace("T1", "T2"), FRONT.replace("T1", "T2").replace(": p", ": P", 1)]
)
def test_ids_that_are_not_seen_are_not_unknown_elsewhere(lint: Lint, text: str) -> None:
    files = {ONE: PLAN.replace("dependencies: []", "dependencies: [T2]"), TWO: text}
    assert {rule for _, _, rule, _, _ in found(lint, files)} == {"invisible-file"}


@pytest.mark.parametrize("type", ["Progress", "PROGRESS", "progres", "porgress", "progress-tracking", "progress_log"])
@pytest.mark.parametrize("prd", ["", "prd: tides\n"])
def test_a_type_that_is_nearly_progress_is_a_warning_where_tasks_have_ids(lint: Lint, type: str, prd: str) -> None:
    text = f"---\ntype: {type}\n{prd}{TASKS}---\n"
    assert found(lint, {ONE: text}) == [(ONE, 2, "invisible-file", "warning", "type")]


@pytest.mark.parametrize(
    "front", ["type: Progress\ntitle: x\n", "type: Progress\ntasks:\n- title: a\n", f"type: project\n{TASKS}", TASKS]
)
def test_other_files_are_none(lint: Lint, front: str) -> None:
    assert found(lint, {ONE: f"---\n{front}---\n"}) == []


def test_a_second_front_matter_is_a_warning_and_a_rule_in_the_body_is_none(lint: Lint) -> None:
    second = f"{PLAN}\n{FRONT}"
    line = PLAN.count("\n") + 2
    assert found(lint, {ONE: second}) == [(ONE, line, "invisible-file", "warning", "second-front-matter")]
    assert found(lint, {ONE: f"{PLAN}\n---\n\nText: more\n\n---\nstatus: fine\n---\n"}) == []
    assert found(lint, {ONE: f"{PLAN}\n```yaml\n{FRONT}```\n"}) == []


BOARD = {"backlog/config.yml": "project_name: x\n"}
TASK = "---\nid: TASK-2\ntitle: x\nstatus: To Do\ndependencies: [TASK-1]\n---\n"


@pytest.mark.parametrize("text", ["", "\n" + TASK, "<!-- x -->\n" + TASK, "Just text\n", "\0\0"])
def test_a_task_file_without_front_matter_is_not_seen_by_backlog_md(lint: Lint, text: str) -> None:
    files = {**BOARD, "backlog/tasks/task-1 - Tide.md": text, "backlog/tasks/task-2 - Ebb.md": TASK}
    files |= {"backlog/tasks/README.md": "# Tasks\n", "other/tasks/task-1 - x.md": text}
    [(path, _, rule, severity, _)] = found(lint, files)
    assert (path, rule, severity) == ("backlog/tasks/task-1 - Tide.md", "invisible-file", "error")


GSD = ".planning/phases/01-tide/01-01-PLAN.md"
FIELDS = (
    "---\nphase: 01-tide\nplan: 01\ntype: execute\nwave: 1\ndepends_on: []\nfiles_modified: [a]\nautonomous: true\n"
)


@pytest.mark.parametrize(
    ("before", "reason"), [("\ufeff", "byte-order-mark"), ("\n", "not-first"), ("<!-- x -->\n", "not-first")]
)
def test_gsd_reads_front_matter_at_the_first_byte_only(lint: Lint, before: str, reason: str) -> None:
    text = f"{before}{FIELDS}must_haves: {{truths: [x]}}\n---\n"
    [(path, _, rule, severity, why)] = found(lint, {GSD: text})
    assert (path, rule, severity, why) == (GSD, "invisible-file", "error", reason)


def test_a_plan_of_gsd_without_front_matter_lacks_its_fields(lint: Lint) -> None:
    assert [(rule, severity) for _, _, rule, severity, _ in found(lint, {GSD: "# Plan\n"})] == [
        ("missing-field", "warning")
    ]


@pytest.mark.parametrize("text", ["", "\0\0", "\ufeff"])
def test_task_master_reads_nothing_from_an_empty_file(lint: Lint, text: str) -> None:
    path = ".taskmaster/tasks/tasks.json"
    assert found(lint, {path: text}) == [(path, 1, "invisible-file", "error", "empty")]


def test_nor_behind_a_byte_order_mark(lint: Lint) -> None:
    path = ".taskmaster/tasks/tasks.json"
    text = '\ufeff{"tasks": [{"id": 1, "title": "a", "status": "pending", "dependencies": []}]}'
    assert found(lint, {path: text}) == [(path, 1, "invisible-file", "error", "byte-order-mark")]


def test_openspec_counts_checkboxes(lint: Lint) -> None:
    path = "openspec/changes/tide/tasks.md"
    assert found(lint, {path: "## 1. A\n\n- 1.1 a\n"}) == [(path, 3, "invisible-file", "warning", "no-boxes")]
    assert found(lint, {path: "## 1. A\n\nText.\n"}) == []
    archived = {path: "", "openspec/changes/archive/2026-01-01-tide/tasks.md": "- 1.1 a\n"}
    assert found(lint, archived) == []


def test_an_empty_manifest_is_reported_in_a_folder_of_the_format(lint: Lint) -> None:
    files = {"x-development/MANIFEST.yaml": "", "x-development/tools_manifest.json": "", "other/MANIFEST.yaml": ""}
    report = lint(files)
    assert [(v.path, v.rule) for v in report.violations] == [
        ("x-development/MANIFEST.yaml", "not-a-mapping"),
        ("x-development/tools_manifest.json", "syntax-error"),
    ]
    assert all("empty" in v.message for v in report.violations)


FOREIGN_TOOLS = (
    '{"server": "harbor", "tools": [{"name": "list_boats", "inputSchema": {}}, {"name": "list_boats"}]}',
    '[{"id": "crane", "target": "x86"}]',
    '{"tools": {"lift": "bin/lift"}, "tools": {}}',
)


@pytest.mark.parametrize("text", FOREIGN_TOOLS)
def test_a_tools_manifest_of_another_program_is_no_plan(lint: Lint, text: str) -> None:
    assert lint({"x/tools_manifest.json": text, "x/MANIFEST.yaml": "name: harbor\n"}).violations == []
    assert lint({"x/tools_manifest.json": text, "x/MANIFEST.yaml": ""}).violations == []
    own = lint({"x/tools_manifest.json": text, "x/MANIFEST.yaml": "feature_slug: x\n"})
    assert "x/tools_manifest.json" in {v.path for v in own.violations}
    assert lint({"x-development/tools_manifest.json": text}).violations != []


OWN_TOOLS = (
    '{"tools": [], "total_tools": 1}',
    '{"server": "harbor", "discovery_timestamp": "2026-01-02T10:00:00Z"}',
)


@pytest.mark.parametrize("text", OWN_TOOLS)
def test_a_tools_manifest_with_the_keys_of_the_format_is_one(lint: Lint, text: str) -> None:
    assert "missing-field" in {v.rule for v in lint({"x/tools_manifest.json": text}).violations}


def test_a_list_of_tools_with_the_keys_of_the_format_is_a_tools_manifest(lint: Lint) -> None:
    report = lint({"x/tools_manifest.json": '{"tools": [{"name": "list-boats", "description": "List the boats"}, 3]}'})
    assert {"missing-field", "wrong-type"} <= {v.rule for v in report.violations}


@pytest.mark.parametrize(
    "text, rule", [('{"tools": [', "syntax-error"), ("", "syntax-error"), ("\0{}", "unreadable-file")]
)
def test_a_tools_manifest_that_no_program_can_read_is_reported(lint: Lint, text: str, rule: str) -> None:
    assert [v.rule for v in lint({"x/tools_manifest.json": text}).violations] == [rule]


def test_a_tools_manifest_becomes_a_plan_with_the_manifest_beside_it(tmp_path: Path) -> None:
    write(tmp_path, {"x/tools_manifest.json": FOREIGN_TOOLS[0]})
    assert planlint("check", "--isolated", cwd=tmp_path).stdout == ""
    assert "no format matches" in planlint("check", "--isolated", "x/tools_manifest.json", cwd=tmp_path).stderr
    write(tmp_path, {"x/MANIFEST.yaml": "feature_slug: x\n"})
    assert "duplicate-tool" in planlint("check", "--isolated", cwd=tmp_path).stdout
    assert "duplicate-tool" in planlint("check", "--isolated", "x/tools_manifest.json", cwd=tmp_path).stdout
    (tmp_path / "x/MANIFEST.yaml").unlink()
    assert planlint("check", "--isolated", cwd=tmp_path).stdout == ""
    write(tmp_path, {"planlint.toml": '[kinds]\ntools-manifest = ["x/*.json"]\n'})
    assert "duplicate-tool" in planlint("check", cwd=tmp_path).stdout


@pytest.mark.parametrize("jobs", [(), ("--jobs", "1"), ("--no-cache",)])
def test_an_empty_file_next_to_plans_of_another_kind_is_silent(tmp_path: Path, jobs: tuple[str, ...]) -> None:
    folder = ".planning/phases/04-pier/04-01"
    fields = "phase: 04-pier\nplan: 01\ntype: execute\nwave: 1\ndepends_on: []\nfiles_modified: []\nautonomous: true\n"
    write(
        tmp_path, {f"{folder}-PLAN.md": f"---\n{fields}must_haves: {{truths: [a]}}\n---\n", f"{folder}-SUMMARY.md": ""}
    )
    result = planlint("check", *jobs, ".", cwd=tmp_path)
    assert (result.stdout, result.returncode) == ("", 0)
