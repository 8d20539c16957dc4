"""Find a ``current_batch`` outside 1 to ``total_batches`` (row 11 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.rules.base import Rule, related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.rules.violation import Violation


class CurrentBatch(Rule):
    """See ``current_batch.md``."""

    id = "current-batch"
    family = "batches"
    kinds = ("manifest",)

    def check(self, document: Manifest) -> Iterable[Violation]:
        current, total = document.number("current_batch"), document.number("total_batches")
        if document.implementation is None or current is None or total is None or total < 0 or 1 <= current <= total:
            return
        node, limit = (document.implementation.get(field) for field in ("current_batch", "total_batches"))
        assert node is not None and limit is not None
        wanted = "batch numbers start at 1" if current < 1 else f"`total_batches` is {total}"
        yield self.violation(
            document,
            node,
            f"`current_batch` is {current}, but {wanted}",
            {"current": current, "total": total},
            related=[related(document, limit, "`total_batches` set here")],
        )
