"""Texts of plans with *n* of something, for the families of the growth gate."""

from __future__ import annotations

from collections.abc import Callable

Files = dict[str, "str | bytes"]
Family = Callable[[int], Files]
Families = dict[str, tuple[Family, int]]  # by the part that grows, and the number that shows it
HEAD = "---\ntype: progress\nprd: a\nphase: 1\nstatus: pending\ntasks:\n"
TASK = "- id: T{0}\n  status: pending\n  dependencies: [{1}]\n"
FILE = "a-progress.md"


def plan(tasks: str, body: str = "", more: str = "") -> str:
    """Return a plan with the YAML *tasks* and *more*, and a *body*."""
    return f"{HEAD}{tasks}{more}---\n{body}"


def many(n: int, text: str) -> str:
    """Return *text* n times, with the number for ``{0}`` and the one before for ``{1}``."""
    return "".join(text.format(i, i - 1) for i in range(n))


def task_list(n: int, names: Callable[[int], str], task: str = TASK) -> str:
    """Return the YAML of *n* tasks with the dependencies *names*."""
    return "".join(task.format(i, names(i)) for i in range(n))


def chain(i: int) -> str:
    """Return the id of the task before task *i*."""
    return f"T{i - 1}" if i else ""


def one_file(text: Callable[[int], str], path: str = FILE) -> Family:
    """Return a family with one file."""
    return lambda n: {path: text(n)}


def of_files(path: str, text: str, more: Files | None = None) -> Family:
    """Return a family of *n* files, and *more*."""
    return lambda n: {**{path.format(i): text.format(i, i + 1, i + 10 * n) for i in range(1, n + 1)}, **(more or {})}
