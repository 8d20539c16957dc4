"""The hooks, installed by the real pre-commit from this checkout into real git repositories."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, write
from tests.repository import Repository, environment_in, plan

OFFLINE = re.compile(
    "Could not find a version|No matching distribution|Connection|Temporary failure|unreachable|timed out|Max retries"
)
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    """This checkout as a repository of hooks, and an environment in which pre-commit has them installed."""
    environment = environment_in(tmp_path_factory.mktemp("pre-commit"))
    source = Repository(tmp_path_factory.mktemp("planlint"), environment)
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    write(source.folder, {name: (ROOT / name).read_bytes() for name in names if (ROOT / name).is_file()})
    source.run("git", "init", "-q")
    source.run("git", "add", "-A", "-f")
    source.run("git", "commit", "-qm", "planlint", "--no-verify")
    revision = source.run("git", "rev-parse", "HEAD").stdout.strip()
    probe = Repository(tmp_path_factory.mktemp("probe"), environment)
    set_up(probe, source.folder, revision, "planlint")
    installed = probe.run("pre-commit", "install-hooks", check=False)
    if installed.returncode != 0 and OFFLINE.search(installed.stdout + installed.stderr):
        pytest.skip("pre-commit cannot install the hook here: no package index can be reached")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return source.folder, revision, environment


def set_up(repository: Repository, source: Path, revision: str, *ids: str) -> None:
    config = {"repos": [{"repo": str(source), "rev": revision, "hooks": [{"id": id} for id in ids]}]}
    write(repository.folder, {".pre-commit-config.yaml": yaml.safe_dump(config)})
    repository.run("git", "init", "-q")
    repository.run("pre-commit", "install")


Guarded = Callable[..., Repository]


@pytest.fixture
def guarded(tmp_path: Path, hooks: tuple[Path, str, dict[str, str]]) -> Guarded:
    """Make a repository that the hooks of the given ids guard."""

    def make(*ids: str) -> Repository:
        source, revision, environment = hooks
        repository = Repository(tmp_path, environment)
        set_up(repository, source, revision, *ids)
        return repository

    return make


def test_a_clean_plan_is_committed_and_a_broken_one_refused(guarded: Guarded) -> None:
    repository = guarded("planlint")
    write(repository.folder, {"docs/phase-1-progress.md": plan("T1"), "README.md": "# hello\n"})
    assert repository.commit().returncode == 0
    write(repository.folder, {"docs/phase-1-progress.md": plan("T1", "T9")})
    refused = repository.commit()
    assert refused.returncode == 1
    assert "unknown-dependency" in refused.stdout + refused.stderr
    assert "docs/phase-1-progress.md:7:18" in refused.stdout + refused.stderr
    write(repository.folder, {"docs/phase-1-progress.md": "---\ntype: progress\nprd: a: b\n---\n"})
    refused = repository.commit()
    assert refused.returncode == 1 and "syntax-error" in refused.stdout + refused.stderr


def test_a_staged_file_is_judged_with_the_files_of_its_plan(guarded: Guarded) -> None:
    repository = guarded("planlint")
    write(repository.folder, {"p/phase-1-progress.md": plan("T1"), "p/phase-2-progress.md": plan("T2", "T1")})
    assert repository.commit("p/phase-1-progress.md", ".pre-commit-config.yaml").returncode == 0
    assert repository.commit("p/phase-2-progress.md").returncode == 0


def test_what_the_configuration_excludes_is_not_linted(guarded: Guarded) -> None:
    repository = guarded("planlint")
    write(repository.folder, {"planlint.toml": "exclude = ['old/']\n", "old/plan.md": plan("T1", "T9")})
    assert repository.commit().returncode == 0


def test_a_deletion_that_leaves_a_dependency_dangling_is_refused(guarded: Guarded) -> None:
    repository = guarded("planlint", "planlint-project")
    write(repository.folder, {"p/phase-1-progress.md": plan("T1"), "p/phase-2-progress.md": plan("T2", "T1")})
    assert repository.commit().returncode == 0
    (repository.folder / "p/phase-1-progress.md").unlink()
    refused = repository.commit()
    assert refused.returncode == 1
    assert "p/phase-2-progress.md:7:18" in refused.stdout + refused.stderr
    assert "unknown-dependency" in refused.stdout + refused.stderr


def test_a_rename_that_changes_the_id_of_a_task_is_refused(guarded: Guarded) -> None:
    repository = guarded("planlint-project")
    write(repository.folder, {"p/phase-1-progress.md": plan("T1"), "p/phase-2-progress.md": plan("T2", "T1")})
    assert repository.commit().returncode == 0
    repository.run("git", "mv", "p/phase-1-progress.md", "p/phase-0-progress.md")
    accepted = repository.run("git", "commit", "-m", "another name", check=False)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    repository.run("git", "mv", "p/phase-0-progress.md", "p/phase-1-progress.md")
    write(repository.folder, {"p/phase-1-progress.md": plan("T0")})
    refused = repository.commit()
    assert refused.returncode == 1
    assert "p/phase-2-progress.md:7:18" in refused.stdout + refused.stderr


def test_what_is_not_part_of_the_commit_does_not_count(guarded: Guarded) -> None:
    repository = guarded("planlint-project")
    write(repository.folder, {".gitignore": "scratch/\n", "scratch/plan.md": plan("T1", "T9"), "plan.md": plan("T1")})
    assert repository.commit().returncode == 0
    write(repository.folder, {"new.md": plan("T3", "T9"), "plan.md": plan("T1", "T8")})
    write(repository.folder, {"other.md": plan("T2", "", "b")})
    accepted = repository.commit("other.md")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr


def test_the_part_that_is_staged_is_judged(guarded: Guarded) -> None:
    repository = guarded("planlint-project")
    write(repository.folder, {"plan.md": plan("T1", "T9")})
    repository.run("git", "add", "-A")
    write(repository.folder, {"plan.md": plan("T1")})
    assert repository.run("git", "commit", "-m", "broken", check=False).returncode == 1
    repository.run("git", "add", "-A")
    write(repository.folder, {"plan.md": plan("T1", "T9")})
    accepted = repository.run("git", "commit", "-m", "mended", check=False)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert (repository.folder / "plan.md").read_text() == plan("T1", "T9")


@pytest.mark.parametrize("how", [("-a",), ("--only", "p/plan.md")])
def test_a_commit_of_the_working_copy(guarded: Guarded, how: tuple[str, ...]) -> None:
    repository = guarded("planlint-project")
    write(repository.folder, {"p/plan.md": plan("T1"), "q/plan.md": plan("T1")})
    assert repository.commit().returncode == 0
    write(repository.folder, {"p/plan.md": plan("T1", "T9")})
    refused = repository.run("git", "commit", "-m", "change", *how, check=False)
    assert refused.returncode == 1 and "p/plan.md:7:18" in refused.stdout + refused.stderr


def test_all_files_means_the_whole_project_and_a_commit_what_it_breaks(guarded: Guarded) -> None:
    repository = guarded("planlint-project")
    write(repository.folder, {"old.md": plan("T1", "T9"), "new.md": plan("N1", "", "n")})
    repository.run("git", "add", "-A")
    repository.run("git", "commit", "-qm", "old sins", "--no-verify")
    everything = repository.run("pre-commit", "run", "--all-files", check=False)
    assert everything.returncode == 1 and "old.md:7:18" in everything.stdout
    assert repository.run("git", "commit", "--allow-empty", "-m", "nothing", check=False).returncode == 0
    write(repository.folder, {"new.md": plan("N2", "", "n")})
    assert repository.commit().returncode == 0


def test_a_fix_fails_the_commit_and_leaves_the_mended_file_to_be_staged(guarded: Guarded) -> None:
    repository = guarded("planlint-fix")
    text = plan("T1").replace("tasks:", "total_tasks: 7\ntasks:")
    write(repository.folder, {"p/plan.md": text})
    refused = repository.commit()
    assert refused.returncode == 1 and "files were modified by this hook" in refused.stdout + refused.stderr
    assert (repository.folder / "p/plan.md").read_text() == text.replace("total_tasks: 7", "total_tasks: 1")
    assert repository.commit().returncode == 0


def test_more_staged_files_than_fit_on_a_command_line(guarded: Guarded) -> None:
    repository = guarded("planlint", "planlint-project")
    long = "a-directory-with-a-name-that-makes-the-command-line-long/" * 11
    files: dict[str, str | bytes] = {
        f"{long}plan-{n // 5}/phase-{n % 5}-progress.md": plan(f"P{n}-T1", prd=f"plan-{n // 5}") for n in range(400)
    }
    write(repository.folder, files)
    accepted = repository.commit()
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    for n in (0, 177, 399):
        write(repository.folder, {list(files)[n]: plan(f"P{n}-T1", "NOWHERE", prd=f"plan-{n // 5}")})
    refused = repository.commit()
    assert refused.returncode == 1
    assert (refused.stdout + refused.stderr).count("error[unknown-dependency]") == 6  # three, said by each hook


GOOD_PATHS = [
    "a.md",
    ".claude/progress/x/phase-1-progress.md",
    "x.markdown",
    "MANIFEST.yaml",
    "a/b/MANIFEST.yml",
    "tools_manifest.json",
    "a/tools_manifest.json",
    "backlog/tasks/task-1 - A-title.md",
    "backlog/config.yml",
    "backlog.config.yml",
    ".planning/phases/01-a/01-01-PLAN.md",
    ".vbw-planning/STATE.md",
    "tasks/tasks.json",
    ".taskmaster/tasks/tasks.json",
]
BAD_PATHS = [
    "a.mdx",
    "a.txt",
    "XMANIFEST.yaml",
    "MANIFEST.yaml.bak",
    "my_tools_manifest.json",
    "a.md/b",
    "m.json",
    "config.yml",
    "mybacklog/config.yml",
    ".vscode/tasks.json",
]


def test_the_pattern_of_the_hook() -> None:
    pattern = next(hook["files"] for hook in HOOKS if hook["id"] == "planlint")
    assert all(re.search(pattern, path) for path in GOOD_PATHS)
    assert not any(re.search(pattern, path) for path in BAD_PATHS)
