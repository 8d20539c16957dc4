"""``--since``: violations introduced since a commit are reported, and those that are gone are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import json_of, planlint, write
from tests.repository import Repository, environment_in, plan

RULES = ("--select", "syntax,dependencies,counts,missing-reference")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path, environment_in(tmp_path / "pre-commit"))
    made.run("git", "init", "-q", "-b", "main")
    write(made.folder, {"p/a.md": plan("A1", "X1"), "p/b.md": plan("B1", "A1"), ".gitignore": "pre-commit/\n"})
    made.commit()
    return made


def since(repository: Repository, ref: str, *arguments: str) -> tuple[list[str], int]:
    """The violations as ``path: dependency``, and how many are gone."""
    found = json_of("--since", ref, *RULES, *arguments, cwd=repository.folder)
    names = [f"{one['path']}: {one['data'].get('dependency', one['rule'])}" for one in found["violations"]]
    return names, found["summary"]["gone"]


def test_only_what_is_new_is_reported_and_what_is_gone_is_counted(repository: Repository) -> None:
    assert since(repository, "HEAD") == ([], 0)
    write(repository.folder, {"p/a.md": "\n".join([plan("A1", "X1, X2"), "more"]), "q/new.md": plan("N1", "X3", "n")})
    assert since(repository, "HEAD") == (["p/a.md: X2", "q/new.md: X3"], 0)
    assert since(repository, "HEAD", "q") == (["q/new.md: X3"], 0)
    write(repository.folder, {"p/a.md": plan("A1", "X2")})
    assert since(repository, "HEAD", "p") == (["p/a.md: X2"], 1)
    repository.commit()
    assert since(repository, "HEAD") == ([], 0)
    assert since(repository, "HEAD^") == (["p/a.md: X2", "q/new.md: X3"], 1)


def test_what_it_reports_and_how_it_ends(repository: Repository) -> None:
    result = planlint("--since", "HEAD", *RULES, cwd=repository.folder)
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == "planlint: since HEAD: 0 introduced, 0 gone\n"
    write(repository.folder, {"p/a.md": plan("A1", "X2")})
    result = planlint("--since", "HEAD", *RULES, cwd=repository.folder)
    assert (result.returncode, result.stderr) == (1, "planlint: since HEAD: 1 introduced, 1 gone\n")
    assert "gone" not in json_of(cwd=repository.folder)["summary"]


def test_a_deletion_introduces_what_it_leaves_dangling(repository: Repository) -> None:
    (repository.folder / "p/a.md").unlink()
    assert since(repository, "HEAD") == (["p/b.md: A1"], 1)


@pytest.mark.parametrize("command", [("git", "mv"), ("mv",)])
def test_a_moved_file_keeps_its_violations(repository: Repository, command: tuple[str, ...]) -> None:
    (repository.folder / "q").mkdir()
    repository.run(*command, "p/a.md", "q/c.md")
    repository.run(*command, "p/b.md", "q/d.md")
    assert since(repository, "HEAD") == ([], 0)
    text = (repository.folder / "q/c.md").read_text()
    write(repository.folder, {"q/c.md": text.replace("X1", "X1, X2") + "\nmore\n"})
    assert since(repository, "HEAD") == (["q/c.md: X2"], 0)
    assert since(repository, "HEAD", "q") == (["q/c.md: X2"], 0)


def test_a_branch_answers_for_its_own_only(repository: Repository) -> None:
    repository.run("git", "switch", "-qc", "side")
    write(repository.folder, {"p/b.md": plan("B1", "X5")})
    repository.commit()
    repository.run("git", "switch", "-q", "main")
    write(repository.folder, {"p/a.md": plan("A1")})  # main fixes a problem that side still has
    repository.commit()
    repository.run("git", "switch", "-q", "side")
    assert since(repository, "main") == (["p/b.md: X5"], 0)
    result = planlint("--since", "main", *RULES, cwd=repository.folder)
    parted = repository.run("git", "rev-parse", "--short=8", "HEAD^").stdout.strip()
    assert result.stderr == f"planlint: since main ({parted}): 1 introduced, 0 gone\n"


def test_staged_since(repository: Repository) -> None:
    write(repository.folder, {"p/a.md": plan("A1", "X2")})
    repository.run("git", "add", "-A")
    write(repository.folder, {"p/a.md": plan("A1", "X3")})
    assert since(repository, "HEAD", "--staged") == (["p/a.md: X2"], 1)
    assert since(repository, "HEAD") == (["p/a.md: X3"], 1)


def test_one_for_another_is_not_hidden_and_a_fixed_field_makes_nothing_new(repository: Repository) -> None:
    arguments = ("--since", "HEAD", "--select", "missing-field", "--config", "rules.missing-field.recommended = true")
    text = plan("A1").replace("prd: a\n", "prd: a\ntitle: A\n")
    write(repository.folder, {"p/a.md": text})
    found = json_of(*arguments, cwd=repository.folder)
    assert (found["violations"], found["summary"]["gone"]) == ([], 1)
    write(repository.folder, {"p/a.md": text.replace("prd: a\n", "")})
    found = json_of(*arguments, cwd=repository.folder)
    assert [one["path"] for one in found["violations"]] == ["p/a.md"]


def test_what_the_baseline_has_is_not_gone(repository: Repository) -> None:
    write(repository.folder, {"planlint.toml": "select = ['dependencies']\nbaseline = 'baseline.json'\n"})
    assert planlint("baseline", "create", cwd=repository.folder).returncode == 0
    found = json_of("--since", "HEAD", cwd=repository.folder)
    assert [one["baselined"] for one in found["violations"]] == [True]
    assert (found["summary"]["baselined"], found["summary"]["gone"]) == (1, 0)


def test_histories_without_a_common_commit(repository: Repository) -> None:
    repository.run("git", "switch", "-q", "--orphan", "other")
    write(repository.folder, {"p/a.md": plan("A1", "X1, X2")})
    repository.commit()
    result = planlint("--since", "main", *RULES, cwd=repository.folder)
    assert "no common ancestor here: compared with main itself" in result.stderr
    assert "since main: 1 introduced, 0 gone" in result.stderr
