"""Scopes: tasks whose ids share a namespace (a plan, board, phase or tag), and the resolution of references."""

from __future__ import annotations

from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linter.model.plan import Plan, Task
    from linter.syntax.nodes import ScalarNode

# outcomes of resolving a reference
RESOLVED = "resolved"
TOLERATED = "tolerated"  # understandable for a reader, but not for the tool of the format
OTHER_SCOPE = "elsewhere"  # exists in another scope, which the tool does not search
UNSATISFIABLE = "never"  # exists, but can never be satisfied
OTHER_PLAN = "foreign"  # exists only in another plan of the project
UNDECIDABLE = "excused"  # may be in a file that could not be read
FREE_TEXT = "prose"
PHASE = "phase"  # names phases that have their own files
UNKNOWN = "unknown"


class Resolution:
    """The outcome of resolving a reference, and the tasks it may refer to.

    ``suggestion`` is what to write instead (empty if unknown), ``is_sure`` whether nothing else can be meant, and
    ``reason`` why the tool of the format does not follow it, as the end of a sentence.
    """

    __slots__ = ("is_sure", "outcome", "reason", "suggestion", "tasks")

    def __init__(
        self, outcome: str, tasks: Sequence[Task] = (), suggestion: str = "", reason: str = "", is_sure: bool = False
    ) -> None:
        self.outcome = outcome
        self.tasks = tasks
        self.suggestion = suggestion
        self.reason = reason
        self.is_sure = is_sure


class Scope:
    """The tasks of some files by key; formats with more complex references override it."""

    excused = False  # whether ids may be in files that could not be read

    def __init__(self, plans: Iterable[Plan]) -> None:
        self.plans = list(plans)
        self.ids: dict[str, list[Task]] = {}  # every occurrence, the canonical task first
        self._spans: dict[str, tuple[int, int]] | None = None
        for plan in self.plans:
            for task in plan.tasks:
                self.ids.setdefault(self.key(task), []).append(task)

    @cached_property
    def digits(self) -> dict[tuple[str, ...], list[str]]:
        """The ids by their digits, for suggestions."""
        from linter.model.did_you_mean import by_digits

        return by_digits(self.ids)

    def key(self, task: Task) -> str:
        """Return the key of *task* in this scope."""
        return task.name

    def canonical_task(self, task: Task) -> Task:
        """Return the task itself, or the task that it is a copy of."""
        return task

    def missing_originals(self) -> Iterator[Task]:
        """Yield the copies of tasks that do not exist."""
        return iter(())

    def tasks(self) -> Iterator[Task]:
        """Yield the tasks in the order of files and lines, without copies."""
        for plan in self.plans:
            yield from plan.tasks

    def resolve(self, task: Task, text: str) -> Resolution:
        """Return what *text*, a reference of *task*, refers to."""
        found = self.ids.get(text)
        return Resolution(RESOLVED, found) if found else Resolution(UNKNOWN)

    def prerequisites(self, task: Task, reference: ScalarNode) -> list[Task]:
        """Return the tasks that *task* waits for because of *reference*, without its ancestors."""
        resolution = self.resolve(task, reference.text)
        if resolution.outcome != RESOLVED:
            return []
        return [other for other in resolution.tasks if not self.is_part_of(task, other)]

    def dependency_targets(self, task: Task) -> Iterator[tuple[ScalarNode, str]]:
        """Yield the references that order *task*, each with the key of the task that it refers to."""
        for reference in task.dependencies:
            for other in self.prerequisites(task, reference)[:1]:
                yield reference, self.key(other)

    def parents(self, task: Task) -> Sequence[Task]:
        """Return the tasks that may be the parent of *task*."""
        return self.resolve(task, task.parent.text).tasks if task.parent is not None else []

    def families(self) -> Iterator[tuple[Task, list[Task]]]:
        """Yield parent tasks with their subtasks, where the parent is unambiguous."""
        found: dict[str, list[Task]] = {}
        for child in self.tasks():
            parents = self.parents(child)
            if len(parents) == 1 and self.key(parents[0]) in self.ids:
                found.setdefault(self.key(parents[0]), []).append(child)
        for key, children in found.items():
            if len(self.ids[key]) == 1:
                yield self.ids[key][0], children

    def is_part_of(self, task: Task, other: Task) -> bool:
        """Whether *task* is a subtask of *other*, directly or not."""
        if task.parent is None:
            return False
        if self._spans is None:
            self._spans = self._forest()
        (start, end), (first, last) = (self._spans.get(self.key(one), (0, 0)) for one in (task, other))
        return first < start and end < last

    def _forest(self) -> dict[str, tuple[int, int]]:
        """Return when a depth-first walk from the roots enters and leaves each key; cycles are left out."""
        children: dict[str | None, list[str]] = {}
        for key, tasks in self.ids.items():
            found = self.parents(tasks[0])
            above = self.key(found[0]) if found else None
            children.setdefault(above if above in self.ids and above != key else None, []).append(key)
        spans: dict[str, tuple[int, int]] = {}
        entered: dict[str, int] = {}
        stack = list(children.get(None, ()))
        clock = 0
        while stack:
            key = stack[-1]
            clock += 1
            if key in entered:
                spans[stack.pop()] = entered[key], clock
            else:
                entered[key] = clock
                stack += children.get(key, ())
        return spans

    def known(self, task: Task) -> Iterable[str]:
        """Return the names that a reference of *task* may use, for suggestions."""
        return self.ids

    def known_name(self, task: Task) -> str:
        """Return the name of *task* itself in ``known``."""
        return task.name

    def known_key(self, task: Task) -> object:
        """Return the key of what ``known`` returns: tasks with the same key know the same names, but for their own."""
        return None

    def parallel(self) -> Iterator[Sequence[Task]]:
        """Yield groups of tasks that may run at the same time."""
        return iter(())
