"""Compare the entries of ``phases`` at the root of a plan with tasks, their own counts and the plan's status."""

from __future__ import annotations

from linter.model.counts import done_count
from linter.model.statuses import CLOSED, DONE, OPEN, is_review, status_class
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode
from linter.syntax.scalar_types import integer, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linter.model.plan import Plan, Task

_TOTALS = ("total_tasks", "task_count", "tasks_total", "total", "tasks")
DONE_FIELDS = ("completed_tasks", "tasks_completed", "completed", "done")


class PhaseEntry:
    """An entry of ``phases`` with a status; ``expected`` is None if nothing contradicts it."""

    __slots__ = ("expected", "name", "status")

    def __init__(self, name: str, status: ScalarNode, expected: str | None) -> None:
        self.name = name
        self.status = status
        self.expected = expected


def phase_entries(plan: Plan) -> Iterator[PhaseEntry]:
    """Yield the entries of the list or mapping `phases` that have a name and a known status."""
    for key, entry in entries(plan):
        name = entry_name(key, entry)
        status = text_of(entry.get("status"))
        if name and status is not None and (own := status_class(status.text)) is not None:
            expected = _expected(plan, entry, name, own)
            accepted = expected == "completed" and is_review(status.text) and not plan.is_completed
            yield PhaseEntry(name, status, None if accepted else expected)


def entry_name(key: str, entry: MappingNode) -> str:
    """Return the name of an entry, which is *key* if no field has it."""
    return next((text.text for field in ("id", "phase", "name") if (text := text_of(entry.get(field)))), key)


def entries(plan: Plan) -> Iterator[tuple[str, MappingNode]]:
    """Yield the entries of the list or mapping `phases`, each with its key in a mapping."""
    phases = plan.root.get("phases")
    named = [("", item) for item in phases.items] if isinstance(phases, SequenceNode) else []
    if isinstance(phases, MappingNode):
        named = list(phases.entries.items())
    for key, entry in named:
        if isinstance(entry, MappingNode):
            yield key, entry


def _expected(plan: Plan, entry: MappingNode, name: str, own: str) -> str | None:
    """Return the status expected from the tasks, else the counts, else the plan, or None if *own* fits."""
    if own == CLOSED:
        return None
    tasks = tasks_of(plan, entry, name)
    if tasks:
        return _by_progress(own, done_count(tasks), all(task.is_closed for task in tasks))
    total, completed = _count(entry, _TOTALS), _count(entry, DONE_FIELDS)
    if total and completed is not None:
        return _by_progress(own, completed, completed >= total)
    return "completed" if plan.is_completed and own != DONE else None


def _by_progress(own: str, done: int, is_complete: bool) -> str | None:
    if is_complete:
        return "completed" if own != DONE and done else None
    return "in_progress" if own == DONE or (own == OPEN and done) else None


def tasks_of(plan: Plan, entry: MappingNode, name: str) -> Sequence[Task]:
    """Return the tasks that the entry lists, else those whose ``phase`` is its name; empty if one is unknown."""
    listed = entry.get("tasks")
    found: list[Task | None]
    if isinstance(listed, SequenceNode):
        found = [plan.by_id.get(item.text) for item in listed.items if isinstance(item, ScalarNode)]
    else:
        found = []
        for task in plan.tasks:
            phase = text_of(task.node.get("phase"))
            if phase is not None and _bare(phase.text) == _bare(name):
                found.append(task)
    tasks = [task for task in found if task is not None and task.status_class is not None]
    return tasks if len(tasks) == len(found) else ()


def _bare(name: str) -> str:
    return name.strip().lower().removeprefix("phase").strip(" -_")


def _count(entry: MappingNode, fields: Sequence[str]) -> int | None:
    return next((value for field in fields if (value := integer(entry.get(field))) is not None), None)
