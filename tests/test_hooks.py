"""The hooks, installed by the real pre-commit and prek from this checkout into real git repositories."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from linter.engine.hook_files import PASSED
from linter.rules.links import REPOSITORY, REVISION
from tests.conftest import ROOT, write
from tests.repository import Repository, environment_in, plan

OFFLINE = re.compile(
    "Could not find a version|No matching distribution|Connection|Temporary failure|unreachable|timed out|Max retries"
)
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
RUNNERS = ("pre-commit", "prek")
CONFIG = ".pre-commit-config.yaml"


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the repository of planlint is this checkout."""
    environment = environment_in(tmp_path_factory.mktemp("pre-commit"))
    environment["PREK_HOME"] = str(tmp_path_factory.mktemp("prek"))
    source = Repository(tmp_path_factory.mktemp("planlint"), environment)
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    write(source.folder, {name: (ROOT / name).read_bytes() for name in names if (ROOT / name).is_file()})
    source.run("git", "init", "-q", "-b", REVISION)
    source.run("git", "add", "-A", "-f")
    source.run("git", "commit", "-qm", "planlint", "--no-verify")
    instead = {"COUNT": "1", "KEY_0": f"url.{source.folder}.insteadOf", "VALUE_0": REPOSITORY}
    return {**environment, **{f"GIT_CONFIG_{name}": value for name, value in instead.items()}}


class Hooks(NamedTuple):
    """A runner with the hooks of planlint installed, and an empty repository with these hooks."""

    runner: str
    environment: dict[str, str]
    empty: Path


