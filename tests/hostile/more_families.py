"""More families of input that grow: bodies, values, files of plans and manifests, dense graphs."""

from __future__ import annotations

import json
from math import isqrt

from tests.hostile.family_texts import TASK, Families, chain, many, of_files, one_file, plan, task_list

NONE = plan(TASK.format(1, ""))
TIMES = "  started_at: 2026/01/05\n  completed_at: 2026-13-05\n"
CRITERION = "- id: S{0}\n  status: done\n"


def _dense(n: int) -> str:
    """Return a plan with *n* dependencies, each task after all before."""
    return plan(task_list(isqrt(2 * n), lambda i: ", ".join(f"T{j}" for j in range(i))))


def _tools(n: int) -> dict[str, str | bytes]:
    listed = [{"name": f"tool_{i}", "description": "x"} for i in range(n)]
    head = "feature_name: a\nfeature_slug: a\nmcp_service_name: a\ntotal_tools: 3\ntools_completed:\n"
    tools = json.dumps({"service": "a", "total_tools": 3, "tools": listed}, indent=1)
    return {"MANIFEST.yaml": head + many(n, "- tol_{0}\n"), "tools_manifest.json": tools}


def _roll_up(n: int) -> dict[str, str | bytes]:
    text = plan(task_list(n, lambda i: ""))
    return {
        "p/all-progress.md": text.replace("phase: 1", "phase: all"),
        "p/phase-1-progress.md": text.replace("pending", "completed"),
    }


def _with_batches(n: int, batches: str) -> str:
    return plan(task_list(n, chain), more=f"parallelization:\n{batches}")


def _in_two(n: int) -> str:
    names = many(n, "  - T{0}\n")
    return _with_batches(n, f"  batch_1:\n{names}  batch_2:\n{names}")


MORE_FAMILIES: Families = {
    "dense dependencies": (one_file(_dense), 1500),
    "tasks that depend on one": (one_file(lambda n: plan(task_list(n, lambda i: "T0" if i else ""))), 100),
    "misspelled statuses": (one_file(lambda n: plan(task_list(n, lambda i: "").replace("pending", "compleetd"))), 100),
    "statuses in another spelling": (
        one_file(lambda n: plan(task_list(n, lambda i: "").replace("pending", "In Progress"))),
        100,
    ),
    "rows for one task": (
        one_file(lambda n: NONE + "\n| Task | Status |\n|---|---|\n" + "| T1 | completed |\n" * n),
        150,
    ),
    "boxes for one task": (one_file(lambda n: NONE + "\n" + "- [x] T1: do it\n" * n), 150),
    "headings for one task": (one_file(lambda n: NONE + "\n### T1: do it\n\n**Status**: completed\n" * n), 150),
    "headings": (one_file(lambda n: NONE + many(n, "\n## Part {0}\n\nwords\n")), 150),
    "code fences": (one_file(lambda n: plan(task_list(n, lambda i: ""), many(n, "\n```\n- [x] T{0}\n```\n"))), 120),
    "documents in one file": (one_file(lambda n: NONE + "---\na: 1\n---\n" * n), 150),
    "documents referred to": (
        one_file(lambda n: plan(TASK.format(1, ""), more="related_documents:\n" + many(n, "- docs/x{0}.md\n"))),
        120,
    ),
    "documents that define": (
        one_file(lambda n: plan(TASK.format(1, "Q"), more="plan_ref:\n" + many(n, "- docs/x{0}.md\n"))),
        100,
    ),
    "plans that refer to the next": (
        of_files("d/p{0}-progress.md", plan(TASK.format("{0}", ""), more="related_documents: [d/p{1}-progress.md]\n")),
        50,
    ),
    "ids of the critical path": (
        one_file(lambda n: _with_batches(n, "  batch_1: [T0]\ncritical_path:\n" + many(n, "- T{0}\n"))),
        80,
    ),
    "unknown ids of a batch": (one_file(lambda n: _with_batches(n, "  batch_1:\n" + many(n, "  - Q{0}\n"))), 80),
    "tasks without a batch": (one_file(lambda n: _with_batches(n, "  batch_1: [T0]\n")), 80),
    "tasks in two batches": (one_file(_in_two), 60),
    "characters of a key": (one_file(lambda n: plan(TASK.format(1, ""), more="k" * 10 * n + ": 1\n")), 150),
    "characters of an id": (one_file(lambda n: plan(TASK.format("x" * 10 * n, "y" * 10 * n))), 150),
    "anchors and aliases": (
        one_file(lambda n: plan(TASK.format(1, ""), more="notes:\n" + many(n, "- &a{0} x\n- *a{0}\n"))),
        100,
    ),
    "merge keys": (
        one_file(
            lambda n: plan(
                "- &t\n  id: T\n  status: pending\n  dependencies: [Q]\n" + many(n, "- <<: *t\n  id: T{0}\n")
            )
        ),
        80,
    ),
    "tags": (one_file(lambda n: plan(TASK.format(1, ""), more="notes:\n" + many(n, "- !x {0}\n"))), 100),
    "cut off values": (one_file(lambda n: plan(TASK.format(1, ""), more="notes:\n" + many(n, "- a #{0}\n"))), 100),
    "timestamps": (
        one_file(
            lambda n: plan(task_list(n, lambda i: "", TASK + "  started_at: 2026/01/05\n  completed_at: 2026-13-05\n"))
        ),
        80,
    ),
    "success criteria": (
        one_file(
            lambda n: plan(TASK.format(1, ""), more="success_criteria:\n" + many(n, "- id: S{0}\n  status: done\n"))
        ),
        100,
    ),
    "tools that differ between files": (_tools, 80),
    "tasks of a roll-up": (_roll_up, 60),
    "changes of OpenSpec": (of_files("openspec/changes/c{0}/tasks.md", "## 1. x\n- [ ] 1.1 x\n- [x] 1.2 y\n"), 40),
    "features of spec-kit": (
        of_files("specs/{0}-a/tasks.md", "## Phase 1: a\n- [ ] T001 x in a.py\n- [ ] T002 y (depends on T001)\n"),
        40,
    ),
    "columns and rows of a table": (
        one_file(
            lambda n: (
                NONE
                + f"\n| Task | Status |{' x |' * isqrt(n)}\n|---|---|{'---|' * isqrt(n)}\n"
                + f"| T1 | completed |{' y |' * isqrt(n)}\n" * isqrt(n)
            )
        ),
        600,
    ),
}
