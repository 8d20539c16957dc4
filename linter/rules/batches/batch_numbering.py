"""Batches that are not numbered 1, 2, 3 … in order (``rules.md``, batches)."""

from __future__ import annotations

from linter.model.manifest import Manifest
from linter.model.plan import Plan
from linter.rules.base import Rule, related
from linter.rules.violation import ERROR, WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation


class BatchNumbering(Rule):
    """See ``batch_numbering.md``."""

    id = "batch-numbering"
    family = "batches"
    severity = WARNING
    kinds = ("progress", "manifest")

    def check(self, document: Document) -> Iterable[Violation]:
        if isinstance(document, Plan):
            yield from self._check_plan(document)
        elif isinstance(document, Manifest):
            yield from self._check_history(document)

    def _check_history(self, manifest: Manifest) -> Iterable[Violation]:
        for expected, batch in enumerate(manifest.batch_history, 1):
            if batch.number_node is None or batch.number is None:
                return
            if batch.number != expected:
                data = {"found": batch.number, "expected": expected}
                message = f"batch_number {batch.number} stands where {expected} is expected"
                yield self.violation(manifest, batch.number_node, message, data, severity=ERROR)
                return

    def _check_plan(self, document: Plan) -> Iterable[Violation]:
        batches = sorted(document.batches, key=lambda batch: batch.node.key_start)
        if not batches or not all(batch.plain for batch in batches):
            return
        expected = min(batches[0].number, 1)
        for place, batch in enumerate(batches):
            if batch.number != expected:
                before = batches[place - 1] if place else None
                yield self.violation(
                    document,
                    batch.node.key_span,
                    f"{batch.key} stands where batch_{expected} is expected",
                    {"found": batch.key, "expected": f"batch_{expected}"},
                    related=[related(document, before.node.key_span, f"{before.key} is before it")] if before else (),
                )
                return
            expected += 1
