"""Set task statuses in the formats of other tools, and the counts that agreed with them before."""

from __future__ import annotations

import re

from linter.fixes.set_status import held_up
from linter.fixes.set_steps import Refused, Update, location, perform
from linter.model.board import TaskFile, TaskItem
from linter.model.did_you_mean import closest, closest_id
from linter.model.statuses import DONE, OPEN, status_class
from linter.rules.dependencies.done_before_dependency import DoneBeforeDependency
from linter.syntax.edits import quoted, rewrite
from linter.syntax.fix import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linter.engine.session import LintSession
    from linter.model.counts import Count
    from linter.model.plan import Task

    Step = tuple[Edit, str]  # an edit and a description of it

_PLAIN = re.compile(r"[A-Za-z][\w -]*\Z")
_SUMMARIES = "a plan is done when its SUMMARY exists; there is no status to set"


def set_on_board(run: LintSession, path: str, wanted: Mapping[str, str], *, force: bool = False) -> Update:
    """Set statuses of tasks in the file at *path*, in memory. Raises Refused."""
    before = _board(run, path)
    ways = _WAYS.get(before.kind)
    if ways is None:
        what = _SUMMARIES if before.kind in ("gsd", "vbw") else "its tasks cannot be set"
        raise Refused(f"{path} is a {before.kind}: {what}")
    chosen = {name: (ways.task(before, name), ways.spelled(before, status)) for name, status in wanted.items()}
    if len({id(task) for task, _ in chosen.values()}) < len(chosen):
        raise Refused("a task is named twice")
    if not force:
        for task, status in chosen.values():
            ways.allow(before, task, status)
    old, early = {id(task): task.state for task in before.tasks}, _early(run)
    counted = [count.found == count.expected for count in before.counts(run.project())]
    update = Update()
    steps = [ways.step(task, status) for task, status in chosen.values()]
    _write(run, update, path, [step for step in steps if step is not None])
    after = _board(run, path)
    expected = {id(task): status for task, status in chosen.values()}
    states = [expected.get(id(task), old[id(task)]) for task in before.tasks]
    if [task.state for task in after.tasks] != states:
        raise Refused(f"{path}: the new statuses could not be verified; no file was changed")
    new = {key: message for key, message in _early(run).items() if key not in early}
    if new and not force:
        raise Refused("; ".join(new.values()) + "; use --force to set it anyway")
    counts = list(zip(counted, after.counts(run.project()), strict=True))
    _write(run, update, path, [_count(after, count) for agreed, count in counts if agreed])
    if update.after[path] != update.before[path]:
        update.left += [
            f"{location(after, count.node)}: `{count.field}` is {count.found:g}, expected {count.expected:g}"
            for agreed, count in counts
            if not agreed and count.found != count.expected
        ]
    return update


def _board(run: LintSession, path: str) -> TaskFile:
    document = run.document(path)
    if not isinstance(document, TaskFile):
        raise Refused(f"{path} is a {document.kind}: its tasks cannot be set")
    return document


def _early(run: LintSession) -> dict[tuple[str, str], str]:
    """Return the reasons why done tasks precede their dependencies, by task and dependency."""
    found = DoneBeforeDependency().check(run.project())
    return held_up(found)


def _write(run: LintSession, update: Update, path: str, steps: Iterable[Step | None]) -> None:
    made = sorted((step for step in steps if step is not None), key=lambda step: step[0].start)
    perform(run, update, path, [([edit], what) for edit, what in made])


def _count(board: TaskFile, count: Count) -> Step | None:
    if count.found == count.expected:
        return None
    edit = Edit(count.node.start, count.node.end, f"{count.expected:g}")
    return edit, f"{location(board, count.node)}: {count.field} {count.found:g} -> {count.expected:g}"


