"""Set task statuses and everything that follows from them (``docs/how-to/update-statuses.md``).

That includes counts, percentages, the document's status, dates, table cells, and copies in a roll-up. Values that
disagreed before are reported and not changed, because their meaning is unknown.
"""

from __future__ import annotations

from linter.fixes.fixer import Texts, find_problem
from linter.model.clock import now
from linter.model.counts import expected_status, is_stale, plan_counts
from linter.model.did_you_mean import closest, closest_id
from linter.model.plan import Plan
from linter.model.status_cells import bare, cell_class, rewritten, status_cells
from linter.model.statuses import CLASSES, CLOSED, DONE, normalise, status_class
from linter.model.timestamps import in_style, parse
from linter.rules.dependencies.done_before_dependency import DoneBeforeDependency
from linter.syntax.edits import rewrite
from linter.syntax.fix import Edit, apply
from linter.syntax.nodes import ScalarNode
from linter.syntax.scalar_types import is_null, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from linter.engine.session import LintSession
    from linter.rules.violation import Violation
    from linter.syntax.nodes import MappingNode

    Followed = Iterator[tuple[list[Edit], str]]  # edits and a description of them

_COMPLETED = ("completed", "completed_at", "completed_date")
_UPDATED = ("updated", "updated_at", "last_updated")
_ALIASES = {"complete": "completed", "done": "completed"}


class Refused(Exception):
    """Nothing was written; the message tells why."""


