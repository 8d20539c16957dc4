"""A renamed rule is still found by its former id: in configurations, comments, baselines and options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from linter.cli.main import main
from linter.engine.report import Report
from linter.rules import renamed
from linter.rules.registry import FAMILY
from tests.conftest import write

PLAN = """\
---
type: progress
prd: a
total_tasks: 3{comment}
tasks:
- {{id: T1, status: pending, assigned_to: [a], dependencies: []}}
---
"""
OLD, NEW = "wrong-count", "count-mismatch"


@pytest.fixture(autouse=True)
def _one_renamed_rule(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(renamed.RENAMED, OLD, NEW)
    monkeypatch.chdir(tmp_path)


def test_no_former_id_is_the_id_of_a_rule_and_each_leads_to_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not set(renamed.RENAMED) & set(FAMILY)
    assert set(renamed.RENAMED.values()) <= set(FAMILY)


@pytest.mark.parametrize(
    "text",
    [
        f"ignore = ['{OLD}']",
        f"per-file-ignores = {{'*.md' = ['{OLD}']}}",
        f"fail-on = 'error'\nseverity = {{{OLD} = 'warning'}}",
    ],
)
def test_the_configuration_is_read_as_it_was_meant_and_a_note_reports_what_to_write(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"plan.md": PLAN.format(comment=""), "planlint.toml": text})
    assert main(["check", "--fail-on", "error"]) == 0
    assert f"planlint.toml: rule `{OLD}` is now called `{NEW}`" in capsys.readouterr().err


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"plan.md": PLAN.format(comment="")})
    assert main(["check", "--select", OLD]) == 1
    printed = capsys.readouterr()
    assert f"error[{NEW}]" in printed.out and f"command line: rule `{OLD}` is now called `{NEW}`" in printed.err
    assert main(["explain", OLD]) == 0
    assert NEW in capsys.readouterr().out


def test_a_comment_and_a_baseline_still_hold(
    lint: Callable[..., Report], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = lint({"plan.md": PLAN.format(comment=f"  # planlint: ignore[{OLD}]")})
    assert report.violations == [] and report.suppressed == 1
    write(tmp_path, {"plan.md": PLAN.format(comment="")})
    assert main(["baseline", "create"]) == 0
    file = tmp_path / "planlint-baseline.json"
    file.write_text(file.read_text().replace(NEW, OLD))
    capsys.readouterr()
    assert main(["check", "--baseline", str(file)]) == 0
    assert capsys.readouterr().err == ""
