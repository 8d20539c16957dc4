"""The lenient typed model that rules read. Built once by an adapter of ``linter/formats``, not changed afterwards."""

from __future__ import annotations

from linter.model.statuses import normalise, status_class
from linter.syntax.nodes import SequenceNode
from linter.syntax.scalar_types import integer, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from linter.model.counts import Count
    from linter.model.project import Project
    from linter.model.scope import Scope
    from linter.schema.validator import ShapeFault
    from linter.syntax.front_matter import FrontMatter
    from linter.syntax.nodes import MappingNode, Node, ReadError, ScalarNode
    from linter.syntax.source import Source


class Document:
    """A file that is ours. ``root`` is None when it could not be read; ``faults`` then say why."""

    kind = "document"
    severities: Mapping[str, str] = {}  # how bad the rules' violations are in its format, where not as usual
    missing: tuple[tuple[str, ScalarNode], ...] = ()  # the field and value of what names something that is not there
    comments = "yaml"  # where suppressions stand: in YAML (and the Markdown below it), in markdown, or nowhere

    def __init__(self, source: Source, root: MappingNode | None, faults: list[ReadError], kind: str = "") -> None:
        self.source = source
        self.path = source.path
        self.directory, _, self.name = source.path.rpartition("/")
        self.root = root
        self.faults = faults
        self.front_matter: FrontMatter | None = None
        self.dates: list[tuple[MappingNode, str, ScalarNode]] = []  # the mapping, the field in it, the value
        self.has_schema = True  # whether the schema of its kind applies to it
        self._shape: list[ShapeFault] | None = None
        self._judged: tuple[int, ...] = ()  # schemas beside that of its kind
        if kind:
            self.kind = kind

    def judge(self, schema: dict[str, Any]) -> None:
        """Judge its shape by another *schema* too. Raises jsonschema.SchemaError."""
        if self.root is not None and id(schema) not in self._judged:
            from linter.schema.plugin_validator import faults

            self._judged += (id(schema),)
            self._shape = [*self.shape, *faults(schema, self.root, self.source)]

    @property
    def shape(self) -> list[ShapeFault]:
        """What is wrong with its shape by the schema of its kind, and by those of plugins."""
        if self._shape is None:
            self._shape = []
            if self.has_schema and self.root is not None:
                from linter.schema.prepared import schema_of
                from linter.schema.validator import faults

                self._shape = faults(schema_of(self.kind), self.root, self.source)
        return self._shape

    def counts(self, project: Project) -> Iterable[Count]:
        """The counts that can be judged, of formats that have their own."""
        return ()

    def percents(self) -> Iterable[Count]:
        """The same of percentages."""
        return ()

    def date_problem(self, field: str, text: str) -> str:
        """What is wrong with how *text*, the date in *field*, is written, of formats that have a way of their own."""
        return ""

    @property
    def post(self) -> Any:
        """The file as python-frontmatter's ``frontmatter.Post`` (imported here, when it is asked for)."""
        from linter.model.frontmatter_post import post

        return post(self)


class Task:
    """A task as written. ``name`` is its id as text; ``status_class`` is None where the status is missing, a
    placeholder or unknown."""

    __slots__ = ("dependencies", "id", "name", "node", "plan", "status", "status_class")
    parent: ScalarNode | None = None  # the reference to the task that it is a part of, where the format has such

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
        """What a reference of its own may call it."""
        return (self.name,)

    @property
    def is_closed(self) -> bool:
        """Done, or closed without being done: nothing waits for it any more."""
        return self.status_class in ("done", "closed")

    @property
    def state(self) -> str:
        """Its status in words."""
        return self.status.text if self.status else self.status_class or ""


class Batch:
    """Tasks that run in parallel, after every batch of a lower ``rank``.

    ``number`` is the N of a plain ``batch_N``, else the place in the order; ``nested`` are ids in lists inside the
    list, scheduled here but in an order nobody can know; ``holder`` is the list that the ids stand in.
    """

    __slots__ = ("group", "holder", "items", "key", "nested", "node", "number", "plain", "rank", "sequential")

    def __init__(self, key: str, node: Node, holder: SequenceNode, rank: tuple[int, ...], group: str) -> None:
        self.key = key
        self.node = node
        self.holder = holder
        self.rank = rank
        self.group = group
        self.plain = False
        self.number = 0
        self.items: list[ScalarNode] = []
        self.nested: list[ScalarNode] = []
        self.sequential = False


