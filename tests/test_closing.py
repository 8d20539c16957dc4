"""Rules that run when a change completes a plan: ``set``, ``--staged``, ``--since`` and the editor."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from linter.cli.main import main
from linter.lsp.session import Session

PLAN = """---
type: progress
prd: shop
status: {status}
updated: 2026-01-09
completed: null
tasks:
- id: T1
  status: completed
  assigned_to: [ann]
  dependencies: []
  completed_at: 2026-01-08
- id: T2
  status: {task}
  assigned_to: [ann]
  dependencies: [T1]
  completed_at: {date}
success_criteria:
- id: SC-1
  description: payments work
  status: pending
---

# Shop

- [ ] documentation is written
"""
OPEN = PLAN.format(status="in_progress", task="in_progress", date="null")
CLOSED = PLAN.format(status="completed", task="completed", date="2026-01-07")
SAID = {"criteria-drift", "missing-timestamp", "time-order"}
FILE = "plan/phase-1-progress.md"


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def _commit(text: str | None, path: str = FILE) -> None:
    if text is not None:
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text(text)
    _git("add", "-A")
    _git("commit", "-q", "--allow-empty", "-m", "x")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with an unfinished plan."""
    monkeypatch.chdir(tmp_path)
    _git("init", "-q", "-b", "main")
    _git("config", "user.email", "a@example.org")
    _git("config", "user.name", "a")
    _commit(OPEN)
    return tmp_path


def _rules(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    """The severities of what is reported, by rule."""
    capsys.readouterr()
    main(["check", "--output-format", "json", *arguments])
    return {one["rule"]: one["severity"] for one in json.loads(capsys.readouterr().out)["violations"]}


def test_closing_is_reported_by_staged_and_since_as_warnings_and_never_later(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(FILE).write_text(CLOSED)
    assert _rules(capsys) == {}
    assert _rules(capsys, "--since", "HEAD") == dict.fromkeys(SAID, "warning")
    _git("add", "-A")
    assert _rules(capsys, "--staged") == dict.fromkeys(SAID, "warning")
    _commit(None)
    assert _rules(capsys, "--since", "HEAD~1") == dict.fromkeys(SAID, "warning")
    Path(FILE).write_text(CLOSED.replace("# Shop", "# The shop"))
    assert _rules(capsys, "--since", "HEAD") == {}
    _git("add", "-A")
    assert _rules(capsys, "--staged") == {}


def test_a_renamed_plan_is_the_same_and_a_new_one_counts_only_when_staged(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _git("mv", FILE, "plan/phase-2-progress.md")
    Path("plan/phase-2-progress.md").write_text(CLOSED)
    _git("add", "-A")
    assert _rules(capsys, "--staged").keys() == SAID
    assert _rules(capsys, "--since", "HEAD").keys() == SAID
    _git("reset", "-q", "--hard")
    Path("plan/new-progress.md").write_text(CLOSED.replace("T1", "N1").replace("T2", "N2").replace("shop", "new\nx: 1"))
    _git("add", "-A")
    assert _rules(capsys, "--since", "HEAD") == {}
    assert _rules(capsys, "--staged").keys() == SAID


def test_a_merge_does_not_close_what_a_parent_had_closed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _git("switch", "-q", "-c", "other")
    _commit(CLOSED)
    _git("switch", "-q", "main")
    _commit("x", "a.txt")
    _git("merge", "--no-commit", "--no-ff", "other")
    assert _rules(capsys, "--staged") == {}


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ('ignore = ["criteria-drift", "time-order"]', {"missing-timestamp"}),
        ('select = ["timestamps"]', {"missing-timestamp", "time-order"}),
        ('preset = "minimal"', set()),
        ('[per-file-ignores]\n"plan/*" = ["missing-timestamp", "time-order"]', {"criteria-drift"}),
        ("[rules.time-order]\ndependencies = false", SAID - {"time-order"}),
    ],
)
def test_select_ignore_and_presets_apply(
    repository: Path, capsys: pytest.CaptureFixture[str], configuration: str, expected: set[str]
) -> None:
    Path("planlint.toml").write_text(configuration + "\n")
    Path(FILE).write_text(CLOSED)
    _git("add", "-A")
    assert _rules(capsys, "--staged").keys() == expected


def test_a_comment_accepts_it_and_is_not_unused_later(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted = CLOSED.replace("status: completed\nupd", "status: completed # planlint: ignore[criteria-drift]\nupd")
    Path(FILE).write_text(accepted)
    assert _rules(capsys, "--since", "HEAD").keys() == SAID - {"criteria-drift"}
    assert _rules(capsys) == {}


def test_a_baseline_never_has_it(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("planlint.toml").write_text('baseline = "known.json"\n')
    Path(FILE).write_text(CLOSED)
    main(["baseline", "create"])
    assert not Path("known.json").exists() or "criteria-drift" not in Path("known.json").read_text()
    assert _rules(capsys, "--since", "HEAD").keys() == SAID


def test_set_names_what_is_open_when_the_last_task_is_done(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["set", FILE, "T2=completed", "--now", "2026-01-10T10:00:00Z"]) == 0
    output = capsys.readouterr().err
    assert f"planlint: warning: {FILE}:4: plan is completed, but 2 criteria are open (criteria-drift)" in output
    assert "status: completed\nupdated: 2026-01-10\ncompleted: 2026-01-10\n" in Path(FILE).read_text()


def test_set_is_silent_while_a_task_is_open(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["set", FILE, "T2=review"])
    assert "warning" not in capsys.readouterr().err


def test_the_editor_compares_with_head(repository: Path) -> None:
    session = Session()
    session.open(FILE, CLOSED)
    assert {violation.rule for violation in session.run(FILE).report.violations} == SAID
    session.open(FILE, OPEN)
    assert session.run(FILE).report.violations == []
    _commit(CLOSED)
    session.forget()
    session.open(FILE, CLOSED.replace("# Shop", "# The shop"))
    assert session.run(FILE).report.violations == []
    session.open("plan/new-progress.md", CLOSED.replace("T1", "N1").replace("T2", "N2"))
    assert session.run("plan/new-progress.md").report.violations == []
