"""Results that no fix may have: here on plans in which something was lost, in ``test_harm_formats`` on real files."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.config.loader import Configuration
from linter.engine.session import LintSession
from linter.fixes.fixer import fix
from linter.formats import progress
from linter.model.plan import Plan
from linter.model.statuses import DONE, status_class
from linter.syntax.nodes import Limits, SequenceNode
from linter.syntax.scalar_types import number
from linter.syntax.source import Source

COUNTS = ("total_tasks", "completed_tasks", "in_progress_tasks", "blocked_tasks", "at_risk_tasks", "pending_tasks")
PERCENTAGES = ("progress", "overall_progress")
DATES = ("completed", "completed_at", "completion_date")


@contextmanager
def folder(path: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


def fixed(root: Path, unsafe: bool) -> tuple[dict[str, tuple[str, str]], set[str], bool]:
    """Return the changes of fixing below *root*, the paths with violations, and whether a second run changes more.

    The changes are texts before and after, by path.
    """
    with folder(root):
        run = LintSession(Configuration({}), baseline="")
        run.add_path(".")
        reported = {violation.path for violation in run.lint().violations}
        found = fix(run, unsafe=unsafe)
        changed = {path: (found.before[path], found.after[path]) for path in found.changed}
        for path, (_, after) in changed.items():
            (root / path).write_bytes(after.encode("utf-8", "surrogateescape"))
        again = LintSession(Configuration({}), baseline="")
        again.add_path(".")
        return changed, reported, bool(fix(again, unsafe=unsafe).changed)


def plan_of(text: str) -> Plan | None:
    found = progress.read(Source("plan-progress.md", text), Limits())
    return found if isinstance(found, Plan) and found.root is not None else None


def is_done(plan: Plan) -> bool:
    return plan.status is not None and status_class(plan.status.text) == DONE


def is_dated(plan: Plan) -> bool:
    dates = [plan.root.get(field) for field in DATES]
    return any(re.search(r"\d", getattr(date, "text", "")) for date in dates)


def numbers(plan: Plan, fields: tuple[str, ...]) -> dict[str, float]:
    return {field: value for field in fields if (value := number(plan.root.get(field))) is not None}


def prerequisites(plan: Plan, name: str) -> set[str]:
    """Return everything that the task depends on, also through tasks without a batch."""
    found: set[str] = set()
    todo = [name]
    while todo:
        task = plan.by_id.get(todo.pop())
        new = {reference.text for reference in task.dependencies} - found if task else set()
        found |= new
        todo += new
    return found


def named(plan: Plan, name: str) -> set[str]:
    """Return the ids that the task's dependencies name, in any text."""
    words = {word for one in plan.by_id[name].dependencies for word in re.split(r"[\s,;&()]+", one.text)}
    return words & {*plan.by_id, *plan.batch_of} | {
        one.text for one in plan.by_id[name].dependencies if one.text in words
    }


def order(plan: Plan) -> dict[str, int]:
    ranks = sorted({batch.rank for batch in plan.batches})
    return {name: ranks.index(batch.rank) for name, batch in plan.batch_of.items()}


def phase(plan: Plan, name: str) -> str:
    batch = plan.batch_of[name]
    return f"{batch.group}/{batch.key.partition('batch_')[0]}"


def lost(plan: Plan, elsewhere: set[str]) -> set[str]:
    """Return the ids that the file names and no file defines."""
    names = {one.text for task in plan.tasks for one in task.dependencies} | set(plan.batch_of)
    return {name for name in names - plan.by_id.keys() - elsewhere if re.search(r"\d", name) and " " not in name}


def check(before: Plan, after: Plan, elsewhere: set[str]) -> None:
    """Assert that the change from *before* to *after* did no harm."""
    if is_done(before):
        assert is_done(after), "a completed document is reopened"
    old, new = numbers(before, PERCENTAGES + COUNTS), numbers(after, PERCENTAGES + COUNTS)
    for field, value in old.items():
        if (is_done(before) or is_dated(before)) and field in (*PERCENTAGES, "completed_tasks"):
            assert new[field] >= value, f"{field} is lowered in a completed document"
        if field in ("blocked_tasks", "at_risk_tasks") and isinstance(before.blockers, SequenceNode):
            assert not before.blockers.items or new[field] == value, f"{field} is changed while blockers stand"
        if field == "total_tasks" and lost(before, elsewhere):
            assert new[field] >= value, "a total is lowered while an id without a definition is named"
    places, now = order(before), order(after)
    for name in before.by_id:
        kept = named(after, name) | {name} | {far for near in named(after, name) for far in prerequisites(after, near)}
        assert named(before, name) <= kept, f"an id is dropped from {name}"
    for name, place in now.items():
        if name in before.batch_of:
            assert phase(before, name) == phase(after, name), f"{name} is moved to another phase"
        elif name in before.by_id:
            assert before.by_id[name].status_class != "blocked", "a blocked task is scheduled"
        waits = prerequisites(after, name) if name in after.by_id else set()
        for other in waits - {name}:
            if other in now and now[other] >= place and name not in prerequisites(after, other):
                was_wrong = name in places and other in places and places[other] >= places[name]
                assert was_wrong, f"{name} is moved before {other}"


