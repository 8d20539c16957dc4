"""Tasks and files of the formats other than ``progress``, with parents, waves, files and criteria."""

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
    from linter.model.witness import Witness
    from linter.syntax.nodes import Node, ReadError
    from linter.syntax.source import Source

Severities = dict[str, str]  # `error`, `warning` or `off` by rule, for the rules that read a format


class Box:
    """A checkbox: ``[start, end)`` is its ``[ ]``, ``checked`` whether the tool of the format counts it as done.

    ``is_explained``: whether its text tells why it stays open (`deferred to …`).
    """

    __slots__ = ("checked", "end", "is_explained", "start")

    def __init__(self, start: int, end: int, checked: bool, is_explained: bool = False) -> None:
        self.start = start
        self.end = end
        self.checked = checked
        self.is_explained = is_explained


class TaskItem(Task):
    """A task of a format other than ``progress``; ``status_class`` follows the statuses of the format.

    ``parent``
        the reference to its parent task.
    ``wave``, ``rank``
        when it runs, as written and as a number; tasks of one rank run in parallel.
    ``files``
        the files that it changes, as written.
    ``boxes``
        its criteria.
    ``done``
        the format's word for done, for messages and fixes.
    ``own_class``
        the class of its own status, if its directory implies another one.
    ``status_words``
        its status in words, if it has no status field.
    ``label``
        its title, if no field has one.
    ``section``
        the heading above it, in formats with all tasks in one file.
    ``noun``
        what messages call it.
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
        self.status_words = ""
        self.label = ""
        self.section = ""
        self.noun = "task"

    @property
    def state(self) -> str:
        """Its status in words, or the directory that marks it as done."""
        if self.status_class == DONE and self.own_class not in (None, DONE):
            return f"in {self.plan.finished}/"
        return self.status_words or super().state


class TaskFile(Plan):
    """A plan file of such a format.

    ``archived`` are archived tasks, known by id only; no rule checks them. ``finished`` is the name of the directory of
    the file, if that marks everything in it as finished.
    """

    def __init__(
        self, kind: str, severities: Mapping[str, str], source: Source, root: MappingNode, read_errors: list[ReadError]
    ):
        super().__init__(source, root, read_errors)
        self.kind = kind
        self.severities = severities
        self.has_schema = False
        self.has_tasks = True
        self.archived: list[Task] = []
        self.finished = ""

    @property
    def is_finished(self) -> bool:
        """Whether it has tasks and all are done or closed; these formats have no status for a whole file."""
        return bool(self.tasks) and not self.unidentified and self.all_closed

    @property
    def local(self) -> dict[str, Task]:
        """Empty: only the scope can resolve references."""
        return {}

    def gather(self, project: DocumentLookup) -> Scope | None:
        """Return the scope of its tasks, or None if directory and slug define it."""
        return None

    def referring(self, project: DocumentLookup) -> Iterable[TaskFile]:
        """Return the files with scopes of their own whose tasks may repeat those of its scope or depend on them."""
        return ()

    def counts(self, project: DocumentLookup) -> Iterable[Count]:
        """Return the counts in it that can be checked."""
        return ()

    def percents(self) -> Iterable[Count]:
        """Return the percentages in it that can be checked."""
        return ()

    def witnesses(self, count: Count, project: DocumentLookup) -> Iterable[Witness]:
        """Return what in the file supports the number of a wrong *count*, other than ids that are not defined."""
        return ()

    def add_task(
        self,
        id: ScalarNode,
        status: ScalarNode | None = None,
        dependencies: Iterable[ScalarNode] = (),
        node: Node | None = None,
    ) -> TaskItem:
        """Add a task and return it; set its other fields as attributes of ``TaskItem``.

        Its ``status_class`` follows from the statuses that planlint knows; set it if the format has statuses of its
        own. *node* is the mapping with the fields of the task, if there is one.
        """
        mapping = node if isinstance(node, MappingNode) else MappingNode(id.start)
        task = TaskItem(self, id, status, list(dependencies), mapping)
        task.status_class = status_class(status.text) if status is not None else None
        self.tasks.append(task)
        return task

    def scalar_at(self, start: int, end: int) -> ScalarNode:
        """Return the text between two offsets of the file as a node, for formats without a parser."""
        return ScalarNode(self.source.text[start:end], start, end)

    def mentions(self) -> Iterable[ScalarNode]:
        """Return mentions of tasks other than declarations and dependencies, in formats that support it."""
        return ()

    def open_phases(self, project: DocumentLookup) -> tuple[ScalarNode, list[str]] | None:
        """Return the status that claims that all phases are completed, and the open phases; None if it is right."""
        return None

    def states(self) -> Iterable[str]:
        """Return the statuses that a task may have, in formats that write them."""
        return ()


def no_root() -> MappingNode:
    """Return the root of a document without front matter."""
    return MappingNode(0)


__all__ = ["DONE", "Box", "Severities", "TaskFile", "TaskItem", "no_root"]
