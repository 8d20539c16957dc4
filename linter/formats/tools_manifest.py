"""``tools-manifest``: the ``tools_manifest.json`` next to a manifest (``linter/formats/tools_manifest.md``)."""

from __future__ import annotations

from posixpath import basename

from linter.formats.adapter import FormatAdapter
from linter.formats.manifest import document
from linter.model.manifest import ToolsManifest
from linter.syntax.nodes import ReadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.formats.context import FileContext
    from linter.model.document import Document
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source


class ToolsManifestFormat(FormatAdapter):
    """All files named ``tools_manifest.json``."""

    name = "tools-manifest"
    kinds = ("tools-manifest",)

    def may_match_path(self, path: str) -> bool:
        """Return whether the file has that name."""
        return path.endswith("tools_manifest.json") and basename(path) == "tools_manifest.json"

    def identifies_itself(self, text: str) -> bool:
        """Return True, because the name is sufficient."""
        return True

    def is_certain(self, path: str) -> bool:
        """Return True, because the name is sufficient."""
        return True

    def read(
        self, source: Source, limits: Limits, forced: bool = False, context: FileContext | None = None
    ) -> Document | None:
        """Return the tools manifest in *source*, without a root if it cannot be parsed."""
        from linter.syntax.json_reader import parse_json

        tree = parse_json(source.text, limits)

        if not source.text.strip("\ufeff \t\r\n"):
            end = min(1, len(source.text))
            tree.faults[:] = [ReadError("syntax-error", 0, end, "the file is empty, expected JSON")]
        return document(source, tree.root, tree.faults, ToolsManifest)
