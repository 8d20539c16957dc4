"""Streams that cannot be written, a working directory that is gone, directories without end: one line, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from linter.cli.arguments import COMMANDS
from linter.cli.main import main
from tests.conftest import ROOT, planlint, write
from tests.test_cli import BROKEN

POSIX = pytest.mark.skipif(os.name == "nt", reason="descriptors and directories of POSIX")
PRINTING = [  # on stdout
    "check",
    "check --fix",
    "check --statistics",
    "check --show-files",
    "check --show-settings a-progress.md",
    "check --output-format json",
    "check --output-format html",
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
SILENT = {"baseline", "clean", "server"}  # commands that print on stderr only; the server answers an editor
TELLING = [  # on stderr
    *("check --verbose", "check nowhere", "check --add-ignore .", "check --staged", "clean", "init --nothing"),
    *("baseline create", "baseline prune", "server --nothing", "rules --nothing", "explain nothing", "why nothing"),
    *("graph nothing", "schema nothing", "set nothing A=b", "completion nothing", "--nothing"),
]
GONE = {  # a working directory that is gone: what needs none works
    "the working directory no longer exists": [
        *("check", "check --fix .", "check --add-ignore .", "check --staged", "check -o out.txt .", "check -"),
        *("check --show-files", "check --show-settings", "rules", "explain unknown-dependency", "graph . -o g.svg"),
        *("init", "set a.md T1=completed", "clean", "baseline create", "baseline prune"),
    ],
    "a.md: no such file": ["why a.md"],
    "": ["schema progress", "completion bash", "--version", "--help"],
}
INITIALIZE = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'


def test_every_command_is_in_each_table() -> None:
    def commands(lines: Iterable[str]) -> set[str]:
        return {line.split()[0] for line in lines} & set(COMMANDS)

    assert commands(PRINTING) == set(COMMANDS) - SILENT
    assert commands(TELLING) == set(COMMANDS)
    assert commands(line for lines in GONE.values() for line in lines) == set(COMMANDS) - {"server"}


class Shell:
    """Runs planlint in a directory, with redirections of a shell."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(self, command: str, redirections: str = "", **options: Any) -> subprocess.CompletedProcess[str]:
        """Run the *command* over a file that has violations."""
        write(self.folder, {"a-progress.md": BROKEN})
        line = ["sh", "-c", f'"$0" -P -m linter {command} {redirections}', sys.executable]
        streams: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            **options,
        }
        return subprocess.run(
            line, cwd=self.folder, env=self.environment, encoding="utf-8", check=False, timeout=60, **streams
        )

    def without_reader(self, command: str, stream: str) -> subprocess.CompletedProcess[str]:
        """Run the *command* with a pipe without a reader as *stream*."""
        reader, writer = os.pipe()
        os.close(reader)
        try:
            options: dict[str, Any] = {stream: writer}
            return self.run(command, **options)
        finally:
            os.close(writer)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@POSIX
@pytest.mark.parametrize("command", PRINTING)
def test_a_stdout_that_is_full_closed_or_gone(shell: Shell, command: str) -> None:
    ends = {}
    for where in (">/dev/full", ">&-"):
        run = shell.run(command, where)
        ends[where] = run.returncode, [text[:35] for text in run.stderr.splitlines() if "error" in text]
    assert ends == dict.fromkeys(ends, (2, ["planlint: error: stdout cannot be w"]))
    gone = shell.without_reader(command, "stdout")
    assert gone.returncode in (0, 1) and "error" not in gone.stderr and "Traceback" not in gone.stderr


@POSIX
@pytest.mark.parametrize("command", TELLING)
def test_a_stderr_that_is_full_closed_or_gone(shell: Shell, command: str) -> None:
    wanted = shell.run(command)
    assert wanted.stderr and "Traceback" not in wanted.stderr
    runs = [shell.run(command, "2>&-"), shell.run(command, "2>/dev/full"), shell.without_reader(command, "stderr")]
    assert [run.returncode for run in runs] == [wanted.returncode, 2, wanted.returncode or 1]  # a closed pipe is 1
    assert all(wanted.stdout.startswith(run.stdout) for run in runs)
    assert shell.run(command, ">/dev/full 2>/dev/full").returncode == 2


@POSIX
@pytest.mark.parametrize("command", ["check -", "check - --diff", "server"])
def test_a_stdin_that_is_closed(shell: Shell, command: str) -> None:
    run = shell.run(command, "<&-")
    error = "planlint: error: cannot read stdin: it is closed\n"
    assert (run.returncode, run.stdout, run.stderr) == (2, "", error)


@POSIX
@pytest.mark.parametrize("command", ["check", "check --staged", "set a-progress.md T1=completed", "clean"])
def test_a_closed_stdin_is_not_needed(shell: Shell, command: str) -> None:
    wanted, run = shell.run(command), shell.run(command, "<&-")
    assert (run.returncode, run.stdout, run.stderr) == (wanted.returncode, wanted.stdout, wanted.stderr)


@POSIX
def test_a_server_ends_if_the_editor_cannot_be_answered(tmp_path: Path) -> None:
    """Its input stays open: an editor may have died with the other end of one pipe only."""
    reader, writer = os.pipe()
    os.close(reader)
    ends = []
    for out in (open("/dev/full", "wb"), os.fdopen(writer, "wb")):  # noqa: SIM115 closed below
        with out:
            server = subprocess.Popen(
                [sys.executable, "-P", "-m", "linter", "server"],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                cwd=tmp_path,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.PIPE,
            )
        assert server.stdin and server.stderr
        with server, server.stdin as asked:
            asked.write(b"Content-Length: %d\r\n\r\n%b" % (len(INITIALIZE), INITIALIZE))
            asked.flush()
            ends.append((server.wait(30), server.stderr.read()))
    full = b"planlint: error: stdout cannot be written: No space left on device\n"
    assert ends == [(2, full), (1, b"")]
    closed = Shell(tmp_path).run("server", ">&-")
    assert closed.returncode == 2 and closed.stderr.startswith("planlint: error: stdout cannot be written: ")


@POSIX
@pytest.mark.parametrize(("error", "command"), [(error, line) for error, lines in GONE.items() for line in lines])
def test_a_working_directory_that_is_gone(
    tmp_path: Path, error: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Path.cwd()
    (tmp_path / "gone").mkdir()
    os.chdir(tmp_path / "gone")
    try:
        (tmp_path / "gone").rmdir()
        code = main(command.split())
    finally:
        os.chdir(here)
    assert (code, capsys.readouterr().err) == ((2, f"planlint: error: {error}\n") if error else (0, ""))
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
