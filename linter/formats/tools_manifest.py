"""``tools-manifest``: the ``tools_manifest.json`` next to a manifest (``linter/formats/tools_manifest.md``)."""

from __future__ import annotations

from linter.formats.manifest import document, is_in_development
from linter.model.manifest import ToolsManifest
from linter.syntax.nodes import MappingNode, ReadError, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.document import Document
    from linter.syntax.nodes import Limits, Node
    from linter.syntax.source import Source

_OWN = ('"total_tools"', '"discovery_timestamp"', '"token_estimate"')  # keys that other tools do not write
_OF_A_TOOL = frozenset(("name", "description", "input_schema", "token_estimate"))


def read(source: Source, limits: Limits, forced: bool = False) -> Document | None:
    """Return the tools manifest in *source*, without a root if it cannot be parsed.

    JSON of another program, outside the directories of the format, only counts next to a manifest, or if *forced*.
    """
    from linter.syntax.json_reader import parse_json

    tree = parse_json(source.text, limits)

    if not source.text.strip("\ufeff \t\r\n"):
        end = min(1, len(source.text))
        tree.read_errors[:] = [ReadError("syntax-error", 0, end, "the file is empty, expected JSON")]
    found = document(source, tree.root, tree.read_errors, ToolsManifest)
    has_own_key = any(key in source.text for key in _OWN)
    is_ours = forced or is_in_development(source.path) or has_own_key or _is_list(tree.root)
    found.is_doubtful = tree.root is not None and not is_ours  # no program reads broken JSON
    return found


def _is_list(root: Node | None) -> bool:
    """Whether *root* is a list of tools alone, without keys of other programs, such as ``inputSchema``."""
    tools = root.get("tools") if isinstance(root, MappingNode) and len(root.entries) == 1 else None
    if not isinstance(tools, SequenceNode):
        return False
    return all(_OF_A_TOOL.issuperset(tool.entries) for tool in tools.items if isinstance(tool, MappingNode))
