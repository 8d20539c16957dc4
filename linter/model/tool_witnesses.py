"""Witnesses for ``total_tools`` and ``tools_discovered``, from the manifest next to the tools."""

from __future__ import annotations

from linter.model.did_you_mean import kebab
from linter.model.manifest import Manifest, ToolsManifest
from linter.model.witness import NEVER, SAFE, Witness, weakened
from linter.syntax.nodes import ScalarNode
from linter.syntax.scalar_types import integer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.counts import Count
    from linter.model.document import Document
    from linter.model.project import Project


def add_witnesses(count: Count, document: Document, project: Project) -> None:
    """Set the witnesses of a wrong *count* of tools in *document*, and how safe its fix is."""
    tools = count.counted
    assert isinstance(tools, ToolsManifest)
    manifests = [document] if isinstance(document, Manifest) else _manifests(tools, project)
    lost = [witness for manifest in manifests for witness in _lost(manifest, tools)]
    count.witnesses = [*lost, *(witness for manifest in manifests for witness in _lists(manifest, count))]
    discovered = [location for manifest in manifests for location in _discovered(manifest)]
    level = SAFE
    if count.field == "total_tools":
        count.witnesses += [
            Witness(manifest, node, f"`tools_discovered` is {number}")
            for manifest, node, number in discovered
            if number == count.found
        ]
        if any(number != count.expected for _, _, number in discovered):
            level = NEVER  # the manifest would have to be changed too
    elif count.expected != len(tools.tools):
        level = NEVER  # three numbers, of which no two agree
    if len({name.text for name in tools.names}) < len(tools.names) or (lost and count.expected < count.found):
        level = NEVER
    level = weakened(level, count.witnesses)
    count.is_safe, count.is_fixable = level == SAFE, level > NEVER


def _manifests(tools: ToolsManifest, project: Project) -> list[Manifest]:
    found = project.directory(tools.directory)
    return [document for document in found if isinstance(document, Manifest) and document.root is not None]


def _lost(manifest: Manifest, tools: ToolsManifest) -> Iterator[Witness]:
    """Yield a witness for each tool that *manifest* names and *tools* does not have."""
    if not tools.is_named:
        return
    known = {form for name in tools.names for form in (name.text, kebab(name.text))}
    named = [*manifest.tools, *(tool for batch in manifest.batch_history for tool in batch.tools)]
    locations = {tool.text: tool.span for tool in reversed(named)}
    locations.update({name: node.key_span for name, node in manifest.tools_status.items() if name not in locations})
    for name, location in locations.items():
        if name not in known:
            yield Witness(manifest, location, f"`{name}` is not in {tools.name}")


def _lists(manifest: Manifest, count: Count) -> Iterator[Witness]:
    """Yield a witness if the three lists, or ``tools_status``, have as many tools as *count* declares."""
    listed = {tool.text for tool in manifest.tools}
    if listed and len(listed) == count.found:
        yield Witness(manifest, manifest.tools[0], f"{len(listed)} tools are listed")
    elif manifest.tools_status and len(manifest.tools_status) == count.found:
        first = next(iter(manifest.tools_status.values()))
        yield Witness(manifest, first.key_span, f"{len(manifest.tools_status)} tools have a status")


def _discovered(manifest: Manifest) -> Iterator[tuple[Manifest, ScalarNode, int]]:
    for phase in manifest.phases if manifest.is_mcp else ():
        node = phase.node.get("tools_discovered")
        found = integer(node)
        if isinstance(node, ScalarNode) and found is not None:
            yield manifest, node, found
