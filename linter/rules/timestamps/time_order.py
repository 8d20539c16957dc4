"""Something that ends before it begins (``rules.md``, timestamps)."""

from __future__ import annotations

from linter.model.manifest import Manifest
from linter.model.plan import Plan
from linter.rules.base import Rule, related
from linter.rules.timestamps._chronology import Step, runs_backwards, steps
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode

_PAIRS = (
    (("started", "started_at"), ("completed", "completed_at")),
    (("created", "created_at", "created_date"), ("updated", "updated_at", "last_updated", "updated_date")),
)


class TimeOrder(Rule):
    """See ``time_order.md``."""

    id = "time-order"
    family = "timestamps"
    kinds = ()

    def check(self, document: Document) -> Iterable[Violation]:
        owners: dict[int, dict[str, ScalarNode]] = {}
        for owner, field, node in document.dates:
            owners.setdefault(id(owner), {})[field] = node
        tasks: set[int] = set()
        if isinstance(document, Plan) and self.is_history(document):
            tasks = {id(task.node) for task in document.tasks}
        for key, dates in owners.items():
            if key in tasks:
                continue
            for earlier_names, later_names in _PAIRS:
                for later in later_names:
                    earlier = next((name for name in earlier_names if name in dates), None)
                    if earlier and later in dates:
                        yield from self._compare(document, dates, earlier, later)

        if isinstance(document, Manifest):
            for step in steps(document):
                yield from self._step(document, step)

    def _compare(
        self, document: Document, dates: dict[str, ScalarNode], earlier: str, later: str
    ) -> Iterable[Violation]:
        if runs_backwards(dates[earlier], dates[later]):
            begin, end = dates[earlier].text, dates[later].text
            yield self.violation(
                document,
                dates[later],
                f"{later} {end} is before {earlier} {begin}",
                {"earlier": earlier, "later": later},
                related=[related(document, dates[earlier], f"{earlier} is here")],
            )

    def _step(self, manifest: Manifest, step: Step) -> Iterable[Violation]:
        if runs_backwards(step.earlier, step.later):
            yield self.violation(
                manifest,
                step.later,
                step.message,
                {"earlier": step.earlier_name, "later": step.later_name},
                severity=None if step.is_error else WARNING,
                related=[related(manifest, step.earlier, f"{step.earlier_name} is here")],
            )
