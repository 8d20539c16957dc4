"""Set task statuses and everything that follows from them (``docs/how-to/update-statuses.md``).

That includes counts, percentages, the document's status, dates, table cells, and copies in a roll-up. Values that
disagreed before are reported and not changed, because their meaning is unknown.
"""

from __future__ import annotations

from collections import Counter

from linter.fixes.set_body import follow_body
from linter.fixes.set_dates import follow_dates, work_dates
from linter.fixes.set_numbers import follow_numbers
from linter.fixes.set_phases import follow_phases
from linter.fixes.set_steps import Refused, Update, location, perform, write
from linter.model.did_you_mean import closest, closest_id
from linter.model.plan import Plan
from linter.model.statuses import AT_RISK, BLOCKED, CLASSES, CLOSED, DONE, RUNNING, normalise, status_class
from linter.rules.dependencies.done_before_dependency import DoneBeforeDependency
from linter.syntax.edits import rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linter.engine.session import LintSession
    from linter.fixes.set_steps import Followed
    from linter.rules.violation import Violation
    from linter.syntax.fix import Edit

__all__ = ["Refused", "Update", "canonical", "held_up", "set_statuses"]

_ALIASES = {"complete": "completed", "done": "completed"}


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
        raise Refused("; ".join(new.values()) + "; use --force to set it anyway")
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
        if violation.path in closed and registry.reports_at_closing(violation.rule):
            line = document.source.position(violation.start)[0]
            update.warnings.append(f"{violation.path}:{line}: {violation.message} ({violation.rule})")


def _plan(run: LintSession, path: str) -> Plan:
    document = run.document(path)
    if not isinstance(document, Plan):
        raise Refused(f"{path} was changed by another process")
    return document


def _targets(run: LintSession, plan: Plan, statuses: dict[str, str], update: Update) -> dict[str, dict[str, str]]:
    """Return the statuses to set by file: in the named file, and in copies that agree with it."""
    targets: dict[str, dict[str, str]] = {plan.path: {}}
    namespace = run.project().namespace(plan)
    counts = Counter(task.name for task in plan.tasks)
    for name, status in statuses.items():
        if not counts[name]:
            elsewhere = namespace.ids.get(name)
            near = closest_id(name, plan.by_id)
            hint = (
                f"it is defined in {elsewhere[0].plan.path}" if elsewhere else f"did you mean `{near}`?" if near else ""
            )
            raise Refused(f"{plan.path} has no task `{name}`" + (f" ({hint})" if hint else ""))
        if counts[name] > 1:
            raise Refused(f"{plan.path} has {counts[name]} tasks `{name}`, which is ambiguous")
        targets[plan.path][name] = status
        for copy in namespace.ids.get(name, ()):
            if copy.plan.path == plan.path:
                continue
            if copy.status_class == plan.by_id[name].status_class:
                targets.setdefault(copy.plan.path, {})[name] = status
            elif copy.status is not None and copy.status_class != status_class(status):
                update.left.append(f"{location(copy.plan, copy.status)}: {name} is {copy.status.text} here")
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
            raise Refused(f"{location(plan, task.id)}: {name} has no status to set")
        if task.status.text == status:
            continue
        fix = rewrite(plan.source, task.status, status, "", safe=True)
        if fix is None:
            raise Refused(f"{location(plan, task.status)}: the status of {name} is written over several lines")
        steps.append((list(fix.edits), f"{location(plan, task.status)}: {name} {task.status.text} -> {status}"))
        steps += work_dates(plan, task.node, task.status_class, status_class(status), name + " ", update)
    perform(run, update, path, steps)


def _follow(run: LintSession, update: Update, old: Plan) -> None:
    """Update everything in one file that follows from the statuses of its tasks and agreed with them before."""
    path = old.path
    perform(run, update, path, [*follow_dates(_plan(run, path)), *_status(_plan(run, path), old, update)])
    plan = _plan(run, path)
    perform(run, update, path, [*follow_numbers(plan, old, update), *follow_phases(plan, old, update)])
    perform(run, update, path, [*follow_body(_plan(run, path), old, update)])


def _status(plan: Plan, old: Plan, update: Update) -> Followed:
    """Set the status of the document if it agreed with its tasks, with its dates; else name it."""
    if plan.status is None or plan.unidentified:
        return
    was = status_class(plan.status.text)
    new = _derived(plan)
    if new is None:
        return
    edit = write(plan, plan.status, new) if _derived(old) is None and old.statuses_known else None
    if edit:
        yield [edit], f"{location(plan, plan.status)}: status {plan.status.text} -> {new}"
        yield from work_dates(plan, plan.root, was, status_class(new), "", update)
    else:
        update.left.append(f"{location(plan, plan.status)}: `status` is {plan.status.text}, expected {new}")


def _derived(plan: Plan) -> str | None:
    """Return the status that the tasks give the document, or None if its own agrees with them or is not about them."""
    own = status_class(plan.status.text) if plan.status is not None else None
    if own in (None, CLOSED) or not plan.tasks or not plan.statuses_known:
        return None
    classes = [task.status_class for task in plan.tasks]
    open_ones = {name for name in classes if name not in (DONE, CLOSED)}
    if not open_ones:
        new, fits = ("completed", own == DONE) if DONE in classes else ("", True)
    elif open_ones == {BLOCKED}:
        new, fits = "blocked", own == BLOCKED
    elif {DONE, RUNNING, AT_RISK} & set(classes):
        new, fits = "in_progress", own in (RUNNING, AT_RISK)
    else:
        new, fits = "pending", own not in (DONE, BLOCKED)
    return None if fits else new
