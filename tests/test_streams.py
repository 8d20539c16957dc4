"""Streams that cannot be written, a working directory that is gone, directories without end: one line, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linter.cli.main import main
from tests.conftest import ROOT, planlint, write
from tests.test_cli import BROKEN

POSIX = pytest.mark.skipif(os.name == "nt", reason="descriptors and directories of POSIX")
PRINTING = [  # each command that prints, without what it needs no file for
    "check",
    "check --fix",
    "check --show-files",
    "check --show-settings a-progress.md",
    "rules",
    "explain unknown-dependency",
    "why a-progress.md:8",
    "graph .",
    "schema progress",
    "init --dry-run",
    "set a-progress.md T1=completed",
    "completion bash",
    "--version",
    "--help",
]
LOOKING = [
    *("check", "check --fix .", "check --add-ignore .", "check --staged", "check -o out.txt ."),
    *("check --show-files", "check --show-settings", "rules", "explain unknown-dependency", "graph . -o g.svg"),
    *("init", "set a.md T1=completed", "clean", "baseline create", "baseline prune"),
]


@POSIX
@pytest.mark.parametrize("command", PRINTING)
def test_a_stdout_that_is_full_closed_or_gone(tmp_path: Path, command: str) -> None:
    write(tmp_path, {"a-progress.md": BROKEN})
    line = f'"$0" -P -m linter {command}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ends = {}
    for where in (">/dev/full", ">&-"):
        run = subprocess.run(
            ["sh", "-c", f"{line} {where}", sys.executable],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        ends[where] = run.returncode, [text[:35] for text in run.stderr.splitlines() if "error" in text]
    assert ends == dict.fromkeys(ends, (2, ["planlint: error: stdout cannot be w"]))
    reader, writer = os.pipe()
    os.close(reader)
    gone = subprocess.run(
        ["sh", "-c", line, sys.executable],
        cwd=tmp_path,
        env=environment,
        stdout=writer,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(writer)
    assert gone.returncode in (0, 1) and "error" not in gone.stderr and "Traceback" not in gone.stderr


@POSIX
@pytest.mark.parametrize("command", LOOKING)
def test_a_working_directory_that_is_gone(tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    here = Path.cwd()
    (tmp_path / "gone").mkdir()
    os.chdir(tmp_path / "gone")
    try:
        (tmp_path / "gone").rmdir()
        code = main(command.split())
    finally:
        os.chdir(here)
    assert code == 2
    assert capsys.readouterr().err == "planlint: error: the working directory no longer exists\n"
    assert list(tmp_path.iterdir()) == []


@POSIX
@pytest.mark.parametrize("command", ["check", "check --fix", "graph . -o g.svg"])
def test_a_file_in_500_directories_of_each_other(tmp_path: Path, command: str) -> None:
    write(tmp_path, {"docs/a-progress.md": BROKEN})
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(500):
            os.mkdir("d")
            os.chdir("d")
        Path("x-progress.md").write_text(BROKEN, encoding="utf-8")
    finally:
        os.chdir(here)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True)
    run = planlint(*command.split(), cwd=tmp_path)
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)  # shutil recurses
    assert "recursion" not in run.stdout + run.stderr
    assert run.returncode == (1 if command.startswith("check") else 0)
