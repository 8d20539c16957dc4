"""Compare the batches of tools with ``batch_size`` (row 29 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.rules.base import ProjectRule, related
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.model.project import Project
    from linter.rules.violation import Violation


class BatchSize(ProjectRule):
    """See ``batch_size.md``."""

    id = "batch-size"
    family = "batches"
    severity = WARNING
    kinds = ("manifest",)

    def check(self, project: Project) -> Iterable[Violation]:
        for manifest in project.manifests():
            size = manifest.number("batch_size")
            if manifest.implementation is not None and size is not None and size > 0:
                yield from self._total(project, manifest, size)
                yield from self._history(manifest, size)

    def _total(self, project: Project, manifest: Manifest, size: int) -> Iterable[Violation]:
        tools = project.tools_of(manifest)
        found = manifest.number("total_batches")
        if tools is None or found is None or found < 0 or not tools.has_tools or manifest.implementation is None:
            return
        expected = -(-len(tools.tools) // size)
        node = manifest.implementation.get("total_batches")
        if found != expected and node is not None:
            yield self.violation(
                manifest,
                node,
                f"`total_batches` is {found}, but {len(tools.tools)} tools need {expected} batches of {size}",
                {"batch": "total_batches", "size": found, "expected": expected},
                related=[related(tools, tools.root.entries["tools"].key_span, f"{len(tools.tools)} tools listed here")],
            )

    def _history(self, manifest: Manifest, size: int) -> Iterable[Violation]:
        for batch in manifest.batch_history:
            if len(batch.tools) > size:
                number = batch.number_node.text if batch.number_node else "?"
                yield self.violation(
                    manifest,
                    batch.node.entries["tools"].key_span,
                    f"batch {number} has {len(batch.tools)} tools, but `batch_size` is {size}",
                    {"batch": number, "size": len(batch.tools), "expected": size},
                )
