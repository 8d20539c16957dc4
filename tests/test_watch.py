"""``--watch`` in a real process: the output after each change, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, planlint, process, write

pytest.importorskip("watchfiles")
PLAN = "---\ntype: progress\nprd: p\ntasks:\n- id: {id}\n  status: pending\n  dependencies: [{needs}]\n---\n"
GIT_TIMEOUT_S = 30.0  # seconds


def _heed_interrupts() -> None:
    """Undo what a shell does to the processes that it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Watching:
    """A process that watches; its streams go to files, so that neither blocks."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._streams = [folder.parent / "out.txt", folder.parent / "err.txt"]
        self._told = 0
        with self._streams[0].open("wb") as out, self._streams[1].open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "linter", "check", "--watch", "--output-format", "concise", *arguments],
                cwd=folder,
                stdout=out,
                stderr=err,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                preexec_fn=None if os.name == "nt" else _heed_interrupts,
            )

    def texts(self) -> list[str]:
        return [stream.read_text(encoding="utf-8") for stream in self._streams]

    def round(self) -> str:
        """The content of stdout after the next round."""
        end = time.monotonic() + GIT_TIMEOUT_S
        while self.texts()[1].count("watching for file changes") <= self._told:
            assert self.process.poll() is None, self.texts()
            assert time.monotonic() < end, self.texts()
            time.sleep(0.02)
        self._told = self.texts()[1].count("watching for file changes")
        return self.texts()[0]


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Callable[..., Watching]]:
    started: list[Watching] = []

    def start(*arguments: str) -> Watching:
        started.append(Watching(tmp_path / "repository", *arguments))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_change_a_dependent_a_configuration_and_the_end(tmp_path: Path, watching: Callable[..., Watching]) -> None:
    folder = tmp_path / "repository"
    write(folder, {"a-progress.md": PLAN.format(id="A1", needs=""), "b-progress.md": PLAN.format(id="B1", needs="A1")})
    process = watching("--select", "dependencies")
    assert process.round() == ""
    assert "no violations" in process.texts()[1]

    write(folder, {"a-progress.md": PLAN.format(id="A2", needs="")})  # b waits for what is gone
    first = process.round()
    assert first.startswith("b-progress.md:7:18: error[unknown-dependency]") and first.count("\n") == 1

    write(folder, {"planlint.toml": 'severity = {dependencies = "warning"}\n'})
    assert process.round()[len(first) :].startswith("b-progress.md:7:18: warning[unknown-dependency]")

    write(folder, {"planlint.toml": "nonsense = 1\n"})
    process.round()
    assert "unknown key `nonsense`" in process.texts()[1]

    (folder / "planlint.toml").unlink()
    process.round()
    process.process.send_signal(signal.SIGINT)
    assert process.process.wait(GIT_TIMEOUT_S) == 130
    out, err = process.texts()
    assert "Traceback" not in err and "\x1b" not in out + err
    assert out.count(": error[") == 2


@pytest.mark.parametrize("arguments", [("--staged",), ("--diff",), ("-",), ("nowhere.md",), ("--since", "HEAD")])
def test_what_cannot_be_watched(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = planlint("check", "--watch", *arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "planlint: error: " in result.stderr


def test_without_watchfiles_it_reports_what_to_install(tmp_path: Path) -> None:
    write(tmp_path, {"shadow/watchfiles.py": "raise ImportError\n"})
    result = process("check", "--watch", cwd=tmp_path, PYTHONPATH=f"{tmp_path / 'shadow'}{os.pathsep}{ROOT}")
    assert result.returncode == 2
    assert "planlint[watch]" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system watches whole trees")
def test_what_others_installed_is_not_watched_and_a_new_folder_is(
    tmp_path: Path, watching: Callable[..., Watching]
) -> None:
    folder = tmp_path / "repository"
    packages = {f"node_modules/p{n}/lib/index.md": "x" for n in range(60)}
    write(
        folder,
        {"docs/a-progress.md": PLAN.format(id="A1", needs=""), "venv/pyvenv.cfg": "", "venv/x/y": "", **packages},
    )
    process = watching("--select", "dependencies")
    process.round()
    assert watches(process.process.pid) == 2  # the top and docs

    write(folder, {"new/deep/b-progress.md": PLAN.format(id="B1", needs="A9")})
    text = process.round()
    while "unknown-dependency" not in text:
        text = process.round()
    assert watches(process.process.pid) == 4
    write(folder, {"new/deep/b-progress.md": PLAN.format(id="B1", needs="")})
    assert "no violations" in process.texts()[1] and process.round().count("unknown-dependency") >= 1


def watches(pid: int) -> int:
    """How many folders and files the process has the kernel watch."""
    return sum(file.read_text().count("inotify ") for file in Path(f"/proc/{pid}/fdinfo").iterdir())
