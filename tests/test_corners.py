"""Corner cases of rules that their pages do not show: exactly the text marked «so» is flagged, with this message."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from linter.syntax.fix import apply
from tests.conftest import ROOT, Lint
from tests.test_rules import spoken

HEAD = "---\ntype: progress\nprd: p\n"
TASKS = "tasks:\n- {id: T1, status: completed}\n- {id: T2, status: pending}\n---\n"
DONE = TASKS.replace("pending", "completed")
SIX = "tasks:\n" + "".join(f"- {{id: T{n}, status: pending}}\n" for n in range(6)) + "---\n"
CHAIN = "tasks:\n- {id: T1}\n- {id: T2, dependencies: [T1]}\n- {id: T3, dependencies: [T2]}\n"
LONG = "tasks:\n- {id: T0}\n" + "".join(f"- {{id: T{n}, dependencies: [T{n - 1}]}}\n" for n in range(1, 13))
RING = LONG.replace("{id: T0}", "{id: T0, dependencies: [«T12»]}") + "---\n"
CIRCLE = """\
tasks:
- {id: T1, dependencies: [«T2»]}
- {id: T2, dependencies: [T1, T3]}
- {id: T3, dependencies: [T2]}
---
"""
EFFORT = """\
tasks:
- {id: A, effort: 1 hour}
- {id: B, effort: 2 hours, dependencies: [A]}
- {id: C, effort: 9 hours, dependencies: [A]}
parallelization:
"""
POINTS = """\
tasks:
- {id: A, estimate: 1}
- {id: B, estimate: 2, dependencies: [A]}
- {id: C, estimate: 6, dependencies: [A]}
parallelization:
  critical_path: [«A, B»]
---
"""
AFTER_CIRCLE = """\
tasks:
- {id: T1, dependencies: [T2]}
- {id: T2, dependencies: [T1]}
- {id: T3}
- {id: T4, dependencies: [T3]}
parallelization:
  batch_1: [T1, T2, T3, «T4»]
---
"""
DONE_PAIR = """\
tasks:
- {id: T1, status: completed}
- {id: T2, status: completed, dependencies: [T1]}
- {id: T3, status: pending}
- {id: T4, status: pending, dependencies: [T3]}
parallelization:
"""
PHASE = """\
phases:
  design:
    started_at: 2026-01-20T09:00:00Z
    completed_at: 2026-01-20T09:00:00Z
    duration_minutes: «5»
