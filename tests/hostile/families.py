"""Families of input that grow: each makes the files with *n* of something, for the growth gate."""

from __future__ import annotations

import json

from tests.hostile.family_texts import (
    FILE,
    HEAD,
    TASK,
    Families,
    Files,
    chain,
    many,
    of_files,
    one_file,
    plan,
    task_list,
)
from tests.hostile.more_families import MORE_FAMILIES


def _batches(n: int, shape: str) -> str:
    rows = many(n, shape)
    return plan(task_list(n, chain), more=f"parallelization:\n{rows}")


def _backwards(n: int) -> str:
    rows = "".join(f"  batch_{i + 1}: [T{n - i - 1}]\n" for i in range(n))
    return plan(task_list(n, chain), more=f"parallelization:\n{rows}")


def _one_batch(n: int) -> str:
    names = ", ".join(f"T{i}" for i in range(n))
    return plan(task_list(n, chain), more=f"parallelization:\n  batch_1: [{names}]\n")


def _same_files(n: int) -> str:
    names = ", ".join(f"T{i}" for i in range(n))
    tasks = task_list(n, lambda i: "", TASK + "  files_modified: [src/a.py, src/b{0}.py]\n")
    return plan(tasks, more=f"parallelization:\n  batch_1: [{names}]\n")


def _waiting(n: int) -> str:
    done = TASK.replace("pending", "completed")
    return plan(TASK.format("X", "") + task_list(n, lambda i: "TX", done))


def _table(n: int) -> str:
    rows = "".join(f"| T{i} | completed |\n" for i in range(n))
    return plan(task_list(n, lambda i: ""), f"\n| Task | Status |\n|---|---|\n{rows}")


def _tables(n: int) -> str:
    table = "\n## {0}\n\n| Task | Status |\n|---|---|\n| T{0} | completed |\n"
    return plan(task_list(n, lambda i: ""), many(n, table))


def _boxes(n: int) -> str:
    return plan(task_list(n, lambda i: ""), "\n" + many(n, "- [x] T{0}: do it\n"))


def _headings(n: int) -> str:
    return plan(task_list(n, lambda i: ""), many(n, "\n### T{0}: do it\n\n**Status**: completed\n"))


def _phases(n: int) -> Files:
    task = "- id: P{0}\n  status: pending\n  dependencies: [Phase {1}]\n---\n"
    text = HEAD.replace("phase: 1", "phase: {0}") + task
    return {f"p/phase-{i}-progress.md": text.format(i, i - 1) for i in range(2, n + 2)}


def _roll_up(n: int) -> Files:
    entries = many(n, "- phase: {0}\n  status: completed\n  total_tasks: 3\n")
    top = f"---\ntype: progress\nprd: a\nphase: all\nstatus: pending\nphases:\n{entries}---\n"
    text = HEAD.replace("phase: 1", "phase: {0}") + "- id: P{0}\n  status: pending\n---\n"
    return {"p/all-progress.md": top, **{f"p/phase-{i}-progress.md": text.format(i) for i in range(n)}}


def _tasks_json(n: int) -> str:
    tasks = [{"id": i, "title": "x", "status": "pending", "dependencies": [i + 10 * n]} for i in range(1, n + 1)]
    return json.dumps({"master": {"tasks": tasks}}, indent=1)


def _subtasks(n: int) -> str:
    subtasks = [{"id": i, "title": "x", "status": "pending", "dependencies": [i + 10 * n]} for i in range(1, n + 1)]
    task = {"id": 1, "title": "x", "status": "pending", "dependencies": [], "subtasks": subtasks}
    return json.dumps({"master": {"tasks": [task]}}, indent=1)


def _tags(n: int) -> str:
    task = {"id": 1, "title": "x", "status": "pending", "dependencies": [9], "testStrategy": ""}
    return json.dumps({f"t{i}": {"tasks": [task]} for i in range(n)})


