"""``tools-manifest``: the ``tools_manifest.json`` next to a manifest (``linter/formats/tools_manifest.md``)."""

from __future__ import annotations

from linter.formats.manifest import document
from linter.model.manifest import ToolsManifest
from linter.syntax.nodes import ReadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.document import Document
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source


def read(source: Source, limits: Limits) -> Document | None:
    """Return the tools manifest in *source*, without a root if it cannot be parsed."""
    from linter.syntax.json_reader import parse_json

    tree = parse_json(source.text, limits)

    if not source.text.strip("\ufeff \t\r\n"):
        end = min(1, len(source.text))
        tree.read_errors[:] = [ReadError("syntax-error", 0, end, "the file is empty, expected JSON")]
    return document(source, tree.root, tree.read_errors, ToolsManifest)
