"""A project with one plan, which the hostile cases change, and the commands that are run in it."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.cases import write

PLAN = """---
type: progress
prd: a
phase: 1
status: pending
created: 2026-01-01
total_tasks: 2
tasks:
  - id: T1
    status: pending
    assigned_to: [me]
    dependencies: [T9]
---
| Task | Status |
|---|---|
| T1 | completed |
"""
COMMANDS = (
    ["check", "--output-format", "json"],
    ["check", "--fix", "--diff"],
    ["baseline", "create"],
    ["set", "docs/a-progress.md", "T1=completed", "--dry-run"],
    ["rules"],
    ["explain", "batch-order"],
    ["init", "--dry-run"],
)
FREE = ("init", "schema")  # the commands that read no configuration


def make_project(files: dict[str, str | bytes], folder: Path) -> None:
    """Create a project with *files* and a plan; git knows none of them."""
    (folder / ".git").mkdir()
    write(folder, {"docs/a-progress.md": PLAN, **files})
