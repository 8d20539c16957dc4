"""Scopes: tasks whose ids share one meaning (a plan, a board, a phase, a tag), and what references came to."""

from __future__ import annotations

from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linter.model.plan import Plan, Task
    from linter.syntax.nodes import ScalarNode

# what a reference can come to
RESOLVED = "resolved"
TOLERATED = "tolerated"  # a person sees what is meant, the format's tool does not
OTHER_SCOPE = "elsewhere"  # it exists in another scope, where the tool does not look
UNSATISFIABLE = "never"  # it exists, and can never be satisfied
OTHER_PLAN = "foreign"  # only another plan of the project has it
UNDECIDABLE = "excused"  # it may stand where nobody can read
FREE_TEXT = "prose"
PHASE = "phase"  # it names phases that have files of their own
UNKNOWN = "unknown"


class Resolution:
    """What a reference came to, and the tasks it may mean.

    ``suggestion`` is what to write instead (nothing where nobody knows), ``is_sure`` whether nothing else can be meant,
    ``reason`` why the format's tool does not follow it, as the end of a sentence.
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
    """The tasks of some files under their keys. A format whose references need more than the text overrides it."""

    excused = False  # whether ids may stand where nobody can read

    def __init__(self, plans: Iterable[Plan]) -> None:
        self.plans = list(plans)
        self.ids: dict[str, list[Task]] = {}  # every occurrence; the truth first
        self._spans: dict[str, tuple[int, int]] | None = None
        for plan in self.plans:
            for task in plan.tasks:
                self.ids.setdefault(self.key(task), []).append(task)

    @cached_property
    def digits(self) -> dict[tuple[str, ...], list[str]]:
        """The ids for did-you-mean, which many files may share."""
        from linter.model.did_you_mean import by_digits

        return by_digits(self.ids)

    def key(self, task: Task) -> str:
        """What identifies *task* in this scope."""
        return task.name

    def canonical_task(self, task: Task) -> Task:
        """The task itself, or the one that it is a copy of."""
        return task

    def missing_originals(self) -> Iterator[Task]:
        """The tasks that are copies of one that is nowhere."""
        return iter(())

    def tasks(self) -> Iterator[Task]:
        """The tasks in the order of files and lines, copies left out."""
        for plan in self.plans:
            yield from plan.tasks

    def resolve(self, task: Task, text: str) -> Resolution:
        """What *text*, written as a reference of *task*, refers to."""
        found = self.ids.get(text)
        return Resolution(RESOLVED, found) if found else Resolution(UNKNOWN)

    def awaited(self, task: Task, reference: ScalarNode) -> list[Task]:
        """The tasks that *task* has to wait for because of *reference*; an ancestor is none of them."""
        resolution = self.resolve(task, reference.text)
        if resolution.outcome != RESOLVED:
            return []
        return [other for other in resolution.tasks if not self.is_part_of(task, other)]

    def aims(self, task: Task) -> Iterator[tuple[ScalarNode, str]]:
        """The references that order *task*, each with the key of the task it waits for."""
        for reference in task.dependencies:
            for other in self.awaited(task, reference)[:1]:
                yield reference, self.key(other)

    def parents(self, task: Task) -> Sequence[Task]:
        """The tasks that *task* may be a part of."""
        return self.resolve(task, task.parent.text).tasks if task.parent is not None else []

    def families(self) -> Iterator[tuple[Task, list[Task]]]:
        """The tasks that have parts, with them, where exactly one task is the parent."""
        found: dict[str, list[Task]] = {}
        for child in self.tasks():
            parents = self.parents(child)
            if len(parents) == 1 and self.key(parents[0]) in self.ids:
                found.setdefault(self.key(parents[0]), []).append(child)
        for key, children in found.items():
            if len(self.ids[key]) == 1:
                yield self.ids[key][0], children

    def is_part_of(self, task: Task, other: Task) -> bool:
        """Whether *task* is a part of *other*, or a part of a part of it."""
        if task.parent is None:
            return False
        if self._spans is None:
            self._spans = self._forest()
        (start, end), (first, last) = (self._spans.get(self.key(one), (0, 0)) for one in (task, other))
        return first < start and end < last

    def _forest(self) -> dict[str, tuple[int, int]]:
        """When a walk down from the parents comes to each key and leaves it; what is in a circle is left out."""
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
        """The names that a reference of *task* may give, for did-you-mean."""
        return self.ids

    def parallel(self) -> Iterator[Sequence[Task]]:
        """Groups of tasks that may run at the same time."""
        return iter(())
