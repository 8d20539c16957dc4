"""Every operation on the disk fails once, in every way, for each command that writes.

As SQLite does it (https://www.sqlite.org/testing.html, anomaly testing). A kill is an exception that nothing
catches, and after which nothing more is done to the disk.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from linter.cli.arguments import COMMANDS as EVERY
from linter.engine.signed_file import MARKS
from linter.system import atomic, locking, temporary, writing
from tests.conftest import planlint, write
from tests.test_writing import FIXABLE, tree

GATE = (writing, atomic, temporary)
OPERATIONS = {"open", "write", "fsync", "chmod", "replace", "mkdir", "unlink", "rmdir", "ftruncate", "stat"}
ERRORS = [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EINTR]
KILL = 0
NOW = ("--now", "2026-02-01T10:00:00Z")
PHASE = "---\ntype: progress\nprd: p\nphase: {}\nstatus: pending\ntasks:\n- {{id: A, status: pending}}\n---\n"
TWICE = "dependencies: [B, B]"
PLANS: dict[str, str | bytes] = {
    "p/a-progress.md": FIXABLE,
    "p/b-progress.md": FIXABLE.replace("id: T", "id: U"),
}
GONE = '{"version": 1, "violations": [{"rule": "x", "path": "gone.md", "place": "", "about": ""}]}'
PHASES: dict[str, str | bytes] = {
    "p/all-phases-progress.md": PHASE.format("all"),
    "p/phase-1-progress.md": PHASE.format("1"),
}
CACHE: dict[str, str | bytes] = {f".planlint_cache/{name}": text for name, text in MARKS.items()}
CACHE |= {f".planlint_cache/planlint-{number}.cache": "x" for number in range(3)}
MANY: dict[str, str | bytes] = {f"d{number}/a-progress.md": FIXABLE for number in range(20)}
COMMANDS: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "set": (PLANS, ["set", "p/a-progress.md", "T3=completed", "-q"]),
    "set in two files": (PHASES, ["set", "p/phase-1-progress.md", "A=completed", "-q"]),
    "fix": (PLANS, ["check", "--fix", "p"]),
    "add-ignore": (PLANS, ["check", "--add-ignore", "p"]),
    "baseline, new": (PLANS, ["baseline", "create"]),
    "baseline, old": ({**PLANS, "planlint-baseline.json": "{}"}, ["baseline", "create"]),
    "prune": (
        {
            **PLANS,
            "b.json": GONE,
        },
        ["baseline", "prune", "--baseline", "b.json"],
    ),
    "init": ({**PLANS, ".github/x": ""}, ["init"]),
    "graph, new": (PLANS, ["graph", "p", "-o", "new/folder/g.svg"]),
    "graph, old": ({**PLANS, "g.svg": "old"}, ["graph", "p", "-o", "g.svg"]),
    "output": (PLANS, ["check", "p", "--output-format", "json=new/a.json", "--output-format", "sarif=b.sarif"]),
    "summary": ({**PLANS, "summary": "old"}, ["check", "p", "--output-format", "github"]),
    "cache and key": (MANY, ["check", ".", "--jobs", "1", "-q"]),
    "clean": ({**PLANS, **CACHE}, ["clean"]),
    "clean, shared": ({**PLANS, **CACHE, ".planlint_cache/other": "theirs"}, ["clean"]),
}
PRINTING = [  # the commands that change no file
    *("check p", "check --diff p", "check --staged p", "check --baseline b.json p", "check --show-files p", "rules"),
    *(
        "explain batch-order",
        "why p/a-progress.md:7",
        "graph p",
        "schema progress",
        "init --dry-run",
        "completion bash",
    ),
    *("set p/a-progress.md T3=completed --dry-run", "check - --stdin-filename p/a-progress.md", "--help"),
]
BEST_EFFORT = ("cache and key", "summary")  # they failing fails no run
NOT_ALL_OR_NONE = (
    "init",
    "output",
    "cache and key",
    "clean",
    "clean, shared",
)  # several files that are independent of each other


class Kill(BaseException):
    """The process ends."""


class FailingDisk:
    """The module ``os`` whose operation number *at* fails with *error*; 0 for none of them."""

    def __init__(self, at: int, error: int, *, is_appended: bool) -> None:
        self.at, self.error, self.count, self.is_dead = at, error, 0, False
        self.is_divided = error != KILL or not is_appended  # a kill divides no write
        self.failed = ""

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in OPERATIONS:
            return real

        def operation(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.is_dead:
                raise Kill
            if self.count == self.at:
                self.failed = name
                if name == "write" and self.is_divided:  # a part of it arrives
                    real(arguments[0], arguments[1][: len(arguments[1]) // 2])
                if self.error == KILL:
                    self.is_dead = True
                    raise Kill
                raise OSError(self.error, os.strerror(self.error))
            return real(*arguments, **options)

        return operation


class Trial:
    """A command in a folder of its own, with the disk failing as asked."""

    def __init__(self, name: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.files, self.command = COMMANDS[name]
        if name.startswith("set"):
            self.command = [*self.command, *NOW]
        self.top, self.patch, self.number = folder, patch, 0
        self.folder = self.root = folder

    def reset(self) -> None:
        self.number += 1
        self.root = self.top / str(self.number)
        self.folder = self.root / "repository"
        write(self.folder, {} if self.files is MANY else {".git/HEAD": ""})
        write(self.folder, self.files)

    def run(self, at: int, error: int) -> tuple[FailingDisk, Any]:
        disk = FailingDisk(at, error, is_appended="summary" in self.files)
        environment = {"XDG_CACHE_HOME": str(self.root / "user")}
        if "summary" in self.files:
            environment["GITHUB_STEP_SUMMARY"] = str(self.folder / "summary")
        with self.patch.context() as patched:
            for module in (*GATE, locking):
                patched.setattr(module, "os", disk)
            try:
                return disk, planlint(*self.command, cwd=self.folder, stdin=None, **environment)
            except Kill:
                return disk, None

    def tree(self) -> dict[str, bytes | str]:
        return {name: b"" if name.endswith(("/key", ".cache")) else text for name, text in tree(self.root).items()}


def _without_cache(tree: dict[str, bytes | str]) -> dict[str, bytes | str]:
    """Return the *tree* without what is kept for later runs, which is independent of the plans."""
    return {path: text for path, text in tree.items() if not path.startswith("user/")}


@pytest.mark.skipif(os.name == "nt", reason="errors as POSIX has them")
@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_fails_each_file_is_old_or_new(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANLINT_NO_CACHE")
    trial = Trial(name, tmp_path, monkeypatch)
    trial.reset()
    before = trial.tree()
    disk, wanted = trial.run(0, 0)
    after = trial.tree()
    assert disk.count >= 2 and after != before
    for at in range(1, disk.count + 1):
        for error in (*(ERRORS[(at + offset) % len(ERRORS)] for offset in range(2)), KILL):
            trial.reset()
            failing, ended = trial.run(at, error)
            what = f"{failing.failed} number {at}: {errno.errorcode.get(error, 'kill')}"
            now = trial.tree()
            litter = now.keys() - before.keys() - after.keys()
            locks = {path for path in litter if "/lock-" in path}
            assert all(now.get(path) in (before.get(path), after.get(path)) for path in now.keys() - litter), what
            assert before.keys() & after.keys() <= now.keys(), what
            if ended is None:
                assert len(litter - locks) <= 1 and all(path.endswith(".planlint") for path in litter - locks), what
            else:
                assert litter <= locks, what
                assert "Traceback" not in ended.stderr, what
                _check_end(name, ended, wanted, what)
                is_whole = _without_cache(now) in (_without_cache(before), _without_cache(after))
                assert is_whole or name in NOT_ALL_OR_NONE or litter, what
            if ended is not None or name == "summary":
                continue  # it left nothing; and a summary is appended to once more
            trial.run(0, 0)
            assert {path: text for path, text in trial.tree().items() if "/lock-" not in path} == after, what


def test_every_command_that_writes_is_tried() -> None:
    """The server writes no file: it sends edits to the editor."""
    written = {command[0] for _, command in COMMANDS.values()}
    assert written == set(EVERY) - {line.split()[0] for line in PRINTING} - {"server"} | {
        "check",
        "graph",
        "init",
        "set",
    }


@pytest.mark.parametrize("command", PRINTING)
def test_a_command_that_only_prints_changes_nothing(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {**PLANS, ".git/HEAD": "", "b.json": GONE})
    before = tree(tmp_path)
    disk = FailingDisk(1, KILL, is_appended=False)
    for module in GATE:  # a lock only opens
        monkeypatch.setattr(module, "os", disk)
    assert planlint(*command.split(), cwd=tmp_path, stdin=b"").returncode in (0, 1, 2)
    assert disk.count == 0 and tree(tmp_path) == before


def _check_end(name: str, ended: Any, wanted: Any, what: str) -> None:
    """The output of the command after an error: nothing if it could continue, else exit code 2 and one line."""
    if ended.stderr == wanted.stderr or name in BEST_EFFORT:
        assert ended.returncode == wanted.returncode, what
        return
    lines = [line for line in ended.stderr.splitlines() if line.startswith("planlint: error: ")]
    assert ended.returncode == 2 and len(lines) == 1, (what, ended.stderr)
    assert ended.stderr.count("\n") <= 2, (what, ended.stderr)
