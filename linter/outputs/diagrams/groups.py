"""The groups of plan files that are drawn as one band.

A band is one file or, if each task has its own file, the board or phase that the files form.
"""

from __future__ import annotations

import os
import re

from linter.model.board import TaskFile, TaskItem
from linter.outputs.escape import escape_controls
from linter.syntax.nodes import ScalarNode
from linter.system.words import truncate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.model.plan import Plan, Task
    from linter.model.project import Project

_MAX_LABEL_CHARS = 200
_FOLDERS = ("", "tasks", "plans")  # names that describe nothing


class Group:
    """The *tasks* of a band, from one plan or from several files of another format."""

    def __init__(self, plans: Sequence[Plan], tasks: Sequence[Task], path: str, title: str) -> None:
        self.plans = plans
        self.tasks = tasks
        self.path = escape_controls(path)
        self.title = title

    @property
    def plan(self) -> Plan | None:
        """The plan whose batches are the columns, or None for other formats."""
        return None if isinstance(self.plans[0], TaskFile) else self.plans[0]

    def columns(self) -> dict[str, list[Task]]:
        """Return the tasks by wave, or by the heading above them; empty if the files have neither."""
        items = [task for task in self.tasks if isinstance(task, TaskItem)]
        ranks = sorted({task.rank for task in items if task.rank is not None})
        found: dict[str, list[Task]] = {}
        if ranks:
            found = {label(f"wave {rank}"): [task for task in items if task.rank == rank] for rank in ranks}
            found["no wave"] = [task for task in items if task.rank is None]
        elif any(task.section for task in items):
            for task in items:
                found.setdefault(label(task.section), []).append(task)
        return {name: tasks for name, tasks in found.items() if tasks}


def grouped(project: Project, plans: Sequence[Plan]) -> list[Group]:
    """Return the groups of *plans* in order; plans that share a namespace form one group."""
    found: list[Group] = []
    scopes: dict[tuple[str, object], list[Plan]] = {}
    for plan in plans:
        key = id(project.namespace(plan)) if isinstance(plan, TaskFile) else plan.path
        scopes.setdefault((plan.kind, key), []).append(plan)
    for members in scopes.values():
        first = members[0]
        if not isinstance(first, TaskFile):
            found.append(Group(members, first.tasks, first.path, _title_of(first)))
            continue
        tags: dict[str, list[Task]] = {}
        for plan in members:
            for task in plan.tasks:
                tags.setdefault(getattr(task, "tag", ""), []).append(task)
        path = first.path if len(members) == 1 else os.path.commonpath([plan.directory or "." for plan in members])
        for tag, tasks in tags.items():
            title = f"tag {label(tag)}" if len(tags) > 1 else _place(path, len(members) == 1)
            found.append(Group(members, tasks, path, title))
    return found


def common_title(groups: Sequence[Group]) -> str:
    """Return the title of a diagram of several groups."""
    above = os.path.commonpath([os.path.dirname(os.path.abspath(group.path)) for group in groups])
    while os.path.basename(above) in _FOLDERS and above != os.path.dirname(above):
        above = os.path.dirname(above)
    return label(os.path.basename(above)) or "plans"


def _place(path: str, is_file: bool) -> str:
    """Return the last part of *path* that is a meaningful name."""
    parts = path.replace(os.sep, "/").split("/")
    names = parts[:-1] if is_file else parts
    while names and names[-1] in _FOLDERS:
        names = names[:-1]
    own = names[-1] if names and not names[-1].startswith(".") else ""
    return label(own or parts[-1]) or "tasks"


def _title_of(plan: Plan) -> str:
    phase = f"phase {plan.phase.text}" if plan.phase else ""
    title = plan.root.get("title") or plan.root.get("name")
    text = title.text.strip() if isinstance(title, ScalarNode) else ""
    if text.lower().startswith(phase.lower()):
        phase = ""
    parts = [label(part) for part in (phase, text) if part.strip()]
    return ": ".join(parts) or escape_controls(plan.name)


def natural(path: str) -> list[tuple[int, str]]:
    """Return a sort key that puts ``phase-2`` before ``phase-10``."""
    parts = re.split(r"([0-9]{1,18})", path)
    return [(int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)]


def label(text: str) -> str:
    """Return *text* on one line, truncated to a readable length."""
    text = " ".join(text.split()) or text.strip()
    return escape_controls(truncate(text, _MAX_LABEL_CHARS))