class _Ways:
    """How a format writes statuses; this class is for Task Master's JSON."""

    def names(self, task: Task) -> tuple[str, ...]:
        """Return the names that *task* may be called."""
        return (task.name, f"{task.tag}:{task.name}")  # type: ignore[attr-defined]

    def task(self, board: TaskFile, name: str) -> TaskItem:
        """Return the task called *name*. Raises Refused."""
        found = [task for task in board.tasks if isinstance(task, TaskItem) and name in self.names(task)]
        if len(found) == 1:
            return found[0]
        if not found:
            near = closest_id(name, [task.name for task in board.tasks])
            raise Refused(f"{board.path} has no task `{name}`" + (f" (did you mean `{near}`?)" if near else ""))
        longer = [self.names(task)[-1] for task in found]
        hint = f": {' or '.join(longer)}" if len(set(longer)) == len(found) else ""
        raise Refused(f"{board.path} has {len(found)} tasks `{name}`, which is ambiguous{hint}")

    def known(self, board: TaskFile) -> Iterable[str]:
        """Return the statuses that the tool of the format supports."""
        from linter.formats.taskmaster.entry import STATUSES

        return [status for status in STATUSES if status != "completed"]  # another name of done

    def spelled(self, board: TaskFile, status: str) -> str:
        """Return *status* in the spelling of the format. Raises Refused."""
        known = list(self.known(board))
        folded = {_folded(name): name for name in known}
        if _folded(status) in folded:
            return folded[_folded(status)]
        of_class = [name for name in known if status_class(status) == DONE == status_class(name)]
        if len(of_class) == 1:
            return of_class[0]
        near = closest(status, known)
        raise Refused(
            f"unknown status `{status}`" + (f" (did you mean `{near}`?)" if near else f": {', '.join(known)}")
        )

    def allow(self, board: TaskFile, task: TaskItem, status: str) -> None:
        """Raise Refused if the directory of the file contradicts the status."""

    def step(self, task: TaskItem, status: str) -> Step | None:
        """Return the edit that gives *task* the *status*, or None if it already has it. Raises Refused."""
        node = task.status
        if node is None:
            raise Refused(f"{location(task.plan, task.id)}: {task.name} has no status to set")
        if node.text == status:
            return None
        text = status if not node.plain or _PLAIN.match(status) else quoted(status)
        fix = rewrite(task.plan.source, node, text, "", safe=True)
        if fix is None:
            raise Refused(f"{location(task.plan, node)}: the status of {task.name} is written over several lines")
        return fix.edits[0], f"{location(task.plan, node)}: {task.name} {node.text} -> {status}"


class _Backlog(_Ways):
    def task(self, board: TaskFile, name: str) -> TaskItem:
        from linter.formats.backlog.ids import canonical
        from linter.formats.backlog.scope import BacklogFile

        if board.archived:
            raise Refused(f"{board.path} is archived: its status is not set")
        if not isinstance(board, BacklogFile):
            raise Refused(f"{board.path} has no tasks")
        prefix = "draft" if board.location.folder == "drafts" else board.location.config.prefix
        return super().task(board, canonical(name, prefix))

    def names(self, task: Task) -> tuple[str, ...]:
        return (task.name,)

    def known(self, board: TaskFile) -> Iterable[str]:
        return board.location.config.statuses or ("To Do", "In Progress", "Done")  # type: ignore[attr-defined]

    def allow(self, board: TaskFile, task: TaskItem, status: str) -> None:
        if board.finished and status.lower() not in board.location.config.terminal:  # type: ignore[attr-defined]
            why = f"it is in `{board.finished}/`, so it is finished"
            raise Refused(f"{task.name} is not set to {status}: {why}; use --force to set it anyway")


class _Boxes(_Ways):
    """Checkboxes, which are done or open."""

    def names(self, task: Task) -> tuple[str, ...]:
        return (task.name,)

    def known(self, board: TaskFile) -> Iterable[str]:
        return DONE, OPEN

    def spelled(self, board: TaskFile, status: str) -> str:
        known = status_class(status)
        if known not in (DONE, OPEN):
            raise Refused(f"a checkbox is done or pending, not `{status}`")
        return known

    def step(self, task: TaskItem, status: str) -> Step | None:
        node = task.status
        assert node is not None
        if task.status_class is None:
            mark = task.plan.source.text[node.start : node.end]
            raise Refused(f"{location(task.plan, node)}: the checkbox of `{task.name}` is {mark}, which is ambiguous")
        if task.status_class == status:
            return None
        mark = "x" if status == DONE else " "
        return Edit(
            node.start + 1, node.end - 1, mark
        ), f"{location(task.plan, node)}: {task.name} {node.text} -> {status}"


class _Steps(_Boxes):
    """Checkboxes of spec-kit, in which T1 and T001 are the same id."""

    def task(self, board: TaskFile, name: str) -> TaskItem:
        from linter.formats.speckit.references import canonical

        found = [task.name for task in board.tasks if name[:1] == "T" and canonical(task.name) == canonical(name)]
        return super().task(board, found[0] if found else name)


_WAYS = {"backlog": _Backlog(), "taskmaster": _Ways(), "openspec": _Boxes(), "speckit": _Steps()}


def _folded(status: str) -> str:
    return status.strip().lower().replace("_", " ").replace("-", " ")
