"""Witnesses for the status of a task in a table or a roll-up, against the status in its front matter."""

from __future__ import annotations

import re

from linter.model.statuses import AT_RISK, BLOCKED, CLASSES, DONE, OPEN
from linter.model.witness import Witness
from linter.model.witnesses import blocker_scalars, of_completion
from linter.syntax.nodes import ScalarNode, values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.plan import Task

_NOTES = ("note", "notes", "comment", "comments", "reason", "blocked_reason", "blocked_by", "blocker", "blockers")
_BLOCKED_WORDS = ("waiting", "waits", "blocks")


def for_other_status(task: Task, status: str) -> list[Witness]:
    """Return what supports the class *status* of *task* against its own."""
    return [*_of_blockers(task, status), *_of_notes(task, status), *_of_document(task, status)]


def for_copied_status(copy: Task, original: Task) -> list[Witness]:
    """Return what supports the status of *copy*, a task of a roll-up, against that of the *original*, in both files."""
    status = copy.status_class or ""
    found = [*for_other_status(original, status), *_of_notes(copy, status)]
    if status == DONE:
        found += of_completion(copy.plan)
    if status == BLOCKED:
        found += _named(copy)
    return found


def _of_blockers(task: Task, status: str) -> Iterator[Witness]:
    """Yield the blocker that names the task, if it is not blocked and *status* may be the reason."""
    if task.status_class != BLOCKED and status in (BLOCKED, AT_RISK, OPEN):
        yield from _named(task)


def _named(task: Task) -> Iterator[Witness]:
    name = re.compile(rf"(?<![\w.-]){re.escape(task.name)}(?![\w-]|\.\w)")
    for node in blocker_scalars(task.plan):
        if name.search(node.text):
            yield Witness(task.plan, node, f"a blocker names `{task.name}`")
            return


def _of_notes(task: Task, status: str) -> Iterator[Witness]:
    """Yield the note of the task that contains a word for the *status*."""
    words = [spelling.replace("_", "[-_ ]?") for spelling, name in CLASSES.items() if name == status]
    words += _BLOCKED_WORDS if status == BLOCKED else ()
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    for field in _NOTES:
        note = task.node.get(field)
        for node in values(note) if words and note is not None else ():
            if isinstance(node, ScalarNode) and pattern.search(node.text):
                yield Witness(task.plan, node, f"a note on `{task.name}`")
                return


def _of_document(task: Task, status: str) -> Iterator[Witness]:
    if status == DONE and task.status_class != DONE:
        yield from of_completion(task.plan)