class Plan(Document):
    """One file of a plan: tasks, and batches where it schedules them."""

    kind = "progress"
    root: MappingNode

    def __init__(self, source: Source, root: MappingNode, faults: list[ReadError]) -> None:
        super().__init__(source, root, faults)
        self.slug: ScalarNode | None = None
        self.phase: ScalarNode | None = None
        self.status: ScalarNode | None = None
        self.tasks: list[Task] = []
        self.unidentified = 0  # entries of `tasks` that have no id or are no mappings
        self.has_tasks = False
        self.schedule: MappingNode | None = None
        self.batches: list[Batch] = []
        self.critical_path: list[ScalarNode] = []
        self.blockers: Node | None = None
        self._by_id: dict[str, Task] | None = None
        self._batch_of: dict[str, Batch] | None = None
        self._statuses_known: bool | None = None
        self._all_closed: bool | None = None

    @property
    def by_id(self) -> dict[str, Task]:
        """Tasks by id; of two tasks with one id the first."""
        if self._by_id is None:
            self._by_id = {}
            for task in self.tasks:
                self._by_id.setdefault(task.name, task)
        return self._by_id

    @property
    def local(self) -> dict[str, Task]:
        """The ids that a reference in this file finds here, without a look at others."""
        return self.by_id

    def gather(self, project: Project) -> Scope | None:
        """The scope that the file's tasks belong to; None where directory and slug make it."""
        return None

    @property
    def batch_of(self) -> dict[str, Batch]:
        """The batch of each scheduled id; of two batches the first."""
        if self._batch_of is None:
            self._batch_of = {}
            for batch in self.batches:
                for item in batch.items:
                    self._batch_of.setdefault(item.text, batch)
        return self._batch_of

    @property
    def statuses_known(self) -> bool:
        """Whether every task has a status that counts can be made of."""
        if self._statuses_known is None:
            self._statuses_known = all(task.status_class for task in self.tasks)
        return self._statuses_known

    @property
    def all_closed(self) -> bool:
        """Whether every task is done, or closed without being done."""
        if self._all_closed is None:
            self._all_closed = all(task.is_closed for task in self.tasks)
        return self._all_closed

    def edges(self) -> Iterator[tuple[Task, ScalarNode, Task]]:
        """Each dependency inside this file, once: the task, the reference, the task it waits for."""
        by_id = self.by_id
        for task in self.tasks:
            seen: set[str] = set()
            for reference in task.dependencies:
                target = by_id.get(reference.text)
                if target is not None and reference.text != task.name and reference.text not in seen:
                    seen.add(reference.text)
                    yield task, reference, target


PHASE_STATES = ("pending", "in_progress", "complete", "blocked", "failed", "skipped")


class Phase:
    """A phase of a manifest. ``state`` is its status, spelled as the format does; empty where none is known."""

    __slots__ = ("key", "node", "state", "status")

    def __init__(self, key: str, node: MappingNode, status: ScalarNode | None) -> None:
        self.key = key
        self.node = node
        self.status = status
        known = state(status)
        self.state = known if known in PHASE_STATES else ""

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do in it."""
        return self.state in ("complete", "skipped", "failed")


class ToolBatch:
    """An entry of ``batch_history``; ``is_behind`` once a later batch runs."""

    __slots__ = ("completed_at", "is_behind", "node", "number", "number_node", "started_at", "tools")

    def __init__(self, node: MappingNode) -> None:
        self.node = node
        self.number_node: ScalarNode | None = None
        self.number: int | None = None
        self.tools: list[ScalarNode] = []
        self.started_at: ScalarNode | None = None
        self.completed_at: ScalarNode | None = None
        self.is_behind = False


class Manifest(Document):
    """A ``MANIFEST.yaml``. ``is_mcp`` where the MCP extension of seed 002 applies."""

    kind = "manifest"
    root: MappingNode

    def __init__(self, source: Source, root: MappingNode, faults: list[ReadError]) -> None:
        super().__init__(source, root, faults)
        self.is_mcp = False
        self.status: ScalarNode | None = None
        self.phases: list[Phase] = []
        self.current_phase: ScalarNode | None = None
        self.implementation: MappingNode | None = None
        self.tool_lists: dict[str, list[ScalarNode]] = {}  # tools_completed, tools_in_progress, tools_remaining
        self.tools_status: dict[str, MappingNode] = {}
        self.batch_history: list[ToolBatch] = []
        self.agents: list[MappingNode] = []
        self.artifacts: list[MappingNode] = []

    def number(self, field: str) -> int | None:
        """A whole number of the implementation phase, such as ``current_batch``."""
        return integer(self.implementation.get(field)) if self.implementation is not None else None

    @property
    def tools(self) -> list[ScalarNode]:
        """The tools of the three lists."""
        return [tool for tools in self.tool_lists.values() for tool in tools]


class ToolsManifest(Document):
    """A ``tools_manifest.json``; ``names`` are the tools that have one."""

    kind = "tools-manifest"
    comments = ""
    root: MappingNode

    def __init__(self, source: Source, root: MappingNode, faults: list[ReadError]) -> None:
        super().__init__(source, root, faults)
        tools = root.get("tools")
        self.has_tools = isinstance(tools, SequenceNode)
        self.tools = tools.items if isinstance(tools, SequenceNode) else []
        self.names = [name for tool in self.tools if (name := string_of(tool.get("name")))]

    @property
    def is_named(self) -> bool:
        """Whether every tool has a name, so that it can be said which tools there are."""
        return self.has_tools and len(self.names) == len(self.tools)


def state(status: ScalarNode | None) -> str:
    """A status of a manifest, its phases or tools, spelled as they do (``complete``, ``in_progress``)."""
    text = normalise(status.text) if status is not None else ""
    return "complete" if text in ("completed", "done") else text
