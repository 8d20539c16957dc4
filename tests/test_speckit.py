"""spec-kit: which task lists are ours, which files a task changes, what it depends on in prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.formats import speckit
from linter.formats.speckit import Known, dependencies, files
from tests.conftest import ROOT, Lint, planlint

PATH = "specs/001-search/tasks.md"
FIXTURES = ROOT / "fixtures" / "formats" / "speckit"


@pytest.mark.parametrize(
    "text",
    ["- [ ] write it\n", "- [ ] 1.1 write it\n", "- T001 write it\n", "```\n- [ ] T001 a\n```\n", "- [ ] Test it\n"],
)
def test_a_list_without_ids_is_none_of_ours(lint: Lint, text: str) -> None:
    assert lint({PATH: text}).documents == 0


@pytest.mark.parametrize("text", ["- [ ] T001 a\n", "* [x] **T1 [P]** a\n", "- [ ] [T001] [P] [US1] a\n"])
def test_a_list_with_ids_is_ours(lint: Lint, text: str) -> None:
    report = lint({PATH: text, "docs/tasks.md": text, "templates/specs/a/tasks.md": text})
    assert (report.plans, report.violations) == (1, [])


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("a (depends on T1)", "T1"),
        ("a (Depends on: T1, T2 and T3)", "T1 T2 T3"),
        ("a (depends on T1-T4, T9)", "T1 T2 T3 T4 T9"),
        ("a, depending on T1 through T3", "T1 T2 T3"),
        ("depends on T3–T9", "T3 T4 T9"),
        ("a (does not depend on them, see T2)", ""),
        ("a (see T1; blocks T2)", ""),
        ("depends on the schema of T1", ""),
    ],
)
def test_what_a_task_says_that_it_depends_on(text: str, ids: str) -> None:
    known = Known(("T1", "T2", "T3", "T4"))
    assert " ".join(found.text for found in dependencies(text, 0, known)) == ids


def test_ranges_of_a_short_text_do_not_make_a_large_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speckit, "MOST_IN_RANGES", 5)
    known = Known([f"T{n}" for n in range(1, 10)])
    found = [found.text for found in dependencies("depends on T1-T4, T5-T9, T1-T999999999", 0, known)]
    assert found == "T1 T2 T3 T4 T5 T6 T7 T8 T9 T1 T999999999".split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write `src/a.py`", ["src/a.py"]),
        ("Write src/a.py (see T1)", ["src/a.py"]),
        ("Configure the linter in `pyproject.toml`", ["pyproject.toml"]),
        ("Write **app/(auth)/[id]/page.tsx**.", ["app/(auth)/[id]/page.tsx"]),
        ("Write it (src/a.py)", ["src/a.py"]),
        ("Test src/a.py in tests/test_a.py", ["tests/test_a.py"]),
        ("Move it from `src/a.py` to `src/b.py`", ["src/b.py"]),
        ("Write src/a.py and src/b.py", []),
        ("Read `process.env` and `console.log`", []),
        ("GET /api/v1/export.csv", []),
        ("See https://example.com/a/b.html", []),
        ("Make `src/search/`", []),
        ("Use v1.2 of it, e.g. this", []),
    ],
)
def test_the_file_that_a_task_changes(text: str, expected: list[str]) -> None:
    found = list(files(text, 0))
    assert [file.text for file in found] == expected
    assert [text[file.start : file.end] for file in found] == expected


@pytest.mark.parametrize("end", ["\n", " \r\n"])
def test_a_task_may_go_on_in_the_lines_below(lint: Lint, end: str) -> None:
    lines = [
        "- [ ] T001 [P] Write the index in",
        "      `src/a.py`, and test",
        "  it (depends on",
        "  T7)",
        "  - depends on T8",
    ]
    lines += ["  > depends on T8", "", "  depends on T8", "- [ ] T002 [P] Write the query", "  in src/a.py"]
    report = lint({PATH: end.join(lines) + end})
    assert [(v.rule, v.data["task"]) for v in report.violations] == [
        ("unknown-dependency", "T001"),
        ("same-batch-file", "T002"),
    ]


def test_neighbours_that_are_marked_parallel_and_change_one_file(lint: Lint) -> None:
    lines = [f"- [ ] T00{n} [P] a in `a.py`{more}" for n, more in ((1, ""), (2, " (depends on T001)"), (3, ""))]
    report = lint({PATH: "\n".join(lines) + "\n"})
    assert [(v.rule, v.data["other"], v.data["task"], v.severity) for v in report.violations] == [
        ("same-batch-file", "T001", "T002", "warning"),
        ("same-batch-file", "T002", "T003", "warning"),
    ]
    for between in ("- [ ] T009 b", "## Next", "- [ ] review"):
        assert not lint({PATH: f"{lines[0]}\n{between}\n{lines[2]}\n"}).violations
    for between in ("  - [ ] a part of it", "text", "- [ ] T009 [P] b"):
        assert len(lint({PATH: f"{lines[0]}\n{between}\n{lines[2]}\n"}).violations) == 1


def test_references_are_warnings(lint: Lint) -> None:
    text = "- [x] T001 a (depends on T2)\n- [ ] T2 b (depends on T044)\n- [ ] T3 (depends on T4)\n"
    text += "- [ ] T4 (depends on T003)\n- [ ] T5 (depends on T5)\n"
    found = lint({PATH: text}).violations
    assert {v.severity for v in found} == {"warning"}
    assert [(v.rule, v.data.get("task")) for v in found] == [
        ("done-before-dependency", None),
        ("unknown-dependency", "T2"),
        ("dependency-cycle", None),
        ("self-dependency", "T5"),
    ]


def test_an_id_twice_is_an_error(lint: Lint) -> None:
    [violation] = lint({PATH: "- [ ] T001 a\n- [ ] T1 b\n", "specs/2/tasks.md": "- [ ] T001 a\n"}).violations
    assert (violation.rule, violation.severity, violation.path) == ("duplicate-task-id", "error", PATH)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("**Total Tasks**: 3", True),
        ("- Total tasks: 3 tasks (1 of them new)", True),
        ("**Total Tasks**: 2", False),
        ("Total Tasks: 3 numbered tasks across 2 phases", True),
        ("Total Tasks: 3 <!-- with those of the next phase -->", True),
        ("Total Tasks: 3 implementation tasks", False),
        ("Total tasks: ~3", False),
        ("Total tasks: 1\nTotal tasks: 9", False),
        ("```\nTotal tasks: 3\n```", False),
    ],
)
def test_the_line_that_counts_the_tasks(lint: Lint, line: str, found: bool) -> None:
    report = lint({PATH: f"- [ ] T001 a\n- [ ] T002 b\n{line}\n"})
    assert [v.rule for v in report.violations] == ["count-mismatch"] * found


def test_the_count_is_mended_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.parent.mkdir(parents=True)
    text = "**Total Tasks**: 3\r\n\r\n- [ ] T001 a\r\n"
    path.write_bytes(text.encode())
    planlint("check", "--fix", ".", cwd=tmp_path)
    assert path.read_bytes().decode() == text.replace("3", "1", 1)


def test_a_long_list_takes_linear_time(lint: Lint) -> None:
    text = "".join(f"- [ ] T{n:06} [P] a in `src/f{n}.py` (depends on T{n - 1:06})\n" for n in range(1, 5001))
    assert lint({PATH: text.replace(" (depends on T000000)", "")}).violations == []


def test_of_many_totals_in_code_none_counts_and_the_one_outside_does(lint: Lint) -> None:
    fences = "".join(f"- [ ] T{number:04} do it\n\n```\nTotal tasks: {number}\n```\n\n" for number in range(1, 20_001))
    found = lint({"specs/001-x/tasks.md": f"{fences}Total tasks: 3\n"}, select=["count-mismatch"]).violations
    assert [violation.data["found"] for violation in found] == [3]
