"""Manifests (``linter/formats/manifest.md``): ``MANIFEST.yaml`` with phases and tools, and ``tools_manifest.json``."""

from __future__ import annotations

from linter.model.document import Document
from linter.model.statuses import CLOSED, DONE, normalise, status_class
from linter.syntax.nodes import SequenceNode
from linter.syntax.scalar_types import integer, string_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.syntax.nodes import MappingNode, ReadError, ScalarNode
    from linter.syntax.source import Source

_KEY_PREFIX = lazy(r"(\d{1,4})_")
PHASE_STATES = ("pending", "in_progress", "complete", "blocked", "failed", "skipped")


class Phase:
    """A phase of a manifest. ``state`` is its status in the spelling of the format, or empty if unknown."""

    __slots__ = ("key", "node", "state", "status")

    def __init__(self, key: str, node: MappingNode, status: ScalarNode | None) -> None:
        self.key = key
        self.node = node
        self.status = status
        known = state(status)
        self.state = known if known in PHASE_STATES else ""

    @property
    def is_closed(self) -> bool:
        """Whether no work is left in it."""
        return self.state in ("complete", "skipped", "failed")


class ToolBatch:
    """An entry of ``batch_history``; ``is_behind`` if a later batch is running."""

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
    """A ``MANIFEST.yaml``; ``is_mcp`` if it describes an MCP service."""

    kind = "manifest"
    root: MappingNode

    def __init__(self, source: Source, root: MappingNode, read_errors: list[ReadError]) -> None:
        super().__init__(source, root, read_errors)
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
        """Return an integer field of the implementation phase, such as ``current_batch``."""
        return integer(self.implementation.get(field)) if self.implementation is not None else None

    @property
    def is_finished(self) -> bool:
        """See ``Document.is_finished``."""
        return self.status is not None and status_class(self.status.text) in (DONE, CLOSED)

    @property
    def tools(self) -> list[ScalarNode]:
        """The tools of the three lists."""
        return [tool for tools in self.tool_lists.values() for tool in tools]


class ToolsManifest(Document):
    """A ``tools_manifest.json``; ``names`` are the tools that have a name."""

    kind = "tools-manifest"
    comments = ""
    root: MappingNode

    def __init__(self, source: Source, root: MappingNode, read_errors: list[ReadError]) -> None:
        super().__init__(source, root, read_errors)
        tools = root.get("tools")
        self.has_tools = isinstance(tools, SequenceNode)
        self.tools = tools.items if isinstance(tools, SequenceNode) else []
        self.names = [name for tool in self.tools if (name := string_of(tool.get("name")))]

    @property
    def is_named(self) -> bool:
        """Whether every tool has a name, so that the set of tools is known."""
        return self.has_tools and len(self.names) == len(self.tools)


def state(status: ScalarNode | None) -> str:
    """Return a status of a manifest, phase or tool in the spelling of the format (``complete``, ``in_progress``)."""
    text = normalise(status.text) if status is not None else ""
    return "complete" if text in ("completed", "done") else text


def current_index(manifest: Manifest) -> int | None:
    """Return the index of the phase that ``current_phase`` names by key, number or name, or None."""
    if manifest.current_phase is None:
        return None
    current = manifest.current_phase.text.strip()
    keys = [phase.key for phase in manifest.phases]
    if current in keys:
        return keys.index(current)
    for index, key in enumerate(keys):
        prefix = _KEY_PREFIX.match(key)
        if prefix and (current.lstrip("0") == prefix[1].lstrip("0") or current == key[prefix.end() :]):
            return index
    return None