class Update(Texts):
    """The result of setting statuses: new texts, and descriptions of what was changed and not changed."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[str] = []
        self.left: list[str] = []
        self.warnings: list[str] = []  # violations of plans whose last task is completed now


def canonical(status: str) -> str:
    """Return *status* in the spelling of the format. Raises Refused if it is unknown."""
    text = normalise(status)
    if text not in CLASSES:
        near = closest(text, CLASSES)
        known = ", ".join(name for name in CLASSES if name not in _ALIASES)
        raise Refused(f"unknown status `{status}`" + (f" (did you mean `{near}`?)" if near else f": {known}"))
    return _ALIASES.get(text, text)


def set_statuses(run: LintSession, path: str, wanted: Mapping[str, str], *, force: bool = False) -> Update:
    """Set statuses of tasks in the plan at *path*, in memory. Raises Refused."""
    plan = _plan(run, path)
    statuses = {name: canonical(status) for name, status in wanted.items()}
    update = Update()
    targets = _targets(run, plan, statuses, update)
    early = _early(run, statuses)
    old = {target: _plan(run, target) for target in targets}
    for target, tasks in targets.items():
        _set_tasks(run, update, target, tasks)
    new = {key: message for key, message in _early(run, statuses).items() if key not in early}
    if new and not force:
        raise Refused("; ".join(new.values()) + "; --force sets it all the same")
    for target in targets:
        if update.after[target] != update.before[target]:
            _follow(run, update, old[target])
    closed = {target for target in targets if run.document(target).is_completed and not old[target].is_completed}
    if closed:
        _warn_of_open(run, update, closed)
    return update


def _warn_of_open(run: LintSession, update: Update, closed: set[str]) -> None:
    """Add a warning for each violation of the plans *closed*, whose last task is completed now."""
    run.closed = closed
    for violation in run.lint(closed).violations:
        document, registry = run.document(violation.path), run.workspace.settings(violation.path).registry
        if violation.path in closed and registry.speaks_at_closing(violation.rule):
            line = document.source.position(violation.start)[0]
            update.warnings.append(f"{violation.path}:{line}: {violation.message} ({violation.rule})")


def _plan(run: LintSession, path: str) -> Plan:
    document = run.document(path)
    assert isinstance(document, Plan)
    return document


def _targets(run: LintSession, plan: Plan, statuses: dict[str, str], update: Update) -> dict[str, dict[str, str]]:
    """Return the statuses to set by file: in the named file, and in copies that agree with it."""
    targets: dict[str, dict[str, str]] = {plan.path: {}}
    namespace = run.project().namespace(plan)
    for name, status in statuses.items():
        own = [task for task in plan.tasks if task.name == name]
        if not own:
            elsewhere = namespace.ids.get(name)
            near = closest_id(name, plan.by_id)
            hint = (
                f"it is defined in {elsewhere[0].plan.path}" if elsewhere else f"did you mean `{near}`?" if near else ""
            )
            raise Refused(f"{plan.path} has no task `{name}`" + (f" ({hint})" if hint else ""))
        if len(own) > 1:
            raise Refused(f"{plan.path} has {len(own)} tasks `{name}`, which is ambiguous")
        targets[plan.path][name] = status
        for copy in namespace.ids.get(name, ()):
            if copy.plan.path == plan.path:
                continue
            if copy.status_class == own[0].status_class:
                targets.setdefault(copy.plan.path, {})[name] = status
            elif copy.status is not None:
                update.left.append(f"{place(copy.plan, copy.status)}: {name} is {copy.status.text} here")
    for path in targets:
        if path != plan.path:
            run.add_path(path)
    return targets


def _early(run: LintSession, statuses: dict[str, str]) -> dict[tuple[str, str], str]:
    """Return the reasons why tasks to be set to done would precede their dependencies, by task and dependency."""
    found = DoneBeforeDependency().check(run.project())
    done = {name for name, status in statuses.items() if status_class(status) == DONE}
    return {key: message for key, message in held_up(found).items() if key[0] in done}


def held_up(violations: Iterable[Violation]) -> dict[tuple[str, str], str]:
    """Return a message for each dependent and open task in *violations* of ``done-before-dependency``."""
    return {
        (task, v.data["dependency"]): f"`{task}` would be done, but depends on `{v.data['dependency']}`, "
        f"which is {v.data['status']}"
        for v in violations
        for task in v.data["dependents"]
    }


def _set_tasks(run: LintSession, update: Update, path: str, statuses: dict[str, str]) -> None:
    plan = _plan(run, path)
    steps: list[tuple[list[Edit], str]] = []
    for name, status in statuses.items():
        task = plan.by_id[name]
        if task.status is None:
            raise Refused(f"{place(plan, task.id)}: {name} has no status to set")
        if task.status.text == status:
            continue
        fix = rewrite(plan.source, task.status, status, "", safe=True)
        if fix is None:
            raise Refused(f"{place(plan, task.status)}: the status of {name} is written over several lines")
        steps.append((list(fix.edits), f"{place(plan, task.status)}: {name} {task.status.text} -> {status}"))
        steps += _completion(plan, task.node, task.status_class, status_class(status), name + " ")
    perform(run, update, path, steps)


def _completion(plan: Plan, owner: MappingNode, was: str | None, is_now: str | None, name: str) -> Followed:
    """Set an existing completion date when the work is done, and clear it when it no longer is."""
    if (was == DONE) == (is_now == DONE):
        return
    for field in _COMPLETED:
        node = owner.get(field)
        if not isinstance(node, ScalarNode):
            continue
        if is_now == DONE and is_null(node):
            new = in_style(now(), _neighbour(plan, owner))
        elif is_now != DONE and parse(node.text.strip()):
            new = "null" if node.plain else ""
        else:
            continue
        edit = _write(plan, node, new)
        if edit:
            yield [edit], f"{place(plan, node)}: {name}{field} {node.text or 'empty'} -> {new or 'empty'}"


def _neighbour(plan: Plan, owner: MappingNode) -> str:
    """Return a related date, whose style a new date gets, or ""."""
    near = [owner.get(key) for key in ("started_at", "started", "created_at", "created")]
    near += [plan.root.get(key) for key in (*_UPDATED, "created")]
    return next((node.text.strip() for node in near if isinstance(node, ScalarNode) and parse(node.text.strip())), "")


def _write(plan: Plan, node: ScalarNode, new: str) -> Edit | None:
    """Return the edit that sets a scalar, which may be empty, to *new*."""
    if node.end == node.start:
        at = plan.source.text.find(":", node.key_end) + 1
        return Edit(at, at, f" {new}") if at and not plan.source.text[node.key_end : at - 1].strip() else None
    fix = rewrite(plan.source, node, new, "", safe=True)
    return fix.edits[0] if fix else None


def _follow(run: LintSession, update: Update, old: Plan) -> None:
    """Update everything in one file that follows from the statuses of its tasks."""
    path = old.path
    keeps_numbers = is_stale(old) and is_stale(_plan(run, path))
    if keeps_numbers and old.status is not None:
        what = f"status is {old.status.text} with open tasks, so its numbers may be right and the tasks stale"
        update.left.append(f"{place(old, old.status)}: {what}")
    perform(run, update, path, [*_dates(_plan(run, path)), *(() if keeps_numbers else _status(_plan(run, path)))])
    plan = _plan(run, path)
    numbers = () if keeps_numbers else (*_counts(plan), *_percent(plan, old))
    perform(run, update, path, [*numbers, *_cells(plan, old, update)])


def _dates(plan: Plan) -> Followed:
    for field in _UPDATED:
        node = plan.root.get(field)
        if isinstance(node, ScalarNode) and parse(node.text.strip()):
            new = in_style(now(), node.text.strip())
            edit = _write(plan, node, new)
            if edit and new != node.text:
                yield [edit], f"{place(plan, node)}: {field} {node.text} -> {new}"


def _status(plan: Plan) -> Followed:
    """Set the document's status: completed, blocked, at risk, in progress or pending."""
    if plan.status is None or not plan.tasks or plan.unidentified or not plan.statuses_known:
        return
    was = status_class(plan.status.text)
    if was in (None, CLOSED):
        return
    is_done = all(task.is_closed for task in plan.tasks) and any(task.status_class == DONE for task in plan.tasks)
    new = "completed" if is_done else expected_status(plan)
    if status_class(new) == was:
        return
    edit = _write(plan, plan.status, new)
    if edit:
        yield [edit], f"{place(plan, plan.status)}: status {plan.status.text} -> {new}"
        yield from _completion(plan, plan.root, was, status_class(new), "")


