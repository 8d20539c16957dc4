"""Guarantees and limits of SECURITY.md that belong to no other subject: what may be named, imported and read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linter.config.loader import Configuration
from linter.engine import baseline, cache, workers
from linter.engine.workspace import Workspace
from linter.formats import context
from linter.formats.context import FileContext
from linter.formats.own_formats import ProgressFormat
from linter.outputs import html
from tests.conftest import ROOT, Lint, planlint, write

PLAN = "---\ntype: progress\nprd: a\nphase: 1\ntasks:\n- {id: T1, status: pending, dependencies: [T9]}\n---\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")


def test_no_module_of_the_repository_is_imported(tmp_path: Path) -> None:
    names = ("linter", "yaml", "json", "re", "frontmatter", "jsonschema", "wcwidth", "sitecustomize", "tomllib")
    write(tmp_path, {f"{folder}{name}.py": "open('ran', 'w')\n" for name in names for folder in ("", "docs/")})
    write(tmp_path, {"docs/a-progress.md": PLAN, "planlint.toml": "preset = 'strict'\n"})
    for command in ("check", "check --fix --diff", "rules", "explain batch-order", "init --dry-run", "graph docs"):
        line = [sys.executable, "-P", "-m", "linter", *command.split()]
        run = subprocess.run(line, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True)
        assert run.returncode in (0, 1), run.stderr
    assert not (tmp_path / "ran").exists() and not (tmp_path / "docs" / "ran").exists()


@pytest.mark.parametrize("is_repository", [True, False])
@pytest.mark.parametrize("setting", ["extend = '../x.toml'", "root = '..'", "baseline = '../x'", "cache-dir = '..'"])
def test_a_setting_that_leads_out_is_refused(tmp_path: Path, setting: str, is_repository: bool) -> None:
    write(tmp_path, {"x": "mine", "x.toml": "select = ['all']", "repo/a-progress.md": PLAN})
    write(tmp_path, {"repo/planlint.toml": setting, **({"repo/.git/HEAD": ""} if is_repository else {})})
    before = sorted(tmp_path.rglob("*"))
    for command in ("check", "check --fix", "baseline create", "clean", "rules"):
        run = planlint(*command.split(), cwd=tmp_path / "repo", stdin=None, PLANLINT_NO_CACHE="")
        assert (run.returncode, run.stdout) == (2, "")
        assert f"`{setting.split()[0]}` is outside of the" in run.stderr
    assert sorted(tmp_path.rglob("*")) == before and (tmp_path / "x").read_text() == "mine"


@pytest.mark.parametrize("name", [".git/hooks/pre-commit", ".git/config", ".GIT/x", "sub/.git/hooks/new"])
def test_no_baseline_of_a_configuration_is_in_the_directory_of_git(tmp_path: Path, name: str) -> None:
    write(tmp_path, {".git/HEAD": "", ".git/hooks/pre-commit": "mine", "a-progress.md": PLAN})
    write(tmp_path, {"planlint.toml": f"baseline = '{name}'\n"})
    before = sorted(tmp_path.rglob("*"))
    for command in ("check", "baseline create", "baseline prune"):
        run = planlint(*command.split(), cwd=tmp_path)
        assert (run.returncode, run.stdout) == (2, "")
        assert "planlint.toml:1:1: `baseline` is in the directory of git" in run.stderr
    assert sorted(tmp_path.rglob("*")) == before and (tmp_path / ".git/hooks/pre-commit").read_text() == "mine"


def test_the_command_line_may_name_any_path(tmp_path: Path) -> None:
    write(tmp_path, {"repo/.git/HEAD": "", "repo/a-progress.md": PLAN, "other/b-progress.md": PLAN})
    write(tmp_path, {"x.toml": "select = ['unknown-dependency']"})
    write(tmp_path, {f"repo/{number}/a-progress.md": PLAN for number in range(30)})
    user = {"PLANLINT_NO_CACHE": "", "XDG_CACHE_HOME": str(tmp_path / "user")}

    def run(*arguments: str) -> int:
        return planlint(*arguments, cwd=tmp_path / "repo", stdin=None, **user).returncode

    assert run("check", "--config", "../x.toml", "--cache-dir", "../cache", "-o", "../out/a.txt") == 1
    assert (tmp_path / "out/a.txt").stat().st_size and list((tmp_path / "cache").glob("*.cache"))
    assert run("baseline", "create", "--baseline", "../b.json", "../other/b-progress.md") == 0
    assert run("check", "--baseline", "../b.json", "../other/b-progress.md") == 0
    assert run("clean", "--cache-dir", "../cache") == 0 and not (tmp_path / "cache").exists()


@POSIX
@pytest.mark.parametrize("root", [".git/HEAD", "planlint.toml", "of/no/project"])
def test_another_file_is_read_in_part_and_only_inside_of_the_repository(
    tmp_path: Path, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {f"repo/{root}": "", "repo/large": "x" * 5000, "repo/real": "inside", "secret/a": "outside"})
    for name, target in {"in": "real", "out": "../secret/a", "folder": "../secret", "device": "/dev/zero"}.items():
        (tmp_path / "repo" / name).symlink_to(target)
    os.mkfifo(tmp_path / "repo" / "pipe")
    monkeypatch.chdir(tmp_path / "repo")
    monkeypatch.setattr(context, "MAX_BYTES", 1000)
    files = FileContext(Workspace(Configuration(), lambda *_: False))
    assert (files.text("large"), files.text("real"), files.text("in")) == ("x" * 1000, "inside", "inside")
    assert [files.text(name) for name in ("out", "folder/a", "device", "pipe", ".", "nothing")] == [None] * 6
    assert files.names("folder") == frozenset()


BEYOND = {
    "a file of 513 KiB": ("#" * (513 << 10), "larger than 512 KiB"),
    "a key of 101 parts": (".".join("a" * 101) + " = 1", "a key has more than 100 parts"),
    "101 plugins": (f"plugins = {['a'] * 101}", "`plugins` has more than 100 entries"),
    "1,001 patterns": (f"exclude = {['a'] * 1001}", "`exclude` has more than 1000 patterns"),
    "a pattern of 1,001 characters": (f"exclude = ['{'a' * 1001}']", "longer than 1000 characters"),
    "a depth of 501": ("max-depth = 501", "`max-depth` must be an integer from 1 to 500"),
    "21 files": ("extend = 'c1.toml'", "`extend` makes a chain of more than 20 files"),
}


@pytest.mark.parametrize("name", BEYOND)
def test_a_configuration_beyond_a_limit_is_refused(tmp_path: Path, name: str) -> None:
    text, message = BEYOND[name]
    write(tmp_path, {f"c{number}.toml": f"extend = 'c{number + 1}.toml'" for number in range(20)})
    write(tmp_path, {"c20.toml": "", "planlint.toml": text, "a-progress.md": PLAN})
    run = planlint("check", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "") and message in run.stderr


def test_a_baseline_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"b.json": "", "a-progress.md": PLAN})
    os.truncate(tmp_path / "b.json", baseline.MAX_SIZE + 1)
    run = planlint("check", "--baseline", "b.json", cwd=tmp_path)
    assert run.returncode == 2 and "a baseline must not be larger than 64 MiB" in run.stderr


def test_a_cache_keeps_what_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setattr(cache, "MAX_BYTES", 10_000)
    store = cache.Store(str(tmp_path / "c"))
    for number in range(30):
        store.put(b"%d" % number, b"state", "x" * 1000)
    store.save()
    (file,) = (tmp_path / "c").glob("*.cache")
    assert 5_000 < file.stat().st_size <= 11_000


def test_processes_are_one_per_core_and_at_most_16(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, expected in ((1, 1), (8, 8), (64, 16)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, count=cores: set(range(count)), raising=False)
        assert workers._count([90_000_000] * 100) == expected


def test_a_file_that_memory_is_too_small_for_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    write(tmp_path, {"a-progress.md": PLAN})
    monkeypatch.setattr(ProgressFormat, "read", full)
    run = planlint("check", "--output-format", "concise", cwd=tmp_path)
    assert run.returncode == 1 and "error[limit-exceeded] not enough memory to read the file" in run.stdout


def test_a_report_draws_tasks_and_arrows_up_to_a_limit(lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    report = lint({f"{name}/phase-1-progress.md": PLAN.replace("prd: a", f"prd: {name}") for name in "abcd"})
    assert html.render(report).count("<svg ") == 4
    for limit in ("TASKS", "ARROWS"):
        with monkeypatch.context() as patched:
            patched.setattr(html, limit, 2)
            assert html.render(report).count("<svg ") == 2