def _tools(n: int) -> str:
    names = many(n, "- tool_{0}\n")
    head = "feature_name: a\nfeature_slug: a\nmcp_service_name: a\ntotal_tools: 3\n"
    return f"{head}tools_completed:\n{names}tools_remaining:\n{names}"


def _agents(n: int) -> str:
    agents = many(n, "- agent: a{0}\n  timestamp: 2026-01-01\n  artifacts: [x{0}.md]\n")
    return f"feature_name: a\nfeature_slug: a\nagents_contributed:\n{agents}"


def _overrides(n: int) -> Files:
    """Return a configuration with *n* patterns and a few plans: each path is matched against each pattern."""
    tables = many(n, '"p{0}-progress.md" = ["missing-field"]\n')
    return {".planlint.toml": f"[per-file-ignores]\n{tables}", **FAMILIES["plans in one directory"][0](20)}


def _configurations(n: int) -> Files:
    plans: Files = {f"d{i}/{FILE}": _small(i) for i in range(n)}
    return {**plans, **{f"d{i}/.planlint.toml": "" for i in range(n)}}


def _small(i: int) -> str:
    return plan(TASK.format(i, f"Q{i}"))


SUPPRESSED = TASK.replace("]\n", "]  # planlint: ignore[unknown-dependency]\n")
UNUSED = TASK.replace("]\n", "]  # planlint: ignore[self-dependency]\n")
BOARD = "---\nid: task-{0}\ntitle: t\nstatus: To Do\ndependencies: [task-{2}]\n---\n"
BOARD_SETTINGS: Files = {"backlog/config.yml": 'project_name: x\nstatuses: ["To Do", "Done"]\n'}
GSD = "---\nphase: {0}-a\nplan: 01\ntype: execute\nwave: 1\ndepends_on: [{1}-01]\n---\n"
BOX = "- [ ] T{0:03} [P] x in src/a{0}.py (depends on T{1:03})\n"

