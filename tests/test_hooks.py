"""The hooks, installed by the real pre-commit from this checkout into real git repositories."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, write

PLAN = "---\ntype: progress\nprd: {prd}\ntasks:\n- id: {id}\n  status: pending\n  dependencies: [{needs}]\n---\n"
OFFLINE = re.compile(
    "Could not find a version|No matching distribution|Connection|Temporary failure|unreachable|timed out|Max retries"
)
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


def plan(id: str, needs: str = "", prd: str = "a") -> str:
    return PLAN.format(id=id, needs=needs, prd=prd)


class Repository:
    """A git repository that our hooks guard."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        result = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert not check or result.returncode == 0, result.stdout + result.stderr
        return result

    def commit(self, *paths: str) -> subprocess.CompletedProcess[str]:
        self.run("git", "add", "-A", *paths)
        return self.run("git", "commit", "-m", "change", check=False)


def environment_in(folder: Path) -> dict[str, str]:
    """Ours, with an identity for git, without what a surrounding hook or the user's git configuration says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "Test", f"GIT_{role}_EMAIL": "test@example.com"}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PRE_COMMIT_HOME": str(folder)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return environment


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


def test_what_git_ignores_is_no_part_of_the_project(guarded: Guarded) -> None:
    repository = guarded("planlint-project")
    write(repository.folder, {".gitignore": "scratch/\n", "scratch/plan.md": plan("T1", "T9"), "plan.md": plan("T1")})
    assert repository.commit().returncode == 0


def test_a_fix_fails_the_commit_and_leaves_the_mended_file_to_be_staged(guarded: Guarded) -> None:
    repository = guarded("planlint-fix")
    text = plan("T1").replace("tasks:", "total_tasks: 7\ntasks:")
    write(repository.folder, {"p/plan.md": text})
    refused = repository.commit()
    assert refused.returncode == 1 and "files were modified by this hook" in refused.stdout + refused.stderr
    assert (repository.folder / "p/plan.md").read_text() == text.replace("total_tasks: 7", "total_tasks: 1")
    assert repository.commit().returncode == 0


def test_two_thousand_staged_files(guarded: Guarded) -> None:
    repository = guarded("planlint", "planlint-project")
    long = "a-directory-with-a-name-that-makes-the-command-line-long/" * 2
    files: dict[str, str | bytes] = {
        f"{long}plan-{n // 5}/phase-{n % 5}-progress.md": plan(f"P{n}-T1", prd=f"plan-{n // 5}") for n in range(2000)
    }
    write(repository.folder, files)
    accepted = repository.commit()
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    for n in (0, 777, 1999):
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
]
BAD_PATHS = ["a.mdx", "a.txt", "XMANIFEST.yaml", "MANIFEST.yaml.bak", "my_tools_manifest.json", "a.md/b", "m.json"]


def test_the_pattern_of_the_hook() -> None:
    pattern = next(hook["files"] for hook in HOOKS if hook["id"] == "planlint")
    assert all(re.search(pattern, path) for path in GOOD_PATHS)
    assert not any(re.search(pattern, path) for path in BAD_PATHS)
