"""Corner cases of rules across files, and of options: exactly the text marked «so» is flagged."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from linter.syntax.fix import apply
from tests.conftest import ROOT, Lint
from tests.test_rules import spoken

HEAD = "---\ntype: progress\nprd: p\n"
PHASES = ".planning/phases/"


def wave(number: int, files: str = "", awaited: str = "") -> str:
    """Return a GSD plan."""
    return f"---\nwave: {number}\nfiles_modified: [{files}]\ndepends_on: [{awaited}]\n---\n"


def gsd(*plans: str, phase: str = "01-tides") -> dict[str, str]:
    """Return the plans of one phase, ``01-01`` and so on."""
    return {f"{PHASES}{phase}/{phase[:2]}-{n:02d}-PLAN.md": text for n, text in enumerate(plans, 1)}


def marked(plan: str, old: str, new: str) -> str:
    assert plan.count(old) == 1
    return plan.replace(old, new)


def mcp(name: str, tools: str, behind: str = "") -> str:
    return f"""\
feature_slug: {name}
mcp_service_name: {name}
phases:
  implementation:
    tools_completed: {tools}
    tools_in_progress: []
    tools_remaining: []
{behind}"""


def early(plan: str) -> str:
    return marked(plan, "wave: 1", "wave: «1»")


TOOLS = '{"tools": [{"name": "get-issue"}, {"name": "add-issue"}]}'
TASK = """\
---
id: TASK-1
title: Read dates
status: «Done»
---

## Acceptance Criteria
<!-- AC:BEGIN -->
- [ ] #1 reads a day
<!-- AC:END -->
"""
BOARD = "project_name: x\n"
CASES: dict[str, tuple[str, dict[str, str], str]] = {
    "three plans change files in turn": (
        "same-batch-file",
        gsd(wave(1, "a.py"), wave(1, "«./a.py», b.py"), wave(1, "c.py, «b.py»")),
        "`./a.py` is changed by parallel tasks: `01-01`, `01-02`\n",
    ),
    "two files of the same two plans are said once each": (
        "same-batch-file",
        gsd(wave(1, "a.py, b.py"), wave(1, "«a.py», «b.py»")),
        "",
    ),
    "plans of which each waits for the one before": (
        "same-batch-file",
        gsd(wave(1, "a.py"), wave(1, "a.py", awaited="01-01"), wave(1, "a.py", awaited="01-02")),
        "",
    ),
    "plans of which one may run beside the others": (
        "same-batch-file",
        gsd(wave(1, "a.py"), wave(1, "«a.py»", awaited="01-01"), wave(1, "a.py", awaited="01-01")),
        "`a.py` is changed by parallel tasks: `01-01`, `01-02`, `01-03`\n",
    ),
    "a plan names a file twice": ("same-batch-file", gsd(wave(1, "a.py, a.py"), wave(1, "b.py")), ""),
    "a dependency that is named twice": (
        "batch-order",
        gsd(wave(2), early(wave(1, awaited="01-01, 01-01")), early(wave(1, awaited="01-01"))),
        "task `01-02` in wave 1 runs before its dependency `01-01` in wave 2",
    ),
    "the second dependency": (
        "batch-order",
        gsd(wave(1), wave(3), marked(wave(2, awaited="01-03, 01-07, 01-01, 01-02"), "wave: 2", "wave: «2»")),
        "task `01-03` in wave 2 runs before its dependency `01-02` in wave 3",
    ),
    "plans that wait for each other": (
        "same-batch-dependency",
        gsd(wave(1, awaited="01-02"), wave(1, awaited="01-01"), early(wave(1, awaited="01-01"))),
        "warning: task `01-03` runs in parallel with its dependency `01-01` in wave 1\n",
    ),
    "a plan without a wave": (
        "same-batch-dependency",
        gsd(wave(1).replace("wave: 1\n", ""), early(wave(1, awaited="01-01, 01-03")), wave(1)),
        "`01-02` runs in parallel with its dependency `01-03`",
    ),
    "waves of another phase": (
        "batch-order",
        {**gsd(wave(2)), **gsd(wave(1, awaited="01-01"), phase="02-buoys")},
        "",
    ),
    "a tool that is unknown twice": (
        "unknown-tool",
        {"a/MANIFEST.yaml": mcp("a", "[get-issue, «x-tool», x-tool, «get-isue»]"), "a/tools_manifest.json": TOOLS},
        "unknown tool `x-tool`, not in `tools_manifest.json`\n",
    ),
    "the second of two manifests": (
        "tool-count",
        {
            "a/MANIFEST.yaml": mcp("a", "[x-tool]"),
            "b/MANIFEST.yaml": marked(mcp("b", "[get-issue]"), "tools_completed", "«tools_completed»"),
            "b/tools_manifest.json": TOOLS,
        },
        "1 tool is listed, but `tools_manifest.json` defines 2\n",
    ),
    "a batch names a task of another file": (
        "unknown-batch-task",
        {
            "p/phase-1-progress.md": f"{HEAD}tasks:\n- {{id: T1}}\n---\n",
            "p/phase-2-progress.md": f"{HEAD}tasks:\n- {{id: T2}}\nparallelization:\n"
            "  batch_1: [Phase 1 complete, T1, T2, «T9»]\n  batch_2: [«T8»]\n---\n",
        },
        "`batch_1` lists unknown task `T9`\n",
    ),
    "a folder that has a number": (
        "slug-mismatch",
        {f"{name}/a-progress.md": f"{HEAD}tasks: []\n---\n" for name in ("Phase-1", "sprint_2", "milestones", "docs")},
        "",
    ),
    "a milestone that no file is about": (
        "missing-reference",
        {
            "backlog/config.yml": BOARD,
            "backlog/milestones/m-1 - First.md": "---\nid: m-1\ntitle: First\n---\n",
            "backlog/tasks/task-1.md": "---\nid: TASK-1\ntitle: a\nstatus: To Do\nmilestone: «m-9»\n---\n",
        },
        "`milestone` does not exist: `m-9`\n",
    ),
    "a folder that has a name": (
        "slug-mismatch",
        {"sprinting/a-progress.md": marked(f"{HEAD}tasks: []\n---\n", "prd: p", "prd: «p»")},
        "`prd` is `p`, but the directory is `sprinting`\n",
    ),
    "a tool that is said to be pending": (
        "batch-history-tools",
        {
            "a/MANIFEST.yaml": """\