@pytest.fixture(scope="session", params=RUNNERS)
def hooks(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> Hooks:
    """The runner of the hooks, with the hooks of this checkout installed."""
    if shutil.which(request.param, path=environment["PATH"]) is None:
        pytest.skip(f"{request.param} is not installed")
    empty = Repository(tmp_path_factory.mktemp("empty"), environment)
    configure(empty, "planlint")
    empty.run("git", "init", "-q", "-b", "main", "--template=")
    installed = empty.run(request.param, "install-hooks", check=False)
    if installed.returncode != 0 and OFFLINE.search(installed.stdout + installed.stderr):
        pytest.skip(f"{request.param} cannot install the hook here: no package index can be reached")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    empty.run(request.param, "install", "-t", "pre-commit", "-t", "pre-merge-commit", "-t", "pre-push")
    return Hooks(request.param, environment, empty.folder)


def configure(repository: Repository, *ids: str, **extra: object) -> None:
    config = {"repos": [{"repo": REPOSITORY, "rev": REVISION, "hooks": [{"id": id, **extra} for id in ids]}]}
    write(repository.folder, {CONFIG: yaml.safe_dump(config)})


class Guarded(Repository):
    """A repository that our hooks guard, run by *runner*."""

    runner = ""

    def hook(self, *arguments: str) -> tuple[int, str]:
        """The exit code and output of the runner, run by hand."""
        result = self.run(self.runner, "run", *arguments, check=False)
        return result.returncode, result.stdout + result.stderr

    def refused(self, *command: str) -> list[str]:
        """The violations for which the command is refused, as ``path:rule``."""
        result = self.run("git", *command, check=False)
        found = violations(result.stdout + result.stderr)
        assert result.returncode == (1 if found else 0), result.stdout + result.stderr
        return found

    def old(self, files: dict[str, str | bytes]) -> None:
        """Commit the *files* without asking any hook."""
        write(self.folder, files)
        self.run("git", "add", "-A")
        self.run("git", "commit", "-qm", "old", "--no-verify")


def violations(text: str) -> list[str]:
    """Each violation of the output as ``path:rule``, as often as it is printed."""
    places = re.findall(r"^(?:  )?(?: *--> )?([^ \n:]+):\d+:\d+: error\[([a-z-]+)\]", text, re.MULTILINE)
    return sorted(f"{path}:{rule}" for path, rule in places)


Make = Callable[..., Guarded]


@pytest.fixture
def guarded(tmp_path: Path, hooks: Hooks) -> Make:
    """Make a repository that the hooks of the given ids guard."""

    def make(*ids: str, **extra: object) -> Guarded:
        repository = Guarded(tmp_path, hooks.environment)
        repository.runner = hooks.runner
        shutil.copytree(hooks.empty, tmp_path, dirs_exist_ok=True)
        configure(repository, *ids or ("planlint",), **{"args": CONCISE, **extra})
        return repository

    return make


CONCISE = ["--output-format", "concise"]
PHASE_1, PHASE_2 = "p/phase-1-progress.md", "p/phase-2-progress.md"


def two_phases(repository: Guarded) -> None:
    repository.old({PHASE_1: plan("T1"), PHASE_2: plan("T2", "T1")})


def test_a_clean_plan_is_committed_and_a_broken_one_refused(guarded: Make) -> None:
    repository = guarded("planlint", args=[])
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


def test_a_staged_file_is_checked_with_the_files_of_its_plan(guarded: Make) -> None:
    repository = guarded()
    write(repository.folder, {PHASE_1: plan("T1"), PHASE_2: plan("T2", "T1")})
    assert repository.commit(PHASE_1, CONFIG).returncode == 0
    assert repository.commit(PHASE_2).returncode == 0


def test_what_a_configuration_excludes_is_not_linted(guarded: Make) -> None:
    repository = guarded("planlint", exclude="^vendor/")
    files: dict[str, str | bytes] = {"old/plan.md": plan("T1", "T9"), "vendor/plan.md": plan("V1", "V9", "v")}
    write(repository.folder, {"planlint.toml": "exclude = ['old/']\n", **files})
    assert repository.commit().returncode == 0
    assert repository.hook("--all-files")[0] == 0


def test_a_deletion_that_leaves_a_dependency_dangling_is_refused(guarded: Make) -> None:
    repository = guarded()
    two_phases(repository)
    repository.run("git", "rm", "-q", PHASE_1)
    assert repository.refused("commit", "-m", "gone") == [f"{PHASE_2}:unknown-dependency"]
    repository.run("git", "rm", "-q", PHASE_2)
    assert repository.refused("commit", "-m", "both gone") == []


def test_a_rename_alone_is_no_loss_but_another_id_is(guarded: Make) -> None:
    repository = guarded()
    two_phases(repository)
    repository.run("git", "mv", PHASE_1, "p/phase-0-progress.md")
    assert repository.refused("commit", "-m", "another name") == []
    write(repository.folder, {"p/phase-0-progress.md": plan("T0")})
    repository.run("git", "add", "-A")
    assert repository.refused("commit", "-m", "another id") == [f"{PHASE_2}:unknown-dependency"]


def test_what_is_not_part_of_the_commit_does_not_count(guarded: Make) -> None:
    repository = guarded()
    repository.old({".gitignore": "scratch/\n", "scratch/plan.md": plan("T1", "T9"), "plan.md": plan("T1")})
    write(repository.folder, {"new.md": plan("T3", "T9"), "plan.md": plan("T1", "T8")})
    write(repository.folder, {"other.md": plan("T2", "", "b")})
    repository.run("git", "add", "other.md")
    assert repository.refused("commit", "-m", "another") == []


def test_the_part_that_is_staged_is_checked(guarded: Make) -> None:
    repository = guarded()
    write(repository.folder, {"plan.md": plan("T1", "T9")})
    repository.run("git", "add", "-A")
    write(repository.folder, {"plan.md": plan("T1")})
    assert repository.refused("commit", "-m", "broken") == ["plan.md:unknown-dependency"]
    repository.run("git", "add", "-A")
    write(repository.folder, {"plan.md": plan("T1", "T9")})
    assert repository.refused("commit", "-m", "right") == []
    assert (repository.folder / "plan.md").read_text() == plan("T1", "T9")


@pytest.mark.parametrize("how", [("-a",), ("--only", "p/plan.md"), ("p/plan.md",), ("--amend", "-a")])
def test_a_commit_of_the_working_copy(guarded: Make, how: tuple[str, ...]) -> None:
    repository = guarded()
    repository.old({"p/plan.md": plan("T1"), "q/plan.md": plan("T1", "OLD")})
    write(repository.folder, {"p/plan.md": plan("T1", "T9")})
    assert repository.refused("commit", "-m", "change", *how) == ["p/plan.md:unknown-dependency"]


def test_a_commit_without_a_change_is_not_asked_for_old_violations(guarded: Make) -> None:
    repository = guarded()
    repository.old({"old.md": plan("T1", "T9")})
    assert repository.refused("commit", "--amend", "-m", "another message") == []
    assert repository.refused("commit", "--allow-empty", "-m", "nothing") == []


def test_all_files_means_all_whatever_is_staged(guarded: Make) -> None:
    repository = guarded()
    repository.old({"old.md": plan("T1", "T9"), "new.md": plan("N1", "", "n"), "notes.txt": "1\n"})
    for staged in ({}, {"notes.txt": "2\n"}, {"new.md": plan("N2", "", "n")}):
        write(repository.folder, dict(staged))
        repository.run("git", "add", "-A")
        code, text = repository.hook("--all-files")
        assert (code, violations(text)) == (1, ["old.md:unknown-dependency"])
    assert repository.refused("commit", "-m", "what is staged") == []


def test_named_files_are_checked_as_they_are(guarded: Make) -> None:
    repository = guarded()
    repository.old({"a.md": plan("T1", "T9"), "b.md": plan("B1", "B9", "b"), "c.md": plan("C1", "", "c")})
    assert violations(repository.hook("--files", "a.md")[1]) == ["a.md:unknown-dependency"]
    write(repository.folder, {"b.md": plan("B1", "", "b"), "c.md": plan("C1", "C9", "c")})
    assert violations(repository.hook("--files", "b.md", "c.md")[1]) == ["c.md:unknown-dependency"]


def test_a_range_of_commits_answers_for_what_changed_in_it(guarded: Make) -> None:
    repository = guarded()
    repository.old({PHASE_1: plan("T1"), PHASE_2: plan("T2", "T1"), "old.md": plan("O1", "O9", "o")})
    repository.run("git", "rm", "-q", PHASE_1)
    repository.old({"new.md": plan("N1", "N9", "n")})
    code, text = repository.hook("--from-ref", "HEAD~1", "--to-ref", "HEAD")
    assert (code, violations(text)) == (1, ["new.md:unknown-dependency", f"{PHASE_2}:unknown-dependency"])
    assert repository.hook("--from-ref", "HEAD", "--to-ref", "HEAD")[0] == 0
    write(repository.folder, {"staged.md": plan("S1", "S9", "s")})
    repository.run("git", "add", "-A")
    assert violations(repository.hook("--from-ref", "HEAD~1", "--to-ref", "HEAD")[1]) == violations(text)


def test_a_push_answers_for_what_it_brings(guarded: Make, tmp_path_factory: pytest.TempPathFactory) -> None:
    repository = guarded()
    remote = str(tmp_path_factory.mktemp("remote"))
    repository.run("git", "init", "-q", "--bare", remote)
    repository.old({"old.md": plan("O1", "O9", "o")})
    repository.run("git", "push", "-q", "--no-verify", remote, "main")
    repository.run("git", "remote", "add", "origin", remote)
    repository.run("git", "fetch", "-q", "origin")
    repository.old({"good.md": plan("G1", "", "g")})
    assert repository.refused("push", "-q", "origin", "main") == []
    repository.old({"new.md": plan("N1", "N9", "n")})
    assert repository.refused("push", "-q", "origin", "main") == ["new.md:unknown-dependency"]


def merged(repository: Guarded, *, conflict: bool) -> None:
    """Main and side, ready to be merged: each has an old violation, together they break phase 3."""
    two_phases(repository)
    repository.old({"note.md": "1\n"})
    repository.run("git", "switch", "-qc", "side")
    repository.old({"note.md": "side\n" if conflict else "1\n", "p/phase-3-progress.md": plan("T3", "T1")})
    repository.old({"side.md": plan("S1", "S9", "s")})
    repository.run("git", "switch", "-q", "main")
    repository.old({PHASE_1: plan("T0"), PHASE_2: plan("T2", "T0"), "main.md": plan("M1", "M9", "m")})
    repository.old({"note.md": "main\n"})


@pytest.mark.parametrize("resolution", ["both\n", "main\n", "side\n"])
def test_a_merge_with_a_conflict_is_asked_for_what_no_parent_had(guarded: Make, resolution: str) -> None:
    repository = guarded()
    merged(repository, conflict=True)
    assert repository.run("git", "merge", "side", check=False).returncode == 1
    write(repository.folder, {"note.md": resolution})
    repository.run("git", "add", "note.md")
    assert repository.refused("commit", "-m", "merge") == ["p/phase-3-progress.md:unknown-dependency"]
    write(repository.folder, {"p/phase-3-progress.md": plan("T3", "T0")})
    repository.run("git", "add", "-A")
    assert repository.refused("commit", "-m", "merge") == []


def test_a_merge_without_a_conflict_likewise(guarded: Make) -> None:
    repository = guarded()
    merged(repository, conflict=False)
    assert repository.refused("merge", "--no-edit", "side") == ["p/phase-3-progress.md:unknown-dependency"]


def test_a_cherry_pick_with_a_conflict_is_asked_for_its_own_change(guarded: Make) -> None:
    repository = guarded()
    merged(repository, conflict=True)
    repository.run("git", "cherry-pick", "side~1", check=False)
    write(repository.folder, {"note.md": "both\n"})
    repository.run("git", "add", "-A")
    assert repository.refused("commit", "-m", "picked") == ["p/phase-3-progress.md:unknown-dependency"]


def test_a_fix_fails_the_commit_and_leaves_the_fixed_file_to_be_staged(guarded: Make) -> None:
    repository = guarded("planlint-fix")
    text = plan("T1").replace("tasks:", "total_tasks: 7\ntasks:")
    write(repository.folder, {"p/plan.md": text})
    refused = repository.commit()
    assert refused.returncode == 1 and "files were modified by this hook" in refused.stdout + refused.stderr
    assert (repository.folder / "p/plan.md").read_text() == text.replace("total_tasks: 7", "total_tasks: 1")
    assert repository.commit().returncode == 0


@pytest.mark.parametrize("ids", [("planlint-fix", "planlint"), ("planlint", "planlint-fix")])
def test_what_is_fixed_is_not_reported_again_and_what_is_left_is_reported_once(
    guarded: Make, ids: tuple[str, ...]
) -> None:
    repository = guarded(*ids)
    text = plan("T1").replace("tasks:", "total_tasks: 7\ntasks:")
    write(repository.folder, {"p/plan.md": text, "q/plan.md": plan("Q1", "Q9", "q")})
    repository.run("git", "add", "-A")
    expected = ["p/plan.md:count-mismatch"] * (ids[0] == "planlint") + ["q/plan.md:unknown-dependency"]
    assert repository.refused("commit", "-m", "change") == expected


def test_one_hook_can_fix_and_report(guarded: Make) -> None:
    repository = guarded("planlint", args=[*CONCISE, "--fix"])
    text = plan("T1").replace("tasks:", "total_tasks: 7\ntasks:")
    write(repository.folder, {"p/plan.md": text, "q/plan.md": plan("Q1", "Q9", "q")})
    repository.run("git", "add", "-A")
    assert repository.refused("commit", "-m", "change") == ["q/plan.md:unknown-dependency"]
    assert "total_tasks: 1" in (repository.folder / "p/plan.md").read_text()


def test_three_hundred_files_and_a_violation_across_them(guarded: Make) -> None:
    repository = guarded()
    files: dict[str, str | bytes] = {f"p{n}/phase-1-progress.md": plan(f"P{n}-T1", prd=f"p{n}") for n in range(300)}
    repository.old(files)
    for n in range(300):
        files[f"p{n}/phase-1-progress.md"] = plan(f"P{n}-T1", "NOWHERE" * (n in (0, 299)), prd=f"p{n}") + "\nmore\n"
    write(repository.folder, files)
    repository.run("git", "add", "-A")
    expected = ["p0/phase-1-progress.md:unknown-dependency", "p299/phase-1-progress.md:unknown-dependency"]
    assert repository.refused("commit", "-m", "change") == expected
    assert violations(repository.hook("--all-files")[1]) == expected


def test_more_files_than_fit_on_a_command_line(guarded: Make) -> None:
    repository = guarded()
    long = "a-directory-with-a-name-that-makes-the-command-line-long/" * 11
    names = [f"{long}plan-{n // 5:02}/phase-{n % 5}-progress.md" for n in range(400)]
    ids = [f"P{n}-T1" for n in range(400)]
    repository.old({PHASE_1: plan("T1"), PHASE_2: plan("T2", "T1"), f"{long}gone.md": plan("G1", "", "plan-0")})
    repository.run("git", "rm", "-q", PHASE_1)
    write(repository.folder, {name: plan(ids[n], prd=f"plan-{n // 5}") for n, name in enumerate(names)})
    for n in (0, 177, 399):
        write(repository.folder, {names[n]: plan(ids[n], "NOWHERE", prd=f"plan-{n // 5}")})
    repository.run("git", "add", "-A")
    expected = sorted(f"{names[n]}:unknown-dependency" for n in (0, 177, 399))
    assert repository.refused("commit", "-m", "many") == sorted([*expected, f"{PHASE_2}:unknown-dependency"])
    repository.old({"notes.txt": "1\n"})
    assert violations(repository.hook("--all-files")[1]) == sorted([*expected, f"{PHASE_2}:unknown-dependency"])


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


def test_the_hook_that_init_writes_is_found_and_runs(tmp_path: Path, hooks: Hooks) -> None:
    repository = Guarded(tmp_path, hooks.environment)
    repository.runner = hooks.runner
    repository.run("git", "init", "-q", "-b", "main")
    repository.old({"p/plan.md": plan("T1", "NOWHERE")})
    repository.run("planlint", "init")
    repository.run(hooks.runner, "install")
    repository.run("git", "add", "-A")
    code, output = repository.hook("--all-files")
    assert code == 1 and output.count("error[unknown-dependency]") == 1 and "--> p/plan.md:" in output, output
    assert repository.refused("commit", "-m", "the files of init") == []


def test_the_pattern_of_the_hook() -> None:
    patterns = {hook["files"] for hook in HOOKS}
    assert patterns == {PASSED.pattern}
    assert all(PASSED.search(path) for path in GOOD_PATHS)
    assert not any(PASSED.search(path) for path in BAD_PATHS)
