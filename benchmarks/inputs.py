"""What the benchmarks read: plans made by rule, the same each time, and real ones where they are at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_HEAD = """\
---
type: progress
prd: {slug}
phase: {phase}
title: "Phase {phase} of {slug}"
status: in_progress
started: 2026-01-05
created: 2026-01-05
updated: 2026-01-20
total_tasks: {total}
completed_tasks: {done}
in_progress_tasks: 0
blocked_tasks: 0
progress: {percent}
owners: [python-backend, reviewer]
contributors: []
tasks:
"""
_TASK = """\
  - id: {id}
    description: Make part {number} of {slug} work, test it and write it down
    status: {status}
    assigned_to: [{owner}]
    dependencies: [{dependencies}]
    estimated_effort: {effort}h
    priority: {priority}
    created_at: {created}
    files: []
    notes: "See the design, section {number}"
"""
_TAIL = """\
blockers: []
success_criteria:
  - All tasks are done
  - The tests pass
notes: ""
---

# {slug}, phase {phase}

What is done stands here, and what is not.

| Task | Status |
|---|---|
{rows}
"""
_BATCH = 50


def plan(
    slug: str,
    phase: int,
    tasks: int,
    *,
    waits_for: int = 2,
    rows: int = 20,
    created: str = "2026-01-06",
) -> str:
    """A clean plan: each task waits for up to *waits_for* tasks of the batches before its own; half of it is done."""
    prefix = f"TASK-{phase}"
    done = tasks // 2
    width = max(2, min(_BATCH, tasks // 2))
    names = [f"{prefix}.{number}" for number in range(1, tasks + 1)]
    parts = [
        _HEAD.format(slug=slug, phase=phase, total=tasks, done=done, percent=round(100 * done / tasks) if tasks else 0)
    ]
    for index, name in enumerate(names):
        before = index // width * width
        awaited = names[max(0, before - waits_for) : before]
        parts.append(
            _TASK.format(
                id=name,
                number=index + 1,
                slug=slug,
                status=_status(index, done),
                owner=("python-backend", "frontend", "reviewer")[index % 3],
                dependencies=", ".join(awaited),
                effort=index % 8 + 1,
                priority=("high", "medium", "low")[index % 3],
                created=created,
            )
        )
    parts.append("parallelization:\n")
    for number, start in enumerate(range(0, tasks, width), 1):
        parts.append(f"  batch_{number}: [{', '.join(names[start : start + width])}]\n")
    table = "\n".join(f"| {name} | {_status(index, done)} |" for index, name in enumerate(names[:rows]))
    parts.append(_TAIL.format(slug=slug, phase=phase, rows=table))
    return "".join(parts)


def _status(index: int, done: int) -> str:
    return "completed" if index < done else "pending"


def write_repository(folder: Path, plans: int) -> None:
    """*plans* plans of 4 to 20 tasks, five phases to a directory, as a repository holds them."""
    for number in range(plans):
        directory, phase = divmod(number, 5)
        slug = f"feature-{directory + 1}"
        target = folder / ".claude" / "progress" / slug
        target.mkdir(parents=True, exist_ok=True)
        text = plan(slug, phase + 1, 4 + number * 7 % 17)
        (target / f"phase-{phase + 1}-progress.md").write_text(text, encoding="utf-8")


def front_matters(files: Iterable[Path], target: Path) -> None:
    """The YAML of *files*, each in a file of its own below *target*, for tools that cannot read Markdown."""
    target.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(sorted(files)):
        data = path.read_bytes()
        if path.suffix in (".yaml", ".yml"):
            (target / f"{number:05}.yaml").write_bytes(data)
        elif data.startswith(b"---") and (end := data.find(b"\n---", 3)) >= 0:
            (target / f"{number:05}.yaml").write_bytes(data[data.find(b"\n") + 1 : end + 1])
