"""Witnesses for the counts and percentages of the formats other than ``progress``."""

from __future__ import annotations

from linter.model.fix_levels import settle
from linter.model.scope import UNKNOWN
from linter.model.witness import NEVER, SAFE, UNSAFE, Witness, weakened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.board import TaskFile
    from linter.model.counts import Count
    from linter.model.plan import Task
    from linter.model.project import Project


def wrong_counts(document: TaskFile, counts: Iterable[Count], project: Project) -> list[Count]:
    """Return the wrong *counts* of *document*, each with its witnesses and the level of its fix."""
    wrong = [count for count in counts if count.found != count.expected]
    if not wrong:
        return []
    levels = {}
    for count in wrong:
        tasks = document.tasks if count.tasks is None else count.tasks
        lost = lost_ids(document, tasks, project)
        is_ambiguous = has_duplicates(document, tasks, project)
        is_lower = count.expected < count.found
        count.witnesses += [*(lost if is_lower else ()), *document.witnesses(count, project)]
        level = SAFE if count.is_safe else UNSAFE
        if count.is_percentage and count.found not in (0, 100):
            level = UNSAFE  # an estimate, or it follows from what is written elsewhere
        if is_ambiguous or not count.is_fixable or (is_lower and lost):
            level = NEVER
        levels[id(count.node)] = weakened(level, count.witnesses)
    settle(wrong, levels)
    return wrong


def lost_ids(document: TaskFile, tasks: Iterable[Task], project: Project) -> list[Witness]:
    """Return a witness for each id that a dependency of *tasks* in *document* names and no task has."""
    scope = project.namespace(document)
    found: dict[str, Witness] = {}
    for task in tasks:
        for reference in task.dependencies:
            if reference.text not in found and scope.resolve(task, reference.text).outcome == UNKNOWN:
                found[reference.text] = Witness(document, reference.span, f"`{reference.text}` is not defined")
    return list(found.values())


def has_duplicates(document: TaskFile, tasks: Iterable[Task], project: Project) -> bool:
    """Return whether an id of *tasks* or a key of *document* is there twice, as after a merge that kept both sides."""
    scope = project.namespace(document)
    keys = [scope.key(task) for task in tasks]
    return len(set(keys)) < len(keys) or any(error.rule == "duplicate-key" for error in document.read_errors)
