"""The targets of outputs: several in one run, files replaced completely, nothing overwritten by mistake."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from linter.config.settings import OUTPUT_FORMATS
from linter.system import streams
from linter.system.writing import WriteError, append_output, write_output
from tests.conftest import ROOT, planlint, write
from tests.test_cli import BROKEN


def outputs(*names: str) -> list[str]:
    return [argument for name in names for argument in ("--output-format", name)]


def test_every_output_in_one_run(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    files = [f"{name}=out.{name}" for name in OUTPUT_FORMATS[1:]]
    run = planlint("check", "plan.md", *outputs("text", *files), cwd=tmp_path)
    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout == planlint("plan.md", cwd=tmp_path).stdout
    for name in OUTPUT_FORMATS[1:]:
        alone = planlint("plan.md", "--output-format", name, cwd=tmp_path).stdout
        assert (tmp_path / f"out.{name}").read_text(encoding="utf-8") == alone != ""
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
def test_the_environment_and_the_configuration_name_each_of_them(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    named = planlint("plan.md", "--output-format", name, cwd=tmp_path).stdout
    assert planlint("plan.md", cwd=tmp_path, stdin=None, PLANLINT_OUTPUT_FORMAT=name).stdout == named
    write(tmp_path, {"planlint.toml": f"output-format = '{name}'\n"})
    assert planlint("plan.md", cwd=tmp_path).stdout == named


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (outputs("json", "sarif"), "cannot share stdout"),
        (outputs("json=a.json", "sarif=./a.json"), "two outputs write to a.json"),
        ([*outputs("sarif=a.json", "text=b.txt"), "-o", "c.txt"], "-o sets the file of one"),
        (outputs("sarfi=a.json"), "a similar value exists: 'sarif'"),
    ],
)
def test_outputs_that_cannot_be(tmp_path: Path, arguments: list[str], output: str) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    run = planlint("plan.md", *arguments, cwd=tmp_path)
    assert run.returncode == 2 and output in run.stderr and run.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["plan.md"]


@pytest.mark.parametrize("file", ["plan.md/out.json", ".", "plan.md"])
def test_a_file_that_cannot_be_written_is_exit_code_2_and_the_others_are_written(tmp_path: Path, file: str) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    run = planlint("plan.md", *outputs(f"json={file}", "sarif=out.sarif", "concise"), cwd=tmp_path)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1 and f"error: {file} " in run.stderr
    assert run.stdout.startswith("plan.md:8:18")
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "plan.md").read_text() == BROKEN


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links")
def test_a_file_keeps_its_mode_and_a_link_is_followed(tmp_path: Path) -> None:
    write(tmp_path, {"real.json": "old"})
    (tmp_path / "real.json").chmod(0o640)
    (tmp_path / "link.json").symlink_to("real.json")
    write_output(str(tmp_path / "link.json"), b"new")
    assert (tmp_path / "link.json").is_symlink() and (tmp_path / "real.json").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "real.json").stat().st_mode) == 0o640
    write_output(str(tmp_path / "fresh.json"), b"new")
    assert stat.S_IMODE((tmp_path / "fresh.json").stat().st_mode) & 0o600 == 0o600
    write_output(os.devnull, b"gone")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh.json", "link.json", "real.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="links")
@pytest.mark.parametrize(
    "file",
    [
        *("final", "inside", "dangling", "folder/new/out.sarif", "a/b/../../final"),
        *("{top}/final", "/{top}/final", "{top}/../other/final", "/proc/self/cwd/final"),
    ],
)
@pytest.mark.parametrize("command", ["check -o", "graph -o", "check --output-format json="])
@pytest.mark.parametrize("is_repository", [True, False])
def test_nothing_is_written_through_a_link_in_the_repository(
    tmp_path: Path, file: str, command: str, is_repository: bool
) -> None:
    write(tmp_path, {"home/.profile": "mine", "checkout/plan.md": BROKEN, "checkout/hook": "mine"})
    checkout = tmp_path / "checkout"
    if is_repository:
        write(checkout, {".git/HEAD": "", "sub/.git/HEAD": ""})
    (tmp_path / "other").symlink_to("checkout")
    links = {"final": "../home/.profile", "inside": "hook", "dangling": "../home/new", "folder": "../home"}
    for name, target in links.items():
        (checkout / name).symlink_to(target)
    before = sorted(path for path in tmp_path.rglob("*"))
    asked = (command + " " if command[-1] != "=" else command) + file.format(top=checkout)
    run = planlint(*asked.split(), "plan.md", cwd=checkout)
    assert run.returncode == 2 and "a symbolic link in its path points elsewhere" in run.stderr
    assert [(tmp_path / path).read_text() for path in ("home/.profile", "checkout/hook")] == ["mine", "mine"]
    assert sorted(path for path in tmp_path.rglob("*")) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links")
@pytest.mark.parametrize("name", ["planlint.toml", ".planlint.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    "command", ["check -o ../out", "graph a-progress.md -o ../out", "baseline create --baseline ../out"]
)
def test_without_a_repository_nothing_is_written_through_a_link_below_the_topmost_configuration(
    tmp_path: Path, name: str, command: str
) -> None:
    write(tmp_path, {"home/.profile": "mine", f"archive/{name}": "", "archive/docs/a-progress.md": BROKEN})
    (tmp_path / "archive/out").symlink_to("../home/.profile")
    run = planlint(*command.split(), cwd=tmp_path / "archive/docs")
    assert run.returncode == 2 and "a symbolic link in its path points elsewhere" in run.stderr
    assert (tmp_path / "home/.profile").read_text() == "mine"


@pytest.mark.parametrize("file", ["new/", "old/", "new/.", ".", "..", "new/.."])
def test_a_directory_is_not_a_file(tmp_path: Path, file: str) -> None:
    write(tmp_path, {"plan.md": BROKEN, "old": "old"})
    run = planlint("plan.md", "-o", file, cwd=tmp_path)
    assert run.returncode == 2 and "is a directory" in run.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "plan.md"]


@pytest.mark.parametrize("file", ["planlint.toml", "base.toml", "b.json"])
@pytest.mark.parametrize("command", ["check -o", "graph . -o"])
def test_no_output_replaces_what_the_run_reads(tmp_path: Path, file: str, command: str) -> None:
    settings = "extend = 'base.toml'\nbaseline = 'b.json'\n"
    files = {"planlint.toml": settings, "base.toml": "", "b.json": '{"version": 1, "violations": []}'}
    write(tmp_path, {**files, "a-progress.md": BROKEN})
    if command.startswith("graph") and file == "b.json":
        pytest.skip("a graph reads no baseline")
    run = planlint(*command.split(), file, cwd=tmp_path)
    assert run.returncode == 2 and "not overwritten: this run reads it" in run.stderr
    assert {name: (tmp_path / name).read_text() for name in files} == files


@pytest.mark.skipif(sys.platform == "win32", reason="names of streams")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "//dev/stdout"])
def test_a_stream_of_the_process_is_written_to_and_no_file_is_replaced(tmp_path: Path, name: str) -> None:
    if not os.path.exists(name):
        pytest.skip("no such name here")
    write(tmp_path, {"plan.md": BROKEN, "log": "earlier\n"})
    for command in (["check", "plan.md", "--output-format", "concise", "-o", name], ["graph", "plan.md", "-o", name]):
        printed = planlint(*command[:-2], cwd=tmp_path).stdout
        before = (tmp_path / "log").read_text()
        with (tmp_path / "log").open("a") as log:
            subprocess.run(
                [sys.executable, "-m", "linter", *command],
                cwd=tmp_path,
                stdout=log,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        assert (tmp_path / "log").read_text() == before + printed and printed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "plan.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_program_of_a_process_is_not_replaced(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    program = tmp_path / "program"
    shutil.copy(shutil.which("sleep") or "", program)
    before = program.read_bytes()
    with subprocess.Popen([program, "60"]) as process:
        run = planlint("check", "plan.md", "-o", f"/proc/{process.pid}/exe", cwd=tmp_path)
        process.kill()
    assert run.returncode == 2 and "a link of the kernel" in run.stderr
    assert program.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="names of streams")
def test_a_stream_that_is_not_open_is_one_error(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    run = planlint("check", "plan.md", "-o", "/dev/fd/97", cwd=tmp_path)
    assert (
        run.returncode == 2 and run.stderr.count("\n") == 1 and "cannot be written: bad file descriptor" in run.stderr
    )


@pytest.mark.skipif(sys.platform == "win32", reason="pipes")
def test_a_pipe_that_nobody_reads_is_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "READER_TIMEOUT_S", 0.1)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WriteError, match="no process reads it"):
        write_output(str(tmp_path / "pipe"), b"x")
    with pytest.raises(WriteError, match="no process reads it"):
        append_output(str(tmp_path / "pipe"), bytes)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")
def test_what_is_appended_to_a_full_device_is_one_error_about_the_space() -> None:
    with pytest.raises(WriteError, match="no space left"):
        append_output("/dev/full", lambda _: b"more")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes")
def test_a_pipe_gets_all_of_it_once_it_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["sh", "-c", f"sleep 0.2; wc -c < '{tmp_path}/pipe'"], stdout=subprocess.PIPE)
    write_output(str(tmp_path / "pipe"), b"x" * 300_000)
    assert int(reader.communicate()[0]) == 300_000


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_link_outside_of_the_repository_is_the_users_own(tmp_path: Path) -> None:
    write(tmp_path, {"checkout/plan.md": BROKEN, "checkout/.git/HEAD": "", "disk/x": ""})
    (tmp_path / "reports").symlink_to("disk")
    (tmp_path / "linked").symlink_to("checkout")
    run = planlint("check", "plan.md", "-o", "../reports/new/out.txt", cwd=tmp_path / "linked")
    assert run.returncode == 1 and (tmp_path / "disk/new/out.txt").stat().st_size > 0


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"out.json": "old"})
    monkeypatch.setattr(os, "chmod", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(WriteError, match="no space"):
        write_output(str(tmp_path / "out.json"), b"new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.json", "old")]
