"""Writing to disk: complete files or none, not through links of a repository, and no temporary files left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from linter.system.writing import WriteError, append_output, write_all, write_new, write_new_or_replace, write_output
from tests.conftest import ROOT, planlint, write
from tests.test_cli import BROKEN

POSIX = pytest.mark.skipif(os.name == "nt", reason="links, locks and limits of POSIX")
FIXABLE = """---
type: progress
prd: a
tasks:
- id: T1
  status: pending
  dependencies: [T2, T2]
- id: T2
  status: pending
  dependencies: [T9]
- id: T3
  status: pending
---
"""


def tree(folder: Path) -> dict[str, bytes | str]:
    """Every file below *folder*; a link as its target."""
    return {
        path.relative_to(folder).as_posix(): os.readlink(path) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


LINKED = {  # links in a repository, and the command that would write through them
    "baseline": ({"planlint-baseline.json": ".git/hooks/pre-commit"}, "baseline create"),
    "baseline in a linked folder": ({"reports": ".git/hooks"}, "baseline create --baseline reports/pre-commit"),
    "a workflow in a linked folder": ({".github": ".git/hooks"}, "init"),
    "a hook": ({".pre-commit-config.yaml": "../home/new"}, "init"),
    "the cache": ({".planlint_cache": ".git/hooks"}, "check ."),
    "the cache elsewhere": ({".planlint_cache": "../home"}, "check ."),
    "a graph": ({"g.svg": "../home/.profile"}, "graph -o g.svg ."),
    "a graph in a linked folder": ({"out": "../home"}, "graph -o out/new/g.svg ."),
    "a plan in git's folder": ({"b-progress.md": ".git/hooks/plan.md"}, "check --fix b-progress.md"),
    "statuses": ({"b-progress.md": "../home/plan.md"}, "set b-progress.md T1=completed"),
    "comments": ({"b-progress.md": "../home/plan.md"}, "check --add-ignore b-progress.md"),
}


@POSIX
@pytest.mark.parametrize("name", LINKED)
def test_no_command_writes_through_a_link_of_the_repository(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    links, command = LINKED[name]
    monkeypatch.delenv("PLANLINT_NO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    write(tmp_path, {"home/.profile": "mine", "home/plan.md": FIXABLE})
    checkout = tmp_path / "checkout"
    write(checkout, {f"p{number}/a-progress.md": BROKEN for number in range(25)})
    write(checkout, {".git/HEAD": "", ".git/hooks/pre-commit": "mine", ".git/hooks/plan.md": FIXABLE})
    for link, target in links.items():
        (checkout / link).symlink_to(target)
    before = tree(tmp_path / "home"), tree(checkout / ".git")
    run = planlint(*command.split(), cwd=checkout)
    assert (tree(tmp_path / "home"), tree(checkout / ".git")) == before
    assert run.returncode in (1, 2) or command == "init", run.stderr
    assert all((checkout / link).is_symlink() for link in links)


@pytest.mark.parametrize("command", ["graph . -o", "check . -o", "baseline create --baseline"])
def test_no_output_takes_the_place_of_a_plan_that_is_linted(tmp_path: Path, command: str) -> None:
    write(tmp_path, {"docs/a-progress.md": BROKEN})
    run = planlint(*command.split(), "docs/a-progress.md", cwd=tmp_path)
    assert run.returncode == 2 and "this run reads it" in run.stderr
    assert tree(tmp_path) == {"docs/a-progress.md": BROKEN.encode()}


LIMITED = """
import resource, sys
sys.dont_write_bytecode = True  # Python would cache modules that are cut off at the limit
from linter.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
sys.exit(main(sys.argv[1:]))
"""


@POSIX
@pytest.mark.parametrize(
    "command",
    [
        "graph . -o new/sub/g.svg",
        "check . -o new/out.json",
        "baseline create",
        "init",
        "set a-progress.md T3=completed",
        "check --fix .",
        "check --add-ignore .",
    ],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_file_that_does_not_fit_is_not_half_written(tmp_path: Path, command: str, is_new: bool) -> None:
    plan = FIXABLE.replace("type: progress\n", f"type: progress\ntitle: {'x' * 300}\n")
    write(tmp_path, {"a-progress.md": plan})
    if not is_new and "new/" in command:
        write(tmp_path, {command.split()[-1]: "old"})
    if not is_new and command.startswith("baseline"):
        assert planlint("baseline", "create", cwd=tmp_path).returncode == 0
        write(tmp_path, {"a-progress.md": plan.replace("[T9]", "[T8]")})
    before, folders = tree(tmp_path), sorted(path for path in tmp_path.rglob("*") if path.is_dir())
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, *command.split()],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 2 and "cannot be written: file too large" in run.stderr
    assert "Traceback" not in run.stderr and tree(tmp_path) == before
    assert sorted(path for path in tmp_path.rglob("*") if path.is_dir()) == folders


KILLED = """
import os, sys
from linter.system import writing
os.fsync = os.replace = lambda *_: os.kill(os.getpid(), 9)
writing.write_output(sys.argv[1], b"new")
"""


@POSIX
def test_the_temporary_file_of_a_killed_run_is_reused_and_that_of_a_running_one_is_not(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(3):
        killed = subprocess.run([sys.executable, "-c", KILLED, str(file)], env=environment, check=False)
        assert killed.returncode == -signal.SIGKILL and len(list(tmp_path.iterdir())) == 1
    write_output(str(file), b"new")
    assert tree(tmp_path) == {"out.json": b"new"}
    with (tmp_path / ".out.json.0.planlint").open("wb") as other:
        import fcntl

        fcntl.flock(other, fcntl.LOCK_EX)
        other.write(b"half")
        write_output(str(file), b"newer")
    assert tree(tmp_path) == {"out.json": b"newer", ".out.json.0.planlint": b"half"}


@POSIX
def test_what_only_has_the_name_of_a_temporary_file_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {"mine": "mine"})
    (tmp_path / ".out.json.0.planlint").symlink_to("mine")
    (tmp_path / ".out.json.1.planlint").mkdir()
    os.mkfifo(tmp_path / ".out.json.2.planlint")
    write_output(str(tmp_path / "out.json"), b"new")
    assert tree(tmp_path) == {".out.json.0.planlint": "mine", "mine": b"mine", "out.json": b"new"}


@pytest.mark.parametrize("name", ["x" * 255, "界" * 85, "x"])
def test_a_file_may_have_the_longest_name(tmp_path: Path, name: str) -> None:
    for data in (b"old", b"new"):
        write_output(str(tmp_path / name), data)
        assert tree(tmp_path) == {name: data}


def test_all_files_or_none(tmp_path: Path) -> None:
    write(tmp_path, {"a": "old", "b": "old", "c": "theirs"})
    changes = [(str(tmp_path / name), b"old", b"new", str(tmp_path)) for name in "abc"]
    with pytest.raises(WriteError, match="c was changed by another process; the other files are"):
        write_all(changes)
    assert tree(tmp_path) == {"a": b"old", "b": b"old", "c": b"theirs"}
    write(tmp_path, {"c": "new"})  # another process has written the same content: not an error
    write_all(changes)
    assert tree(tmp_path) == {"a": b"new", "b": b"new", "c": b"new"}


def test_a_new_file_is_not_made_over_another(tmp_path: Path) -> None:
    write_new(str(tmp_path / "a/b/c"), b"first")
    with pytest.raises(WriteError, match="cannot be written"):
        write_new(str(tmp_path / "a/b/c"), b"second")
    with pytest.raises(WriteError, match="cannot be written"):
        write_new(str(tmp_path / "a/b/c/d"), b"second")
    write_new_or_replace(str(tmp_path / "a/b/c"), b"third")
    assert tree(tmp_path) == {"a/b/c": b"third"}


def test_what_is_appended_is_all_of_it_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "summary"
    append_output(str(file), lambda size: b"%d" % size)
    append_output(str(file), lambda size: b"%d" % size)
    assert file.read_bytes() == b"01"
    real, calls = os.write, 0

    def full(handle: int, data: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise OSError(28, "No space left on device")
        return real(handle, data[:1])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(WriteError, match="no space"):
        append_output(str(file), lambda _: b"more")
    monkeypatch.undo()
    assert file.read_bytes() == b"01"