def ids_of(root: Path) -> Mapping[str, set[str]]:
    """Return the ids of the plans of each directory."""
    found: dict[str, set[str]] = {}
    for path in filter(Path.is_file, root.rglob("*.md")):
        plan = plan_of(path.read_bytes().decode("utf-8", "replace"))
        found.setdefault(str(path.parent.relative_to(root)), set()).update(plan.by_id if plan else ())
    return found


@st.composite
def lossy(draw: st.DrawFn) -> str:
    """A plan with right numbers, in which something is then lost, duplicated or stale."""
    size = draw(st.integers(2, 6))
    names = [f"T{number}" for number in range(1, size + 1)]
    states = [draw(st.sampled_from(["completed", "pending", "in_progress", "blocked"])) for _ in names]
    if draw(st.booleans()):
        states = ["completed"] * size
    needs = [draw(st.lists(st.sampled_from(names[:index]), unique=True)) if index else [] for index in range(size)]
    kinds = Counter(states)
    share = 100 * kinds["completed"] // size
    tasks = [
        f"- {{id: {name}, status: {state}, assigned_to: [ann], dependencies: [{', '.join(need)}]}}"
        for name, state, need in zip(names, states, needs, strict=True)
    ]
    loss = draw(st.sampled_from(["task", "twice", "stale", "none"]))
    victim = draw(st.integers(0, size - 1))
    if loss == "task":
        del tasks[victim]
    elif loss == "twice":
        tasks.insert(victim, tasks[victim])
    elif loss == "stale":
        tasks[victim] = tasks[victim].replace(states[victim], draw(st.sampled_from(["completed", "pending"])))
    status = draw(st.sampled_from(["completed", "in_progress", "pending"]))
    fields = {
        "status": status,
        "total_tasks": size,
        "completed_tasks": kinds["completed"],
        "pending_tasks": kinds["pending"],
        "blocked_tasks": kinds["blocked"],
        "progress": draw(st.sampled_from([share, share, 0, 37, 100])),
        "completed": '"2026-01-02"',
    }
    kept = [key for key in fields if draw(st.booleans())]
    lines = ["---", "type: progress", "prd: plan", *(f"{key}: {fields[key]}" for key in kept), "tasks:", *tasks]
    if draw(st.booleans()):
        lines += ["blockers:", f"- {{id: BLK-1, title: no key, blocking: [{names[victim]}]}}"]
    if draw(st.booleans()):
        prefix = draw(st.sampled_from(["", "phase_1_"]))
        places = [draw(st.integers(0, 3)) for _ in names]
        comment = draw(st.sampled_from(["", " # the pages"]))
        lines.append("parallelization:")
        for place in (1, 2, 3):
            items = [name for name, at in zip(names, places, strict=True) if at == place]
            lines.append(
                f"  {prefix if place < 3 else prefix.replace('1', '2')}batch_{place}: [{', '.join(items)}]{comment}"
            )
    lines.append("---")
    if draw(st.booleans()):
        cells = [state if draw(st.booleans()) else "completed" for state in states]
        lines += ["", "| ID | Status |", "|---|---|"]
        lines += [f"| {name} | {cell} |" for name, cell in zip(names, cells, strict=True)]
    return "\n".join([*lines, ""])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=lossy(), unsafe=st.booleans())
def test_no_fix_hides_what_a_plan_lost(text: str, unsafe: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        path = root / "plan" / "phase-1-progress.md"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        changed, _, again = fixed(root, unsafe)
        before, after = plan_of(text), plan_of(path.read_text(encoding="utf-8"))
        assert before is not None and after is not None
        assert not again, "fixing twice is fixing once"
        check(before, after, set())
        if len(before.by_id) < len(before.tasks):
            assert numbers(before, COUNTS) == numbers(after, COUNTS), "a count follows tasks that are there twice"
        assert set(changed) <= {"plan/phase-1-progress.md"}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 4), st.integers(0, 1), st.sampled_from([None, 0, 1, 2]), st.booleans(), st.booleans())
def test_no_fix_hides_a_tool_that_was_lost(
    size: int, gone: int, off: int | None, is_listed: bool, unsafe: bool
) -> None:
    names = [f"tool-{letter}" for letter in "abcde"[: size + gone]]
    tools = ",\n  ".join(f'{{"name": "{name}"}}' for name in names[:size])
    manifest = ["feature_slug: linear", "mcp_service_name: linear", "phases:", "  schema_discovery:"]
    manifest.append("    status: complete")
    manifest += [] if off is None else [f"    tools_discovered: {size + gone + off}"]
    manifest += ["tools_status:", *(f"  {name}: {{phase: pending}}" for name in names)] if is_listed else []
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "linear").mkdir()
        (root / "linear" / "MANIFEST.yaml").write_text("\n".join([*manifest, ""]), encoding="utf-8")
        total = f'{{"tools": [\n  {tools}\n ],\n "total_tools": {size + gone}}}\n'
        (root / "linear" / "tools_manifest.json").write_text(total, encoding="utf-8")
        changed, reported, again = fixed(root, unsafe)
        assert not again and set(changed) <= reported
        if gone and (is_listed or off == 0):
            assert "linear/tools_manifest.json" not in changed, "the lost tool is named elsewhere"
