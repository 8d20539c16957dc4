"""Definition, references and hover text of a task."""

from __future__ import annotations

from linter.lsp.occurrences import DECLARED, Occurrence, at, occurrences
from linter.model.plan import Plan, has_id, title
from linter.outputs.escape import escape_controls
from linter.outputs.markdown import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.model.plan import Task
    from linter.model.project import Project


def definition(project: Project, plan: Plan, offset: int) -> Sequence[Task]:
    """Return the tasks that the id at *offset* names, in this file, its plan or elsewhere in the project."""
    found = at(plan, offset)
    return named(project, found) if found is not None else []


def named(project: Project, one: Occurrence) -> Sequence[Task]:
    """Return the tasks that the occurrence *one* names."""
    plan = one.plan
    if one.role == DECLARED and one.task is not None and plan.kind != Plan.kind:
        return [one.task]
    if one.name in plan.local and (one.task is None or one.role == DECLARED):
        return [plan.local[one.name]]
    reader = one.task or next(iter(plan.tasks), None)
    return project.resolve(plan, one.name, reader).tasks


def references(project: Project, plan: Plan, offset: int) -> list[Occurrence]:
    """Return every occurrence of the task at *offset* in the files of the plan."""
    found = at(plan, offset)
    if found is None:
        return []
    tasks = named(project, found)
    home = project.namespace(tasks[0].plan if tasks else plan)
    plans = {other.path: other for other in (*home.plans, *project.namespace(plan).plans)}
    every = (one for path in sorted(plans) for one in occurrences(plans[path]))
    if plan.kind == Plan.kind:
        name = tasks[0].name if tasks else found.name
        return [one for one in every if one.name == name]
    if not tasks:
        return [one for one in every if one.name == found.name and not named(project, one)]
    key = home.key(tasks[0])
    return [one for one in every if any(home.key(task) == key for task in named(project, one)[:1])]


def card(project: Project, plan: Plan, offset: int) -> tuple[Occurrence, str] | None:
    """Return the id at *offset* and a description of its task in Markdown."""
    found = at(plan, offset)
    if found is None:
        return None
    tasks = definition(project, plan, offset)
    if not tasks:
        return found, f"{_code(found.name)}: unknown task"
    return found, "\n\n".join(_card(project, task, plan) for task in tasks[:3])


def _card(project: Project, task: Task, seen_from: Plan) -> str:
    name = f"**{escape(task.name)}** " if has_id(task) else ""
    lines = [f"{name}{escape(title(task)[:120])}".rstrip()]
    status = task.state or "no status"
    batch = task.plan.batch_of.get(task.name)
    lines.append(f"- status: {escape(status)}" + (f" · scheduled in {escape(batch.key)}" if batch else ""))
    for label, names in (("depends on", _dependencies(project, task)), ("required by", _dependents(project, task))):
        if names:
            lines.append(f"- {label}: " + ", ".join(map(_code, names)))
    if task.plan is not seen_from:
        lines.append(f"- in {escape(task.plan.path)}")
    return "\n".join(lines)


def _dependencies(project: Project, task: Task) -> list[str]:
    names = []
    for reference in task.dependencies:
        tasks = project.resolve(task.plan, reference.text, task).tasks if task.plan.kind != Plan.kind else []
        names.append(tasks[0].name if tasks else reference.text)
    return list(dict.fromkeys(names))


def _dependents(project: Project, task: Task) -> list[str]:
    """Return the names of the tasks of the plan that depend on *task*."""
    scope = project.namespace(task.plan)
    names = []
    for plan in scope.plans:
        for other in plan.tasks:
            if plan.kind == Plan.kind:
                depends = any(reference.text == task.name for reference in other.dependencies)
            else:
                depends = any(target == scope.key(task) for _, target in scope.dependency_targets(other))
            if depends and scope.key(other) != scope.key(task):
                names.append(other.name)
    return list(dict.fromkeys(names))


def _code(name: str) -> str:
    """Return *name* as a code span, or escaped if it contains a backtick."""
    return escape(name) if "`" in name else f"`{escape_controls(name)}`"
