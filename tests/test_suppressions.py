"""Suppression comments: the lines that they apply to, and the comments that ``--add-ignore`` writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from linter.fixes.unified_diff import patch
from linter.syntax.fix import apply
from tests.conftest import ROOT, Lint, json_of, planlint, write
from tests.test_corpus import CORPUS

HEAD = "---\ntype: progress\nprd: p\n"
TASK = """\
tasks:
- id: T1
  status: pending
  assigned_to: [me]
  dependencies: [T8, T9]
"""
BODY = """\
---
# Plan

| Task | Status |
|------|--------|
| T1   | done   |
"""
PLAN = HEAD + "total_tasks: 3\n" + TASK + BODY
FOUND = ["count-mismatch", "unknown-dependency", "unknown-dependency", "body-drift"]


def rules(folder: Path, text: str, *arguments: str) -> list[str]:
    """The rules that report *text*, in the order of their places."""
    write(folder, {"plan.md": text})
    return [violation["rule"] for violation in json_of("plan.md", *arguments, cwd=folder)["violations"]]


def test_without_a_comment_all_is_reported(tmp_path: Path) -> None:
    assert rules(tmp_path, PLAN) == FOUND


@pytest.mark.parametrize(
    ("line", "commented", "hidden"),
    [
        ("total_tasks: 3", "total_tasks: 3 # planlint: ignore[count-mismatch]", "count-mismatch"),
        ("total_tasks: 3", "total_tasks: 3 # why # planlint:ignore[ counts ] because of the import", "count-mismatch"),
        ("total_tasks: 3", "total_tasks: 3 # planlint: ignore[count-mismatch]; until=9999-12-31", "count-mismatch"),
        ("total_tasks: 3", "# planlint: ignore[count-mismatch]\ntotal_tasks: 3", "count-mismatch"),
        ("  dependencies: [T8, T9]", "  dependencies: [T8, T9] # planlint: ignore[dependencies]", "unknown-dependency"),
        (
            "  dependencies: [T8, T9]",
            "  # planlint: ignore[dependencies]\n  dependencies: [T8, T9]",
            "unknown-dependency",
        ),
        ("- id: T1", "# planlint: ignore[unknown-dependency]\n\n# of the task\n- id: T1", "unknown-dependency"),
        ("\ntasks:", "\n# planlint: ignore[unknown-dependency]\ntasks:", "unknown-dependency"),
        ("prd: p", "prd: p # planlint: ignore-file[unknown-dependency]", "unknown-dependency"),
        ("| T1   | done   |", "| T1   | done <!-- planlint: ignore[body-drift] later --> |", "body-drift"),
        ("| Task | Status |", "<!-- planlint: ignore[body-drift] -->\n\n| Task | Status |", "body-drift"),
        ("# Plan", "# Plan <!-- planlint: ignore-file[body-drift] -->", "body-drift"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_comment_hides_what_it_names_where_it_is(
    tmp_path: Path, line: str, commented: str, hidden: str, end: str
) -> None:
    text = PLAN.replace(line, commented, 1).replace("\n", end)
    assert rules(tmp_path, text) == [rule for rule in FOUND if rule != hidden]
    summary = json_of("plan.md", cwd=tmp_path)["summary"]
    assert summary["suppressed"] == FOUND.count(hidden)


@pytest.mark.parametrize(
    ("line", "commented", "more"),
    [
        ("prd: p", "prd: p # planlint: ignore[count-mismatch]", "unused-suppression"),  # another line
        ("total_tasks: 3", "total_tasks: 3 # planlint: ignore[batch-order]", "unused-suppression"),
        ("total_tasks: 3", "total_tasks: 3 # planlint: ignore[count-mismatch] until=2026-01-30", "unused-suppression"),
        ("total_tasks: 3", "total_tasks: 3 # planlint: ignore", "invalid-suppression"),
        ("total_tasks: 3", "total_tasks: 3 # planlint: ignore[count-mismatches]", "invalid-suppression"),
        ("total_tasks: 3", "total_tasks: 3 # planlint: ignore[count-mismatch] until=soon", "invalid-suppression"),
        ("prd: p", "prd: p\ntitle: 'a # planlint: ignore-file[all]'", ""),  # a comment mark inside of a string
        ("prd: p", "prd: p\nnote: |\n  # planlint: ignore-file[counts]", ""),
        ("prd: p", "prd: p\nurl: x#planlint:ignore-file[counts]", ""),
        ("# Plan", "<!-- planlint: ignore[body-drift] -->\n\n# Plan", "unused-suppression"),
    ],
)
def test_a_comment_that_hides_nothing_is_reported(tmp_path: Path, line: str, commented: str, more: str) -> None:
    found = rules(tmp_path, PLAN.replace(line, commented, 1))
    assert sorted(found) == sorted([*FOUND, *([more] if more else [])])


def test_until_holds_on_its_day_and_not_after_it(lint: Lint) -> None:
    for day, held in (("2026-01-31", True), ("2026-01-30", False)):
        text = PLAN.replace("total_tasks: 3", f"total_tasks: 3 # planlint: ignore[count-mismatch] until={day}")
        found = {violation.rule for violation in lint({"plan.md": text}).violations}
        assert ("count-mismatch" not in found, "unused-suppression" not in found) == (held, held)


def test_of_a_rule_that_is_off_nobody_knows_whether_its_comment_is_unused(tmp_path: Path) -> None:
    text = PLAN.replace("total_tasks: 3", "total_tasks: 3 # planlint: ignore[batches]")
    assert "unused-suppression" not in rules(tmp_path, text, "--ignore", "batch-order")


def test_what_cannot_be_read_is_not_hidden(tmp_path: Path) -> None:
    text = PLAN.replace("prd: p", "prd: p\nprd: q # planlint: ignore-file[all, duplicate-key, syntax-error]\nx: [")
    assert "syntax-error" in rules(tmp_path, text)


def test_add_ignore_reports_not_here_at_each_place(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": PLAN})
    result = planlint("check", "--add-ignore", "plan.md", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert "added suppressions for 4 violations" in result.stderr
    assert (tmp_path / "plan.md").read_text() == (
        PLAN.replace("total_tasks: 3", "total_tasks: 3  # planlint: ignore[count-mismatch]")
        .replace("[T8, T9]", "[T8, T9]  # planlint: ignore[unknown-dependency]")
        .replace("| Task", "<!-- planlint: ignore[body-drift] -->\n| Task")
    )
    assert planlint("check", "--add-ignore", "plan.md", cwd=tmp_path).stderr == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("total_tasks: 3 # x  ", "total_tasks: 3 # x  # planlint: ignore[count-mismatch]  "),
        (
            "total_tasks: 3 # planlint: ignore[time-order] x",
            "total_tasks: 3 # planlint: ignore[time-order, count-mismatch] x",
        ),
        ('total_tasks: "3\n  "', '# planlint: ignore[wrong-type]\ntotal_tasks: "3\n  "'),
    ],
)
def test_add_ignore_finds_the_place_where_a_comment_can_are(tmp_path: Path, before: str, after: str) -> None:
    text = f"{HEAD}{before}\ntasks: []\n---\n"
    write(tmp_path, {"plan.md": text})
    planlint("check", "--add-ignore", "--select", "counts,wrong-type", "plan.md", cwd=tmp_path)
    assert (tmp_path / "plan.md").read_text() == text.replace(before, after)


def test_add_ignore_and_fix_together_hide_what_was_not_fixed(tmp_path: Path) -> None:
    text = PLAN.replace("total_tasks: 3", "total_tasks: 0")
    write(tmp_path, {"plan.md": text})
    patched = planlint("check", "--add-ignore", "--fix", "--diff", "plan.md", cwd=tmp_path)
    assert (patched.returncode, (tmp_path / "plan.md").read_text()) == (1, text)
    assert "+total_tasks: 1\n" in patched.stdout
    result = planlint("check", "--add-ignore", "--fix", "plan.md", cwd=tmp_path)
    assert result.returncode == 0
    assert "total_tasks: 1\n" in (tmp_path / "plan.md").read_text()
    assert "fixed 1 violation in 1 file" in result.stderr


def test_add_ignore_leaves_json_and_what_cannot_be_read_reported(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "fixtures" / "mcp-broken", tmp_path / "m")
    write(tmp_path, {"plan.md": "---\ntype: progress\ntasks: [\n---\n"})
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    result = planlint("check", "--add-ignore", "--output-format", "concise", ".", cwd=tmp_path)
    assert result.returncode == 1
    left = {line.split(":")[0] for line in result.stdout.splitlines()}
    assert left == {"plan.md", *(str(path.relative_to(tmp_path)) for path in kept)} & left
    assert all(path.read_bytes() == content for path, content in kept.items())


@pytest.mark.parametrize("source", ["fixtures/example", "fixtures/odd", "corpus"])
def test_suppressing_everything_leaves_nothing_and_changes_only_comments(tmp_path: Path, source: str) -> None:
    folder = CORPUS if source == "corpus" else ROOT / source
    if not folder.is_dir():
        pytest.skip("the corpus is not here")
    copied = tmp_path / "copy"
    shutil.copytree(folder, copied)
    planlint("check", "--add-ignore", "--select", "all", "--isolated", cwd=copied)
    left = json_of("--select", "all", "--isolated", cwd=copied)["violations"]
    unread = {
        "invisible-file",
        "syntax-error",
        "unreadable-file",
        "limit-exceeded",
        "not-a-mapping",
        "unclosed-frontmatter",
    }
    assert [v["path"] for v in left if v["rule"] not in unread and not v["path"].endswith(".json")] == []
    for path in sorted(path for path in copied.rglob("*.md") if path.is_file()):
        before, after = (folder / path.relative_to(copied)).read_bytes(), path.read_bytes()
        if before != after:
            lines = patch("x", before.decode(), after.decode())[3:]
            assert all("planlint: ignore" in line for line in lines if line.startswith("+")), path


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Planlint: ignore[count-mismatch] why", "planlint: ignore[count-mismatch] why"),
        ("PLANLINT:IGNORE[count-mismatch]", "planlint: ignore[count-mismatch]"),
        ("planlint: disable=count-mismatch -- why", "planlint: ignore[count-mismatch] -- why"),
        ("planlint: noqa: count-mismatch", "planlint: ignore[count-mismatch]"),
        ("planlint: noqa(count-mismatch)", "planlint: ignore[count-mismatch]"),
        ("planlint-disable-line count-mismatch, counts", "planlint: ignore[count-mismatch, counts]"),
        ("planlint: disable-file=count-mismatch", "planlint: ignore-file[count-mismatch]"),
        ("planlint ignore count-mismatch", "planlint: ignore[count-mismatch]"),
        ("planlint: ignore-next-line[count-mismatch]", None),  # the comment is at the end of its line
        ("planlint: disable=no-such-rule", None),
        ("planlint: noqa", None),
        ("planlint: see the tracker", None),
        ("planlint: enable=count-mismatch", None),
    ],
)
def test_a_comment_for_another_linter_is_given_its_right_form(lint: Lint, comment: str, expected: str | None) -> None:
    text = f"---\ntype: progress\nprd: p\ntasks: []\ntotal_tasks: 3 # {comment}\n---\n"
    report = lint({"p/plan.md": text}, select=["meta"])
    assert [violation.rule for violation in report.violations] == ["invalid-suppression"]
    fix = report.violations[0].fix
    assert (None if fix is None else apply(text, fix.edits)) == (expected and text.replace(comment, expected))


@pytest.mark.parametrize(
    "comment",
    ["planlint found nothing", "checked by planlint: disable=x", "planlints: noqa", "planlint ignores drafts", "noqa"],
)
def test_prose_about_planlint_is_no_suppression(lint: Lint, comment: str) -> None:
    text = f"---\ntype: progress\nprd: p\ntasks: []\ntotal_tasks: 0 # {comment}\ntitle: 'a # planlint: noqa'\n---\n"
    assert lint({"p/plan.md": text + f"\n<!-- {comment} -->\n"}, select=["meta"]).violations == []
