"""Plan files: their tasks, and the batches that schedule them."""

from __future__ import annotations

from linter.model.document import Document
from linter.model.statuses import CLOSED, DONE, status_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from linter.schema.validator import ShapeError
    from linter.syntax.nodes import MappingNode, Node, ReadError, ScalarNode, SequenceNode
    from linter.syntax.source import Source

_TITLE_FIELDS = ("title", "name", "description")


class Task:
    """A task as written, with its id in ``name``.

    ``status_class`` is None if the status is missing, a placeholder or unknown.
    """

    __slots__ = ("dependencies", "id", "name", "node", "plan", "status", "status_class")
    parent: ScalarNode | None = None  # the reference to its parent task, in formats with parents

    def __init__(
        self, plan: Plan, id: ScalarNode, status: ScalarNode | None, dependencies: list[ScalarNode], node: MappingNode
    ) -> None:
        self.plan = plan
        self.id = id
        self.name = id.text
        self.status = status
        self.status_class = status_class(status.text) if status is not None else None
        self.dependencies = dependencies
        self.node = node

    @property
    def own_names(self) -> tuple[str, ...]:
        """The names by which one of its own references may refer to it."""
        return (self.name,)

    @property
    def is_closed(self) -> bool:
        """Whether it is done, or closed without being done, so that it blocks no other task."""
        return self.status_class in (DONE, CLOSED)

    @property
    def state(self) -> str:
        """Its status in words."""
        return self.status.text if self.status else self.status_class or ""


class Batch:
    """Tasks that run in parallel, after every batch of a lower ``rank``.

    ``number`` is the N of a plain ``batch_N``, else the index. ``nested`` are ids in nested lists: scheduled in this
    batch, but in unknown order. ``container`` is the list that contains the ids.
    """

    __slots__ = (
        "container",
        "group",
        "is_text",
        "items",
        "key",
        "nested",
        "node",
        "number",
        "plain",
        "rank",
        "sequential",
    )

    def __init__(self, key: str, node: Node, container: SequenceNode, rank: tuple[int, ...], group: str) -> None:
        self.key = key
        self.node = node
        self.container = container
        self.rank = rank
        self.group = group
        self.plain = False
        self.number = 0
        self.items: list[ScalarNode] = []
        self.nested: list[ScalarNode] = []
        self.sequential = False
        self.is_text = False  # written as a string, not as a list


class Plan(Document):
    """One plan file: its tasks, and its batches if it has any."""

    kind = "progress"
    root: MappingNode

    def __init__(self, source: Source, root: MappingNode, read_errors: list[ReadError]) -> None:
        super().__init__(source, root, read_errors)
        self.slug: ScalarNode | None = None
        self.phase: ScalarNode | None = None
        self.status: ScalarNode | None = None
        self.tasks: list[Task] = []
        self.task_lists: list[tuple[tuple[str, ...], Node]] = []  # `tasks` of the root and of mappings, with their keys
        self.unidentified = 0  # entries of `tasks` without an id, or that are not mappings
        self.has_tasks = False
        self.schedule: MappingNode | None = None
        self.batches: list[Batch] = []
        self.critical_path: list[ScalarNode] = []
        self.blockers: Node | None = None
        self.id_texts: list[Any] = []  # strings of several ids, where a list is wanted
        self._by_id: dict[str, Task] | None = None
        self._batch_of: dict[str, Batch] | None = None
        self._statuses_known: bool | None = None
        self._all_closed: bool | None = None

    def release(self) -> None:
        """See ``Document.release``."""
        for task in self.tasks:
            del task.plan

    @property
    def shape(self) -> list[ShapeError]:
        """The schema errors of the document; tasks of mappings below the root are validated like those of ``tasks``."""
        is_new = self._shape is None
        found = super().shape
        if is_new and self.has_schema and any(len(path) > 1 for path, _ in self.task_lists):
            containers = {path[:1] for path, _ in self.task_lists if len(path) > 1}
            found[:] = [
                error
                for error in found
                if (error.path or error.fields != ("tasks",))
                and (error.keyword != "x-unknown" or error.path not in containers)
            ]
            for path, tasks in self.task_lists:
                if len(path) > 1:
                    found.extend(self._shape_below(path, tasks))
        return found

    def _shape_below(self, path: tuple[str, ...], tasks: Node) -> Iterator[ShapeError]:
        from linter.schema.prepared import schema_of
        from linter.schema.validator import validate
        from linter.syntax.nodes import MappingNode

        alone = MappingNode(tasks.start)
        alone.entries["tasks"] = tasks
        for error in validate(schema_of(self.kind), alone, self.source):
            if error.path[:1] == ("tasks",):
                error.path = (*path, *error.path[1:])
                yield error

    @property
    def by_id(self) -> dict[str, Task]:
        """The tasks by id; of duplicates the first."""
        if self._by_id is None:
            self._by_id = {}
            for task in self.tasks:
                self._by_id.setdefault(task.name, task)
        return self._by_id

    @property
    def local(self) -> dict[str, Task]:
        """The ids to which references in this file resolve without reading other files."""
        return self.by_id

    @property
    def batch_of(self) -> dict[str, Batch]:
        """The batch of each scheduled id; of several the first."""
        if self._batch_of is None:
            self._batch_of = {}
            for batch in self.batches:
                for item in batch.items:
                    self._batch_of.setdefault(item.text, batch)
        return self._batch_of

    @property
    def statuses_known(self) -> bool:
        """Whether every task has a known status, so that tasks can be counted."""
        if self._statuses_known is None:
            self._statuses_known = all(task.status_class for task in self.tasks)
        return self._statuses_known

    @property
    def is_finished(self) -> bool:
        """See ``Document.is_finished``."""
        status = status_class(self.status.text) if self.status is not None else None
        return status in (DONE, CLOSED) and not self.unidentified and self.all_closed

    @property
    def is_completed(self) -> bool:
        """See ``Document.is_completed``; other formats do not close their files by a status."""
        return self.kind == Plan.kind and self.status is not None and status_class(self.status.text) == DONE

    @property
    def all_closed(self) -> bool:
        """Whether every task is done, or closed without being done."""
        if self._all_closed is None:
            self._all_closed = all(task.is_closed for task in self.tasks)
        return self._all_closed

    def edges(self) -> Iterator[tuple[Task, ScalarNode, Task]]:
        """Yield each dependency within this file once: the task, the reference, and the task it depends on."""
        by_id = self.by_id
        for task in self.tasks:
            seen: set[str] = set()
            for reference in task.dependencies:
                target = by_id.get(reference.text)
                if target is not None and reference.text != task.name and reference.text not in seen:
                    seen.add(reference.text)
                    yield task, reference, target

    def graph(self) -> dict[str, list[str]]:
        """Return the ids that each task depends on, without those of other files and itself."""
        graph: dict[str, list[str]] = {name: [] for name in self.by_id}
        for task, _, target in self.edges():
            graph[task.name].append(target.name)
        return graph


def title(task: Task) -> str:
    """Return the first title field of *task* that is not empty, or the text after its checkbox."""
    for field in _TITLE_FIELDS:
        text = str(getattr(task.node.get(field), "text", "")).strip()
        if text:
            return text
    return str(getattr(task, "label", ""))


def has_id(task: Task) -> bool:
    """Whether *task* has an id; a checkbox without one is identified by its first words."""
    return not str(getattr(task, "label", "")).startswith(task.name)
