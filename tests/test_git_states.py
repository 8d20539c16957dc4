"""Repositories in unusual states: the answer of a full checkout, or one line on stderr with what could not be known."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from linter.system.git_snapshot import GitObjectReader
from tests.conftest import planlint, write
from tests.repository import Repository, environment_in, plan
from tests.test_staged import MANIFEST

PHASE_1, PHASE_2 = "p/phase-1-progress.md", "q/phase-2-progress.md"
WRONG = plan("T1").replace("tasks:", "total_tasks: 7\ntasks:")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    folder = tmp_path / "repo"
    folder.mkdir()
    made = Repository(folder, environment_in(tmp_path / "pre-commit"))
    made.run("git", "init", "-q", "-b", "main")
    return made


def check(folder: Path, *arguments: str, **environment: str) -> tuple[list[str], str]:
    """The violations as ``path:rule``, and stderr."""
    rules = "syntax,dependencies,counts,missing-reference"
    command = ("check", "--output-format", "concise", "--select", rules, *arguments)
    result = planlint(*command, cwd=folder, stdin=None, **environment)
    found = [f"{line.split(':')[0]}:{line.split('[')[1].split(']')[0]}" for line in result.stdout.splitlines() if line]
    assert result.returncode == (1 if found else 0), result.stderr
    return found, result.stderr


def test_what_a_sparse_checkout_leaves_out_is_known(repository: Repository) -> None:
    write(repository.folder, {"p/phase-1-progress.md": plan("T1"), "p/phase-2-progress.md": plan("T2", "T1")})
    write(repository.folder, {"a/MANIFEST.yaml": MANIFEST, "a/docs/report.txt": "good news\n", "s/old.md": WRONG})
    repository.commit()
    repository.run("git", "sparse-checkout", "set", "--no-cone", "/a/MANIFEST.yaml", "/p/phase-2-progress.md")
    assert not (repository.folder / PHASE_1).exists() and not (repository.folder / "a/docs").exists()
    found, output = check(repository.folder)
    assert found == [] and output == "planlint: 2 files outside of the sparse checkout were not checked\n"
    assert check(repository.folder, "p/phase-2-progress.md") == ([], "")
    write(repository.folder, {"p/phase-2-progress.md": plan("T2", "T9")})
    assert check(repository.folder, "p/phase-2-progress.md")[0] == ["p/phase-2-progress.md:unknown-dependency"]


def test_a_sparse_checkout_leaves_the_entries_of_a_baseline(repository: Repository) -> None:
    write(repository.folder, {"p/phase-1-progress.md": WRONG, "q/b-progress.md": plan("T2")})
    repository.commit()
    baseline = "planlint-baseline.json"
    assert planlint("baseline", "create", cwd=repository.folder).returncode == 0
    repository.run("git", "sparse-checkout", "set", "--no-cone", "/q/")
    assert not (repository.folder / "p").exists() and (repository.folder / "q").exists()
    assert check(repository.folder, "q", "--baseline", baseline) == ([], "")
    assert "removed 0 stale entries" in planlint("baseline", "prune", cwd=repository.folder).stderr
    repository.run("git", "rm", "-q", "--sparse", "p/phase-1-progress.md")
    assert "no longer occurs" in check(repository.folder, "q", "--baseline", baseline)[1]


def test_what_a_sparse_checkout_leaves_out_is_read_at_once_and_not_again(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(repository.folder, {f"s/{n}/{m}.md": f"# {n}\n\n---\ntasks: {m}\n" for n in range(10) for m in range(30)})
    write(repository.folder, {"p/phase-1-progress.md": plan("T1", "T9, T8"), "s/5/other-progress.md": plan("T9")})
    repository.commit()
    repository.run("git", "sparse-checkout", "set", "--no-cone", "/p")
    assert not (repository.folder / "s").exists()
    started: list[GitObjectReader] = []
    start = GitObjectReader._start

    def record(reader: GitObjectReader) -> subprocess.Popen[bytes]:
        started.append(reader)
        return start(reader)

    monkeypatch.setattr(GitObjectReader, "_start", record)
    monkeypatch.delenv("PLANLINT_NO_CACHE", raising=False)
    cache = f"--cache-dir={tmp_path / 'cache'}"
    for most in (4, 1):
        started.clear()
        found, _ = check(repository.folder, "p/phase-1-progress.md", cache)
        assert found == ["p/phase-1-progress.md:unknown-dependency"]
        assert len(started) <= most


def test_a_submodule_that_is_not_checked_out_may_hold_what_is_referenced(repository: Repository) -> None:
    other = Repository(repository.folder.parent / "other", repository.environment)
    other.folder.mkdir()
    other.run("git", "init", "-q")
    write(other.folder, {"report.txt": "good news\n", "plan.md": WRONG})
    other.commit()
    write(repository.folder, {"a/MANIFEST.yaml": MANIFEST})
    protocol = ("-c", "protocol.file.allow=always")
    repository.run("git", *protocol, "submodule", "add", "-q", str(other.folder), "a/docs")
    repository.commit()
    assert check(repository.folder) == ([], "")
    repository.run("git", "submodule", "deinit", "-q", "-f", "a/docs")
    assert check(repository.folder) == ([], "")


def test_a_repository_in_a_repository_is_its_own(repository: Repository) -> None:
    write(repository.folder, {"plan.md": plan("A1"), "inner/plan.md": WRONG})
    inner = Repository(repository.folder / "inner", repository.environment)
    inner.run("git", "init", "-q")
    assert check(repository.folder) == ([], "")
    assert check(repository.folder, "inner")[0] == ["inner/plan.md:count-mismatch"]
    inner.run("git", "add", "-A")
    assert check(repository.folder, "--staged", "inner")[0] == ["inner/plan.md:count-mismatch"]
    result = planlint("check", "--staged", ".", "inner", cwd=repository.folder, stdin=None)
    assert result.returncode == 2


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_a_repository_of_somebody_else_is_read_like_any_other(repository: Repository) -> None:
    write(repository.folder, {".gitignore": "vendor/\n", "vendor/plan.md": WRONG, "plan.md": plan("A1")})
    repository.commit()
    for path in (repository.folder, *repository.folder.rglob("*")):
        os.chown(path, 12345, 12345)
    assert repository.run("git", "status", check=False).returncode != 0
    assert check(repository.folder, "--no-cache") == ([], "")
    assert check(repository.folder, "--staged") == ([], "planlint: nothing is staged\n")


def test_without_git_one_line_reports_that_ignored_files_are_linted(repository: Repository, tmp_path: Path) -> None:
    write(repository.folder, {".gitignore": "vendor/\n", "vendor/plan.md": WRONG, "plan.md": plan("A1")})
    repository.commit()
    (tmp_path / "bin").mkdir()
    found, output = check(repository.folder, PATH=str(tmp_path / "bin"))
    assert found == ["vendor/plan.md:count-mismatch"]
    assert output.count("\n") == 1 and "git cannot list them: git cannot be run" in output
    assert check(repository.folder, "plan.md", PATH=str(tmp_path / "bin")) == ([], "")
    result = planlint("check", "--staged", cwd=repository.folder, stdin=None, PATH=str(tmp_path / "bin"))
    assert result.returncode == 2 and "git cannot be run" in result.stderr


@pytest.mark.parametrize("configured", [False, True])
def test_a_repository_that_only_the_environment_names(repository: Repository, configured: bool) -> None:
    home = repository.folder.parent / "home"
    shutil.move(repository.folder / ".git", repository.folder.parent / "dots.git")
    variables = {"GIT_DIR": str(repository.folder.parent / "dots.git"), "GIT_WORK_TREE": str(home)}
    write(home, {"plan.md": WRONG, "ignored/plan.md": WRONG, ".gitignore": "ignored/\n"})
    dots = Repository(home, {**repository.environment, **variables})
    if configured:  # as vcsh and yadm do
        dots.run("git", "config", "core.worktree", variables.pop("GIT_WORK_TREE"))
    dots.run("git", "add", "-A")
    assert check(home, "--staged", **variables)[0] == ["plan.md:count-mismatch"]
    assert check(home, **variables)[0] == ["plan.md:count-mismatch"]
    assert check(home)[0] == ["ignored/plan.md:count-mismatch", "plan.md:count-mismatch"]


def test_a_named_file_that_git_ignores_is_checked_with_its_ignored_neighbours(repository: Repository) -> None:
    write(repository.folder, {".gitignore": ".agent/\n", "README.md": "# here\n"})
    write(
        repository.folder,
        {".agent/a/phase-1-progress.md": plan("T1"), ".agent/b/phase-2-progress.md": plan("T2", "T1")},
    )
    write(repository.folder, {".agent/a/phase-3-progress.md": plan("T3", "T1")})
    repository.commit()
    paths = sorted(str(path.relative_to(repository.folder)) for path in (repository.folder / ".agent").rglob("*.md"))
    for named in ([paths[0]], [paths[1]], [paths[2]], paths):
        assert check(repository.folder, *named) == ([], "")
    found, output = check(repository.folder, ".agent")
    assert found == [] and "no plan file found in .agent; git ignores 3 plans" in output
    assert "--no-gitignore" in output and ".agent/a/phase-1-progress.md" in output
    assert check(repository.folder, "--no-gitignore", ".agent") == ([], "")


def cloned(repository: Repository, *options: str) -> Repository:
    """A clone of the *repository* with its three commits; the first has an old violation, which all of them keep."""
    repository.run("git", "config", "uploadpack.allowFilter", "true")
    for text in ("one", "two", "three"):
        write(repository.folder, {"old.md": WRONG + text})
        repository.commit()
    clone = Repository(repository.folder.parent / "clone", repository.environment)
    clone.folder.mkdir()
    clone.run("git", "clone", "-q", *options, repository.folder.as_uri(), ".")
    return clone


def test_a_partial_clone_does_not_take_old_violations_for_new_ones(repository: Repository) -> None:
    clone = cloned(repository, "--filter=blob:none")
    result = planlint("check", "--since", "HEAD~1", cwd=clone.folder, stdin=None)
    assert result.returncode == 2 and "partial clone lacks old.md; `git diff HEAD~1` fetches" in result.stderr
    clone.run("git", "diff", "HEAD~1")
    assert check(clone.folder, "--since", "HEAD~1") == ([], "planlint: since HEAD~1: 0 introduced, 0 gone\n")


def test_a_shallow_clone_does_not_know_which_commits_there_are(repository: Repository) -> None:
    clone = cloned(repository, "--depth", "1")
    commit = repository.run("git", "rev-parse", "HEAD~1").stdout.strip()
    text = plan("T1").replace("status: pending", f"status: completed\n  commit: {commit}")
    write(clone.folder, {"p/plan.md": text})
    options = ("check", "--select", "unknown-commit", "p/plan.md")
    result = planlint(*options, cwd=clone.folder, stdin=None)
    assert result.returncode == 0 and "is a shallow clone" in result.stderr and result.stderr.count("\n") == 1
    clone.run("git", "fetch", "-q", "--unshallow")
    assert planlint(*options, cwd=clone.folder, stdin=None).stderr == ""
    write(clone.folder, {"p/plan.md": text.replace(commit, "0123456789" * 4)})
    assert "unknown-commit" in planlint(*options, cwd=clone.folder, stdin=None).stdout
    result = planlint("check", "--since", "nowhere", cwd=clone.folder, stdin=None)
    assert result.returncode == 2 and "fetch-depth: 0" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_a_link_is_the_file_that_it_leads_to(repository: Repository) -> None:
    write(repository.folder, {PHASE_1: plan("T1"), "p/phase-2-progress.md": plan("T2", "T1")})
    for name, target in (
        ("current.md", "p/phase-2-progress.md"),
        ("docs", "p"),
        ("p/link-progress.md", "../current.md"),
    ):
        (repository.folder / name).symlink_to(target)
    links = ("current.md", "p/link-progress.md", "docs/phase-2-progress.md")
    for named in (*((name,) for name in links), ("docs",), links, (".", "docs", *links)):
        assert check(repository.folder, *named) == ([], "")
    write(repository.folder, {"p/phase-2-progress.md": plan("T2", "T9")})
    for named in (("current.md",), ("docs",), ("p/link-progress.md", "p", "docs", "current.md")):
        assert check(repository.folder, *named)[0] == ["p/phase-2-progress.md:unknown-dependency"]
    done = planlint("set", "current.md", "T2=completed", cwd=repository.folder)
    assert done.returncode == 0 and (repository.folder / "current.md").is_symlink()
    assert "status: completed" in (repository.folder / "p/phase-2-progress.md").read_text()


def test_a_link_out_of_the_repository_is_not_followed(repository: Repository) -> None:
    write(repository.folder.parent, {"secret/a-progress.md": WRONG})
    (repository.folder / "a-progress.md").symlink_to("../secret/a-progress.md")
    (repository.folder / "secret").symlink_to("../secret")
    result = planlint("check", "a-progress.md", "secret", cwd=repository.folder)
    assert "outside of the repository" in result.stdout + result.stderr and "count-mismatch" not in result.stdout


def test_settings_of_git_change_no_answer(repository: Repository) -> None:
    write(repository.folder, {"old.md": plan("T1")})
    repository.commit()
    settings = {
        "diff.noprefix": "true", "diff.mnemonicPrefix": "true", "diff.external": "false", "diff.renames": "copies",
        "color.ui": "always", "status.relativePaths": "true", "diff.ignoreSubmodules": "all", "core.pager": "false",
        "status.showUntrackedFiles": "no", "diff.orderFile": "nowhere", "core.quotePath": "true", "core.fsmonitor": "x",
    }  # fmt: skip
    for key, value in settings.items():
        (repository.folder / ".git/config").open("a").write(
            f"[{key.partition('.')[0]}]\n{key.partition('.')[2]}={value}\n"
        )
    write(repository.folder, {"приве́т «x».md": WRONG.replace("T1", "Q1")})
    repository.run("git", "mv", "old.md", "new.md")
    repository.run("git", "-c", "core.fsmonitor=", "-c", "diff.orderFile=", "add", "-A")
    assert check(repository.folder, "--staged")[0] == ["приве́т «x».md:count-mismatch"]
    assert check(repository.folder, "--since", "HEAD")[0] == ["приве́т «x».md:count-mismatch"]


@pytest.mark.parametrize("kinds", ["LITERAL", "GLOB NOGLOB", "ICASE"])
def test_how_the_environment_reads_paths_changes_no_answer(repository: Repository, kinds: str) -> None:
    write(repository.folder, {"docs/a-progress.md": WRONG, "other/b-progress.md": WRONG})
    variables = {f"GIT_{kind}_PATHSPECS": "1" for kind in kinds.split()}  # `git --literal-pathspecs commit` sets one
    assert check(repository.folder, "docs", **variables) == (["docs/a-progress.md:count-mismatch"], "")


def test_what_is_only_intended_to_be_added_is_not_staged(repository: Repository) -> None:
    write(repository.folder, {"a.md": plan("A1")})
    repository.commit()
    write(repository.folder, {"b.md": WRONG, "a.md": plan("A2")})
    repository.run("git", "add", "-N", "b.md")
    repository.run("git", "add", "a.md")
    assert check(repository.folder, "--staged") == ([], "")


def test_flags_of_the_index_hide_files_from_git_only(repository: Repository) -> None:
    write(repository.folder, {"a.md": plan("A1"), "b.md": plan("B1", prd="q"), "c": ""})
    repository.commit()
    repository.run("git", "update-index", "--skip-worktree", "a.md")
    repository.run("git", "update-index", "--assume-unchanged", "b.md")
    write(repository.folder, {"a.md": WRONG, "b.md": WRONG.replace("T1", "Q1"), "c": "c"})
    repository.run("git", "add", "-A")
    assert check(repository.folder, "--staged") == ([], "")
    assert check(repository.folder)[0] == ["a.md:count-mismatch", "b.md:count-mismatch"]


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_a_repository_behind_a_link(repository: Repository) -> None:
    (repository.folder / ".git").rename(repository.folder.parent / "store.git")
    (repository.folder / ".git").symlink_to("../store.git")
    write(repository.folder, {".gitignore": "x/\n", "x/a.md": WRONG, "b.md": WRONG})
    repository.run("git", "add", "-A")
    for arguments in ((), ("--staged",)):
        assert check(repository.folder, *arguments)[0] == ["b.md:count-mismatch"]


def test_a_folder_of_clones_asks_each_of_them(repository: Repository) -> None:
    folder = repository.folder.parent / "clones"
    for name in ("one", "two"):
        clone = Repository(folder / name, repository.environment)
        write(clone.folder, {".gitignore": f"{name}/\n", "one/a.md": WRONG, "two/a.md": WRONG, "b.md": plan("B1")})
        clone.run("git", "init", "-q")
    expected = ["one/two/a.md:count-mismatch", "two/one/a.md:count-mismatch"]
    assert check(folder)[0] == expected
    assert check(folder, "one", "two")[0] == expected
    result = planlint("check", "--staged", cwd=folder)
    assert result.returncode == 2 and result.stderr.count("\n") == 1 and "not in a git repository" in result.stderr


def test_a_rebase_that_stopped_is_asked_for_its_own_change(repository: Repository) -> None:
    write(repository.folder, {"a": "1", "old.md": WRONG})
    repository.commit()
    repository.run("git", "checkout", "-q", "-b", "side")
    write(
        repository.folder, {"a": "side", "p/mine.md": plan("M1", prd="m").replace("tasks:", "total_tasks: 5\ntasks:")}
    )
    repository.commit()
    repository.run("git", "checkout", "-q", "main")
    write(repository.folder, {"a": "main", "p/theirs.md": WRONG})
    repository.commit()
    repository.run("git", "checkout", "-q", "side")
    assert repository.run("git", "rebase", "main", check=False).returncode != 0
    write(repository.folder, {"a": "both"})
    repository.run("git", "add", "a")
    assert check(repository.folder, "--staged")[0] == ["p/mine.md:count-mismatch"]


def test_nothing_of_git_is_written_or_waited_for(repository: Repository) -> None:
    write(repository.folder, {"a.md": plan("A1")})
    repository.commit()
    index, file = repository.folder / ".git/index", repository.folder / "a.md"
    os.utime(file, (1, 1))
    before = index.read_bytes(), index.stat().st_mtime_ns, file.stat().st_ino
    write(repository.folder, {".git/index.lock": ""})
    for arguments in (("--staged",), ("--since", "HEAD"), (), ("--fix",)):
        assert check(repository.folder, *arguments)[0] == []
    assert before == (index.read_bytes(), index.stat().st_mtime_ns, file.stat().st_ino) and file.stat().st_mtime == 1


def test_excluded_plans_are_not_called_ignored_however_the_folder_is_written(repository: Repository) -> None:
    write(repository.folder, {"planlint.toml": 'exclude = ["old/"]\n', "old/phase-1-progress.md": plan("T1")})
    repository.commit()
    for named in ("old", "./old", "old/", str(repository.folder / "old")):
        found, output = check(repository.folder, named)
        assert found == [] and "`exclude` leaves out 1 plan" in output and "git ignores" not in output, named
