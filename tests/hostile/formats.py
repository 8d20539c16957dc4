"""Hostile files of the other plan formats, and hostile files around them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.hostile.cases import Case, Step, write
from tests.hostile.documents import Documents
from tests.hostile.files import file_case
from tests.hostile.git_repository import CHECK, repository, walks

K = 1000
TASKS = ".taskmaster/tasks/tasks.json"
BOARD = "backlog/tasks/task-1 - One.md"
PLAN = ".planning/phases/01-a/01-01-PLAN.md"
CHANGE = "openspec/changes/a/tasks.md"
SPEC = "specs/001-a/tasks.md"
CONFIG = "project_name: x\n"
TASK = "---\nid: TASK-{0}\ntitle: One\nstatus: To Do\ndependencies: [{1}]\n---\n"


def cases() -> Iterator[Case]:
    """Yield each file at its path, with every command."""
    for group, path, named, more in (
        ("Task Master", TASKS, _tasks(), {}),
        ("Backlog.md", BOARD, _board(), {"backlog/config.yml": CONFIG}),
        ("GSD", PLAN, _plans(), {}),
        ("GSD", ".planning/ROADMAP.md", _roadmaps(), {}),
        ("GSD", ".planning/STATE.md", _states(), {}),
        ("OpenSpec", CHANGE, _changes(), {}),
        ("spec-kit", SPEC, _specs(), {}),
    ):
        for name, content, rule in named:
            yield file_case(group, path, name, content, rule, {**more})
    for name, content, rule in _configurations():
        files: dict[str, str | bytes] = {"backlog/config.yml": content}
        yield file_case("Backlog.md", BOARD, f"configuration: {name}", TASK.format(1, ""), rule, files)
    yield from _around()


def _file(tasks: Iterable[Any]) -> str:
    return json.dumps({"master": {"tasks": list(tasks)}})


def _task(id: Any, dependencies: Any = (), **more: Any) -> dict[str, Any]:
    return {"id": id, "title": "x", "status": "pending", "dependencies": dependencies, "testStrategy": "", **more}


def _tasks() -> Documents:
    own = '{"tasks": [{"id": 1, "title": "x", "subtasks": '
    yield "[ x 100,000", "[" * 100 * K, "limit-exceeded"
    yield "[ x 100,000 in a task", own + "[" * 100 * K, "limit-exceeded"
    yield "[] closed x 100,000 in a task", own + "[" * 100 * K + "]" * 100 * K + "}]}", "limit-exceeded"
    yield "cut off", _file([_task(1)])[:-9], "syntax-error"
    yield "empty", "", "invisible-file"
    yield "a conflict", "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n", "merge-conflict"
    yield "random bytes", b'{"tasks": [{"testStrategy": "\xff\xfe', "unreadable-file"
    yield "50,000 tasks", _file(_task(n) for n in range(50 * K)), ""
    yield "20,000 tasks in a chain", _file(_task(n, [n - 1]) for n in range(20 * K)), ""
    yield "a circle of 20,000", _file(_task(n, [(n + 1) % (20 * K)]) for n in range(20 * K)), "dependency-cycle"
    yield "50,000 dependencies", _file([_task(1, list(range(2, 50 * K)))]), "unknown-dependency"
    yield "one dependency 50,000 times", _file([_task(1), _task(2, [1] * 50 * K)]), "duplicate-dependency"
    yield "one id 20,000 times", _file([_task(1)] * 20 * K), "duplicate-task-id"
    yield "20,000 subtasks", _file([_task(1, subtasks=[_task(n, [n - 1]) for n in range(20 * K)])]), ""
    yield "20,000 tags", json.dumps({f"t{n}": {"tasks": [_task(1, [9])]} for n in range(20 * K)}), "unknown-dependency"
    ids = [None, True, 1.5, -1, "", "x", "1.1", "1." * 50 * K + "1", [1], {"a": 1}, "٣", "9" * 5 * K, "\x1b[2J", "::x"]
    yield "ids of every type", _file([_task(id, [id]) for id in ids]), ""
    yield "fields of every type", _file(dict.fromkeys(_task(1), id) for id in ids), ""
    yield "dependencies of every type", _file([_task(1, id) for id in ids] + [_task(2, ids)]), ""
    yield "integers of 5,000 digits", _file([_task(1)]).replace("1", "9" * 5 * K), ""
    yield "lone surrogates", _file([_task("\ud800", ["\udfff"])]), ""
    yield "duplicate keys", own + "[], " + '"id": 1, ' * 50 * K + '"status": "done"}]}', "duplicate-key"


def _board() -> Documents:
    fields = "id: TASK-1\ntitle: One\nstatus: To Do\n"
    yield "50,000 dependencies", TASK.format(1, ", ".join(f"TASK-{n}" for n in range(2, 50 * K))), "unknown-dependency"
    yield "itself 50,000 times", TASK.format(1, "TASK-1, " * 50 * K), "self-dependency"
    yield "an id of 1 MB", TASK.format("9" * K * K, "TASK-" + "1." * 50 * K), ""
    yield "a line of 10 MB", TASK.format(1, "") + "x" * 10 * K * K, ""
    yield "[ x 25,000", f"---\n{fields}x: " + "[" * 25 * K + "\n---\n", ""
    yield "50,000 duplicate keys", f"---\n{fields}" + "status: Done\n" * 50 * K + "---\n", "duplicate-key"
    yield "100,000 criteria", TASK.format(1, "") + "- [ ] #1 x\n" * 100 * K, ""
    yield "markers, 100,000", TASK.format(1, "") + "<!-- AC:BEGIN -->\n- [x] #1 a\n" * 100 * K, ""
    yield "tags of Python", f"---\n{fields}x: !!python/object/apply:os.system ['touch ran']\n---\n", ""
    yield "a bomb", f"---\n{fields}a: &a [*a]\n---\n", ""
    yield "not UTF-8", f"---\n{fields}---\n".encode() + b"\xff", "unreadable-file"


def _configurations() -> Documents:
    yield "[ x 25,000", CONFIG + "statuses: " + "[" * 25 * K, ""
    yield "100,000 statuses", CONFIG + "statuses: [" + ", ".join(f"s{n}" for n in range(100 * K)) + "]\n", ""
    yield "a prefix of 100 KB", CONFIG + "task_prefix: " + "x" * 100 * K + "\n", ""
    yield "a prefix that is a pattern", CONFIG + 'task_prefix: "(a+)+$["\n', ""
    yield "a folder that leads out", CONFIG + "backlog_directory: ../../../etc\n", ""
    yield "bytes", bytes(range(256)) * 100, ""
    yield "10 MB", CONFIG + "# x\n" * 2500 * K, ""
    yield "blanks, 1 MB", CONFIG + "task_prefix:" + " " * K * K + "x #\n", ""
    yield "quotes, 100,000", CONFIG + "task_prefix: '" * 100 * K, ""


def _plans() -> Documents:
    head = "---\nphase: 01-a\nplan: 01\nwave: 1\n"
    yield "50,000 dependencies", f"{head}depends_on: [" + ", ".join(f"02-{n}" for n in range(50 * K)) + "]\n---\n", ""
    yield "itself 50,000 times", f"{head}depends_on: [" + "01-01, " * 50 * K + "]\n---\n", "self-dependency"
    yield "50,000 files", f"{head}files_modified: [" + ", ".join(f"a{n}.py" for n in range(50 * K)) + "]\n---\n", ""
    yield "50,000 lines that are no YAML", head + "a: b: c: [\n" * 50 * K + "---\n", ""
    yield "[ x 25,000", f"{head}x: " + "[" * 25 * K + "\n---\n", ""
    yield "a bomb", f"{head}a: &a [*a]\nb: *a\n---\n", ""
    yield "a separator in a number", f"{head}wave: \x1c1\n---\n", ""
    yield "a wave of 1 MB", f"{head}wave: {'9' * K * K}\n---\n", ""
    yield "a line of 10 MB", f"{head}---\n" + "x" * 10 * K * K, ""
    yield "<task> x 100,000", f"{head}---\n" + "<task>\n<name>x</name>\n" * 100 * K, ""
    yield "not UTF-8", f"{head}---\n".encode() + b"\xff", "unreadable-file"


def _roadmaps() -> Documents:
    yield "100,000 boxes", "## Phases\n" + "- [x] 01-01-PLAN.md: x\n" * 100 * K, ""
    yield "100,000 phases", "".join(f"- [ ] **Phase {n}: x**\n" for n in range(100 * K)), ""
    yield "100,000 headings", "".join(f"### Phase {n}: x\n**Depends on**: Phase {n - 1}\n" for n in range(50 * K)), ""
    yield "a line of 10 MB", "- [ ] **Phase 1: " + "*" * 10 * K * K, ""


def _states() -> Documents:
    yield "numbers", "---\nprogress:\n  total_plans: 0\n  completed_plans: 9e999\n  percent: .nan\n---\n", ""
    yield "wrong types", "---\nprogress: [1]\nstatus: {a: 1}\n---\n", ""
    yield "100,000 lines", "Phase: 1 of 9\nPlan: 1 of 9\n" * 50 * K, ""


def _changes() -> Documents:
    yield "100,000 boxes", "## 1. x\n" + "".join(f"- [ ] 1.{n} x\n" for n in range(100 * K)), ""
    yield "one id 100,000 times", "## 1. x\n" + "- [ ] 1.1 x\n" * 100 * K, "duplicate-task-id"
    yield "boxes in boxes", "".join("  " * (n % 500) + "- [ ] 1.1 x\n" for n in range(20 * K)), ""
    yield "an id of 1 MB", "## 1. x\n- [ ] " + "1." * 500 * K + "1 x\n", ""
    yield "a line of 10 MB", "- [x] 1.1 " + "x" * 10 * K * K, ""
    yield "a box of 10 MB", "- [" + " " * 10 * K * K + "] x", ""
    yield "100,000 groups", "".join(f"## {n}. x\n- [ ] {n}.1 x\n" for n in range(100 * K)), ""
    yield "fences and comments", "```\n<!--\n- [ ] 1.1 x\n" * 50 * K, ""
    yield "odd boxes", "- [X] 1.1\n- [-] 1.2\n- [\u202e] 1.3\n- [] 1.4\n- [ ]1.5\n- [ ]\n" * 100, ""


def _specs() -> Documents:
    yield "100,000 boxes", "".join(f"- [ ] T{n:03} x in src/a{n}.py\n" for n in range(100 * K)), ""
    yield "one id 50,000 times", "- [ ] T001 x\n" * 50 * K, "duplicate-task-id"
    yield "one file 50,000 times", "".join(f"- [ ] T{n:03} [P] x in src/a.py\n" for n in range(50 * K)), ""
    yield "ranges", "- [ ] T001 x (depends on " + "T000-T999999999, " * 10 * K + ")\n", ""
    lines = "".join(f"- [ ] T{n:05} x (depends on T00001-T99999)\n" for n in range(10 * K))
    yield "ranges of all tasks in each of 10,000", lines, ""
    names = ", ".join(f"T{n}" for n in range(2, 50 * K))
    yield "50,000 dependencies", f"- [ ] T001 x (depends on {names})\n", "unknown-dependency"
    yield "a chain of 20,000", "".join(f"- [ ] T{n:05} x (depends on T{n + 1:05})\n" for n in range(20 * K)), ""
    yield "depends, 1 MB", "- [ ] T001 x " + "depends on " * 100 * K + "\n", ""
    yield "a line of 10 MB", "- [ ] T001 x" + " `a/" * 2500 * K, ""
    yield "100,000 files in a task", "- [ ] T001 x in " + "src/a.py " * 100 * K + "\n", ""
    yield "lines that go on", "- [ ] T001 x\n" + "  and on\n" * 100 * K, ""
    yield "totals", "- [ ] T001 x\n" + "Total tasks: 9\n" * 100 * K, ""
    yield "not UTF-8", b"- [ ] T001 x\xff\n", ""


def _around() -> Iterator[Case]:
    """Yield cases with special files or escaping links next to a plan."""

    def linked(at: str, target: str, files: dict[str, str | bytes], folder: Path) -> None:
        write(folder.parent, {"outside/config.yml": "project_name: x\nstatuses: [LEAKED]\n"})
        write(folder.parent, {"outside/01-01-SUMMARY.md": "---\nstatus: halted\n---\n", "backlog.config.yml": CONFIG})
        repository(folder, files)
        (folder / at).parent.mkdir(parents=True, exist_ok=True)
        if target:
            (folder / at).symlink_to(target)
        else:
            os.mkfifo(folder / at)

    board: dict[str, str | bytes] = {BOARD: TASK.format(1, "").replace("To Do", "Nothing")}
    plan: dict[str, str | bytes] = {PLAN: "---\nphase: 01-a\nplan: 01\nwave: 1\ndepends_on: [02-01]\n---\n"}
    places: list[tuple[str, str, str, dict[str, str | bytes]]] = [
        ("the configuration of a board is a pipe", "backlog/config.yml", "", board),
        ("the configuration of a board leads out", "backlog/config.yml", "../../outside/config.yml", board),
        ("the configuration of a board is endless", "backlog/config.yml", "/dev/zero", board),
        ("the configuration beside a board is a pipe", "backlog.config.yml", "", board),
        ("the SUMMARY is a pipe", ".planning/phases/01-a/01-01-SUMMARY.md", "", plan),
        ("the SUMMARY is endless", ".planning/phases/01-a/01-01-SUMMARY.md", "/dev/zero", plan),
        ("the SUMMARY leads out", ".planning/phases/01-a/01-01-SUMMARY.md", "../../../../outside/config.yml", plan),
        ("another phase leads out", ".planning/phases/02-b", "../../../outside", plan),
        ("another phase is the root", ".planning/phases/02-b", "/", plan),
        ("the state of Task Master is a pipe", ".taskmaster/state.json", "", {TASKS: _file([_task(1)])}),
        ("tasks.json is a pipe", TASKS, "", {}),
        ("tasks.json is endless", TASKS, "/dev/zero", {}),
    ]
    for name, at, target, files in places:
        make = partial(linked, at, target, files)
        yield Case("around a plan", name, make, walks(Step([*CHECK, at], (0, 1, 2))), _no_leak)

    def many(files: Callable[[int], dict[str, str | bytes]], folder: Path) -> None:
        for number in range(3 * K):
            write(folder, files(number))

    phase = "---\nphase: 01-a\nplan: {0}\nwave: 1\ndepends_on: [{1}]\n---\n"
    sets: dict[str, Callable[[int], dict[str, str | bytes]]] = {
        "a board of 3,000 tasks": lambda n: {f"backlog/tasks/task-{n} - x.md": TASK.format(n, f"TASK-{n + 1}")},
        "a phase of 3,000 plans": lambda n: {
            f".planning/phases/01-a/01-{n}-PLAN.md": phase.format(n, f"02-{n}, 01-{n + 1}")
        },
        "3,000 phases": lambda n: {f".planning/phases/{n}-a/{n}-01-PLAN.md": phase.format(1, f"{n + 1}-01, {n + 2}")},
        "3,000 changes": lambda n: {f"openspec/changes/a{n}/tasks.md": "- [ ] 1.1 x\n"},
    }
    for name, files_of in sets.items():
        steps = [Step([*CHECK, "--jobs", str(jobs)], (0, 1)) for jobs in (1, 2, 1)]
        yield Case("around a plan", name, partial(many, files_of), steps)


def _no_leak(folder: Path) -> str:
    found = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return "what stands outside was told" if any(b"LEAKED" in path.read_bytes() for path in found) else ""
