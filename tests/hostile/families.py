"""Families of input that grow: each makes the files with *n* of something, for the growth gate."""

from __future__ import annotations

import json
from collections.abc import Callable

Files = dict[str, "str | bytes"]
Family = Callable[[int], Files]
HEAD = "---\ntype: progress\nprd: a\nphase: 1\nstatus: pending\ntasks:\n"
TASK = "- id: T{0}\n  status: pending\n  dependencies: [{1}]\n"
FILE = "a-progress.md"


def plan(tasks: str, body: str = "", more: str = "") -> str:
    """Return a plan with the YAML *tasks* and *more*, and a *body*."""
    return f"{HEAD}{tasks}{more}---\n{body}"


def many(n: int, text: str) -> str:
    """Return *text* n times, with the number for ``{0}`` and the one before for ``{1}``."""
    return "".join(text.format(i, i - 1) for i in range(n))


def _tasks(n: int, names: Callable[[int], str], task: str = TASK) -> str:
    return "".join(task.format(i, names(i)) for i in range(n))


def _chain(i: int) -> str:
    return f"T{i - 1}" if i else ""


def _one(text: Callable[[int], str], path: str = FILE) -> Family:
    return lambda n: {path: text(n)}


def _files(path: str, text: str, more: Files | None = None) -> Family:
    return lambda n: {**{path.format(i): text.format(i, i + 1, i + 10 * n) for i in range(1, n + 1)}, **(more or {})}


def _batches(n: int, shape: str) -> str:
    rows = many(n, shape)
    return plan(_tasks(n, _chain), more=f"parallelization:\n{rows}")


def _backwards(n: int) -> str:
    rows = "".join(f"  batch_{i + 1}: [T{n - i - 1}]\n" for i in range(n))
    return plan(_tasks(n, _chain), more=f"parallelization:\n{rows}")


def _one_batch(n: int) -> str:
    names = ", ".join(f"T{i}" for i in range(n))
    return plan(_tasks(n, _chain), more=f"parallelization:\n  batch_1: [{names}]\n")


def _same_files(n: int) -> str:
    names = ", ".join(f"T{i}" for i in range(n))
    tasks = _tasks(n, lambda i: "", TASK + "  files_modified: [src/a.py, src/b{0}.py]\n")
    return plan(tasks, more=f"parallelization:\n  batch_1: [{names}]\n")


def _waiting(n: int) -> str:
    done = TASK.replace("pending", "completed")
    return plan(TASK.format("X", "") + _tasks(n, lambda i: "TX", done))


def _table(n: int) -> str:
    rows = "".join(f"| T{i} | completed |\n" for i in range(n))
    return plan(_tasks(n, lambda i: ""), f"\n| Task | Status |\n|---|---|\n{rows}")


def _tables(n: int) -> str:
    table = "\n## {0}\n\n| Task | Status |\n|---|---|\n| T{0} | completed |\n"
    return plan(_tasks(n, lambda i: ""), many(n, table))


def _boxes(n: int) -> str:
    return plan(_tasks(n, lambda i: ""), "\n" + many(n, "- [x] T{0}: do it\n"))


def _headings(n: int) -> str:
    return plan(_tasks(n, lambda i: ""), many(n, "\n### T{0}: do it\n\n**Status**: completed\n"))


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
    tables = many(n, '"p{0}-progress.md" = ["missing-field"]\n')
    return {".planlint.toml": f"[per-file-ignores]\n{tables}", **FAMILIES["plans in one directory"][0](n)}


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