def _counts(plan: Plan) -> Followed:
    for item in plan_counts(plan):
        edit = _write(plan, item.node, f"{item.expected:g}")
        if edit:
            field = item.within + item.field
            yield [edit], f"{place(plan, item.node)}: {field} {item.found:g} -> {item.expected:g}"


def _percent(plan: Plan, old: Plan) -> Followed:
    """Set the percentage of all tasks, or without closed tasks if it was computed so before."""
    if not plan.tasks or plan.unidentified or not plan.statuses_known:
        return
    for field in ("progress", "overall_progress"):
        node, before = plan.root.get(field), number(old.root.get(field))
        if not isinstance(node, ScalarNode) or before is None:
            continue
        of_all = abs(before - _share(old, leave_out=False)) < 1
        leave_out = not of_all and abs(before - _share(old, leave_out=True)) < 1
        expected = int(_share(plan, leave_out=leave_out))
        edit = _write(plan, node, str(expected))
        if edit and abs(before - expected) >= 1:
            yield [edit], f"{place(plan, node)}: {field} {node.text} -> {expected}"


def _share(plan: Plan, *, leave_out: bool) -> float:
    classes = [task.status_class for task in plan.tasks]
    total = len(classes) - (classes.count(CLOSED) if leave_out else 0)
    return 100 * classes.count(DONE) / total if total else 0


def _cells(plan: Plan, old: Plan, update: Update) -> Followed:
    """Set the table cells that agreed before, and report the others."""
    for task, cell in status_cells(plan):
        before, shown = old.by_id[task.name].status_class, cell_class(cell.text)
        if shown is None or task.status is None or before == task.status_class == shown:
            continue
        place = f"{plan.path}:{plan.source.position(cell.start)[0]}"
        new = rewritten(cell.text, task.status.text) if shown == before else None
        if new:
            yield [Edit(cell.start, cell.end, new)], f"{place}: table row of {task.name} {cell.text} -> {new}"
        else:
            update.left.append(f"{place}: the table has `{bare(cell.text)}` for `{task.name}`")


def perform(run: LintSession, update: Update, path: str, steps: list[tuple[list[Edit], str]]) -> None:
    """Apply the edits in memory and verify the result. Raises Refused."""
    document = run.document(path)
    text = document.source.text
    update.before.setdefault(path, text)
    update.after.setdefault(path, text)
    edits = sorted((edit for step, _ in steps for edit in step), key=lambda edit: edit.start)
    after = apply(text, edits)
    found = find_problem(document, run.reread(path, after), edits)
    if found:
        raise Refused(f"{path}: {found}")
    update.after[path] = after
    update.changes += [what for _, what in steps]


def place(plan: Plan, node: ScalarNode) -> str:
    """Return the location of *node* as ``path:line``."""
    return f"{plan.path}:{plan.source.position(node.start)[0]}"
