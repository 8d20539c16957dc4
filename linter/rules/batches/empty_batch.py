"""Find batches without tasks."""

from __future__ import annotations

from linter.rules.base import Rule
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan
    from linter.rules.violation import Violation


class EmptyBatch(Rule):
    """See ``empty_batch.md``."""

    id = "empty-batch"
    family = "batches"
    severity = WARNING
    omits_finished = True

    def check(self, document: Plan) -> Iterable[Violation]:
        for batch in document.batches:
            if not batch.container.items and not batch.is_text:
                yield self.violation(document, batch.node.key_span, f"`{batch.key}` is empty", {"batch": batch.key})
