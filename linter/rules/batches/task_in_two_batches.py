"""A task that is scheduled twice (``rules.md``, batches)."""

from __future__ import annotations

from linter.rule import Rule, related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model import Batch, Plan
    from linter.nodes import Scalar
    from linter.violation import Violation


class TaskInTwoBatches(Rule):
    """See ``task_in_two_batches.md``."""

    id = "task-in-two-batches"
    family = "batches"

    def check(self, document: Plan) -> Iterable[Violation]:
        stands: dict[str, list[tuple[Batch, Scalar]]] = {}
        for batch in document.batches:
            for item in batch.items:
                stands.setdefault(item.text, []).append((batch, item))
        for name, found in stands.items():
            if len(found) < 2 or name not in document.by_id:
                continue
            keys = [batch.key for batch, _ in found]
            if len(set(keys)) == 1:
                message = f"task {name!r} is listed twice in {keys[0]}"
            else:
                message = f"task {name!r} is scheduled in {' and in '.join(dict.fromkeys(keys))}"
            yield self.violation(
                document,
                found[1][1],
                message,
                {"task": name, "batches": keys},
                related=[related(document, item, f"in {batch.key} too") for batch, item in [found[0], *found[2:]]],
            )
