"""Work grows no faster than the input: the tests count calls for n and 4n items, not seconds."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.config.loader import Configuration
from linter.engine.session import LintSession
from linter.lsp.code_actions import actions
from tests.conftest import planlint, write

Files = dict[str, "str | bytes"]
HEAD = "---\ntype: progress\nprd: a\nphase: 1\nstatus: pending\ntasks:\n"
TASK = "- id: T{0}\n  status: pending\n  dependencies: [{1}]\n"
MAX_EXPONENT = 1.2


def plan(tasks: str, body: str = "") -> str:
    return f"{HEAD}{tasks}---\n{body}"


def plans(n: int) -> Files:
    return {f"d/p{i}-progress.md": plan(TASK.format(i, f"Q{i}")) for i in range(n)}


def plans_of_their_own(n: int) -> Files:
    return {f"d/p{i}-progress.md": plan(TASK.format(i, f"Q{i}")).replace("prd: a", f"prd: a{i}") for i in range(n)}


def tasks(n: int) -> Files:
    return {"a-progress.md": plan("".join(TASK.format(i, f"T{i - 1}" if i else "") for i in range(n)))}


def unknown(n: int) -> Files:
    return {"a-progress.md": plan("".join(TASK.format(i, f"Q{i}") for i in range(n)))}


def cycles(n: int) -> Files:
    return {"a-progress.md": plan("".join(TASK.format(i, f"T{i ^ 1}") for i in range(2 * n)))}


def one_cycle(n: int) -> Files:
    return {"a-progress.md": plan("".join(TASK.format(i, f"T{(i + 1) % n}") for i in range(n)))}


def boards(n: int) -> Files:
    text = "---\nid: task-{0}\ntitle: t\nstatus: To Do\ndependencies: [task-{1}]\n---\n"
    files: Files = {f"backlog/tasks/task-{i} - t.md": text.format(i, i + 10 * n) for i in range(1, n + 1)}
    return {**files, "backlog/config.yml": 'project_name: x\nstatuses: ["To Do", "Done"]\n'}


def suppressions(n: int) -> Files:
    task = TASK.replace("]\n", "]  # planlint: ignore[unknown-dependency]\n")
    return {"a-progress.md": plan("".join(task.format(i, f"Q{i}") for i in range(n)))}


def on_one_line(n: int) -> Files:
    return {"a-progress.md": plan(TASK.format(0, ", ".join(f"Q{i}" for i in range(n))))}


def batches(n: int) -> Files:
    rows = "".join(f"  batch_{i + 1}: [T{i}]\n" for i in range(n))
    text = "".join(TASK.format(i, f"T{i - 1}" if i else "") for i in range(n))
    return {"a-progress.md": f"{HEAD}{text}parallelization:\n{rows}---\n"}


def table(n: int) -> Files:
    rows = "".join(f"| T{i} | completed |\n" for i in range(n))
    text = "".join(TASK.format(i, "") for i in range(n))
    return {"a-progress.md": plan(text, f"\n| Task | Status |\n|---|---|\n{rows}")}


def folders(n: int) -> Files:
    return {f"d{i}/a-progress.md": plan(TASK.format(i, "")) for i in range(n)}


CASES: dict[str, tuple[Callable[[int], Files], int, str]] = {  # what, how many, the command
    "plans in one directory": (plans, 200, "check"),
    "plans with slugs of their own": (plans_of_their_own, 60, "check"),
    "directories": (folders, 60, "check"),
    "tasks": (tasks, 150, "check"),
    "unknown dependencies": (unknown, 150, "check"),
    "cycles": (cycles, 100, "check"),
    "one cycle": (one_cycle, 150, "check"),
    "boards": (boards, 60, "check"),
    "suppressions": (suppressions, 150, "check"),
    "violations on one line": (on_one_line, 150, "check"),
    "batches": (batches, 100, "check"),
    "rows of a table": (table, 150, "check"),
    "add-ignore": (unknown, 100, "check --add-ignore"),
    "add-ignore on one line": (on_one_line, 100, "check --add-ignore"),
    "baseline entries, made": (unknown, 150, "baseline create"),
    "graph": (tasks, 100, "graph . -o g.svg"),
}


def calls(work: Callable[[], Any]) -> int:
    """How many functions *work* calls; each item of a generator is one call."""
    count = 0

    def profiler(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profiler)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def exponent(small: int, large: int) -> float:
    """The growth from n to 4n."""
    return math.log(large / small, 4)


def test_code_actions_of_a_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for size in (100, 400):
        folder = tmp_path / str(size)
        write(folder, unknown(size))
        monkeypatch.chdir(folder)
        run = LintSession(Configuration({}))
        run.add_path("a-progress.md")
        found = run.lint().violations
        counts.append(calls(lambda run=run, found=found: actions(run, "a-progress.md", found, 0, 10**6)))  # type: ignore[misc]
        assert len(actions(run, "a-progress.md", found, 0, 10**6)) == size == len(found)
    assert exponent(*counts) <= MAX_EXPONENT


@pytest.mark.parametrize("name", CASES)
def test_work_grows_as_the_input_does(tmp_path: Path, name: str) -> None:
    make, n, command = CASES[name]
    counts = []
    for size in (n, 4 * n):
        folder = tmp_path / str(size)
        write(folder, make(size))
        counts.append(calls(lambda folder=folder: planlint(*command.split(), cwd=folder)))  # type: ignore[misc]
    print(f"{name}: {counts[0]} -> {counts[1]}, exponent {exponent(*counts):.2f}")
    assert exponent(*counts) <= MAX_EXPONENT
