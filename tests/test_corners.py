"""Corners of rules that no page shows: exactly what is marked «so» is flagged, and this is said of the first."""

from __future__ import annotations

import re

import pytest

from linter.edits import apply
from tests.conftest import Lint

HEAD = "---\ntype: progress\nprd: p\n"
TASKS = "tasks:\n- {id: T1, status: completed}\n- {id: T2, status: pending}\n---\n"
DONE = TASKS.replace("pending", "completed")
SIX = "tasks:\n" + "".join(f"- {{id: T{n}, status: pending}}\n" for n in range(6)) + "---\n"
PHASE = """\
phases:
  design:
    started_at: 2026-01-20T09:00:00Z
    completed_at: 2026-01-20T09:00:00Z
    duration_minutes: «5»
"""
PLANS = [
    ("progress-mismatch", f"progress: 50\noverall_progress: «40»\n{TASKS}", "overall_progress is 40"),
    ("progress-mismatch", f"progress: 101\noverall_progress: «40»\n{TASKS}", ""),
    ("unknown-batch-task", "tasks:\n- {id: T1}\nparallelization:\n  batch_1: [T1, «T9»]\n---\n", "batch_1 names 'T9'"),
    ("unknown-commit", "commit_refs: [ABCDEF1, HTTPS://x.org/c, '#12']\ncommits: [«nope»]\ntasks: []\n---\n", "'nope'"),
    ("unknown-commit", "tasks:\n- {id: T1, completed_commit: «nope»}\n---\n", "7 to 64"),
    ("self-dependency", "tasks:\n- {id: T1, depends_on: [«T1»]}\n---\n", "'T1' depends on itself"),
    ("status-mismatch", f"status: «completed»\n{SIX}", "6 of 6 tasks open: T0, T1, T2, T3, T4 …"),
    ("status-mismatch", f"status: «completed»\n{SIX.replace('- {id: T5, status: pending}', '')}", "T3, T4"),
    ("status-mismatch", f"status: «completed»\ncompleted_tasks: 2\n{TASKS}", "the counts agree with it"),
    ("status-mismatch", f"status: «completed»\nprogress: 100\n{TASKS}", "the counts agree with it"),
    ("status-mismatch", f"status: cancelled\n{DONE}", ""),
    ("time-order", f"created: 2026-01-05\nupdated_at: «2026-01-04»\n{TASKS}", ""),
    ("ambiguous-scalar", "version: «1.10»\ntasks: []\n---\n", "1.1"),
    ("ambiguous-scalar", "commit_refs: [«0123456»]\ntasks: []\n---\n", ""),
    ("ambiguous-scalar", "tasks:\n- {id: T1, commits: [«1e10»], blocked_by: [«0o7», «012»]}\n---\n", ""),
    ("ambiguous-scalar", "tasks:\n- {id: true, status: «yes», dependencies: [«true», 012: x, x]}\n---\n", "YAML 1.1"),
    ("ambiguous-scalar", "tasks:\n- &t {id: «1.10», dependencies: &d [«012»]}\nblocked_by: *d\n---\n", ""),
    ("ambiguous-scalar", "notes: &n 1.10\nversion: *n\ntasks:\n- {id: «012»}\n---\n", ""),
    ("ambiguous-scalar", "tasks:\n  «012»: {status: pending}\n  x: {status: pending}\n---\n", ""),
    ("ambiguous-scalar", "tasks: []\nparallelization:\n  critical_path: [«1.10»]\n---\n", ""),
    ("ambiguous-scalar", "tasks: []\nparallelization:\n  batch_1: [T1, «1.10», [«012»]]\n---\n", ""),
    ("invalid-value", f"phase: «{41 * 'a'}»\ntasks: []\n---\n", "phase is longer than 40 characters"),
    ("invalid-value", f"phase: {40 * 'a'}\ntasks: []\n---\n", ""),
    ("invalid-value", "phase: 0\nprogress: 100\ntasks: []\n---\n", ""),
    ("invalid-value", "phase: «-1»\ntasks: []\n---\n", "phase is -1, at least 0 is expected"),
    ("invalid-value", "phase: «100»\ntasks: []\n---\n", "phase is 100, at most 99 is expected"),
    ("unknown-field", "«phsae»: 1\ntlite: x\n«tlitel»: y\ntasks: []\n---\n", "did you mean 'phase'?"),
    ("unknown-field", "statuses: x\ntask: y\nphases: z\ncreated_by: a\ntasks: []\n---\n", ""),
    ("unknown-field", "«'totl_tasks'»: 1\ntasks: []\n---\n", ""),
]
MANIFESTS = [
    ("status-mismatch", "status: complete\nphases:\n  design: {status: skipped}\n", ""),
    ("status-spelling", "status: «done»\nphases:\n  design: {status: complete}\n", "'complete'"),
    ("duration-mismatch", PHASE, ""),
    ("ambiguous-scalar", "phases:\n  a:\n    tools_in_progress: [«012»]\n    tools_remaining: [«1.10»]\n", ""),
]  # fmt: skip
CASES = [
    *((id, "p/phase-1-progress.md", HEAD + text, said) for id, text, said in PLANS),
    *((id, "p/MANIFEST.yaml", f"feature_name: p\n{text}", said) for id, text, said in MANIFESTS),
]


@pytest.mark.parametrize(("id", "path", "marked", "said"), CASES)
def test_a_corner(lint: Lint, id: str, path: str, marked: str, said: str) -> None:
    text = re.sub("[«»]", "", marked)
    found = [violation for violation in lint({path: text}, select=[id]).violations if violation.rule == id]
    flagged = [text[violation.start : violation.end] for violation in found]
    assert flagged == re.findall("«(.*?)»", marked), [violation.message for violation in found]
    assert not found or said in found[0].message


FIXES = [
    ("unknown-field", "'totl_tasks': 1\ntasks: []\n---\n", None),
    ("ambiguous-scalar", "tasks:\n- {id: T1, dependencies: [~]}\n---\n", None),
    ("self-dependency", "tasks:\n- {id: T1, depends_on: [T1]}\n---\n", "tasks:\n- {id: T1, depends_on: []}\n---\n"),
]


@pytest.mark.parametrize(("id", "text", "fixed"), FIXES)
def test_the_fix_of_a_corner(lint: Lint, id: str, text: str, fixed: str | None) -> None:
    (found,) = lint({"p/phase-1-progress.md": HEAD + text}, select=[id]).violations
    assert (found.fix and apply(HEAD + text, found.fix.edits)) == (fixed and HEAD + fixed)
