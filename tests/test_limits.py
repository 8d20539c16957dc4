"""Requests that a run refuses: impossible times, an endless stdin, a git that never answers."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest
import yaml

from linter.cli.main import main
from linter.system import git
from tests.conftest import ROOT, planlint, process, write

PLAN = "---\ntype: progress\nprd: a\nphase: 1\nstatus: pending\ntasks:\n- {id: A, status: pending}\n---\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason="a script as program")


@pytest.mark.parametrize(
    "time",
    [
        *("2026-02-30", "2026-13-01", "0000-01-01", "2026-00-10", "2026-01-01T24:00:00Z", "2026-01-01T10:61:00Z"),
        *("2026-01-01T10:00:00+25:00", "2026-01-01T10:00:00", "99999-01-01", "", "now", "2026-1-1", "２０２６-01-01"),
    ],
)
@pytest.mark.parametrize("command", ["check", "set a-progress.md A=completed"])
def test_an_impossible_time_is_refused(tmp_path: Path, time: str, command: str) -> None:
    write(tmp_path, {"a-progress.md": PLAN})
    run = planlint(*command.split(), "--now", time, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert "expected a date or an RFC 3339 timestamp" in run.stderr
    assert (tmp_path / "a-progress.md").read_text() == PLAN


@pytest.mark.parametrize("time", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_the_first_and_the_last_time_are_possible(tmp_path: Path, time: str) -> None:
    dated = PLAN.replace("phase: 1", "phase: 1\ncreated: 2026-01-01\nupdated: 2026-01-01T10:00:00Z")
    write(tmp_path, {"a-progress.md": dated})
    for line in ("check --preset strict", "set a-progress.md A=completed"):
        assert planlint(*line.split(), "--now", time, cwd=tmp_path).returncode in (0, 1)


class Endless(io.RawIOBase):
    """A stream without an end, as ``yes`` writes one."""

    given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        content = b"x" * len(buffer) if self.given else PLAN.encode()[: len(buffer)]
        buffer[: len(content)] = content
        self.given += len(content)
        assert self.given < 1 << 21, "more was read than the limit allows"
        return len(content)


def test_stdin_ends_at_the_largest_size_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"planlint.toml": "max-file-size = 100000"})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    assert main(["check", "-", "--stdin-filename", "a-progress.md", "--output-format", "concise"]) == 1
    assert "a-progress.md:1:1: error" in capsys.readouterr().out


@POSIX
def test_a_git_that_does_not_answer_is_asked_once_and_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = "".join(f"- {{id: A{i}, status: pending, commit: {i:040x}}}\n" for i in range(5))
    plan = PLAN.replace("- {id: A, status: pending}\n", commits).replace(
        "phase: 1", f"phase: 1\ncommit_refs: [{1:040x}]"
    )
    write(tmp_path, {"repo/.git/HEAD": "", "repo/a-progress.md": plan, "repo/b/a-progress.md": plan})
    write(tmp_path, {"bin/git": '#!/bin/sh\necho asked >>"$ASKED"\nsleep 100\n'})
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setattr(git, "GIT_TIMEOUT_S", 0.5)
    monkeypatch.setattr(git, "unanswered", {})
    environment = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin", "ASKED": str(tmp_path / "asked")}
    run = planlint("check", "--select", "all", cwd=tmp_path / "repo", stdin=None, **environment)
    assert run.returncode in (0, 1)
    assert (tmp_path / "asked").read_text() == "asked\n"
    assert run.stderr.count("timed out") == 1
    for line in ("check --staged", "check --since main", "check --hook"):
        git.unanswered.clear()
        run = planlint(*line.split(), cwd=tmp_path / "repo", stdin=None, **environment)
        assert run.returncode == 2 and run.stderr.count("\n") == 1 and "timed out" in run.stderr


@POSIX
@pytest.mark.parametrize("line", ["check --staged", "check --since main", "check --hook"])
@pytest.mark.parametrize("output", ["head -c 1000 /dev/urandom", "printf 'a\\0b\\0'", "echo a-progress.md"])
def test_a_git_that_prints_anything_else_is_one_error(tmp_path: Path, line: str, output: str) -> None:
    write(tmp_path, {"repo/.git/HEAD": "", "repo/a-progress.md": PLAN, "bin/git": f"#!/bin/sh\n{output}\n"})
    (tmp_path / "bin" / "git").chmod(0o755)
    run = planlint(*line.split(), cwd=tmp_path / "repo", stdin=None, PATH=f"{tmp_path}/bin:/usr/bin:/bin")
    assert (run.returncode, run.stderr) == (2, "planlint: error: git rev-parse: unexpected output\n")


@POSIX
@pytest.mark.parametrize("path", [".:{}", ":{}", "bin:{}"])
def test_no_git_of_the_repository_is_started(tmp_path: Path, path: str) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    program = '#!/bin/sh\necho started >>started\nexec "$GIT" "$@"\n'
    write(tmp_path, {"a-progress.md": PLAN, "git": program, "bin/git": program})
    for name in ("git", "bin/git"):
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": path.format(os.environ["PATH"]), "GIT": str(shutil.which("git"))}
    for line in ("check .", "check --staged"):
        assert planlint(*line.split(), cwd=tmp_path, stdin=None, **environment).returncode in (0, 1)
    assert not (tmp_path / "started").exists()


def test_a_git_that_did_not_answer_is_asked_again_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = str(tmp_path)
    subprocess.run(["git", "init", "--quiet", root], check=True)
    monkeypatch.setattr(git, "unanswered", {root: ("git ls-files timed out", monotonic())})
    with pytest.raises(git.GitError, match="timed out"):
        git.list_files(root)
    monkeypatch.setattr(git, "RETRY_S", 0.0)
    assert git.list_files(root) == ([], {})


def test_what_builds_a_release_has_known_hashes() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]
    lines = [
        line for job in ("build", "publish") for step in jobs[job]["steps"] for line in step.get("run", "").split("\n")
    ]
    installed = [line for line in lines if "pip" in line and "install" in line]
    assert installed and all("--require-hashes" in line or "--no-deps dist/" in line for line in installed)
    assert "python -m build --no-isolation" in lines  # an isolated build downloads its backend without hashes
    assert all(
        "@" in step["uses"] and len(step["uses"].split("@")[1].split()[0]) == 40
        for job in jobs.values()
        for step in job["steps"]
        if "uses" in step
    )
    text = (ROOT / ".ci/release.txt").read_text(encoding="utf-8")
    names = {line.split("==")[0] for line in text.split("\n") if "==" in line}
    assert {"build", "twine", "hatchling"} <= names and text.count("==") <= text.count("--hash=sha256:")


@pytest.mark.parametrize("size", [1 << 40, 1 << 62, 10**30])
def test_a_limit_that_no_file_reaches_takes_no_memory(tmp_path: Path, size: int) -> None:
    write(tmp_path, {"planlint.toml": f"max-file-size = {size}\n", "a-progress.md": PLAN})
    assert planlint("check", "a-progress.md", cwd=tmp_path).stderr == ""
    run = process("check", "-", "--stdin-filename", "a-progress.md", cwd=tmp_path, stdin=PLAN.encode())
    assert run.returncode in (0, 1) and run.stderr == ""
