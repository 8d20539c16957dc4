"""The editor reports what ``check`` reports for a file, with unsaved changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from linter.lsp.session import Session
from linter.lsp.uris import is_file
from tests.conftest import json_of, write
from tests.repository import plan
from tests.test_discovery import git

TREE: dict[str, str | bytes] = {
    "planlint.toml": "exclude = ['drafts/']\n[per-file-ignores]\n'q/*' = ['unknown-dependency']\n",
    ".gitignore": ".agent/\n",
    "p/phase-1-progress.md": plan("T1"),
    "p/phase-2-progress.md": plan("T2", "T1"),
    "q/plan.md": plan("Q1", "Q9", "q"),
    "drafts/plan.md": plan("D1", "D9", "d"),
    ".agent/phase-1-progress.md": plan("A1", "", "agent"),
    ".agent/phase-2-progress.md": plan("A2", "A1", "agent"),
}
UNSAVED = {
    "nothing": {},
    "a task is renamed": {"p/phase-1-progress.md": plan("T7")},
    "an ignored one is": {".agent/phase-1-progress.md": plan("A7", "", "agent")},
    "a dependency is unknown": {"p/phase-2-progress.md": plan("T2", "T9"), "drafts/plan.md": plan("D1", "D8", "d")},
}


@pytest.mark.parametrize("change", UNSAVED)
def test_the_editor_reports_what_check_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    write(tmp_path / "open", TREE)
    git(tmp_path / "open", "init", "-q")
    shutil.copytree(tmp_path / "open", tmp_path / "saved")
    write(tmp_path / "saved", dict(UNSAVED[change]))
    names = [name for name in TREE if name.endswith(".md")]
    output = json_of("--force-exclude", *names, cwd=tmp_path / "saved")["violations"]
    expected = sorted((one["path"], one["rule"], one["start"]["offset"]) for one in output)
    monkeypatch.chdir(tmp_path / "open")
    session = Session()
    for name in names:
        session.open(name, UNSAVED[change].get(name, str(TREE[name])))
    found = set()
    for name in names:
        report = session.run(name).report
        found |= {(violation.path, violation.rule, violation.start) for violation in report.violations}
    assert sorted(found) == expected


@pytest.mark.parametrize(
    "uri", ["untitled:Untitled-1", "untitled:/w/p/new.md", "git:/w/a.md?%7B%7D", "fugitive:///w/.git//1/a.md"]
)
def test_documents_that_are_no_files_are_left_alone(uri: str) -> None:
    assert not is_file(uri) and is_file("file:///w/a.md")
