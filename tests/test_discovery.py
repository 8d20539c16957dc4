"""Which files a run reads: git, ignored files, links, virtual environments, hidden directories."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.system.git import command
from tests.conftest import json_of, planlint, write

TASK = "- id: T1\n  assigned_to: [me]\n  status: pending\n  dependencies: [T9]\n"
PLAN = f"---\ntype: progress\nprd: a\ntasks:\n{TASK}---\n"


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def paths(folder: Path, *arguments: str) -> list[str]:
    return sorted({violation["path"] for violation in json_of(*arguments, cwd=folder)["violations"]})


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    files = [".claude/a.md", "docs/b.md", "node_modules/c.md", "ignored/d.md", "venv2/e.md", "docs/scratch.md"]
    write(tmp_path, {name: PLAN.replace("prd: a", f"prd: p{n}") for n, name in enumerate(files)})
    write(tmp_path, {".gitignore": "ignored/\nscratch.md\n", "venv2/pyvenv.cfg": ""})
    git(tmp_path, "init", "-q")
    return tmp_path


def test_in_git_what_is_tracked_or_untracked_and_not_ignored(repository: Path) -> None:
    (repository / "venv2/pyvenv.cfg").unlink()
    assert paths(repository) == [".claude/a.md", "docs/b.md", "venv2/e.md"]
    git(repository, "add", "-f", "docs/scratch.md")
    assert paths(repository, "docs") == ["docs/b.md", "docs/scratch.md"]
    assert paths(repository, "--no-gitignore") == [
        ".claude/a.md", "docs/b.md", "docs/scratch.md", "ignored/d.md", "venv2/e.md",
    ]  # fmt: skip


def test_a_named_file_is_linted_whatever_git_ignores(repository: Path) -> None:
    assert paths(repository, "ignored/d.md") == ["ignored/d.md"]


def test_an_ignored_sibling_is_no_part_of_the_plan(repository: Path) -> None:
    known = PLAN.replace("T1", "T9").replace("[T9]", "[]")
    write(repository, {"docs/scratch.md": known, "docs/b.md": PLAN})
    assert paths(repository, "docs/b.md") == ["docs/b.md"]
    git(repository, "add", "-f", "docs/scratch.md")
    assert paths(repository, "docs/b.md") == []


def test_from_a_subfolder_paths_are_relative_to_it_and_the_repository_is_the_project(repository: Path) -> None:
    known = PLAN.replace("T1", "T9").replace("[T9]", "[]").replace("prd: a", "prd: p1")
    write(repository, {"elsewhere/x.md": known})
    assert paths(repository / "docs", "../.claude") == ["../.claude/a.md"]
    assert paths(repository / "docs", "b.md") == []


def test_outside_of_git_hidden_folders_are_in_and_others_code_is_out(repository: Path) -> None:
    (repository / ".git").rename(repository / "gone")
    found = paths(repository)
    assert found == [".claude/a.md", "docs/b.md", "docs/scratch.md", "ignored/d.md"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"real/a.md": PLAN})
    try:
        (tmp_path / "real/loop").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "real/link.md").symlink_to(tmp_path / "real/a.md")
    except OSError:
        pytest.skip("links cannot be made here")
    assert paths(tmp_path) == ["real/a.md"]
    git(tmp_path, "init", "-q")
    assert paths(tmp_path) == ["real/a.md"]


def test_a_setting_of_the_repository_runs_no_program(repository: Path) -> None:
    marker = repository.parent / f"{repository.name}-ran"
    git(repository, "config", "core.fsmonitor", f"touch {marker}; false")
    assert paths(repository, "docs") == ["docs/b.md"]
    assert not marker.exists()


def test_the_working_tree_is_where_the_repository_is_whatever_it_reports(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    git(repository, "config", "core.worktree", str(tmp_path / "empty"))
    assert paths(repository) == [".claude/a.md", "docs/b.md", "venv2/e.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
@pytest.mark.parametrize("pipe", [".gitignore", ".git/info/exclude", ".git/index", ".git/config"])
def test_git_is_not_waited_for_without_end(repository: Path, monkeypatch: pytest.MonkeyPatch, pipe: str) -> None:
    monkeypatch.setattr("linter.system.git.GIT_TIMEOUT_S", 0.2)
    (repository / pipe).unlink(missing_ok=True)
    os.mkfifo(repository / pipe)
    assert {".claude/a.md", "docs/b.md"} <= set(paths(repository))


def test_on_windows_no_git_of_the_working_directory_is_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NODEFAULTCURRENTDIRECTORYINEXEPATH", "")
    monkeypatch.setattr("linter.system.git.WINDOWS", True)
    command(str(tmp_path))
    assert os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] == "1"


def test_a_folder_that_cannot_be_looked_into_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.md": PLAN, "closed/b.md": PLAN})
    look = os.scandir

    def refused(folder: str) -> Iterator[os.DirEntry[str]]:
        if folder == "closed":
            raise PermissionError(13, "Permission denied")
        return look(folder)

    monkeypatch.setattr(os, "scandir", refused)
    assert "cannot list closed: Permission denied" in planlint("check", cwd=tmp_path).stderr
    named = planlint("check", "closed", cwd=tmp_path)
    assert (named.returncode, named.stderr) == (2, "planlint: error: cannot read closed: Permission denied\n")


GSD_PLAN = "---\nphase: 3-tides\nplan: 01\ntype: execute\nwave: 1\nfiles_modified: [a.py]\nautonomous: true\n---\n"
TASK = "---\nid: task-1\ntitle: Ebb\nstatus: To Do\nassignee: []\ncreated_date: '2026-01-05'\n---\n"


def test_a_folder_that_a_format_asks_for_and_that_does_not_exist_is_nothing(tmp_path: Path) -> None:
    write(tmp_path, {".planning/phases/3-tides/3-01-PLAN.md": GSD_PLAN, "backlog/tasks/task-1 - Ebb.md": TASK})
    write(tmp_path, {"backlog/config.yml": 'project_name: "tides"\n'})
    for named in (".", ".planning/phases/3-tides/3-01-PLAN.md", "backlog/tasks/task-1 - Ebb.md"):
        assert "cannot list" not in planlint("check", named, cwd=tmp_path).stderr
    unsaved = planlint("check", "-", "--stdin-filename", "new/a-progress.md", cwd=tmp_path, stdin=PLAN.encode())
    assert "cannot list" not in unsaved.stderr
    write(tmp_path, {".planning/phases/3-tides/plans": "a file"})
    assert "cannot list" not in planlint("check", cwd=tmp_path).stderr


def test_a_folder_that_a_format_asks_for_and_that_is_closed_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {".planning/phases/3-tides/3-01-PLAN.md": GSD_PLAN, ".planning/phases/3-tides/plans/x.md": ""})
    look = os.scandir

    def refused(folder: str) -> Iterator[os.DirEntry[str]]:
        if folder.endswith("plans"):
            raise PermissionError(13, "Permission denied")
        return look(folder)

    monkeypatch.setattr(os, "scandir", refused)
    output = planlint("check", ".planning/phases/3-tides/3-01-PLAN.md", cwd=tmp_path).stderr
    assert "cannot list .planning/phases/3-tides/plans: Permission denied" in output


def test_a_file_that_cannot_be_opened_is_reported_when_it_is_known_for_a_plan(tmp_path: Path) -> None:
    write(tmp_path, {"phase-1-progress.md": PLAN, "notes.md": PLAN, "c.md": PLAN})
    for name in ("phase-1-progress.md", "notes.md"):
        (tmp_path / name).chmod(0)
    if os.access(tmp_path / "notes.md", os.R_OK):
        pytest.skip("this user can read everything")
    result = planlint("check", "--output-format", "concise", cwd=tmp_path)
    assert "phase-1-progress.md:1:1: error[unreadable-file] cannot be opened: permission denied" in result.stdout
    assert "cannot read notes.md" in result.stderr
    assert "c.md:8:18" in result.stdout


def test_a_broken_link_that_is_named_and_a_directory_that_is_named_like_a_plan(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md/inner.md": PLAN})
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    assert paths(tmp_path, "plan.md") == ["plan.md/inner.md"]
    result = planlint("check", "gone.md", "--output-format", "concise", cwd=tmp_path)
    assert result.returncode == 1 and "gone.md:1:1: error[unreadable-file]" in result.stdout


def test_a_file_named_twice_is_linted_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": PLAN})
    assert len(json_of("a.md", "./a.md", ".", str(tmp_path / "a.md"), cwd=tmp_path)["violations"]) == 1


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text(PLAN)
    except OSError:
        pytest.skip("such a name cannot be made here")
    result = planlint("check", "--output-format", "concise", cwd=tmp_path)
    assert result.returncode == 1 and result.stdout.startswith("caf\\udce9.md:8:18:")
    git(tmp_path, "init", "-q")
    assert planlint("check", "--output-format", "json", cwd=tmp_path).returncode == 1


def test_the_files_that_would_be_linted_are_listed(tmp_path: Path) -> None:
    plan = "---\ntype: progress\nprd: p\ntasks: []\n---\n"
    write(tmp_path, {"b/plan.md": plan, "a.md": plan, "README.md": "# no plan\n", "x/a.md": plan, "\x1b[1m.md": plan})
    write(
        tmp_path,
        {"planlint.toml": "exclude = ['x/']\n", "broken-progress.md": "---\ntype: progress\nprd: p\n: [\n---\n"},
    )
    result = planlint("--show-files", cwd=tmp_path)
    listed = ["\\x1b[1m.md", "a.md", "b/plan.md", "broken-progress.md"]
    assert (result.returncode, result.stdout.splitlines()) == (0, listed)
    named = planlint("--show-files", "x/a.md", "README.md", "nowhere", cwd=tmp_path)
    assert (named.returncode, named.stdout) == (2, "x/a.md\n")
