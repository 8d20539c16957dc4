"""Fixes: verified, convergent, and without other changes; files are replaced completely or not at all."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.config.loader import Configuration
from linter.engine.session import LintSession
from linter.fixes.fixer import choose, fix
from linter.fixes.unified_diff import patch
from linter.formats import progress
from linter.model.plan import Plan
from linter.rules.violation import Violation
from linter.syntax.fix import Edit, Fix, apply
from linter.syntax.nodes import Limits
from linter.syntax.source import Source
from linter.system.writing import WriteError, replace_file
from tests.conftest import ROOT, planlint
from tests.conftest import write as write_files
from tests.test_corpus import CORPUS
from tests.test_discovery import git

TASKS = """\
tasks:   # keep me
  - {id: T1, status: 'complete', dependencies: [], assigned_to: [a]}
  - id: T2
    status: pending      # and me
    assigned_to: [b]
    dependencies: [T1, T1]
"""
HEAD = "---\ntype: progress\nprd: p\nstatus: completed\ncreated: '2026/01/05'\n"
PLAN = f'{HEAD}{TASKS}total_tasks: 3 # three\nprogress: "x"\n---\nbody  \n'


def test_a_safe_fix_changes_what_it_reports_and_no_other_byte(tmp_path: Path) -> None:
    running = PLAN.replace("status: completed\n", "status: in_progress\n")
    for name, text in (("lf", running), ("crlf", running.replace("\n", "\r\n")), ("bom", "\ufeff" + running.rstrip())):
        write_files(tmp_path, {f"{name}/p/plan.md": text})
        result = planlint("check", "--fix", "-q", f"{name}/p/plan.md", cwd=tmp_path)
        assert result.returncode == 1  # the percentage that is a string remains
        expected = text
        for old, new in (
            ("'2026/01/05'", "'2026-01-05'"),
            ("'complete'", "'completed'"),
            ("[T1, T1]", "[T1]"),
            ("total_tasks: 3", "total_tasks: 2"),
        ):
            expected = expected.replace(old, new)
        assert (tmp_path / name / "p/plan.md").read_bytes().decode() == expected


def test_unsafe_fixes_are_made_only_when_asked_for(tmp_path: Path) -> None:
    done = "---\ntype: progress\nprd: p\nstatus: pending\ntasks:\n- {id: T1, status: completed}\n---\n"
    write_files(tmp_path, {"p/plan.md": done})
    planlint("check", "--fix", cwd=tmp_path)
    assert "status: pending\n" in (tmp_path / "p/plan.md").read_text()
    planlint("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert "status: completed\n" in (tmp_path / "p/plan.md").read_text()


def test_a_completed_document_is_not_reopened(tmp_path: Path) -> None:
    write_files(tmp_path, {"p/plan.md": PLAN})
    planlint("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert "status: completed\n" in (tmp_path / "p/plan.md").read_text()


def test_what_remains_decides_the_exit_code_and_fixing_twice_is_fixing_once(tmp_path: Path) -> None:
    text = PLAN.replace("status: completed\n", "status: in_progress\n").replace('progress: "x"\n', "")
    write_files(tmp_path, {"p/plan.md": text})
    result = planlint("check", "--fix", "--show-fixes", cwd=tmp_path)
    assert result.returncode == 0 and result.stdout == ""
    assert result.stderr.splitlines()[0] == "planlint: fixed 4 violations in 1 file"
    assert "planlint:   p/plan.md: 1 x count-mismatch" in result.stderr
    once = (tmp_path / "p/plan.md").read_bytes()
    again = planlint("check", "--fix", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (0, "") and (tmp_path / "p/plan.md").read_bytes() == once


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_diff_is_a_patch_that_git_apply_takes_and_writes_nothing(tmp_path: Path, end: str) -> None:
    text = PLAN.replace("\n", end).rstrip()
    name = 'p/odd "name" ü.md'
    write_files(tmp_path, {name: text, "p/clean.md": "---\ntype: progress\nprd: p\ntasks: []\n---\n"})
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "core.autocrlf", "false")
    git(tmp_path, "add", "-A")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "linter", "check", "--diff", "--unsafe-fixes"]
    diff = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, env=environment)
    assert diff.returncode == 1 and (tmp_path / name).read_bytes() == text.encode()
    subprocess.run(["git", "apply", "--check", "-"], cwd=tmp_path, input=diff.stdout, check=True)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=diff.stdout, check=True)
    patched = (tmp_path / name).read_bytes()
    write_files(tmp_path, {name: text})
    planlint("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert patched == (tmp_path / name).read_bytes() != text.encode()
    assert planlint("check", "--diff", "--unsafe-fixes", cwd=tmp_path).returncode == 0


def test_a_patch_of_a_text_without_a_last_line_end_reports_it() -> None:
    assert patch("a", "x\u2028y\nz", "x\u2028y\nw")[-3:] == [
        " x\u2028y\n",
        "-z\n\\ No newline at end of file\n",
        "+w\n\\ No newline at end of file\n",
    ]


def violation(*edits: tuple[int, int, str]) -> Violation:
    fix = Fix("t", [Edit(*edit) for edit in edits], safe=True)
    return Violation("r", "p", edits[0][0], edits[0][1], "m", {}, fix=fix)


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4)), min_size=1, max_size=3)


@given(st.lists(SPANS, max_size=8), st.randoms())
@settings(max_examples=200, derandomize=True, deadline=None)
def test_the_order_of_violations_does_not_matter_and_chosen_edits_do_not_meet(
    spans: list[list[tuple[int, int]]], random: Random
) -> None:
    violations = [violation(*[(at, at + size, f"<{n}>") for at, size in edits]) for n, edits in enumerate(spans)]
    shuffled = list(violations)
    random.shuffle(shuffled)
    text = "abcdefghijklmnopqrstuvwxyz0123456789"
    chosen, edits = choose(violations)
    assert apply(text, edits) == apply(text, choose(shuffled)[1])
    for one in chosen:
        for other in chosen:
            if one is not other and one.fix and other.fix:
                assert all(a.end < b.start or b.end < a.start for a in one.fix.edits for b in other.fix.edits)


def test_a_fix_that_would_change_more_than_it_names_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PLAN.replace("total_tasks: 3 # three", "total_tasks: &n 3\nphase: *n").replace("status: completed\n", "")
    write_files(tmp_path, {"p/plan.md": text})
    monkeypatch.chdir(tmp_path)
    run = LintSession(Configuration({"select": ["count-mismatch"]}))
    run.add_path(".")
    fixed = fix(run, unsafe=True)
    assert fixed.changed == [] and "/phase" in fixed.refused["p/plan.md"]
    result = planlint("check", "--fix", "--select", "count-mismatch", cwd=tmp_path)
    assert "p/plan.md was not fixed" in result.stderr and result.returncode == 1
    assert (tmp_path / "p/plan.md").read_text() == text


IDS = ["T1", "T2", "T3", "'T4'", '"T 5"', "T-6.1"]
STATUSES = ["completed", "complete", "Done", "'in-progress'", "pending", "blocked"]


@st.composite
def plans(draw: st.DrawFn) -> str:
    """A plan in every style: quotes, flow and block lists, comments, line ends, BOM."""
    used = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=6, unique=True))
    end = draw(st.sampled_from(["\n", "\r\n"]))

    def items(values: list[str], indent: str) -> str:
        if draw(st.booleans()) or not values:
            return f" [{', '.join(values)}]"
        comment = draw(st.sampled_from(["", "  # why"]))
        return "".join(f"\n{indent}- {value}{comment}" for value in values)

    lines = ["type: progress", "prd: p", f"status: {draw(st.sampled_from(STATUSES))}", "tasks:"]
    for id in used:
        lines.append(f"- id: {id}")
        lines.append(f"  status: {draw(st.sampled_from(STATUSES))}{draw(st.sampled_from(['', ' # note']))}")
        lines.append("  assigned_to: [me]")
        lines.append("  dependencies:" + items(draw(st.lists(st.sampled_from(used), max_size=3)), "  "))
    lines.append("parallelization:")
    for number in range(1, draw(st.integers(1, 4)) + 1):
        lines.append(f"  batch_{number}:" + items(draw(st.lists(st.sampled_from(used), max_size=3, unique=True)), "  "))
    lines.append(f"total_tasks: {draw(st.integers(0, 6))}")
    lines.append(f"progress: {draw(st.integers(0, 100))}")
    text = "---\n" + "\n".join(lines) + "\n---\n\n| ID | Status |\n|---|---|\n| T1 | pending |\n"
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", end)


@given(text=plans())
@settings(max_examples=120, derandomize=True, deadline=None)
def test_whatever_the_style_fixes_converge_and_lose_no_task(text: str) -> None:
    folder = Path(os.environ.get("TMPDIR", "/tmp"))
    run = LintSession(Configuration({"select": ["all"], "ignore": ["references", "missing-timestamp"]}, isolated=True))
    path = os.path.relpath(folder / "planlint-none" / "p" / "plan.md")
    run.add_bytes(path, text.encode())
    fixed = fix(run, unsafe=True)
    assert fixed.refused == {}
    after = fixed.after.get(path, text)
    read = [progress.read(Source("p.md", version), Limits()) for version in (text, after)]
    ids = [[task.name for task in document.tasks] for document in read if isinstance(document, Plan)]
    assert ids[0] == ids[1]
    again = LintSession(
        Configuration({"select": ["all"], "ignore": ["references", "missing-timestamp"]}, isolated=True)
    )
    again.add_bytes(path, after.encode())
    assert fix(again, unsafe=True).changed == []
    assert ("\r\n" in text) == ("\r\n" in after) and text.startswith("\ufeff") == after.startswith("\ufeff")
    if "\r\n" in text:
        assert after.replace("\r\n", "").count("\n") == 0


def test_writing_keeps_the_mode_and_replaces_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace_file(str(path), b"old", b"new", str(tmp_path))
    assert path.read_bytes() == b"new" and path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["a.md"]


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="Python sets extended attributes on Linux only")
def test_writing_keeps_access_control_lists_and_other_attributes(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    entries = [(1, 6, -1), (2, 6, 4321), (4, 4, -1), (16, 6, -1), (32, 0, -1)]  # user 4321 may write it
    access = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
    wanted = {"user.origin": b"a wiki", "system.posix_acl_access": access}
    try:
        for name, value in wanted.items():
            os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"the file system has no extended attributes: {error}")
    mode = path.stat().st_mode
    replace_file(str(path), b"old", b"new", str(tmp_path))
    assert path.read_bytes() == b"new" and path.stat().st_mode == mode
    assert {name: os.getxattr(path, name) for name in wanted} == wanted


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"theirs")
    with pytest.raises(WriteError, match="changed by another process"):
        replace_file(str(path), b"old", b"new", str(tmp_path))
    assert path.read_bytes() == b"theirs" and os.listdir(tmp_path) == ["a.md"]


def test_a_link_is_followed_inside_of_the_project_only(tmp_path: Path) -> None:
    inside, outside = tmp_path / "project", tmp_path / "elsewhere"
    write_files(tmp_path, {"project/real.md": "old", "elsewhere/other.md": "old"})
    (inside / "in.md").symlink_to(inside / "real.md")
    (inside / "out.md").symlink_to(outside / "other.md")
    replace_file(str(inside / "in.md"), b"old", b"new", str(inside))
    assert (inside / "real.md").read_bytes() == b"new" and (inside / "in.md").is_symlink()
    with pytest.raises(WriteError, match="outside of"):
        replace_file(str(inside / "out.md"), b"old", b"new", str(inside))
    assert (outside / "other.md").read_bytes() == b"old"


def test_a_full_disk_and_a_read_only_file_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(WriteError, match="no space left"):
            replace_file(str(path), b"old", b"new", str(tmp_path))
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == ["a.md"]
    with monkeypatch.context() as patched:
        patched.setattr(os, "access", lambda *_: False)
        with pytest.raises(WriteError, match="read-only"):
            replace_file(str(path), b"old", b"new", str(tmp_path))
    assert path.read_bytes() == b"old"


def test_a_file_that_cannot_be_written_is_an_error_and_still_reported(tmp_path: Path) -> None:
    write_files(tmp_path, {"project/p/planlint.toml": "", "elsewhere/plan.md": PLAN})
    (tmp_path / "project/p/plan.md").symlink_to(tmp_path / "elsewhere/plan.md")
    result = planlint("check", "--fix", "plan.md", "--output-format", "concise", cwd=tmp_path / "project/p")
    assert result.returncode == 2
    assert "error: plan.md is a symbolic link to outside of the project" in result.stderr
    assert "count-mismatch" in result.stdout
    assert (tmp_path / "elsewhere/plan.md").read_text() == PLAN


WRITER = """
import sys
from linter.system.writing import replace_file
path, sizes = sys.argv[1], (b"a" * 300_000, b"b" * 300_000)
print("ready", flush=True)
while True:
    replace_file(path, *sizes, None)
    sizes = sizes[::-1]
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for attempt in range(12):
        path.write_bytes(b"a" * 300_000)
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        assert process.stdout and process.stderr
        process.stdout.readline()
        time.sleep(0.003 + attempt * 0.0021)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        process.stderr.close()
        content = path.read_bytes()
        assert len(content) == 300_000 and len(set(content)) == 1


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize("unsafe", [False, True])
def test_on_real_files_nothing_fixable_is_left_and_only_lines_of_edits_change(
    tmp_path: Path, unsafe: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CORPUS / "skillmeat-progress")
    run = LintSession(Configuration({}))
    run.add_path(".")
    fixed = fix(run, unsafe=unsafe)
    assert fixed.refused == {} and len(fixed.changed) > 10
    assert not [v for v in run.report.violations if v.fix and (v.fix.safe or unsafe) and v.path not in fixed.changed]
    for path in fixed.changed:
        before, after = fixed.before[path].split("\n"), fixed.after[path].split("\n")
        fixable = {violation.rule for violation in fixed.applied if violation.path == path}
        moves = {"same-batch-dependency", "batch-order", "unscheduled-task"} & fixable
        if not moves:
            changed = sum(old != new for old, new in zip(before, after, strict=True))
            edits = [edit for v in fixed.applied if v.path == path and v.fix for edit in v.fix.edits]
            assert changed <= len(edits)
