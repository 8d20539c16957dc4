"""The parts of ``benchmarks`` that reach into the engine."""

from __future__ import annotations

from pathlib import Path

from benchmarks import steps
from benchmarks.inputs import plan
from tests.conftest import write


def test_a_profile_tells_steps_and_rules(tmp_path: Path) -> None:
    write(tmp_path, {f"shop/phase-{phase}-progress.md": plan("shop", phase, 6) for phase in (1, 2)})
    table = steps.table(str(tmp_path), ".", 1)
    for step in ("read", "lint", "read: tree", "lint: shape", "rule: missing-field", "rule: dependency-cycle"):
        assert f"| {step} |" in table
