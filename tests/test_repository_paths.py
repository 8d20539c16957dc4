"""Paths for CI systems: relative to the root of the repository, wherever the checkout and the step are."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.conftest import planlint, write
from tests.test_discovery import git

PLAN = "---\ntype: progress\nprd: p\ntotal_tasks: 4\ntasks:\n- {id: T1, status: pending, dependencies: []}\n---\n"
NAMED = re.compile(r'(?:file=|"uri":"|"path": "|file="|c0ffee/)((?:[\w.-]+/)*a\.md)')
FORMATS = ("github", "sarif", "gitlab", "rdjson", "junit", "markdown")


def names(format: str, folder: Path, *paths: str, **environment: str) -> set[str]:
    options = ("--select", "count-mismatch", "--output-format", format)
    environment |= {"GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "c0ffee"}
    return set(NAMED.findall(planlint("check", *options, *paths, cwd=folder, stdin=None, **environment).stdout))


@pytest.mark.parametrize("start", ["workspace", "workspace/app", "workspace/app/plans", "workspace/other"])
def test_files_are_named_from_the_root_of_their_repository(tmp_path: Path, start: str) -> None:
    for name in ("app", "other"):
        git(tmp_path, "init", "-q", f"workspace/{name}")
        write(tmp_path, {f"workspace/{name}/plans/a.md": PLAN})
    paths = [os.path.relpath(tmp_path / f"workspace/{name}/plans", tmp_path / start) for name in ("app", "other")]
    workspace = str(tmp_path / "workspace")
    for format in FORMATS:
        assert names(format, tmp_path / start, *paths, GITHUB_WORKSPACE=workspace) == {"plans/a.md"}, format
        assert names(format, tmp_path / start, *paths, CI="true") == {"plans/a.md"}, format


def test_a_person_at_a_terminal_reads_paths_from_where_they_are(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    write(tmp_path, {"plans/a.md": PLAN})
    assert names("rdjson", tmp_path / "plans") == {"a.md"}
    assert "--> a.md:4" in planlint("check", cwd=tmp_path / "plans", CI="true").stdout