FAMILIES: dict[str, tuple[Family, int]] = {  # the part that grows, and how many are enough to see it
    "values of a list": (_one(lambda n: plan(TASK.format(1, ""), more="notes:\n" + many(n, "- {0}\n"))), 200),
    "unknown keys": (_one(lambda n: plan(TASK.format(1, ""), more=many(n, "key_{0}: 1\n"))), 150),
    "duplicate keys": (_one(lambda n: plan(TASK.format(1, ""), more=many(n, "title: {0}\n"))), 150),
    "plans in one directory": (_files("d/p{0}-progress.md", plan(TASK.format("{0}", "Q{0}"))), 150),
    "plans with slugs of their own": (
        _files("d/p{0}-progress.md", plan(TASK.format("{0}", "Q{0}")).replace("prd: a", "prd: a{0}")),
        60,
    ),
    "plans that define one id": (_files("d/p{0}-progress.md", plan(TASK.format(1, ""))), 60),
    "plans that depend on each other": (_files("d/p{0}-progress.md", plan(TASK.format("{0}", "T{1}"))), 60),
    "directories": (_files("d{0}/a-progress.md", plan(TASK.format("{0}", ""))), 60),
    "directories in each other": (lambda n: {"d/" * n + FILE: _small(1)}, 100),
    "other files": (_files("d/n{0}.md", "# Notes\n", {FILE: _small(1)}), 200),
    "tasks": (_one(lambda n: plan(_tasks(n, _chain))), 120),
    "unknown dependencies": (_one(lambda n: plan(_tasks(n, lambda i: f"Q{i}"))), 120),
    "misspelled dependencies": (_one(lambda n: plan(_tasks(n, lambda i: f"T{i}x"))), 120),
    "prose dependencies": (_one(lambda n: plan(_tasks(n, lambda i: f"the work number {i}"))), 120),
    "dependencies twice": (_one(lambda n: plan(_tasks(n, lambda i: "T0, T0"))), 100),
    "dependencies of one task": (
        _one(lambda n: plan(_tasks(n, lambda i: "") + TASK.format("X", ", ".join(f"T{i}" for i in range(n))))),
        120,
    ),
    "redundant dependencies": (_one(lambda n: plan(_tasks(n, lambda i: f"T{max(i - 1, 0)}, T{max(i - 2, 0)}"))), 100),
    "one id, defined again": (_one(lambda n: plan(TASK.format(1, "") * n)), 100),
    "cycles": (_one(lambda n: plan(_tasks(2 * n, lambda i: f"T{i ^ 1}"))), 80),
    "one cycle": (_one(lambda n: plan(_tasks(n, lambda i: f"T{(i + 1) % n}"))), 120),
    "one cycle with chords": (_one(lambda n: plan(_tasks(n, lambda i: f"T{(i + 1) % n}, T{(i + 7) % n}"))), 100),
    "done before a dependency": (_one(_waiting), 100),
    "batches": (_one(lambda n: _batches(n, "  batch_{0}: [T{0}]\n")), 80),
    "batches in the wrong order": (_one(_backwards), 80),
    "empty batches": (_one(lambda n: _batches(n, "  batch_{0}: []\n")), 80),
    "tasks of a batch": (_one(_one_batch), 80),
    "files of a batch": (_one(_same_files), 80),
    "rows of a table": (_one(_table), 100),
    "tables": (_one(_tables), 80),
    "boxes of a body": (_one(_boxes), 100),
    "headings with a status": (_one(_headings), 100),
    "lines of a body": (_one(lambda n: plan(TASK.format(1, ""), "words of a body\n" * n)), 400),
    "phases": (_phases, 20),
    "phases of a roll-up": (_roll_up, 20),
    "blockers": (_one(lambda n: plan(_tasks(n, _chain), more="blockers:\n" + many(n, "- T{0} is blocked\n"))), 100),
    "boxes in spec-kit": (_one(lambda n: "## Phase 1: a\n" + many(n, BOX), "specs/001-a/tasks.md"), 120),
    "boxes in OpenSpec": (_one(lambda n: "## 1. x\n" + many(n, "- [ ] 1.{0} x\n"), "openspec/changes/a/tasks.md"), 150),
    "tasks of a board": (_files("backlog/tasks/task-{0} - t.md", BOARD, BOARD_SETTINGS), 60),
    "phases in GSD": (_files(".planning/phases/{0}-a/{0}-01-PLAN.md", GSD), 40),
    "plans of a phase in GSD": (_files(".planning/phases/01-a/01-{0}-PLAN.md", GSD.replace("{0}-a", "01-a")), 24),
    "tasks in tasks.json": (_one(_tasks_json, ".taskmaster/tasks/tasks.json"), 120),
    "subtasks in tasks.json": (_one(_subtasks, ".taskmaster/tasks/tasks.json"), 120),
    "tags in tasks.json": (_one(_tags, ".taskmaster/tasks/tasks.json"), 80),
    "tools of a manifest": (_one(_tools, "MANIFEST.yaml"), 120),
    "agents of a manifest": (_one(_agents, "MANIFEST.yaml"), 80),
    "suppressions": (_one(lambda n: plan(_tasks(n, lambda i: f"Q{i}", SUPPRESSED))), 120),
    "unused suppressions": (_one(lambda n: plan(_tasks(n, lambda i: "", UNUSED))), 120),
    "rules in one suppression": (
        _one(lambda n: plan(f"# planlint: ignore[{', '.join(f'a-{i}' for i in range(n))}]\n{TASK.format(1, 'Q')}")),
        100,
    ),
    "violations on one line": (_one(lambda n: plan(TASK.format(0, ", ".join(f"Q{i}" for i in range(n))))), 120),
    "violations on one line that is not ASCII": (
        _one(lambda n: plan(TASK.format(0, ", ".join(f"Ω𝛀{i}" for i in range(n))))),
        120,
    ),
    "patterns of a configuration": (_overrides, 40),
    "configurations": (_configurations, 40),
}
