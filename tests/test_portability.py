"""The differences on Windows and macOS, as far as they can be tested on any machine."""

from __future__ import annotations

import errno
import ntpath
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from linter.cli import main as command
from linter.engine import listing
from linter.engine.report import Report
from linter.system import git, paths
from linter.system import writing as writer
from tests.conftest import ROOT, write

PLAN = "---\ntype: progress\nprd: a\ntasks:\n- {{id: {id}, status: pending, dependencies: [{needs}]}}\n---\n"
Lint = Callable[..., Report]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    r"""Make ``linter.system.paths`` behave as on Windows, in ``C:\work``."""
    monkeypatch.setattr(ntpath, "abspath", lambda path: ntpath.normpath(ntpath.join("C:\\work", path)))
    monkeypatch.setattr(paths, "os", SimpleNamespace(path=ntpath, sep="\\"))


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("docs\\plan.md", "C:\\work", "docs/plan.md"),
        ("docs/plan.md", "C:\\work", "docs/plan.md"),
        ("c:\\WORK\\docs\\plan.md", "C:\\work", "docs/plan.md"),
        ("..\\plan.md", "C:\\work", "../plan.md"),
        ("D:\\plans\\a.md", "C:\\work", "D:/plans/a.md"),
        ("\\\\server\\share\\a.md", "C:\\work", "//server/share/a.md"),
    ],
)
def test_paths_on_windows_have_slashes_and_other_drives_are_absolute(
    windows: None, path: str, folder: str, expected: str
) -> None:
    assert paths.relative(path, folder) == expected


def test_a_junction_is_not_entered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It may lead to its own parent, and Windows does not call it a link."""
    entry = SimpleNamespace(
        name="loop",
        is_dir=lambda follow_symlinks: True,
        stat=lambda follow_symlinks: SimpleNamespace(st_reparse_tag=0xA0000003),
    )
    assert listing._is_entered(entry, str(tmp_path))  # type: ignore[arg-type]
    monkeypatch.setattr(paths, "WINDOWS", True)
    assert not listing._is_entered(entry, str(tmp_path))  # type: ignore[arg-type]
    (tmp_path / "plain").mkdir()
    with os.scandir(tmp_path) as entries:
        assert listing._is_entered(next(entries), str(tmp_path / "plain"))


def test_a_name_that_macos_hands_out_in_parts_is_the_one_that_git_lists(
    lint: Lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (unicodedata.normalize("NFD", f"café-{n}-progress.md") for n in (1, 2))
    (tmp_path / ".git").mkdir()
    listed = [unicodedata.normalize("NFC", name) for name in (first, second)]
    monkeypatch.setattr(git, "list_files", lambda root, *paths: (listed, {}))
    files = {first: PLAN.format(id="T1", needs=""), second: PLAN.format(id="T2", needs="T1")}
    assert lint(files, second, select=["unknown-dependency"]).violations == []


def test_places_in_a_file_with_crlf(lint: Lint) -> None:
    text = PLAN.format(id="T1", needs="T9").replace("prd: a", "prd: a\ntotal_tasks: 3").replace("\n", "\r\n")
    report = lint({"plan.md": text}, select=["count-mismatch", "unknown-dependency"])
    places = [report.sources[one.path].position(one.start) for one in report.violations]
    assert places == [(4, 14), (6, 44)]


def test_a_file_that_another_program_holds_open_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to rename over a file that is open, or that a virus scanner looks at."""
    target = tmp_path / "plan.md"
    target.write_bytes(b"old")

    def refused(source: str, destination: str) -> None:
        raise PermissionError(errno.EACCES, "Access is denied", destination)

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(writer.WriteError, match="cannot be written: access is denied"):
        writer.replace_file(str(target), b"old", b"new", None)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.md"] and target.read_bytes() == b"old"


def test_files_are_written_where_nobody_owns_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has no owners that are numbers."""
    for name in ("chown", "geteuid", "getegid", "getuid", "fchmod"):
        monkeypatch.delattr(os, name, raising=False)
    target = tmp_path / "plan.md"
    writer.write_new_or_replace(str(target), b"old")
    writer.replace_file(str(target), b"old", b"new", None)
    writer.write_output(str(target), b"newer")
    assert target.read_bytes() == b"newer"


@pytest.mark.parametrize(("number", "quiet"), [(errno.EINVAL, True), (errno.ENOSPC, False)])
def test_on_windows_a_closed_pipe_is_an_invalid_argument(
    number: int, quiet: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = OSError(number, "")
    assert not command._is_closed_pipe(error) and command._is_closed_pipe(BrokenPipeError())
    monkeypatch.setattr(command, "WINDOWS", True)
    assert command._is_closed_pipe(error) == quiet


def test_what_is_piped_is_utf_8_with_lf_whatever_the_machine_reports(tmp_path: Path) -> None:
    """Python on Windows pipes text in the machine's code page, with CRLF."""
    write(tmp_path, {"plan.md": PLAN.format(id="T1", needs="Tä → 9")})
    script = """
import io, sys
class Pipe(io.TextIOWrapper): pass
sys.stdout = Pipe(sys.stdout.buffer, encoding="cp1252", newline="\\r\\n")
from linter.cli.main import main
sys.exit(main(["check", "--output-format", "junit", "plan.md"]))
"""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}
    environment["PYTHONPATH"] = str(ROOT)
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert "Tä → 9" in run.stdout.decode("utf-8") and b"\r" not in run.stdout


def test_names_that_differ_in_case_only_are_files_of_their_own(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"probe": ""})
    if (tmp_path / "PROBE").exists():
        pytest.skip("this file system does not tell them apart")
    files = {"Plan.md": PLAN.format(id="T1", needs="T9"), "plan.md": PLAN.format(id="T1", needs="T9")}
    report = lint(files, select=["unknown-dependency"])
    assert [one.path for one in report.violations] == ["Plan.md", "plan.md"]
