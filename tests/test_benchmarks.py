"""The parts of ``benchmarks`` that use the engine."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks import monorepo, projects, steps
from benchmarks.inputs import plan
from tests.conftest import planlint, write


def test_a_profile_reports_steps_and_rules(tmp_path: Path) -> None:
    write(tmp_path, {f"shop/phase-{phase}-progress.md": plan("shop", phase, 6) for phase in (1, 2)})
    table = steps.table(str(tmp_path), ".", 1)
    for step in ("read", "lint", "read: tree", "lint: shape", "rule: missing-field", "rule: dependency-cycle"):
        assert f"| {step} |" in table


def test_a_key_costs_much_the_same_in_a_large_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projects, "SIZES", (2, 6))
    rows = projects.table(tmp_path, 2).splitlines()
    assert [row.split(" | ")[0] for row in rows[2:]] == ["| no violation", "| an unknown id"]


def test_the_large_repository_has_one_staged_plan_with_an_unknown_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PACKAGES": 3, "PLANS": 10, "TOOLS": 2}.items():
        monkeypatch.setattr(monorepo, name, value)
    monorepo.write_monorepo(tmp_path)
    staged = subprocess.run(["git", "status", "--short"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert staged.stdout == f"M  {monorepo.STAGED}\n"
    result = planlint("check", "--staged", "--output-format", "concise", cwd=tmp_path)
    assert result.stdout.count("unknown-dependency") == 1
    assert monorepo.UNKNOWN in result.stdout
