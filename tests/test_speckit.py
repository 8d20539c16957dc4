"""spec-kit: which task lists are read, which files a task changes, and dependencies in prose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from linter.formats.speckit import references
from linter.formats.speckit.changed_files import files
from linter.formats.speckit.references import KnownIds, dependencies
from linter.rules.violation import Violation
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
        ("a (depends on T1 of spec 001)", ""),
        ("a (requires T1 and T2 from `002-lamp`)", ""),
        ("a, needs T2 (feature 003)", ""),
        ("a (depends on T1 in src/a.py)", "T1"),
        ("a (see T1; blocks T2)", ""),
        ("depends on the schema of T1", ""),
        ("blocked by T1", "T1"),
        ("blockedBy: T1", "T1"),
        ("depends_on: T1", "T1"),
        ("Blocked on: T1", "T1"),
        ("requires T1 + T2–T3", "T1 T2 T3"),
        ("(dependencies: T1)", "T1"),
        ("Depends: T1, T2", "T1 T2"),
        ("[Depends: T1]", "T1"),
        ("**Dependency**: T1.", "T1"),
        ("**Depends on**: task `T1`, `T2`", "T1 T2"),
        ("needs T1", "T1"),
        ("waits for T1", "T1"),
        ("After T1 do it", "T1"),
        ("do it (after T1)", "T1"),
        ("depends on T1-3", "T1-3"),
        ("depends on T01-03", "T01 T2 T03"),
        ("depends on T1. Then it depends on T1 and T2", "T1 T2"),
        ("does not depend on T1, is no longer blocked by T2, doesn't need T3", ""),
        ("not yet blocked by T1", ""),
        ("required by T1", ""),
        ("clean up after T1", ""),
        ("T2 depends on T1", ""),
        ("depends on T1; T2 depends on T3", "T1"),
        ("depends on T1, T2 is also blocked by T3", "T1"),
        ("(all stories depend on T1)", ""),
        ("Write the base, every other step needs T1", ""),
        ("Write the chart that depends on T1", "T1"),
        ("[US1] depends on T1", "T1"),
        ("depends on T1; T2", "T1 T2"),
        ("(depends on T1; T2; T3)", "T1 T2 T3"),
        ("depends on T1; T2 is independent", "T1"),
        ("depends on T1 (T2; T3 follows)", "T1"),
        ("depends on T1, T2 runs at the same time", "T1"),
        ("depends on T1; T2 and T3 need T4", "T1"),
        ("depends on T1, T2–T3 need T4", "T1"),
        ("depends on T1, T2 (a chart), T3", "T1 T2 T3"),
        ("depends on T1 (the chart), T2 (`read()` of it) and T3-T4 (both lamps)", "T1 T2 T3 T4"),
        ("Draw it. Depends on T1 (the chart) + T2.", "T1 T2"),
        ("depends on T1 (the chart), T2 (the pier) is independent", "T1"),
        ("depends on T1 (the chart) and T2, T3 run at once", "T1"),
        ("depends on T1 (the chart), T2 (the pier) needs T3", "T1"),
        ("depends on T1 (as T2 does), T3", "T1"),
        ("depends on T1 (spec 002), T2", ""),
        ("the dependencies of T1", ""),
    ],
)
def test_what_the_text_of_a_task_depends_on(text: str, ids: str) -> None:
    known = KnownIds(("T1", "T2", "T3", "T4"))
    assert " ".join(found.text for found in dependencies(text, 0, known)) == ids


def test_ranges_of_a_short_text_do_not_make_a_large_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "MAX_RANGE_IDS", 5)
    known = KnownIds([f"T{n}" for n in range(1, 10)])
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
        ("Write `src/__init__.py`", ["src/__init__.py"]),
        ("Write _src/a.py_ and read it", ["src/a.py"]),
        ("Create __init__.py", []),
        ("Create package.json for web/ in src/a.py", ["src/a.py"]),
        ("Create package.json for the web app", []),
        ("Create package.json files", []),
        ("Create package.json for src/ and web/", []),
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
    lines = [f"- [ ] T00{n} [P] a in `a.py`" for n in (1, 2, 3)]
    [violation] = lint({PATH: "\n".join(lines) + "\n"}).violations
    assert (violation.rule, violation.severity) == ("same-batch-file", "warning")
    assert violation.data["tasks"] == ["T001", "T002", "T003"]
    assert (violation.data["task"], violation.data["other"]) == ("T002", "T001")
    assert violation.message == "`a.py` is changed by parallel tasks: `T001`, `T002`, `T003`"
    for between in ("- [ ] T009 b", "## Next", "- [ ] review"):
        assert not lint({PATH: f"{lines[0]}\n{between}\n{lines[2]}\n"}).violations
    for between in ("  - [ ] a part of it", "text", "- [ ] T009 [P] b"):
        assert len(lint({PATH: f"{lines[0]}\n{between}\n{lines[2]}\n"}).violations) == 1


def test_a_file_that_two_open_neighbours_change_is_reported_once(lint: Lint) -> None:
    lines = [f"- [{'x' if n < 7 else ' '}] T00{n} [P] a in `a.py`" for n in range(1, 9)]
    [violation] = lint({PATH: "\n".join(lines) + "\n"}).violations
    assert violation.data["tasks"] == ["T007", "T008"]
    assert not lint({PATH: "\n".join(lines[:7]) + "\n"}).violations
    done = [line.replace("[ ]", "[X]") for line in lines]
    assert not lint({PATH: "\n".join(done) + "\n"}).violations


def test_a_parallel_task_that_waits_for_its_neighbour(lint: Lint) -> None:
    lines = ["- [ ] T001 [P] a in a.py", "- [ ] T002 [P] b in a.py (depends on T001)", "- [ ] T003 [P] c"]
    [violation] = lint({PATH: "\n".join(lines) + "\n"}).violations
    assert (violation.rule, violation.severity) == ("same-batch-dependency", "warning")
    assert {key: violation.data[key] for key in ("task", "dependency", "batch")} == {
        "task": "T002",
        "dependency": "T001",
        "batch": "T001",
    }
    assert violation.fix is None
    for old, new in (("[ ] T001", "[x] T001"), ("T001 [P]", "T001"), ("T002 [P]", "T002")):
        assert not lint({PATH: "\n".join(lines).replace(old, new) + "\n"}).violations
    assert not lint({PATH: "\n".join([lines[0], "- [ ] T009 d", lines[1]]) + "\n"}).violations


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("- [ ] T012 a\n- [ ] T012.1 b\n- [ ] T012.2 c (depends on T012.1)", []),
        ("- [ ] T012 a\n- [ ] T012-1 b\n- [ ] T012-2 c (depends on T012-1)", []),
        ("- [ ] T012 a\n- [ ] T012'b b\n- [ ] T012'c c", []),
        ("- [ ] T012.1 a\n- [ ] T012.1 b", ["duplicate-task-id T012.1"]),
        ("- [ ] T001A a\n- [ ] T001A b\n- [ ] T2 c (depends on T001A)", ["duplicate-task-id T001A"]),
        ("- [ ] T001 a\n- [ ] T2 c (depends on T001B)", ["unknown-dependency T001B"]),
        ("- [ ] T012 a\n- [ ] T2 c (depends on T012.4)", ["unknown-dependency T012.4"]),
        ("- [ ] T012.1 a\n- [ ] T012.2 b\n- [ ] T2 c (depends on T012)", []),
        ("- [ ] T012 a\n- [ ] T2 c (requires T012's index, T012-based tests)", []),
        ("- [ ] T012 a\n- [ ] T2 c (requires T099's index)", ["unknown-dependency T099"]),
        ("- [ ] **T012.1**: a\n- [ ] [T012.2] b\n- [ ] `T012.3` (depends on T012.1, T012.2)", []),
    ],
)
def test_ids_with_letters_and_tails(lint: Lint, lines: str, expected: list[str]) -> None:
    found = lint({PATH: lines + "\n"}).violations
    assert [f"{v.rule} {v.data.get('dependency', v.data.get('task'))}" for v in found] == expected


@pytest.mark.parametrize("box", ["T001-T010", "T001–T010:", "**T001-T010**", "T001 to T010", "T001-010", "T001..T010"])
def test_a_range_in_a_box_is_no_task(lint: Lint, box: str) -> None:
    text = f"- [ ] {box} Setup\n- [x] T011 a (depends on T005)\n- [ ] T012 b (depends on T010)\n\nTotal tasks: 12\n"
    report = lint({PATH: text})
    assert (report.plans, report.violations) == (1, [])
    [violation] = lint({PATH: text.replace("T010)", "T013)")}).violations
    assert violation.rule == "unknown-dependency"


@pytest.mark.parametrize(
    "box", ["~~T002~~ **removed**", "~~T002 Draw the pier~~ (dropped)", "**~~T002~~** gone", "~~T002-T003~~ x"]
)
@pytest.mark.parametrize("mark", ["[ ]", "[x]"])
def test_an_id_that_is_struck_out_is_known_and_closed(lint: Lint, box: str, mark: str) -> None:
    text = f"- [ ] T001 a\n- {mark} {box}\n- [x] T004 b (depends on T002)\n\nTotal tasks: 3\n"
    assert lint({PATH: text}).violations == []
    text = text.replace("[x] T004", "[ ] T004")
    assert lint({PATH: text}).violations == []
    [violation] = lint({PATH: text.replace("on T002", "on T005")}).violations
    assert violation.rule == "unknown-dependency"


@pytest.mark.parametrize(
    ("first", "second", "is_reported"),
    [
        ("Verify zod is listed in web/package.json", "Verify leaflet is listed in web/package.json", False),
        ("Run scenario 1 of quickstart.md", "Manually validate scenario 2 of quickstart.md", False),
        ("**Review** `src/pier.ts` for speed", "Re-check src/pier.ts for accessibility", False),
        ("Test the lexer per docs/grammar.md", "Test the parser as described in docs/grammar.md", False),
        ("Verify zod in web/package.json", "Add leaflet to web/package.json", False),
        ("Verify and fix src/pier.ts", "Review src/pier.ts, then carefully update it", True),
        ("Test tides in tests/pier.py per docs/a.md", "Test lamps in tests/pier.py per docs/b.md", True),
        ("Checkpoints in src/pier.ts", "Runner of the pier in src/pier.ts", True),
        ("Remove the tide from src/pier.ts", "Remove the lamp from src/pier.ts", True),
    ],
)
def test_files_that_a_task_only_reads(lint: Lint, first: str, second: str, is_reported: bool) -> None:
    found = lint({PATH: f"- [ ] T001 [P] {first}\n- [ ] T002 [P] [US1] {second}\n"}).violations
    assert [v.rule for v in found] == (["same-batch-file"] if is_reported else [])


@pytest.mark.parametrize(
    ("first", "second", "file"),
    [
        ("Create package.json in pier/", "Create package.json in quay/", ""),
        ("Create `__init__.py` in `src/pier/`", "Create `__init__.py` in `src/quay/`", ""),
        ("Create __init__.py files in src/, src/pier/", "Create __init__.py files in tests/, tests/pier/", ""),
        ("Add requirements.txt in the pier directory", "Add requirements.txt in the quay folder", ""),
        ("Create requirements.txt for pier-tides with numpy", "Create requirements.txt for quay-tides with numpy", ""),
        ("Write tsconfig.json for the pier app", "Write tsconfig.json for the quay app", ""),
        ("Describe pier/ in its README.md", "Describe quay/ in its README.md", ""),
        ("Create package.json in pier/ with a test", "Add a linter to `package.json` in `pier/`", "pier/package.json"),
        ("Write README.md in the repository root", "Add the tides to README.md", "README.md"),
        ("Add ruff to pyproject.toml", "Configure mypy for strict types in pyproject.toml", "pyproject.toml"),
        ("Add the tide to src/__init__.py", "Add the lamp to `src/__init__.py`", "src/__init__.py"),
    ],
)
def test_a_name_without_a_directory_is_one_file_only_in_one_directory(
    lint: Lint, first: str, second: str, file: str
) -> None:
    found = lint({PATH: f"- [ ] T001 [P] {first}\n- [ ] T002 [P] {second}\n"}).violations
    assert [v.data["file"] for v in found] == ([file] if file else [])


def test_an_id_may_follow_the_mark_of_parallel_tasks(lint: Lint) -> None:
    text = "- [ ] T001 a\n- [ ] [P] T002 b in src/a.py\n- [ ] T003 [P] c in src/a.py\n- [x] T004 d (depends on T002)\n"
    found = lint({PATH: text}).violations
    assert {(v.rule, v.start) for v in found} == {
        ("done-before-dependency", text.index("[ ] [P] T002")),
        ("same-batch-file", text.rindex("src/a.py")),
    }


def test_the_section_of_dependencies_is_read_as_task_lines_are(lint: Lint) -> None:
    tasks = "- [ ] T001 a\n- [x] T002 b\n- [ ] T003 c (depends on T001)\n- [ ] T004 d\n\n"
    section = "## Dependencies & Execution Order\n\n"
    lines = [
        "- Tests (T001-T002) before T004",
        "- T001 blocks T009",
        "- T003 depends on T001",
        "- **T004** requires T001; T001 depends on T007, T008",
        "- T001, T003 depend on T009 and T099",
        "- `T002` is blocked by `T001`",
        "- T009 depends on T010",
        "- Phase 2 depends on T011",
        "- T003 (see T004) depends on T012",
        "",
        "```",
        "T001 depends on T013",
        "```",
        "### Parallel",
        "T003 does not depend on T014",
        "## Notes",
        "T001 depends on T015",
    ]
    found = lint({PATH: tasks + section + "\n".join(lines) + "\n"}).violations
    output = [(v.rule, v.data.get("task", *v.data.get("dependents", "")), v.data["dependency"]) for v in found]
    assert sorted(output) == [
        ("done-before-dependency", "T002", "T001"),
        ("unknown-dependency", "T001", "T007"),
        ("unknown-dependency", "T001", "T008"),
        ("unknown-dependency", "T001", "T009"),
        ("unknown-dependency", "T001", "T099"),
    ]


@pytest.mark.parametrize(
    ("line", "dependencies"),
    [
        ("- **Foundation (phase 2)**: T002 depends on T009 (the chart)", ["T009"]),
        ("* **Foundation:** T002 depends on T009 — **blocks all stories**", ["T009"]),
        ("1. **Story 1**: T001 and T002 need T009", ["T009"]),
        ("- **Story 1** - `T002` waits for T009", ["T009"]),
        ("- **Story 1**: first T001, then T002 depends on T009", []),
        ("- **Story 1**: depends on T009", []),
        ("- **Story 1 (T001)**: T002 depends on T009", []),
        ("- **Story 1**: T002 does not depend on T009", []),
    ],
)
def test_a_title_before_the_task_of_a_dependency(lint: Lint, line: str, dependencies: list[str]) -> None:
    text = f"- [ ] T001 a\n- [ ] T002 b\n\n## Dependencies\n\n{line}\n"
    found = lint({PATH: text}).violations
    assert sorted({v.data["dependency"] for v in found}) == dependencies
    assert all(v.data["task"] in ("T001", "T002") and v.rule == "unknown-dependency" for v in found)


def _with_dependencies(lint: Lint, line: str) -> Sequence[Violation]:
    """Lint four tasks, of which the first two are done, with *line* about their dependencies."""
    tasks = "- [x] T001 a\n- [x] T002 b\n- [ ] T003 c\n- [ ] T004 d\n"
    return lint({PATH: f"{tasks}\n## Dependencies\n\n- {line}\n"}).violations


@pytest.mark.parametrize(
    "line",
    [
        "T001 is first; T003/T004 need T002",
        "T002 needs T001; T003, T004 need T002",
        "T002 needs T001, T003 and T004 (the charts) depend on T002",
        "T002 needs T001; T003 is independent",
        "T002 needs T001; T003–T004 follow",
        "T002 needs T001, T003 can start at once",
        "T004 is written first; everything else depends on T004",
        "**T003**: all user stories need T003",
        "T003 is the base of the lamps, which depend on T003",
        "T002 is independent. The pier depends on T003",
        "T002 needs T001; the pier depends on T003",
        "T004 cannot come before a task that itself waits for T004",
        "T004 (US1 and US2 depend on T004)",
        "The chart comes first; T002, which blocks T001, waits for T003",
        "T001 (the chart; T002 too) is read by what depends on T003",
        "The chart comes first. T002 does not depend on T003",
    ],
)
def test_the_next_statement_of_a_line_is_not_a_part_of_the_list(lint: Lint, line: str) -> None:
    assert not _with_dependencies(lint, line)


@pytest.mark.parametrize(
    "line",
    [
        "T002 (the pier) needs T003",
        "**T002** tide tests depend on T003",
        "T001, T002 — both depend on T003",
        "T001-T002: all depend on T003",
        "T002 can start at low tide, but depends on T003",
        "T002 needs T001 and also requires T003",
        "T002 is blocked by T003",
        "T002 (the pier) depends on T001 (the chart), T003 (the lamps)",
        "T001 can start at once; T002 needs T003",
        "The chart comes first. T002 needs T003",
        "T004 needs T001 (the chart). **T002** (the pier) needs T003",
    ],
)
def test_the_verb_may_be_some_words_after_its_task(lint: Lint, line: str) -> None:
    found = _with_dependencies(lint, line)
    assert [(v.rule, v.data["dependency"], v.data["dependents"][-1]) for v in found] == [
        ("done-before-dependency", "T003", "T002")
    ]


def test_the_next_statement_of_a_line_has_its_own_tasks(lint: Lint) -> None:
    tasks = "- [x] T001 a\n- [x] T002 b\n- [ ] T003 c\n- [x] T004 d\n- [x] T005 e\n"
    text = f"{tasks}\n## Dependencies\n\n- T002 needs T001; T004/T005 need T001/T002 + T003; T003 needs T001\n"
    found = lint({PATH: text}).violations
    assert [(v.rule, v.data["dependency"], v.data["dependents"]) for v in found] == [
        ("done-before-dependency", "T003", ["T004", "T005"])
    ]


def test_a_task_line_without_its_box(lint: Lint) -> None:
    text = "# Tasks\n\n- [ ] T001 a\n- T002 b\n* T003 c\n- [x] T004 d (depends on T002)\n\n**Total Tasks**: 4\n"
    found = lint({PATH: text}).violations
    assert [(v.rule, v.severity, v.start) for v in found] == [
        ("ignored-field", "warning", text.index("T002")),
        ("ignored-field", "warning", text.index("T003")),
    ]
    assert found[0].data == {"document_kind": "speckit", "field": "task", "reason": "box"}
    *_, count = lint({PATH: text.replace(": 4", ": 5")}).violations
    assert (count.rule, count.fix) == ("count-mismatch", None)


@pytest.mark.parametrize(
    "line",
    [
        "- T001 is the first",
        "  - T002 a detail",
        "- T002 was removed",
        "- ~~T002~~ b",
        "- T002, T003 in parallel",
        "- T002-T005 later",
        "T002 in a sentence",
        "## Notes\n- T002 b",
        "```\n- T002 b\n```",
        "- see T002",
    ],
)
def test_what_is_no_task_line_without_a_box(lint: Lint, line: str) -> None:
    assert not lint({PATH: f"## Tasks\n- [ ] T001 a\n{line}\n"}).violations


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


def test_the_count_is_fixed_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.parent.mkdir(parents=True)
    text = "**Total Tasks**: 3\r\n\r\n- [ ] T001 a\r\n"
    path.write_bytes(text.encode())
    planlint("check", "--fix", ".", cwd=tmp_path)
    assert path.read_bytes().decode() == text.replace("3", "1", 1)


def test_a_long_list_takes_linear_time(lint: Lint) -> None:
    text = "".join(
        f"- [ ] T{n:06} {'[P] ' * (n % 2)}a in `src/f{n}.py` (depends on T{n - 1:06})\n" for n in range(1, 5001)
    )
    assert lint({PATH: text.replace(" (depends on T000000)", "")}).violations == []


def test_of_many_totals_in_code_none_counts_and_the_one_outside_does(lint: Lint) -> None:
    fences = "".join(f"- [ ] T{number:04} do it\n\n```\nTotal tasks: {number}\n```\n\n" for number in range(1, 20_001))
    found = lint({"specs/001-x/tasks.md": f"{fences}Total tasks: 3\n"}, select=["count-mismatch"]).violations
    assert [violation.data["found"] for violation in found] == [3]


LIST = "- [x] T001 Read\n- [ ] T002 Draw\n- [ ] T003 Print{}\n\n**Total Tasks**: {}\n"
TOTALS = {
    "a stale total": (LIST.format("", 2), "safe"),
    "a total that is too high": (LIST.format("", 9), "safe"),
    "a dependency without a task": (LIST.format(" (depends on T007)", 4), None),
    "a range that is too long": (LIST.format(" (depends on T001-T004)", 4), None),
    "an id in prose": (LIST.format("", 4) + "\nT009 can wait.\n", "unsafe"),
    "an id in code": (LIST.format("", 4) + "\n```\nT009 can wait.\n```\n", "safe"),
    "tasks numbered up to the total": (LIST.replace("T003", "T004").format("", 4), "unsafe"),
    "parts that add up": (LIST.format("", 4) + "\n- Setup: 1 task\n- Story (3 tasks)\n", "unsafe"),
    "a table that adds up": (LIST.format("", 4) + "\n| Part | Tasks |\n|---|---|\n| A | 1 |\n| B | 3 |\n", "unsafe"),
    "parts that do not": (LIST.format("", 5) + "\n- Setup: 1 task\n- Story (3 tasks)\n", "safe"),
    "an id twice": (LIST.format("\n- [ ] T003 Print", 3), None),
}


@pytest.mark.parametrize(("text", "level"), TOTALS.values(), ids=TOTALS)
def test_a_total_that_something_supports_has_no_safe_fix(lint: Lint, text: str, level: str | None) -> None:
    [violation] = lint({"specs/001-a/tasks.md": text}, select=["count-mismatch"]).violations
    assert (violation.fix and ("safe" if violation.fix.safe else "unsafe")) == level