feature_slug: a
mcp_service_name: a
phases:
  implementation:
    current_batch: 2
    batch_history:
    - batch_number: 1
      completed_at: "2026-01-20T09:00:00Z"
      tools: [«x-tool», y-tool]
tools_status:
  x-tool: {phase: pending}
  y-tool: {phase: complete}
"""
        },
        "x-tool",
    ),
}  # fmt: skip
PROGRESS = "p/a-progress.md"
OPTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "criteria of which none is checked": (
        "criteria-drift",
        {"backlog/config.yml": BOARD, "backlog/tasks/task-1.md": TASK},
    ),
    "any unknown field": ("unknown-field", {PROGRESS: f"{HEAD}«zzzz»: 1\ntasks: []\n---\n"}),
    "fields that are recommended": (
        "missing-field",
        {PROGRESS: f"{HEAD.replace('type', '«type»')}tasks: []\n---\n"},
    ),
    "done tasks of one batch": (
        "same-batch-dependency",
        {
            PROGRESS: f"{HEAD}tasks:\n- {{id: A, status: done}}\n- {{id: B, status: done, dependencies: [A]}}\n"
            "parallelization:\n  batch_1: [A, «B»]\n---\n"
        },
    ),
}


def check(lint: Lint, id: str, files: dict[str, str], **values: object) -> list[str]:
    """Lint *files*, compare the marks with the flagged text, and return the messages."""
    texts = {path: re.sub("[«»]", "", text) for path, text in files.items()}
    report = lint(texts, select=[id], **values)
    assert not report.has_internal_errors
    found = [violation for violation in report.violations if violation.rule == id]
    flagged = {path: [texts[v.path][v.start : v.end] for v in found if v.path == path] for path in files}
    assert flagged == {path: re.findall("«(.*?)»", text) for path, text in files.items()}, [v.message for v in found]
    return [f"{violation.severity}: {violation.message}\n" for violation in found]


@pytest.mark.parametrize(("id", "files", "output"), CASES.values(), ids=list(CASES))
def test_a_corner_across_files(lint: Lint, id: str, files: dict[str, str], output: str) -> None:
    messages = check(lint, id, files)
    assert not messages or output in messages[0]


@pytest.mark.parametrize("id", sorted({case[0] for case in CASES.values()}))
def test_all_that_is_reported_of_the_corners(
    lint: Lint, tmp_path: Path, id: str, request: pytest.FixtureRequest
) -> None:
    output = []
    for name, files in ((name, case[1]) for name, case in CASES.items() if case[0] == id):
        for path in tmp_path.iterdir():
            shutil.rmtree(path)
        texts = {path: re.sub("[«»]", "", text) for path, text in files.items()}
        output.append(f"# {name}\n")
        output += [f"{v.path}: {spoken(v, texts)}" for v in lint(texts, select=[id]).violations]
    golden = ROOT / "fixtures" / "rules" / "corners" / "across" / f"{id}.txt"
    if request.config.getoption("--update-goldens"):
        golden.write_text("".join(output), encoding="utf-8")
    assert "".join(output) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("id", "files"), OPTIONS.values(), ids=list(OPTIONS))
def test_what_only_the_preset_strict_reports(lint: Lint, id: str, files: dict[str, str]) -> None:
    assert check(lint, id, {path: re.sub("[«»]", "", text) for path, text in files.items()}) == []
    assert all(message.startswith("error: ") for message in check(lint, id, files, preset="strict"))


def test_a_duplicate_is_printed_in_the_file_that_was_named(lint: Lint) -> None:
    files: dict[str, str | bytes] = {f"p/phase-{n}-progress.md": f"{HEAD}tasks:\n- {{id: T1}}\n---\n" for n in (1, 2)}
    for named, other in ((1, 2), (2, 1)):
        (found,) = lint(files, f"p/phase-{named}-progress.md", select=["duplicate-task-id"]).violations
        assert found.path == f"p/phase-{named}-progress.md" and found.home == "p/phase-2-progress.md"
        assert [place.path for place in found.related] == [f"p/phase-{other}-progress.md"]


@pytest.mark.parametrize("id", ["2.1", '"2.1"'])
def test_the_id_of_a_subtask_becomes_a_number_in_json(lint: Lint, id: str) -> None:
    text = f'{{"master": {{"tasks": [{{"id": 2, "title": "a", "subtasks": [{{"id": {id}, "title": "b"}}]}}]}}}}'
    report = lint({".taskmaster/tasks/tasks.json": text}, select=["invalid-value"])
    found = next(violation for violation in report.violations if violation.data["field"] == "id")
    assert found.fix and apply(text, found.fix.edits) == text.replace(id, "1")
