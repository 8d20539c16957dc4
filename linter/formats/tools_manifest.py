"""``tools-manifest``: the ``tools_manifest.json`` beside a manifest (``formats.md`` section 3, seed 002)."""

from __future__ import annotations

from posixpath import basename

from linter.formats.manifest import document
from linter.model.manifest import ToolsManifest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.document import Document
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

name = "tools-manifest"
kinds = ("tools-manifest",)


def claims(path: str) -> bool:
    """Whether a file of this name is looked at."""
    return path.endswith("tools_manifest.json") and basename(path) == "tools_manifest.json"


def sniff(data: bytes) -> bool:
    """The name says it all."""
    return True


def marked(text: str) -> bool:
    """The name says it all."""
    return True


def read(source: Source, limits: Limits, forced: bool = False) -> Document | None:
    """The tools manifest in *source*; what cannot be read has no root."""
    from linter.syntax.json_reader import parse_json

    tree = parse_json(source.text, limits)
    return document(source, tree.root, tree.faults, ToolsManifest)