"""
CONTRIBUTED = """\
agents_contributed:
- {agent: ann, artifact: ./a.md}
- {agent: ben, artifact: "[ARTIFACT]"}
- {agent: cem, artifact: «c.md»}
"""
PLANS = [
    ("progress-mismatch", f"progress: 50\noverall_progress: «40»\n{TASKS}", "`overall_progress` is 40"),
    ("progress-mismatch", f"progress: 101\noverall_progress: «40»\n{TASKS}", ""),
    (
        "unknown-batch-task",
        "tasks:\n- {id: T1}\nparallelization:\n  batch_1: [T1, «T9»]\n---\n",
        "`batch_1` lists unknown task `T9`",
    ),
    ("unknown-commit", "commit_refs: [ABCDEF1, HTTPS://x.org/c, '#12']\ncommits: [«nope»]\ntasks: []\n---\n", "`nope`"),
    ("unknown-commit", "tasks:\n- {id: T1, completed_commit: «nope»}\n---\n", "7 to 64"),
    ("self-dependency", "tasks:\n- {id: T1, depends_on: [«T1»]}\n---\n", "`T1` depends on itself"),
    ("status-mismatch", f"status: «completed»\n{SIX}", "6 of 6 tasks are open: `T0`, `T1`, `T2`, `T3`, `T4` …"),
    ("status-mismatch", f"status: «completed»\n{SIX.replace('- {id: T5, status: pending}', '')}", "`T3`, `T4`"),
    ("status-mismatch", f"status: «completed»\ncompleted_tasks: 2\n{TASKS}", "the counts agree with the status"),
    ("status-mismatch", f"status: «completed»\nprogress: 100\n{TASKS}", "the counts agree with the status"),
    ("status-mismatch", f"status: cancelled\n{DONE}", ""),
    ("status-mismatch", f"status: Review\n{DONE}", ""),
    ("status-mismatch", f"status: active\nphases: [{{id: 1, status: review, tasks: [T1]}}]\n{TASKS}", ""),
    (
        "status-mismatch",
        f"status: completed\nphases: [{{id: 1, status: «review», tasks: [T1]}}]\n{DONE}",
        "phase `1` is",
    ),
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
    ("invalid-value", f"phase: «{41 * 'a'}»\ntasks: []\n---\n", "`phase` must be at most 40 characters long"),
    ("invalid-value", f"phase: {40 * 'a'}\ntasks: []\n---\n", ""),
    ("invalid-value", "phase: 0\nprogress: 100\ntasks: []\n---\n", ""),
    ("invalid-value", "phase: «-1»\ntasks: []\n---\n", "`phase` must be at least 0, found -1"),
    ("invalid-value", "phase: «100»\ntasks: []\n---\n", "`phase` must be at most 99, found 100"),
    ("unknown-field", "«phsae»: 1\ntlite: x\n«tlitel»: y\ntasks: []\n---\n", "unknown field"),
    (
        "unknown-field",
        "statuses: x\ntask: y\ncreated_by: a\ntotaltasks: 1\ntotl_taks: 1\nprogresz: 1\ntasks: []\n---\n",
        "",
    ),
    ("unknown-field", "«'totl_tasks'»: 1\ntasks: []\n---\n", ""),
    (
        "critical-path",
        "tasks:\n- {id: T1}\nparallelization:\n  critical_path: [T1, «X9», «Y8»]\n---\n",
        "unknown task `X9`\n",
    ),
    (
        "critical-path",
        f"{CHAIN}parallelization:\n  critical_path: [T1, T1, «T3», T2]\n---\n",
        "lists `T3` before its dependency `T2`",
    ),
    (
        "critical-path",
        f"{CHAIN}parallelization:\n  critical_path: [«T3», T1]\n---\n",
        "lists `T3` before its dependency `T1`",
    ),
    (
        "critical-path",
        f"{CHAIN.replace('{id: T1}', '{id: T1, dependencies: [T3]}')}critical_path: [«T1», «T2», T3]\n---\n",
        "lists `T1` before its dependency `T3`",
    ),
    (
        "critical-path-length",
        f"{EFFORT}  critical_path: [«A, B»]\n---\n",
        "3 hours long, but the longest chain is 10 hours; the longest chain is A -> C\n",
    ),
    ("critical-path-length", f"{LONG}parallelization:\n  critical_path: [«T0, T1»]\n---\n", " -> T10 -> T11 …\n"),
    (
        "same-batch-dependency",
        f"{DONE_PAIR}  batch_1: [T1, T2, T3, «T4»]\n---\n",
        "`T4` runs in parallel with its dependency `T3`",
    ),
    (
        "critical-path-length",
        f"{LONG}parallelization:\n  critical_path: [T0, «T5»]\n---\n",
        "`T5` does not depend directly on `T0`",
    ),
    ("critical-path-length", POINTS, "is 3 points long, but the longest chain is 7 points; "),
    ("same-batch-dependency", f"{CHAIN}parallelization:\n  batch_1: [T1]\n  batch_2: [T2, «T3»]\n---\n", "`T3`"),
    (
        "critical-path-length",
        POINTS.replace("A, B", "A").replace("6,", "6h,").replace(": 1}", ": 1h}").replace("2,", "2h,"),
        "is 1 h long, but the longest chain is 7 h; ",
    ),
    (
        "critical-path-length",
        f"{LONG}parallelization:\n  critical_path: [«T0»]\n---\n",
        "is 1 task long, but the longest chain is 13 tasks; ",
    ),
    ("same-batch-dependency", AFTER_CIRCLE, "`T4` runs in parallel with its dependency `T3`"),
    (
        "batch-order",
        f"{CHAIN}parallelization:\n  batch_1: [«T2», T3]\n  batch_2: [T1]\n---\n",
        "error: task `T2` in `batch_1` runs before",
    ),
    ("progress-mismatch", "progress: 50\ntasks: []\n---\n", ""),
    ("progress-mismatch", "progress: 50\ntasks:\n- {status: completed}\n- {id: T1, status: completed}\n---\n", ""),
    ("progress-mismatch", f"status: completed\ncompleted_tasks: 2\nprogress: 100\n{TASKS}", ""),
    ("progress-mismatch", f"status: completed\ncompleted_tasks: 2\nprogress: «40»\n{TASKS}", "1 of 2 tasks is done"),
    ("progress-mismatch", f"progress: 50.9\noverall_progress: «51»\n{TASKS}", "warning: `overall_progress` is 51"),
    ("progress-mismatch", f"overall_progress: «40»\n{TASKS}", "error: `overall_progress` is 40"),
    ("progress-mismatch", f"progress: «40»\n{DONE}", "2 of 2 tasks are done (100%)\n"),
    ("dependency-cycle", CIRCLE, "T1 -> T2 -> T1 (1 more task in the same cycle)\n"),
    ("dependency-cycle", RING, "T0 -> T12 -> T11 -> T10 -> T9 -> T8 -> … 3 more … -> T4 -> T3 -> T2 -> T1 -> T0\n"),
    (
        "status-mismatch",
        f"status: «completed»\ncompleted_tasks: 2\n{TASKS}",
        "1 of 2 tasks is open: `T2`; the counts agree",
    ),
    ("body-drift", f"{TASKS}| ID | Status |\n|-|-|\n| T1 |\n| T2 |«done»|\n", "`T2`"),
    ("body-drift", f"{TASKS}| ID | Name |\n|-|-|\n| T1 | x |\n\n| ID | State |\n|-|-|\n| T1 |«pending»|\n", "`T1`"),
    ("ambiguous-scalar", "tasks:\n- {id: T1, completed_commit: «1e10», dependencies: ['012']}\n---\n", ""),
    ("unused-suppression", "phase: 1 # planlint: ignore[«batch-order»]\ntasks: []\n---\n", "unused suppression"),
    ("invalid-suppression", "phase: 1 # planlint: ignore[«zzzz»]\ntasks: []\n---\n", "warning: unknown rule `zzzz`\n"),
]
MANIFESTS = [
    ("status-mismatch", "status: complete\nphases:\n  design: {status: skipped}\n", ""),
    ("status-spelling", "status: «done»\nphases:\n  design: {status: complete}\n", "`complete`"),
    ("duration-mismatch", PHASE, ""),
    ("ambiguous-scalar", "phases:\n  a:\n    tools_in_progress: [«012»]\n    tools_remaining: [«1.10»]\n", ""),
    ("ambiguous-scalar", "phases:\n  a: {tools: [«012»]}\n", ""),
    ("duration-mismatch", PHASE.replace("09:00:00Z\n    d", "09:00:00\n    d").replace("«5»", "5"), ""),
    ("duration-mismatch", PHASE.replace("09:00:00Z\n    d", "09:04:00Z\n    d").replace("«5»", "5"), ""),
    ("agent-artifact-mismatch", "agents_contributed:\n- {artifact: «c.md»}\nartifacts:\n- {path: a.md}\n", "`c.md` is"),
    ("blocked-without-reason", "tools_status:\n  a: {phase: «blocked»}\n  b: {phase: blocked, issues: [x]}\n", "`a`"),
    ("current-phase", "current_phase: «x»\nphases: {a: {}, b: {}, c: {}}\n", "unknown phase `x` in `current_phase`\n"),
    ("slug-mismatch", "feature_slug: p\nprotocol_slug: «q»\n", "`protocol_slug` is `q`, but `feature_slug` is `p`"),
    ("agent-artifact-mismatch", f"{CONTRIBUTED}artifacts:\n- {{path: a.md}}\n- {{path: b.md}}\n", "`c.md` is not"),
    ("agent-artifact-mismatch", f"{CONTRIBUTED.replace('«c.md»', 'c.md')}artifacts:\n- {{type: x}}\n", ""),
]  # fmt: skip
CASES = [
    *((id, "p/phase-1-progress.md", HEAD + text, output) for id, text, output in PLANS),
    *((id, "p/MANIFEST.yaml", f"feature_name: p\n{text}", output) for id, text, output in MANIFESTS),
]


def selection(id: str) -> dict[str, list[str]]:
    """Return settings that select only the rule; rules about suppressions also need the suppressed rules."""
    return {"select": ["meta", "batch-order", "count-mismatch"] if id.endswith("-suppression") else [id]}


@pytest.mark.parametrize(("id", "path", "marked", "output"), CASES)
def test_a_corner(lint: Lint, id: str, path: str, marked: str, output: str) -> None:
    text = re.sub("[«»]", "", marked)
    report = lint({path: text}, **selection(id))
    assert not report.has_internal_errors
    found = [violation for violation in report.violations if violation.rule == id]
    flagged = [text[violation.start : violation.end] for violation in found]
    assert flagged == re.findall("«(.*?)»", marked), [violation.message for violation in found]
    assert not found or output in f"{found[0].severity}: {found[0].full_message}\n"


@pytest.mark.parametrize("id", sorted({case[0] for case in CASES}))
def test_all_that_is_reported_of_the_corners(
    lint: Lint, tmp_path: Path, id: str, request: pytest.FixtureRequest
) -> None:
    output = []
    for path, marked in (case[1:3] for case in CASES if case[0] == id):
        shutil.rmtree(tmp_path / "p", ignore_errors=True)
        text = re.sub("[«»]", "", marked)
        found = [v for v in lint({path: text}, **selection(id)).violations if v.rule == id]
        output += [f"{text[v.start : v.end]}: {spoken(v, {path: text})}" for v in found]
    golden = ROOT / "fixtures" / "rules" / "corners" / f"{id}.txt"
    if request.config.getoption("--update-goldens"):
        golden.write_text("".join(output), encoding="utf-8")
    assert "".join(output) == golden.read_text(encoding="utf-8")


PATH = f"{CHAIN}parallelization:\n  critical_path: "
SPARE = "tasks:\n- {id: T1, status: pending}\n- {id: T2, status: pending, dependencies: [T1]}\nparallelization:\n"
FAR = f"notes: {10_000 * 'x'}\n"
FIXES = [
    ("unknown-field", "'totl_tasks': 1\ntasks: []\n---\n", None),
    ("ambiguous-scalar", "tasks:\n- {id: T1, dependencies: [~]}\n---\n", None),
    ("self-dependency", "tasks:\n- {id: T1, depends_on: [T1]}\n---\n", "tasks:\n- {id: T1, depends_on: []}\n---\n"),
    ("critical-path-length", f"{PATH}[T1, T2]\n---\n", f"{PATH}[T1, T2, T3]\n---\n"),
    ("critical-path-length", f"{PATH}[T1]\n---\n", f"{PATH}[T1, T2, T3]\n---\n"),
    ("critical-path-length", f"{PATH}[T1, # first\n    T2]\n---\n", None),
    ("critical-path-length", f"{PATH}\n  - T1\n  - T2\n---\n", None),
    (
        "critical-path-length",
        f"{PATH}[T1, # a\n    T3, T2]\n---\n",
        f"{PATH}[T1, # a\n    T2, T3]\n---\n",
    ),
    (
        "unused-suppression",
        f"total_tasks: 3 # planlint: ignore[batch-order,count-mismatch]\n{TASKS}",
        f"total_tasks: 3 # planlint: ignore[count-mismatch]\n{TASKS}",
    ),
    (
        "unused-suppression",
        f"total_tasks: 3 # planlint: ignore[count-mismatch,  batch-order ]\n{TASKS}",
        f"total_tasks: 3 # planlint: ignore[count-mismatch]\n{TASKS}",
    ),
    ("unscheduled-task", f"{SPARE}  batch_1:\n  - T1\n---\n", f"{SPARE}  batch_1:\n  - T1\n  batch_2:\n  - T2\n---\n"),
    ("status-mismatch", f"status: completed\n{TASKS}", None),
    ("status-mismatch", f"status: pending\n{DONE}", f"status: completed\n{DONE}"),
    ("critical-path-length", f"{PATH}[ T1, T2]\n---\n", f"{PATH}[ T1, T2, T3]\n---\n"),
    ("unused-suppression", f"{FAR}phase: 1 # planlint: ignore[batch-order]\n{TASKS}", f"{FAR}phase: 1\n{TASKS}"),
    ("unused-suppression", f"notes: {10_000 * 'x'} # planlint: ignore[batch-order]\n{TASKS}", None),
]


@pytest.mark.parametrize(("id", "text", "fixed"), FIXES)
def test_the_fix_of_a_corner(lint: Lint, id: str, text: str, fixed: str | None) -> None:
    report = lint({"p/phase-1-progress.md": HEAD + text}, **selection(id))
    (found,) = [violation for violation in report.violations if violation.rule == id]
    assert (found.fix and apply(HEAD + text, found.fix.edits)) == (fixed and HEAD + fixed)
