"""``planlint init``: the files that it writes work, and existing files are kept."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from linter.rules.links import REVISION
from linter.system.words import plural
from tests.conftest import ROOT, planlint, write
from tests.test_discovery import git

FORMATS = ROOT / "fixtures" / "formats"

PLAN = "---\ntype: progress\nprd: p\ntotal_tasks: 4\ntasks:\n- {id: T1, status: pending, dependencies: []}\n---\n"
WORKFLOW = ".github/workflows/planlint.yml"


def test_a_new_repository_gets_all_three_and_they_work(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "trunk")
    write(tmp_path, {"plans/p/a.md": PLAN, "plans/fixtures/b.md": PLAN, ".github/x": "", "src/x.py": ""})
    result = planlint("init", cwd=tmp_path / "src")
    assert result.returncode == 0, result.stderr
    assert "found 2 progress files in .." in result.stdout and "planlint baseline create" in result.stdout
    assert tomllib.loads((tmp_path / "planlint.toml").read_text())["exclude"] == ["fixtures"]
    hooks = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == ["planlint"]
    workflow = yaml.safe_load((tmp_path / WORKFLOW).read_text())
    assert workflow["jobs"]["planlint"]["steps"][-1]["uses"] == f"planlint/planlint@{REVISION}"
    assert "branches: [trunk]" in (tmp_path / WORKFLOW).read_text()
    checked = planlint("check", "--output-format", "concise", cwd=tmp_path)
    assert checked.returncode == 1 and "fixtures" not in checked.stdout  # the configuration is read
    again = planlint("init", cwd=tmp_path)
    assert again.returncode == 0 and "wrote" not in again.stdout


@pytest.mark.skipif(shutil.which("zizmor") is None, reason="zizmor is not installed")
def test_zizmor_finds_nothing_in_the_workflow(tmp_path: Path) -> None:
    write(tmp_path, {".github/x": ""})
    assert planlint("init", cwd=tmp_path).returncode == 0
    command = ["zizmor", "--offline", "--no-progress", WORKFLOW]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_what_is_there_stays_and_the_rest_is_reported(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pyproject.toml": "[tool.planlint]\npreset = 'strict'\n",
        ".pre-commit-config.yaml": "repos: []\n",
        ".github/workflows/ci.yml": "on: push\njobs: {lint: {steps: [{run: planlint check}]}}\n",
    }
    write(tmp_path, {**files, "p/a.md": PLAN})
    result = planlint("init", cwd=tmp_path)
    assert "add this below 'repos:'" in result.stdout and "- id: planlint\n" in result.stdout
    assert "ci.yml: already runs planlint" in result.stdout
    assert {name: (tmp_path / name).read_text() for name in files} == files
    assert not (tmp_path / "planlint.toml").exists() and not (tmp_path / WORKFLOW).exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    result = planlint("init", "--dry-run", cwd=tmp_path)
    assert result.returncode == 0 and "would write planlint.toml" in result.stdout and "no plan yet" in result.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not have, and links")
def test_names_are_harmless_and_nothing_outside_is_looked_at(tmp_path: Path) -> None:
    write(tmp_path, {"repo/.git/HEAD": "", "repo/.github/workflows/a\n::error::\x1b[31m.yml": "planlint"})
    write(tmp_path, {"hooks.yaml": "planlint"})
    (tmp_path / "repo" / ".pre-commit-config.yaml").symlink_to(tmp_path / "hooks.yaml")
    output = planlint("init", "--dry-run", cwd=tmp_path / "repo").stdout
    assert "\x1b" not in output and "\n::" not in output
    assert "already runs planlint" in output and "already has planlint" not in output


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "planlint.toml").mkdir()
    (tmp_path / ".github").write_text("a file")
    result = planlint("init", cwd=tmp_path)
    assert result.returncode == 2 and "cannot be written" in result.stderr and "Traceback" not in result.stderr


@pytest.mark.parametrize("format", sorted(path.name for path in FORMATS.iterdir()))
def test_the_formats_of_other_tools_are_recognised_and_covered(tmp_path: Path, format: str) -> None:
    shutil.copytree(FORMATS / format / "broken", tmp_path, dirs_exist_ok=True)
    git(tmp_path, "init", "-q")
    before = planlint("check", "--isolated", "--no-cache", "--output-format", "json", cwd=tmp_path).stdout
    output = planlint("init", cwd=tmp_path).stdout
    files = planlint("check", "--show-files", cwd=tmp_path).stdout.splitlines()
    assert f"found {plural(len(files), f'{format} file')} in" in output
    assert planlint("check", "--no-cache", "--output-format", "json", cwd=tmp_path).stdout == before
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    for hook in hooks:
        assert all(re.search(hook["files"], file) for file in files if "files" in hook)
    config = (tmp_path / "planlint.toml").read_text()
    (tmp_path / "planlint.toml").write_text(config.replace("# formats", "formats").replace("# ignore", "ignore"))
    assert tomllib.loads((tmp_path / "planlint.toml").read_text())["formats"] == [format]
    again = planlint("check", "--show-files", cwd=tmp_path)
    assert (again.stdout.splitlines(), again.returncode) == (files, 0)
