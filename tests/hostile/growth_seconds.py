"""Check that twice the input takes twice the time: ``python -m tests.hostile.growth_seconds [TEXT]``.

It measures large inputs, then inputs twice as large; TEXT selects them by name.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.hostile.cases import write
from tests.hostile.process import ROOT

K = 1000
MOST = 2.6  # times; what is quadratic takes four
CHECK = ["check", "--preset", "strict", "--no-cache", "--output-format", "concise=out"]
FRONT = "---\ntype: progress\nprd: a\nphase: 1\nstatus: pending\n"
TASK = "  - id: T{0}\n    status: pending\n    assigned_to: [me]\n    dependencies: [{1}]\n"
PLAN = FRONT + "total_tasks: 1\ntasks:\n" + TASK.format(1, "") + "---\n"
TABLE = "| Task | Status |\n|---|---|\n| T1 | completed |\n\n"

Inputs = dict[str, tuple[int, Callable[[int], dict[str, str]]]]


def _plan(text: Callable[[int], str]) -> Callable[[int], dict[str, str]]:
    return lambda n: {"docs/a-progress.md": text(n)}


def _front(yaml: Callable[[int], str]) -> Callable[[int], dict[str, str]]:
    return lambda n: {"docs/a-progress.md": f"{FRONT}{yaml(n)}---\n"}


def _at(path: str, text: Callable[[int], str]) -> Callable[[int], dict[str, str]]:
    return lambda n: {path: text(n)}


def _ids(n: int, pattern: str = "T{}") -> str:
    return ", ".join(pattern.format(number) for number in range(2, n + 2))


def _json(n: int) -> str:
    tasks = ({"id": i, "title": "x", "status": "pending", "dependencies": [i - 1]} for i in range(1, n + 1))
    return json.dumps({"master": {"tasks": [{**task, "testStrategy": ""} for task in tasks]}})


def _tags(n: int) -> str:
    task = {"id": 1, "title": "x", "status": "pending", "dependencies": [9], "testStrategy": ""}
    return json.dumps({f"t{i}": {"tasks": [task]} for i in range(n)})


def _phases(n: int) -> dict[str, str]:
    text = "---\nphase: {0}-a\nplan: 01\nwave: 1\ndepends_on: [{1}-01]\n---\n"
    return {f".planning/phases/{i}-a/{i}-01-PLAN.md": text.format(i, i + 1) for i in range(n)}


def _board(n: int) -> dict[str, str]:
    text = "---\nid: TASK-{0}\ntitle: x\nstatus: To Do\ndependencies: [TASK-{1}]\n---\n"
    return {f"backlog/tasks/task-{i} - x.md": text.format(i, i + 1) for i in range(n)}


INPUTS: Inputs = {
    "lines of a body": (500 * K, _plan(lambda n: PLAN + "some text here\n" * n)),
    "tables": (50 * K, _plan(lambda n: PLAN + TABLE * n)),
    "rows of a table": (50 * K, _plan(lambda n: PLAN + TABLE[:-1] + "| T1 | completed |\n" * n)),
    "duplicate keys": (25 * K, _front(lambda n: "a: 1\n" * n)),
    "dependencies of a task": (25 * K, _front(lambda n: "tasks:\n" + TASK.format(1, _ids(n)))),
    "one dependency, repeated": (25 * K, _front(lambda n: "tasks:\n" + TASK.format(1, "T2, " * n))),
    "tasks in a chain": (
        10 * K,
        _front(lambda n: "tasks:\n" + "".join(TASK.format(i, f"T{i - 1}") for i in range(n))),
    ),
    "tasks in a circle": (
        10 * K,
        _front(lambda n: "tasks:\n" + "".join(TASK.format(i, f"T{(i + 1) % n}") for i in range(n))),
    ),
    "characters on a line": (5 * K * K, _plan(lambda n: PLAN + "x" * n)),
    "characters of a plain text": (5 * K * K, _front(lambda n: "x: " + "ab " * (n // 3) + "\n")),
    "lines of a plain text": (100 * K, _front(lambda n: "x: a\n" + "  some words\n" * n)),
    "blanks after a value": (K * K, _front(lambda n: "x: a" + " " * n + "\n")),
    "unknown ids on one line": (
        25 * K,
        _front(lambda n: "tasks:\n" + TASK.format(1, "") + f"parallelization:\n  batch_1: [{_ids(n)}]\n"),
    ),
    "suppressions on one line": (
        20 * K,
        _plan(lambda n: PLAN + "<!-- planlint: ignore[count-mismatch] -->" * n + "\n"),
    ),
    "comments that suppress": (
        10 * K,
        _front(lambda n: "".join(f"x{i}: 1  # planlint: ignore[count-mismatch]\n" for i in range(n))),
    ),
    "tasks in tasks.json": (50 * K, _at(".taskmaster/tasks/tasks.json", _json)),
    "tags in tasks.json": (10 * K, _at(".taskmaster/tasks/tasks.json", _tags)),
    "boxes in spec-kit": (
        50 * K,
        _at("specs/001-a/tasks.md", lambda n: "".join(f"- [ ] T{i:03} [P] x in src/a{i}.py\n" for i in range(n))),
    ),
    "dependencies in spec-kit": (
        25 * K,
        _at("specs/001-a/tasks.md", lambda n: f"- [ ] T001 x (depends on {_ids(n)})\n"),
    ),
    "boxes in OpenSpec": (
        50 * K,
        _at("openspec/changes/a/tasks.md", lambda n: "## 1. x\n" + "".join(f"- [ ] 1.{i} x\n" for i in range(n))),
    ),
    "dependencies in Backlog.md": (
        25 * K,
        _at(
            "backlog/tasks/task-1 - x.md",
            lambda n: f"---\nid: TASK-1\ntitle: x\nstatus: To Do\ndependencies: [{_ids(n, 'TASK-{}')}]\n---\n",
        ),
    ),
    "tasks of a board": (1500, _board),
    "phases of GSD": (1500, _phases),
    "dependencies in GSD": (
        10 * K,
        _at(
            ".planning/phases/01-a/01-01-PLAN.md",
            lambda n: f"---\nphase: 01-a\nplan: 01\nwave: 1\ndepends_on: [{_ids(n, '02-{}')}]\n---\n",
        ),
    ),
    "boxes of a ROADMAP": (50 * K, _at(".planning/ROADMAP.md", lambda n: "- [x] 01-01-PLAN.md: x\n" * n)),
}


def seconds(files: dict[str, str]) -> float:
    """Return the processor time of a check of *files*."""
    with tempfile.TemporaryDirectory(prefix="growth-") as name:
        write(Path(name), dict(files))
        (Path(name) / ".git").mkdir()
        variables = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-P", "-m", "linter", *CHECK, "--jobs", "1"]
        process = subprocess.Popen(command, cwd=name, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert process.stderr is not None
        errors = process.stderr.read()
        process.stderr.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in (0, 1), errors.decode()
        return usage.ru_utime + usage.ru_stime


def main() -> int:
    """Print a table; return 1 if anything grows faster than its input."""
    print("| what | size | s | s at twice the size | times |")
    print("|---|---|---|---|---|")
    wrong = 0
    for name, (size, files) in INPUTS.items():
        if not any(word in name for word in sys.argv[1:] or [""]):
            continue
        once, twice = (min(seconds(files(n)) for _ in range(2)) for n in (size, 2 * size))
        wrong += twice > once * MOST
        print(f"| {name} | {size:,} | {once:.2f} | {twice:.2f} | {twice / once:.1f} |", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
