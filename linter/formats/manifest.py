"""``manifest``: ``MANIFEST.yaml`` (``linter/formats/manifest.md``)."""

from __future__ import annotations

from linter.model.document import Document
from linter.model.manifest import Manifest, Phase, ToolBatch
from linter.syntax.nodes import Limits, MappingNode, Node, ReadError, ScalarNode, SequenceNode, values
from linter.syntax.scalar_types import integer, is_boolean, is_null, is_placeholder, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.syntax.source import Source

_MCP = ("mcp_service_name", "service_display_name", "tools_status")
TOOL_LISTS = ("tools_completed", "tools_in_progress", "tools_remaining")
_TIMESTAMPS = ("timestamp", "updated", "discovery_timestamp")


def read(source: Source, limits: Limits) -> Document:
    """Return the manifest in *source*, without a root if it cannot be parsed."""
    text = source.text
    base = 1 if text.startswith("\ufeff") else 0
    from linter.syntax.yaml_reader import parse_yaml  # a run that finds all in the cache reads no YAML

    tree = parse_yaml(text[base:], base, limits)
    found = document(source, tree.root, tree.read_errors, Manifest)
    if isinstance(found, Manifest):
        _fill(found)
    return found


def empty(source: Source) -> Document:
    """Return an empty manifest; outside a directory of the format it only counts next to a tools manifest."""
    found = document(source, None, [], Manifest)
    found.read_errors[0].message = "the file is empty, expected a mapping"
    found.is_doubtful = not is_in_development(source.path)
    return found


def is_in_development(path: str) -> bool:
    """Return whether the file at *path* is in a directory of the format, whose name ends with ``-development``."""
    return path.rpartition("/")[0].endswith("-development")


def document(source: Source, root: object, read_errors: list[ReadError], model: type[Document]) -> Document:
    """Return a document of class *model*, without a root if the top level is not a mapping."""
    if isinstance(root, MappingNode):
        found = model(source, root, read_errors)
        found.dates = list(_dates(root, source))
        return found
    if not read_errors:
        message = "expected a mapping at the top level"
        read_errors.append(ReadError("not-a-mapping", 0, source.first_line_end, message))
    return Document(source, None, read_errors, model.kind)


def _fill(manifest: Manifest) -> None:
    root = manifest.root
    manifest.is_mcp = any(not is_null(root.get(field)) for field in _MCP)
    manifest.status = text_of(root.get("status"))
    if not is_placeholder(root.get("current_phase"), manifest.source):
        manifest.current_phase = text_of(root.get("current_phase"))
    phases = root.get("phases")
    for key, node in phases.entries.items() if isinstance(phases, MappingNode) else ():
        if isinstance(node, MappingNode):
            manifest.phases.append(Phase(key, node, text_of(node.get("status"))))
            if key == "implementation":
                manifest.implementation = node
    tools = root.get("tools_status")
    for name, node in tools.entries.items() if isinstance(tools, MappingNode) else ():
        if isinstance(node, MappingNode):
            manifest.tools_status[name] = node
    manifest.agents = _mappings(root.get("agents_contributed"))
    manifest.artifacts = _mappings(root.get("artifacts"))
    if manifest.is_mcp and manifest.implementation is not None:
        _fill_implementation(manifest, manifest.implementation)


def _fill_implementation(manifest: Manifest, phase: MappingNode) -> None:
    for field in TOOL_LISTS:
        tools = phase.get(field)
        texts = _texts(tools, manifest.source)
        if isinstance(tools, SequenceNode) and len(texts) == len(tools.items):  # else its contents are unknown
            manifest.tool_lists[field] = texts
    current, total = integer(phase.get("current_batch")), integer(phase.get("total_batches"))
    if current is not None and total is not None and not 1 <= current <= total:
        current = None  # current-batch reports it; no other check uses it
    for node in _mappings(phase.get("batch_history")):
        batch = ToolBatch(node)
        batch.number_node = text_of(node.get("batch_number"))
        batch.number = integer(node.get("batch_number"))
        batch.tools = _texts(node.get("tools"), manifest.source)
        batch.started_at, batch.completed_at = text_of(node.get("started_at")), text_of(node.get("completed_at"))
        manifest.batch_history.append(batch)
    if [batch.number for batch in manifest.batch_history] == list(range(1, len(manifest.batch_history) + 1)):
        for number, batch in enumerate(manifest.batch_history, 1):
            batch.is_behind = current is not None and number < current


def _mappings(node: Node | None) -> list[MappingNode]:
    return [item for item in node.items if isinstance(item, MappingNode)] if isinstance(node, SequenceNode) else []


def _texts(node: Node | None, source: Source) -> list[ScalarNode]:
    items = node.items if isinstance(node, SequenceNode) else []
    return [text for item in items if (text := text_of(item)) and not is_placeholder(item, source)]


def _dates(root: MappingNode, source: Source) -> Iterator[tuple[MappingNode, str, ScalarNode]]:
    """Yield every timestamp at any depth: ``*_at``, ``timestamp``, ``updated``, ``discovery_timestamp``."""
    seen: set[int] = set()  # nodes shared by aliases and merge keys are checked once
    for owner in values(root):
        if isinstance(owner, MappingNode):
            for field, value in owner.scalars():
                if id(value) in seen:
                    continue
                seen.add(id(value))
                if not (field.endswith("_at") or field in _TIMESTAMPS) or is_null(value):
                    continue
                if integer(value) is None and not is_boolean(value) and not is_placeholder(value, source):
                    yield owner, field, value
