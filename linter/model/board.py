"""What the plan formats besides ``progress`` add to the model: tasks with a parent, a wave, files and criteria."""

from __future__ import annotations

from linter.model.plan import Plan, Task
from linter.model.statuses import DONE, status_class
from linter.syntax.nodes import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linter.model.counts import Count
    from linter.model.project_files import DocumentLookup
    from linter.model.scope import Scope
    from linter.syntax.nodes import Node, ReadError
    from linter.syntax.source import Source

Severities = dict[str, str]  # rule to error, warning or off: the rules that read the documents of a format


class Box:
    """A checkbox: ``[start, end)`` is its ``[ ]``, ``checked`` what the format's tool makes of it."""

    __slots__ = ("checked", "end", "start")

    def __init__(self, start: int, end: int, checked: bool) -> None:
        self.start = start
        self.end = end
        self.checked = checked


class TaskItem(Task):
    """A task of such a format; ``status_class`` is by the format's own list of statuses.

    ``parent``
        the reference to the task that it is a part of.
    ``wave``, ``rank``
        where it says when it runs, and that as a number; tasks of one rank run in parallel.
    ``files``
        the files that it changes, as written.
    ``boxes``
        its criteria.
    ``done``
        what the format calls done, for messages and fixes.
    ``own_class``
        its class by its own status alone, where the folder that it lies in says something else.
    ``says``
        its status in words, where it has none of its own.
    ``label``
        what it is about, where no field says so.
    ``section``
        the heading that it stands below, where one file holds them all.
    ``noun``
        what to call it.
    """

    def __init__(
        self,
        plan: TaskFile,
        id: ScalarNode,
        status: ScalarNode | None,
        dependencies: list[ScalarNode],
        node: MappingNode,
    ) -> None:
        super().__init__(plan, id, status, dependencies, node)
        self.plan: TaskFile = plan
        self.parent: ScalarNode | None = None
        self.wave: ScalarNode | None = None
        self.rank: int | None = None
        self.files: list[ScalarNode] = []
        self.boxes: list[Box] = []
        self.done = "done"
        self.status_class = None
        self.own_class: str | None = None
        self.says = ""
        self.label = ""
        self.section = ""
        self.noun = "task"

    @property
    def state(self) -> str:
        """Its status in words, or the folder that says that it is done."""
        if self.status_class == DONE and self.own_class not in (None, DONE):
            return f"in {self.plan.finished}/"
        return self.says or super().state


class TaskFile(Plan):
    """A file of such a format. ``archived`` are tasks that no rule speaks of (archived), known by id alone.

    ``finished`` is the name of the folder where the file lies, when that says that everything in it is finished.
    """

    def __init__(
        self, kind: str, severities: Mapping[str, str], source: Source, root: MappingNode, faults: list[ReadError]
    ):
        super().__init__(source, root, faults)
        self.kind = kind
        self.severities = severities
        self.has_schema = False
        self.has_tasks = True
        self.archived: list[Task] = []
        self.finished = ""

    @property
    def local(self) -> dict[str, Task]:
        """Nothing: only the scope knows what a reference means."""
        return {}

    def gather(self, project: DocumentLookup) -> Scope | None:
        """The scope of its tasks; None if its directory and slug make it."""
        return None

    def counts(self, project: DocumentLookup) -> Iterable[Count]:
        """The counts in it that can be judged."""
        return ()

    def percents(self) -> Iterable[Count]:
        """The percentages in it that can be judged."""
        return ()

    def add_task(
        self,
        id: ScalarNode,
        status: ScalarNode | None = None,
        dependencies: Iterable[ScalarNode] = (),
        node: Node | None = None,
    ) -> TaskItem:
        """Add a task and return it; what else the format knows of it are attributes of `TaskItem`.

        Its ``status_class`` follows from the words that planlint knows; set it where the format has words of its own.
        *node* is the mapping that holds the task's fields, if there is one.
        """
        mapping = node if isinstance(node, MappingNode) else MappingNode(id.start, -1, -1, flow=False)
        task = TaskItem(self, id, status, list(dependencies), mapping)
        task.status_class = status_class(status.text) if status is not None else None
        self.tasks.append(task)
        return task

    def scalar_at(self, start: int, end: int) -> ScalarNode:
        """Return the text between two offsets of the file as a node, for formats that no parser reads."""
        return ScalarNode(self.source.text[start:end], start, end, -1, -1, plain=True)

    def mentions(self) -> Iterable[ScalarNode]:
        """Where the text names tasks that it neither declares nor waits for there, of formats that can tell."""
        return ()

    def open_phases(self, project: DocumentLookup) -> tuple[ScalarNode, list[str]] | None:
        """The status that says that all phases are completed, and those that are open; None where that is right."""
        return None

    def states(self) -> Iterable[str]:
        """The statuses that a task may have, of formats that write them."""
        return ()


def no_root() -> MappingNode:
    """The root of a document that has no front matter."""
    return MappingNode(0, -1, -1, flow=False)


__all__ = ["DONE", "Box", "Severities", "TaskFile", "TaskItem", "no_root"]
