"""Witnesses in the body of a plan: tasks that it names, and the total that it has."""

from __future__ import annotations

import pytest

from linter.api import lint_text

PLAN = """---
type: progress
prd: harbor
phase: 1
title: Harbor
status: in_progress
progress: 50
total_tasks: 3
completed_tasks: 1
tasks:
- {id: HB-1, title: quay, status: completed, assigned_to: [ann], dependencies: []}
- {id: HB-2, title: crane, status: pending, assigned_to: [ben], dependencies: [HB-1]}
---

# Harbor

BODY
"""


def _fix(body: str) -> str | None:
    """Return how safe the fix of the total is."""
    found = [
        v
        for v in lint_text(PLAN.replace("BODY", body), "progress/harbor/phase-1-progress.md", isolated=True).violations
        if v.data.get("field") == "total_tasks"
    ]
    assert len(found) == 1
    fix = found[0].fix
    return None if fix is None else "safe" if fix.safe else "unsafe"


@pytest.mark.parametrize(
    ("body", "fix"),
    [
        ("Text.", "safe"),
        ("- [ ] HB-3: pier", None),
        ("- [ ] **HB-3** pier", None),
        ("### Task HB-3: pier", None),
        ("```\n- [ ] HB-3: pier\n```", "safe"),
        ("- [ ] HB-2: crane\n- [ ] Paint it", "safe"),
        ("There are 3 tasks.", "unsafe"),
        ("**Total Tasks**: 3", "unsafe"),
        ("| Tasks | 1/3 |", "unsafe"),
        ("```\n3 tasks\n```", "safe"),
        ("Version 1.3 tasks, and 13 tasks.", "safe"),
    ],
)
def test_a_total_that_the_body_supports_is_not_lowered(body: str, fix: str | None) -> None:
    assert _fix(body) == fix