FAMILIES: Families = {  # by the part that grows, and the number that shows it
    "values of a list": (one_file(lambda n: plan(TASK.format(1, ""), more="notes:\n" + many(n, "- {0}\n"))), 200),
    "unknown keys": (one_file(lambda n: plan(TASK.format(1, ""), more=many(n, "key_{0}: 1\n"))), 150),
    "duplicate keys": (one_file(lambda n: plan(TASK.format(1, ""), more=many(n, "title: {0}\n"))), 150),
    "plans in one directory": (of_files("d/p{0}-progress.md", plan(TASK.format("{0}", "Q{0}"))), 150),
    "plans with slugs of their own": (
        of_files("d/p{0}-progress.md", plan(TASK.format("{0}", "Q{0}")).replace("prd: a", "prd: a{0}")),
        60,
    ),
    "plans that define one id": (of_files("d/p{0}-progress.md", plan(TASK.format(1, ""))), 60),
    "plans that depend on each other": (of_files("d/p{0}-progress.md", plan(TASK.format("{0}", "T{1}"))), 60),
    "directories": (of_files("d{0}/a-progress.md", plan(TASK.format("{0}", ""))), 60),
    "directories in each other": (lambda n: {"d/" * n + FILE: _small(1)}, 100),
    "other files": (of_files("d/n{0}.md", "# Notes\n", {FILE: _small(1)}), 200),
    "tasks": (one_file(lambda n: plan(task_list(n, chain))), 120),
    "unknown dependencies": (one_file(lambda n: plan(task_list(n, lambda i: f"Q{i}"))), 120),
    "misspelled dependencies": (one_file(lambda n: plan(task_list(n, lambda i: f"T{i}x"))), 120),
    "prose dependencies": (one_file(lambda n: plan(task_list(n, lambda i: f"the work number {i}"))), 120),
    "dependencies twice": (one_file(lambda n: plan(task_list(n, lambda i: "T0, T0"))), 100),
    "dependencies of one task": (
        one_file(lambda n: plan(task_list(n, lambda i: "") + TASK.format("X", ", ".join(f"T{i}" for i in range(n))))),
        120,
    ),
    "redundant dependencies": (
        one_file(lambda n: plan(task_list(n, lambda i: f"T{max(i - 1, 0)}, T{max(i - 2, 0)}"))),
        100,
    ),
    "one id, defined again": (one_file(lambda n: plan(TASK.format(1, "") * n)), 100),
    "cycles": (one_file(lambda n: plan(task_list(2 * n, lambda i: f"T{i ^ 1}"))), 80),
    "one cycle": (one_file(lambda n: plan(task_list(n, lambda i: f"T{(i + 1) % n}"))), 120),
    "one cycle with chords": (one_file(lambda n: plan(task_list(n, lambda i: f"T{(i + 1) % n}, T{(i + 7) % n}"))), 100),
    "done before a dependency": (one_file(_waiting), 100),
    "batches": (one_file(lambda n: _batches(n, "  batch_{0}: [T{0}]\n")), 80),
    "batches in the wrong order": (one_file(_backwards), 80),
    "empty batches": (one_file(lambda n: _batches(n, "  batch_{0}: []\n")), 80),
    "tasks of a batch": (one_file(_one_batch), 80),
    "files of a batch": (one_file(_same_files), 80),
    "rows of a table": (one_file(_table), 100),
    "tables": (one_file(_tables), 80),
    "boxes of a body": (one_file(_boxes), 100),
    "headings with a status": (one_file(_headings), 100),
    "lines of a body": (one_file(lambda n: plan(TASK.format(1, ""), "words of a body\n" * n)), 400),
    "phases": (_phases, 20),
    "phases of a roll-up": (_roll_up, 20),
    "blockers": (
        one_file(lambda n: plan(task_list(n, chain), more="blockers:\n" + many(n, "- T{0} is blocked\n"))),
        100,
    ),
    "boxes in spec-kit": (one_file(lambda n: "## Phase 1: a\n" + many(n, BOX), "specs/001-a/tasks.md"), 120),
    "boxes in OpenSpec": (
        one_file(lambda n: "## 1. x\n" + many(n, "- [ ] 1.{0} x\n"), "openspec/changes/a/tasks.md"),
        150,
    ),
    "tasks of a board": (of_files("backlog/tasks/task-{0} - t.md", BOARD, BOARD_SETTINGS), 60),
    "phases in GSD": (of_files(".planning/phases/{0}-a/{0}-01-PLAN.md", GSD), 40),
    "plans of a phase in GSD": (of_files(".planning/phases/01-a/01-{0}-PLAN.md", GSD.replace("{0}-a", "01-a")), 24),
    "tasks in tasks.json": (one_file(_tasks_json, ".taskmaster/tasks/tasks.json"), 120),
    "subtasks in tasks.json": (one_file(_subtasks, ".taskmaster/tasks/tasks.json"), 120),
    "tags in tasks.json": (one_file(_tags, ".taskmaster/tasks/tasks.json"), 80),
    "tools of a manifest": (one_file(_tools, "MANIFEST.yaml"), 120),
    "agents of a manifest": (one_file(_agents, "MANIFEST.yaml"), 80),
    "suppressions": (one_file(lambda n: plan(task_list(n, lambda i: f"Q{i}", SUPPRESSED))), 120),
    "unused suppressions": (one_file(lambda n: plan(task_list(n, lambda i: "", UNUSED))), 120),
    "rules in one suppression": (
        one_file(lambda n: plan(f"# planlint: ignore[{', '.join(f'a-{i}' for i in range(n))}]\n{TASK.format(1, 'Q')}")),
        100,
    ),
    "violations on one line": (one_file(lambda n: plan(TASK.format(0, ", ".join(f"Q{i}" for i in range(n))))), 120),
    "violations on one line that is not ASCII": (
        one_file(lambda n: plan(TASK.format(0, ", ".join(f"Ω𝛀{i}" for i in range(n))))),
        120,
    ),
    "patterns of a configuration": (_overrides, 100),
    "configurations": (_configurations, 40),
    **MORE_FAMILIES,
}
