"""OpenSpec: the task lists of changes, which checkboxes count, and the archive."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT, Lint

CHANGE = "openspec/changes/add-search/tasks.md"
ARCHIVED = "openspec/changes/archive/2026-01-05-add-login/tasks.md"
FIXTURES = ROOT / "fixtures" / "formats" / "openspec"


@pytest.mark.parametrize("path", ["openspec/specs/a/tasks.md", "changes/a/tasks.md", "openspec/changes/a/notes.md"])
def test_elsewhere_a_list_is_none_of_ours(lint: Lint, path: str) -> None:
    assert lint({path: "## 1. A\n- [ ] 1.1 a\n- [ ] 1.1 b\n"}).documents == 0


def test_a_file_without_boxes_is_none_of_ours(lint: Lint) -> None:
    assert lint({ARCHIVED: "# Tasks\n\n```\n- [ ] 1.1 a\n```\n"}).documents == 0


def test_the_folder_that_counts_may_be_the_one_we_are_in(lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    lint({CHANGE: "- [ ] a\n", ARCHIVED: "- [ ] a\n"})
    monkeypatch.chdir("openspec/changes")
    assert lint({}, "add-search/tasks.md").documents == 1
    report = lint({}, ".")
    assert (report.documents, [v.rule for v in report.violations]) == (2, ["folder-status"])


def test_an_archived_change_with_open_boxes_is_one_violation(lint: Lint) -> None:
    text = "## 1. A\n\n- [x] 1.1 a\n- [ ] 1.2 b\n  - [ ] a part\n"
    assert not lint({CHANGE: text}).violations
    [violation] = lint({ARCHIVED: text}, ARCHIVED).violations
    assert (violation.rule, violation.severity, violation.start) == ("folder-status", "warning", text.index("[ ]"))
    assert violation.data["folder"] == "archive" and "2 of 3" in violation.message
    assert not lint({ARCHIVED: text.replace("[ ]", "[x]")}, ARCHIVED).violations


def test_zeros_before_the_number_of_a_group_do_not_matter(lint: Lint) -> None:
    text = "## 1. Tides\n\n- [ ] 01.1 a\n- [ ] 1.2 b\n\n## 02. Piers\n\n- [ ] 02.1 a\n- [ ] 2.2 b\n- [ ] 20.3 c\n"
    [violation] = lint({CHANGE: text}).violations
    assert (violation.rule, violation.start) == ("invalid-value", text.index("20.3"))


def test_ids_count_in_numbered_groups_alone(lint: Lint) -> None:
    text = "- [ ] 1.1 a\n## 1. A\n- [ ] 1.1 a\n- [ ] 1.2b c\n- [ ] {} b\n## Notes\n- [ ] 1.1 again\n- [ ] 3.1 b\n"
    assert not lint({CHANGE: text.format("1.10")}).violations
    [violation] = lint({CHANGE: text.format("1.2b")}).violations
    assert (violation.rule, violation.severity, violation.data["task"]) == ("duplicate-task-id", "warning", "1.2b")
    [violation] = lint({CHANGE: text.format("2.1")}).violations
    assert (violation.rule, violation.data["value"]) == ("invalid-value", "2.1")


@pytest.mark.parametrize(
    ("box", "better"),
    [
        ("+ [ ]", "- [ ]"),
        ("1. [x]", "- [x]"),
        ("- []", "- [ ]"),
        ("* [ x]", "- [x]"),
        ("- [~]", None),
        ("- [✅]", None),
    ],
)
def test_boxes_that_versions_of_openspec_do_not_count(lint: Lint, box: str, better: str | None) -> None:
    [violation] = lint({CHANGE: f"- [x] a\n{box} b\n"}).violations
    assert (violation.rule, violation.severity) == ("ignored-field", "warning")
    assert (violation.fix.edits[0].text if violation.fix else None) == better


def test_comments_hide(lint: Lint) -> None:
    output = "<!-- planlint: ignore[folder-status] shipped without it -->"
    for text in (
        f"- [ ] a {output}\n",
        f"{output}\n- [x] b\n- [ ] a\n",
        output.replace("ignore", "ignore-file", 1) + "\n\n- [ ] a\n",
    ):
        report = lint({ARCHIVED: text})
        assert (report.violations, report.suppressed) == ([], 1)
    [violation] = lint({CHANGE: f"- [ ] a {output}\n"}, CHANGE).violations
    assert violation.rule == "unused-suppression"
