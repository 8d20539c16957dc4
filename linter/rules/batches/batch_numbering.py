"""Find batches whose numbers have a gap or are out of order."""

from __future__ import annotations

from itertools import pairwise

from linter.model.manifest import Manifest
from linter.model.plan import Plan
from linter.rules.base import Rule, related
from linter.rules.violation import ERROR, WARNING
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation

_KEY = lazy(r"batch_(\d{1,9})(?:_[A-Za-z]\w*)?\Z")  # `batch_1_p0` is a part of batch 1, `batch_0_1` has two numbers


class BatchNumbering(Rule):
    """See ``batch_numbering.md``."""

    id = "batch-numbering"
    family = "batches"
    severity = WARNING
    omits_finished = True
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
                message = f"`batch_number` is {batch.number}, expected {expected}"
                yield self.violation(manifest, batch.number_node, message, data, severity=ERROR)
                return

    def _check_plan(self, document: Plan) -> Iterable[Violation]:
        batches = sorted(document.batches, key=lambda batch: batch.node.key_start)
        matches = [_KEY.match(batch.key) if not batch.group else None for batch in batches]
        numbers = [int(match[1]) for match in matches if match]
        if len(numbers) < len(batches):
            return
        for (before, number), (batch, found) in pairwise(zip(batches, numbers, strict=True)):
            is_part = found == number and batch.key != f"batch_{found}"
            if found != number + 1 and not is_part:
                yield self.violation(
                    document,
                    batch.node.key_span,
                    f"expected `batch_{number + 1}` after `{before.key}`, found `{batch.key}`",
                    {"found": batch.key, "expected": f"batch_{number + 1}"},
                    related=[related(document, before.node.key_span, f"`{before.key}` defined here")],
                )
                return
