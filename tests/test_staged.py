"""``--staged``: the index is linted, and violations that the staged change causes elsewhere are reported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linter.engine import unit_session
from linter.system.git_snapshot import GitObjectReader
from tests.conftest import ROOT, planlint, write
from tests.repository import Repository, environment_in, plan

BROKEN = "---\ntype: progress\nprd: a: b\n---\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    folder = tmp_path / "repo"
    folder.mkdir()
    made = Repository(folder, environment_in(tmp_path / "pre-commit"))
    made.run("git", "init", "-q")
    return made


def check(repository: Repository, *arguments: str, below: str = "", **environment: str) -> tuple[list[str], str]:
    """Return the violations as ``path: rule``, and stderr."""
    rules = "syntax,dependencies,missing-reference"
    command = ("check", "--output-format", "json", "--select", rules, "--fail-on", "warning", *arguments)
    result = planlint(*command, cwd=repository.folder / below, stdin=None, **environment)
    assert result.returncode in (0, 1), result.stderr
    found = [f"{one['path']}: {one['rule']}" for one in json.loads(result.stdout)["violations"]]
    assert result.returncode == (1 if found else 0)
    return found, result.stderr


def staged(repository: Repository, *arguments: str, below: str = "", **environment: str) -> list[str]:
    return check(repository, "--staged", *arguments, below=below, **environment)[0]


def two_phases(repository: Repository) -> None:
    """Commit two phases, of which phase 2 depends on the task of phase 1."""
    write(repository.folder, {"p/phase-1-progress.md": plan("T1"), "p/phase-2-progress.md": plan("T2", "T1")})
    assert repository.commit().returncode == 0


def test_the_staged_version_is_linted_and_not_the_working_copy(repository: Repository) -> None:
    write(repository.folder, {"plan.md": BROKEN})
    repository.run("git", "add", "-A")
    write(repository.folder, {"plan.md": plan("T1")})
    assert staged(repository) == ["plan.md: syntax-error"]
    repository.run("git", "add", "-A")
    write(repository.folder, {"plan.md": BROKEN})
    assert staged(repository) == []


def test_before_the_first_commit(repository: Repository) -> None:
    write(repository.folder, {"plan.md": plan("T1", "T9"), "later.md": BROKEN})
    repository.run("git", "add", "plan.md")
    assert staged(repository) == ["plan.md: unknown-dependency"]


def test_nothing_staged(repository: Repository) -> None:
    write(repository.folder, {"plan.md": BROKEN})
    assert check(repository, "--staged") == ([], "planlint: nothing is staged\n")
    repository.commit()
    write(repository.folder, {"plan.md": BROKEN + "\n"})
    assert check(repository, "--staged") == ([], "planlint: nothing is staged\n")


def test_old_violations_are_reported_in_changed_files_only(repository: Repository) -> None:
    write(repository.folder, {"a.md": plan("A1", "X"), "b.md": plan("B1", "Y", "b"), "c.md": plan("C1", "", "c")})
    repository.commit()
    write(repository.folder, {"b.md": plan("B1", "Y", "b") + "\ntext\n", "c.md": plan("C1", "Z", "c")})
    repository.run("git", "add", "-A")
    assert staged(repository) == ["b.md: unknown-dependency", "c.md: unknown-dependency"]
    assert staged(repository, "c.md") == ["c.md: unknown-dependency"]


def test_a_deleted_phase_is_reported_where_it_is_still_waited_for(repository: Repository) -> None:
    two_phases(repository)
    repository.run("git", "rm", "-q", "p/phase-1-progress.md")
    assert staged(repository) == ["p/phase-2-progress.md: unknown-dependency"]
    write(repository.folder, {"p/phase-1-progress.md": plan("T1")})  # untracked, so of no use to the commit
    assert staged(repository) == ["p/phase-2-progress.md: unknown-dependency"]
    assert staged(repository, "p/phase-1-progress.md") == []


def test_a_deletion_that_is_not_staged_breaks_nothing(repository: Repository) -> None:
    two_phases(repository)
    (repository.folder / "p/phase-1-progress.md").unlink()
    write(repository.folder, {"p/phase-2-progress.md": plan("T2", "T1") + "\nmore\n"})
    repository.run("git", "add", "p/phase-2-progress.md")
    assert staged(repository) == []


def test_a_rename_is_no_loss_but_another_id_is(repository: Repository) -> None:
    two_phases(repository)
    repository.run("git", "mv", "p/phase-1-progress.md", "p/phase-0-progress.md")
    assert staged(repository) == []
    write(repository.folder, {"p/phase-0-progress.md": plan("T0")})
    repository.run("git", "add", "-A")
    assert staged(repository) == ["p/phase-2-progress.md: unknown-dependency"]


def test_a_changed_id_is_reported_where_it_is_still_waited_for(repository: Repository) -> None:
    two_phases(repository)
    write(repository.folder, {"p/phase-1-progress.md": plan("T7")})
    repository.run("git", "add", "-A")
    assert staged(repository) == ["p/phase-2-progress.md: unknown-dependency"]


MANIFEST = """feature_name: A
feature_slug: a
created_at: 2026-01-01T00:00:00Z
created_by: me
description: about
status: in_progress
agents_contributed: []
artifacts:
- {path: docs/report.txt, type: report, agent: me}
"""


@pytest.mark.parametrize("change", [("rm", "-q", "a/docs/report.txt"), ("mv", "a/docs", "a/texts")])
def test_a_reference_to_what_is_gone(repository: Repository, change: tuple[str, ...]) -> None:
    write(repository.folder, {"a/MANIFEST.yaml": MANIFEST, "a/docs/report.txt": "good news\n"})
    repository.commit()
    before = check(repository, "--staged")
    repository.run("git", *change)
    assert (before[0], staged(repository)) == ([], ["a/MANIFEST.yaml: missing-reference"])


def test_what_is_referenced_must_be_staged_too(repository: Repository) -> None:
    write(repository.folder, {"a/MANIFEST.yaml": MANIFEST, "a/docs/report.txt": "good news\n"})
    repository.run("git", "add", "a/MANIFEST.yaml")
    assert staged(repository) == ["a/MANIFEST.yaml: missing-reference"]
    repository.run("git", "add", "--intent-to-add", "a/docs/report.txt")
    assert staged(repository) == ["a/MANIFEST.yaml: missing-reference"]
    repository.run("git", "add", "a/docs/report.txt")
    assert staged(repository) == []


def test_a_reference_through_a_staged_link(repository: Repository) -> None:
    write(repository.folder, {"a/MANIFEST.yaml": MANIFEST, "real/report.txt": "good news\n"})
    (repository.folder / "a/docs").symlink_to("../real")
    repository.run("git", "add", "-A")
    (repository.folder / "a/docs").unlink()
    assert staged(repository) == []
    repository.run("git", "rm", "-q", "--cached", "real/report.txt")
    assert staged(repository) == ["a/MANIFEST.yaml: missing-reference"]


def test_a_cycle_over_two_files_is_reported_once(repository: Repository) -> None:
    two_phases(repository)
    write(repository.folder, {"p/phase-1-progress.md": plan("T1", "T2")})
    repository.run("git", "add", "-A")
    assert staged(repository) == ["p/phase-1-progress.md: dependency-cycle"]
    repository.commit()
    write(repository.folder, {"p/phase-2-progress.md": plan("T2", "T1") + "\nmore\n"})
    repository.run("git", "add", "-A")
    assert staged(repository) == ["p/phase-2-progress.md: dependency-cycle"]


def test_intended_links_and_submodules_are_left_alone(repository: Repository, tmp_path: Path) -> None:
    inner = Repository(repository.folder / "inner", repository.environment)
    inner.folder.mkdir()
    inner.run("git", "init", "-q")
    write(inner.folder, {"plan.md": BROKEN})
    inner.commit()
    write(repository.folder, {"intended.md": BROKEN, "plan.md": plan("T1")})
    (repository.folder / "link.md").symlink_to("intended.md")
    repository.run("git", "add", "link.md", "inner", "plan.md")
    repository.run("git", "add", "--intent-to-add", "intended.md")
    assert staged(repository) == []
    assert "inner" in repository.run("git", "diff", "--cached", "--name-only").stdout
    write(inner.folder, {"plan.md": plan("T1", "T9")})
    inner.run("git", "add", "-A")
    assert staged(inner) == ["plan.md: unknown-dependency"]


def test_in_a_folder_below_it_is_limited_to_that(repository: Repository) -> None:
    write(repository.folder, {"p/plan.md": plan("T1", "T9"), "q/plan.md": plan("T1", "T9"), "r.md": plan("R", "Q")})
    repository.run("git", "add", "-A")
    assert staged(repository, below="p") == ["plan.md: unknown-dependency"]
    assert staged(repository, "..", below="p") == [
        "../q/plan.md: unknown-dependency",
        "../r.md: unknown-dependency",
        "plan.md: unknown-dependency",
    ]


def test_in_a_worktree(repository: Repository, tmp_path: Path) -> None:
    two_phases(repository)
    repository.run("git", "worktree", "add", "-q", str(tmp_path / "other"))
    other = Repository(tmp_path / "other", repository.environment)
    other.run("git", "rm", "-q", "p/phase-1-progress.md")
    assert staged(other) == ["p/phase-2-progress.md: unknown-dependency"]
    assert staged(repository) == []


NAMES = [
    "with blank/a b.md",
    "quo\"te/'q'.md",
    "new\nline/p\n.md",
    "tab\t.md",
    "nön-ascii/дом.md",
    "-dash.md",
    "ünder/-x/🙂.md",
]


@pytest.mark.parametrize("name", NAMES)
def test_names(repository: Repository, name: str) -> None:
    write(repository.folder, {name: plan("T1", "T9")})
    repository.run("git", "add", "-A")
    assert staged(repository) == [f"{name}: unknown-dependency"]
    assert staged(repository, "./" + name) == [f"{name}: unknown-dependency"]
    (repository.folder / name).unlink()
    assert staged(repository) == [f"{name}: unknown-dependency"]


def test_a_name_that_is_no_text(repository: Repository) -> None:
    name = os.fsdecode(b"latin-\xe9.md")
    try:
        write(repository.folder, {name: plan("T1", "T9")})
    except OSError:
        pytest.skip("this file system holds text names only")
    repository.run("git", "add", "-A")
    assert [one.rpartition(" ")[2] for one in staged(repository)] == ["unknown-dependency"]


def test_the_index_that_a_commit_under_way_names(repository: Repository) -> None:
    two_phases(repository)
    write(repository.folder, {"p/phase-1-progress.md": BROKEN, "p/phase-2-progress.md": plan("T2", "T9")})
    index = str(repository.folder / ".git" / "other-index")
    environment = {**repository.environment, "GIT_INDEX_FILE": index}
    Repository(repository.folder, environment).run("git", "read-tree", "HEAD")
    Repository(repository.folder, environment).run("git", "add", "p/phase-2-progress.md")
    assert staged(repository, GIT_INDEX_FILE=index) == ["p/phase-2-progress.md: unknown-dependency"]
    assert staged(repository) == []
    elsewhere = Repository(repository.folder.parent / "elsewhere", repository.environment)
    elsewhere.folder.mkdir()
    elsewhere.run("git", "init", "-q")
    write(elsewhere.folder, {"plan.md": BROKEN})
    elsewhere.run("git", "add", "-A")
    assert staged(repository, "../elsewhere", GIT_INDEX_FILE=index) == ["../elsewhere/plan.md: syntax-error"]


@pytest.mark.parametrize("how", [("-a",), ("--only", "p/phase-2-progress.md"), ("--include", "p/phase-2-progress.md")])
def test_in_a_hook_of_a_commit_of_the_working_copy(repository: Repository, how: tuple[str, ...]) -> None:
    two_phases(repository)
    options = "--staged --output-format concise --select dependencies"
    hook = f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -m linter check {options}\n"
    write(repository.folder, {".git/hooks/pre-commit": hook, "p/phase-2-progress.md": plan("T2", "T9")})
    (repository.folder / ".git/hooks/pre-commit").chmod(0o755)
    for below in (repository.folder, repository.folder / "p"):
        there = Repository(below, repository.environment)
        arguments = [os.path.relpath(repository.folder / part, below) if "/" in part else part for part in how]
        refused = there.run("git", "commit", "-m", "change", *arguments, check=False)
        assert refused.returncode == 1
        assert "p/phase-2-progress.md:7:18" in refused.stdout + refused.stderr


def test_a_merge_that_is_not_resolved(repository: Repository) -> None:
    two_phases(repository)
    repository.run("git", "switch", "-qc", "side")
    write(repository.folder, {"p/phase-1-progress.md": plan("T1", "T8"), "p/phase-3-progress.md": plan("T3", "T7")})
    repository.commit()
    repository.run("git", "switch", "-q", "-")
    write(repository.folder, {"p/phase-1-progress.md": plan("T1", "T5")})
    repository.commit()
    repository.run("git", "merge", "side", check=False)
    found, output = check(repository, "--staged")
    assert found == []  # the side has it already
    assert "unresolved merge conflict: p/phase-1-progress.md" in output


def test_heads_of_a_merge_that_cannot_be_read_are_one_error(repository: Repository) -> None:
    two_phases(repository)
    write(repository.folder, {"p/phase-2-progress.md": plan("T2", "T9"), ".git/MERGE_HEAD/x": ""})
    repository.run("git", "add", "p")
    run = planlint("check", "--staged", cwd=repository.folder)
    assert (run.returncode, run.stdout) == (2, "") and run.stderr.count("\n") == 1
    assert run.stderr.startswith("planlint: error: cannot read MERGE_HEAD: ")


def test_a_merge_is_asked_for_what_no_parent_had(repository: Repository) -> None:
    two_phases(repository)
    write(repository.folder, {"README": "1\n"})
    repository.commit()
    repository.run("git", "switch", "-qc", "side")
    write(repository.folder, {"q/old.md": plan("Q1", "NOWHERE", "q"), "p/phase-3-progress.md": plan("T3", "T1")})
    write(repository.folder, {"README": "side\n"})
    repository.commit()
    repository.run("git", "switch", "-q", "-")
    write(repository.folder, {"p/phase-1-progress.md": plan("T0"), "p/phase-2-progress.md": plan("T2", "T0")})
    write(repository.folder, {"README": "main\n", "r/old.md": plan("R1", "NOWHERE", "r")})
    repository.commit()
    repository.run("git", "merge", "side", check=False)
    write(repository.folder, {"README": "both\n"})
    repository.run("git", "add", "-A")
    assert staged(repository) == ["p/phase-3-progress.md: unknown-dependency"]
    write(repository.folder, {"p/phase-3-progress.md": plan("T3", "T0"), "s/new.md": plan("S1", "NOWHERE", "s")})
    repository.run("git", "add", "-A")
    assert staged(repository) == ["s/new.md: unknown-dependency"]


def test_what_a_sparse_checkout_leaves_out_is_still_there(repository: Repository) -> None:
    two_phases(repository)
    write(repository.folder, {"q/phase-9-progress.md": plan("T9", "T1")})
    repository.commit()
    for index in ("false", "true"):
        repository.run("git", "sparse-checkout", "init", "--cone")
        repository.run("git", "config", "index.sparse", index)
        repository.run("git", "sparse-checkout", "set", "q")
        assert not (repository.folder / "p").exists()
        write(repository.folder, {"q/phase-9-progress.md": plan("T9", "T1") + f"\n{index}\n"})
        repository.run("git", "add", "-A")
        assert staged(repository) == []
        write(repository.folder, {"q/phase-9-progress.md": plan("T9", "T0")})
        repository.run("git", "add", "-A")
        assert staged(repository) == ["q/phase-9-progress.md: unknown-dependency"]


def test_line_ends_are_those_that_git_keeps(repository: Repository) -> None:
    write(
        repository.folder, {".gitattributes": "*.md text eol=crlf\n", "plan.md": plan("T1", "T9").replace("\n", "\r\n")}
    )
    repository.run("git", "add", "-A")
    result = planlint("--staged", "--output-format", "concise", "--select", "dependencies", cwd=repository.folder)
    assert result.stdout.startswith("plan.md:7:18: ")


def test_a_sha256_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path, environment_in(tmp_path))
    if repository.run("git", "init", "-q", "--object-format=sha256", check=False).returncode:
        pytest.skip("this git knows sha1 only")
    write(repository.folder, {"plan.md": plan("T1", "T9")})
    repository.run("git", "add", "-A")
    assert staged(repository) == ["plan.md: unknown-dependency"]


def test_a_configured_repository_runs_no_program(repository: Repository) -> None:
    """Every setting that names a program names one that leaves a trace; clean and textconv filters are set too."""
    two_phases(repository)
    trace = repository.folder.parent / "trace"
    program = repository.folder.parent / "program"
    program.write_text(f"#!/bin/sh\necho \"$0 $@\" >> '{trace}'\ncat\n")
    program.chmod(0o755)
    write(repository.folder, {".gitattributes": "*.md diff=x filter=x\n"})
    repository.run("git", "add", ".gitattributes")
    repository.run("git", "rm", "-q", "--cached", "p/phase-1-progress.md")
    for key in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass", "core.gitProxy",
        "diff.external", "diff.x.textconv", "diff.x.command", "filter.x.clean", "filter.x.smudge", "filter.x.process",
        "credential.helper", "gpg.program", "pager.diff-index", "interactive.diffFilter", "uploadpack.packObjectsHook",
    ):  # fmt: skip
        repository.run("git", "config", key, str(program))
    repository.run("git", "config", "core.hooksPath", str(program.parent))
    assert staged(repository) == ["p/phase-2-progress.md: unknown-dependency"]
    assert check(repository, "--since", "HEAD")[0] == []
    assert not trace.exists()


def test_what_was_not_cloned_is_not_fetched(repository: Repository, tmp_path: Path) -> None:
    two_phases(repository)
    repository.run("git", "config", "uploadpack.allowFilter", "true")
    trace = tmp_path / "trace"
    clone = Repository(tmp_path / "clone", repository.environment)
    url = repository.folder.as_uri()
    repository.run("git", "clone", "-q", "--filter=blob:none", "--sparse", url, str(clone.folder))
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho x >> '{trace}'\n")
    program.chmod(0o755)
    clone.run("git", "config", "remote.origin.url", f"ext::{program}")
    clone.run("git", "config", "protocol.ext.allow", "always")
    write(clone.folder, {"p/phase-3-progress.md": plan("T3", "T1"), "r/plan.md": plan("R1", "T9", "r")})
    clone.run("git", "add", "--sparse", "-A")
    assert staged(clone) == ["r/plan.md: unknown-dependency"]  # T1 may well be in what is missing
    assert staged(clone, "p/phase-3-progress.md") == []
    assert not trace.exists()


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (("--staged", "--fix"), "cannot be combined with fixes"),
        (("--staged", "--diff"), "cannot be combined with fixes"),
        (("--since", "HEAD", "--fix-only"), "cannot be combined with fixes"),
        (("--staged", "-"), "cannot be combined with '-'"),
        (("--staged", "nowhere"), "nowhere: no such file or directory"),
        (("--since", "nothing"), "--since nothing: unknown commit"),
        (("--since", "main..HEAD"), "--since main..HEAD: expected a commit, found a range; use --since main"),
        (("--since", "--help"), "a value is required for '--since'"),
        (("--since=--all",), "unknown commit"),
    ],
)
def test_usage(repository: Repository, arguments: tuple[str, ...], output: str) -> None:
    two_phases(repository)
    write(repository.folder, {"plan.md": plan("T9")})
    repository.run("git", "add", "-A")
    result = planlint(*arguments, cwd=repository.folder)
    assert (result.returncode, output in result.stderr) == (2, True), result.stderr


@pytest.mark.parametrize("option", ["--staged", "--since=HEAD"])
def test_outside_of_any_repository(tmp_path: Path, option: str) -> None:
    write(tmp_path, {"plan.md": plan("T1")})
    result = planlint(option, cwd=tmp_path)
    assert result.returncode == 2 and "is not in a git repository" in result.stderr


def test_without_git(repository: Repository) -> None:
    result = planlint("--staged", cwd=repository.folder, PATH="")
    assert result.returncode == 2 and "git cannot be run" in result.stderr


def test_one_process_reads_all(repository: Repository, tmp_path: Path) -> None:
    write(repository.folder, {f"p{n}/plan.md": plan(f"T{n}", "" if n else "T9") for n in range(30)})
    repository.run("git", "add", "-A")
    (tmp_path / "bin").mkdir()
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    wrapper = tmp_path / "bin" / "git"
    wrapper.write_text(f"#!/bin/sh\necho \"$@\" >> '{tmp_path / 'calls'}'\nexec '{real}' \"$@\"\n")
    wrapper.chmod(0o755)
    staged(repository, PATH=f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}")
    calls = (tmp_path / "calls").read_text().splitlines()
    assert sum("cat-file" in call for call in calls) == 1 and len(calls) < 10


def test_what_is_far_too_large_is_not_read_to_its_end(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.system.git_snapshot.MAX_SKIPPED_BYTES", 1000)
    texts = [b"a" * 100_000, b"b", b"c" * 100_000, b"d"]
    for place, text in enumerate(texts):
        (repository.folder / str(place)).write_bytes(text)
    printed = [
        subprocess.run(["git", "hash-object", "-w", str(n)], cwd=repository.folder, capture_output=True, check=True)
        for n in range(len(texts))
    ]
    names = [one.stdout.decode().strip() for one in printed]
    objects = GitObjectReader(str(repository.folder))
    objects.expect(names)
    assert [objects.read(name, 10) for name in names] == [text[:10] for text in texts]
    objects.close()


def test_snapshots_share_documents_so_a_run_over_many_files_frees_none(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(repository.folder, {f"p{number}/phase-1-progress.md": plan(f"T{number}", "X1") for number in range(30)})
    assert repository.commit().returncode == 0
    write(repository.folder, {"p1/phase-1-progress.md": plan("T1", "X2")})
    repository.run("git", "add", "-A")
    monkeypatch.setattr(unit_session, "MAX_KEPT_DOCUMENTS", 0)
    monkeypatch.delenv("PLANLINT_NO_CACHE", raising=False)
    assert staged(repository, "--cache-dir", str(repository.folder.parent / "cache")) == [
        "p1/phase-1-progress.md: unknown-dependency"
    ]
