"""Find references to files that do not exist (also rows 24 and 38 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.file_references import references
from linter.model.project_files import MISSING
from linter.rules.base import ProjectRule
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.model.project import Project
    from linter.rules.violation import Violation

_TOOLS = "tools_manifest.json"


class MissingReference(ProjectRule):
    """See ``missing_reference.md``."""

    id = "missing-reference"
    family = "references"
    severity = WARNING
    kinds = ("progress", "manifest")

    def check(self, project: Project) -> Iterable[Violation]:
        for document in project.named.values():
            for field, node in document.missing:
                message = f"`{field}` does not exist: `{node.text}`"
                yield self.violation(document, node, message, {"field": field, "target": node.text})
            for reference in () if document.severities else references(document):
                if project.find(document, reference) == MISSING:
                    yield self.violation(
                        document,
                        reference.node,
                        f"`{reference.field}` points to a file that does not exist: `{reference.target}`",
                        {"field": reference.field, "target": reference.target},
                        help=None if reference.beside else "paths are relative to the root of the repository",
                    )
        for manifest in project.manifests():
            yield from self._tools_manifest(project, manifest)

    def _tools_manifest(self, project: Project, manifest: Manifest) -> Iterable[Violation]:
        """Report an MCP manifest without a tools manifest next to it, unless an artifact names it."""
        named = any(reference.target == _TOOLS for reference in references(manifest))
        service = manifest.root.get("mcp_service_name")
        if manifest.is_mcp and service is not None and not named and not project.has_tools_file(manifest):
            message = f"missing `{_TOOLS}` next to the MCP manifest"
            yield self.violation(manifest, service, message, {"field": "mcp_service_name", "target": _TOOLS})
