"""Definition, references, rename and the card of a task."""

from __future__ import annotations

import re

from linter.edits import quoted, rewrite
from linter.lsp.occurrences import DECLARED, Occurrence, at, occurrences
from linter.scalars import type_of
from linter.violation import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linter.model import Plan, Task
    from linter.project import Project

_PLAIN = re.compile(r"[A-Za-z][\w.-]*\Z", re.ASCII)


class RenameError(Exception):
    """The task cannot be called that; the message says why."""


def definition(project: Project, plan: Plan, offset: int) -> Sequence[Task]:
    """The tasks that the id at *offset* names, in this file, its plan or elsewhere in the project."""
    found = at(plan, offset)
    if found is None:
        return []
    if found.name in plan.by_id and (found.task is None or found.role == DECLARED):
        return [plan.by_id[found.name]]
    return _resolved(project, plan, found)


def _resolved(project: Project, plan: Plan, found: Occurrence) -> Sequence[Task]:
    return project.resolve(plan, found.name).tasks


def references(project: Project, plan: Plan, offset: int) -> list[Occurrence]:
    """Every place in the files of the plan that names the task at *offset*."""
    found = at(plan, offset)
    if found is None:
        return []
    tasks = definition(project, plan, offset)
    home = tasks[0].plan if tasks else plan
    name = tasks[0].name if tasks else found.name
    plans = {other.path: other for other in (*project.namespace(home).plans, *project.namespace(plan).plans)}
    return [one for path in sorted(plans) for one in occurrences(plans[path]) if one.name == name]


def rename(project: Project, plan: Plan, offset: int, new: str) -> dict[str, list[Edit]]:
    """The edits, by path, that give the task at *offset* the id *new* wherever it is named. Raises RenameError."""
    found = at(plan, offset)
    if found is None:
        raise RenameError("there is no task here")
    new = new.strip()
    if not new or "\n" in new or "|" in new:
        raise RenameError("an id must be one line of text without '|'")
    taken = [task for task in project.near(plan, new) if task.name == new]
    if taken and new != found.name:
        raise RenameError(f"{taken[0].plan.path} has a task {new!r} already")
    edits: dict[str, list[Edit]] = {}
    for one in references(project, plan, offset):
        edits.setdefault(one.plan.path, []).append(_renamed(one, new))
    return edits


def _renamed(one: Occurrence, new: str) -> Edit:
    if one.node is None:
        return Edit(one.start, one.end, new)
    written = new if one.node.plain and _is_plain(new) else quoted(new) if one.node.plain else new
    fix = rewrite(one.plan.source, one.node, written, "", safe=True)
    if fix is None or (not one.node.plain and ("'" in new or '"' in new or "\\" in new)):
        return Edit(one.start, one.end, quoted(new))
    return fix.edits[0]


def _is_plain(text: str) -> bool:
    from linter.nodes import Scalar

    return _PLAIN.match(text) is not None and type_of(Scalar(text, 0, len(text), -1, -1, True)) == "string"


def card(project: Project, plan: Plan, offset: int) -> tuple[Occurrence, str] | None:
    """The id at *offset* and what is known of its task, as Markdown."""
    found = at(plan, offset)
    if found is None:
        return None
    tasks = definition(project, plan, offset)
    if not tasks:
        return found, f"`{found.name}`: no task of this plan has that id"
    return found, "\n\n".join(_card(project, task, plan) for task in tasks[:3])


def _card(project: Project, task: Task, seen_from: Plan) -> str:
    lines = [f"**{_escaped(task.name)}** {_escaped(title(task))}".rstrip()]
    status = task.status.text if task.status else "no status"
    batch = task.plan.batch_of.get(task.name)
    lines.append(f"- status: {_escaped(status)}" + (f" · scheduled in {_escaped(batch.key)}" if batch else ""))
    for label, names in (("waits for", _waits_for(task)), ("waited for by", _waiting(project, task))):
        if names:
            lines.append(f"- {label}: " + ", ".join(f"`{name}`" for name in names))
    if task.plan is not seen_from:
        lines.append(f"- in {_escaped(task.plan.path)}")
    return "\n".join(lines)


def _waits_for(task: Task) -> list[str]:
    return list(dict.fromkeys(reference.text for reference in task.dependencies))


def _waiting(project: Project, task: Task) -> list[str]:
    """The tasks of the plan that name *task* among their dependencies."""
    return list(dict.fromkeys(_dependents(project, task)))


def _dependents(project: Project, task: Task) -> Iterator[str]:
    for plan in project.namespace(task.plan).plans:
        for other in plan.tasks:
            if any(reference.text == task.name for reference in other.dependencies) and other.name != task.name:
                yield other.name


def title(task: Task) -> str:
    """What the task says of itself in a line."""
    for field in ("title", "name", "description"):
        node = task.node.get(field)
        text = getattr(node, "text", "")
        if text:
            return str(text).split("\n")[0][:120]
    return ""


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)
