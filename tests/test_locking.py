"""Commands that write the same files at the same time run one after the other, and no change is lost."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from linter.cli.main import main
from linter.system import locking
from linter.system.locking import ProjectLock
from linter.system.writing import WriteError, write_output
from tests.conftest import planlint, write

POSIX = pytest.mark.skipif(os.name == "nt", reason="fork")
TASKS = 24
HEAD = "---\ntype: progress\nprd: a\nphase: 1\nstatus: in_progress\ntasks:\n"
PLAN = HEAD + "".join(f"- id: T{n}\n  status: pending\n  dependencies: [X{n}, X{n}]\n" for n in range(TASKS)) + "---\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    (tmp_path / "repo").mkdir()
    monkeypatch.chdir(tmp_path / "repo")
    return tmp_path / "repo"


def at_once(commands: Iterable[str]) -> list[int]:
    """Run each command in a process of its own, all from the same moment on; their exit codes."""
    start, go = os.pipe()
    children = []
    for command in commands:
        child = os.fork()
        if child == 0:
            code = 99
            try:
                os.close(go)
                os.read(start, 1)
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, 1)
                code = main(command.split())
            finally:
                os._exit(code)
        children.append(child)
    os.close(start)
    os.close(go)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


@POSIX
@pytest.mark.parametrize("is_repository", [True, False])
def test_no_status_that_was_set_is_lost(folder: Path, is_repository: bool) -> None:
    if is_repository:
        write(folder, {".git/HEAD": ""})
    write(folder, {"a-progress.md": PLAN})
    codes = at_once(f"set a-progress.md T{n}=completed --quiet" for n in range(TASKS))
    text = (folder / "a-progress.md").read_text()
    assert codes == [0] * TASKS
    assert text.count("  status: completed\n") == TASKS and "\nstatus: completed\n" in text
    assert sorted(path.name for path in folder.iterdir() if path.name != ".git") == ["a-progress.md"]


@POSIX
def test_every_writing_command_at_once(folder: Path) -> None:
    write(folder, {".git/HEAD": "", "a-progress.md": PLAN, "b-progress.md": PLAN.replace("T", "U")})
    commands = [f"set a-progress.md T{n}=completed --quiet" for n in range(TASKS // 2)]
    commands += ["check --fix-only ."] * 4 + ["check --add-ignore --output-format concise ."] * 2
    commands += ["baseline create"] * 2 + ["set b-progress.md U1=in_progress --quiet"] * 2
    random.Random(1).shuffle(commands)
    codes = at_once(commands)
    text = (folder / "a-progress.md").read_text()
    assert 2 not in codes and 3 not in codes and 99 not in codes
    assert text.count("  status: completed") == TASKS // 2
    assert "U1\n  status: in_progress" in (folder / "b-progress.md").read_text()
    for n in range(TASKS):  # fixed, or suppressed before that
        assert f"[X{n}]" in text or f"[X{n}, X{n}]  # planlint: ignore[" in text
    assert planlint("check", "--baseline", "planlint-baseline.json", cwd=folder).returncode in (0, 1)
    assert sorted(path.name for path in folder.iterdir() if path.suffix == ".planlint") == []


@POSIX
def test_outputs_to_one_file_leave_one_of_them(folder: Path) -> None:
    write(folder, {"a-progress.md": PLAN})
    assert at_once(["check --exit-zero -o out.json --output-format json ."] * 12) == [0] * 12
    content = (folder / "out.json").read_bytes()
    assert planlint("check", "--output-format", "json", cwd=folder).stdout.encode() == content
    assert sorted(os.listdir(folder)) == ["a-progress.md", "out.json"]


@POSIX
@pytest.mark.parametrize("command", ["set a-progress.md T1=completed", "check --fix .", "baseline create"])
def test_a_lock_that_is_not_given_back_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr(locking, "TIMEOUT_S", 0.05)
    write(folder, {".git/HEAD": "", "a-progress.md": PLAN})
    with ProjectLock(["."]):
        run = planlint(*command.split(), cwd=folder)
        assert planlint("check", ".", "-q", cwd=folder).returncode == 1  # which does not write
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert "another planlint is writing the same files" in run.stderr
    assert (folder / "a-progress.md").read_text() == PLAN


def test_locks_without_directories_are_files_of_the_user(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "TIMEOUT_S", 0.05)
    monkeypatch.setattr(ProjectLock, "_lock_directory", lambda *_: False)
    assert {locking._number(root) for root in ("", str(folder))} < set(range(locking.LOCK_FILES))
    monkeypatch.setattr(locking, "_number", {"": 0, str(folder): 1}.get)  # two of 64 may be one file
    write(folder, {".git/HEAD": "", "sub/.git/HEAD": ""})
    with ProjectLock(["."]):
        with pytest.raises(WriteError, match="gave up"), ProjectLock(["sub"]):
            pass
        with ProjectLock([str(folder.parent)]):
            pass
    with ProjectLock(["sub"]):
        write_output("out", b"")
    assert {path.name[:5] for path in (folder.parent / "user/planlint").iterdir()} == {"lock-"}


def test_a_user_without_a_home_writes_without_a_lock(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, {"file": "", "a-progress.md": PLAN})
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "file"))
    assert planlint("set", "a-progress.md", "T1=completed", cwd=folder).returncode == 0
