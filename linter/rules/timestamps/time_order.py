"""Something that ends before it begins (``rules.md``, timestamps)."""

from __future__ import annotations

from linter.model.manifest import Manifest
from linter.model.plan import Plan
from linter.rules.base import Rule, related
from linter.rules.timestamps._chronology import Step, runs_backwards, steps
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        found: dict[tuple[str, str, bool], list[Step]] = {}
        for step in self._steps(document):
            if runs_backwards(step.earlier, step.later):
                found.setdefault((step.earlier_name, step.later_name, step.is_error), []).append(step)
        for alike in found.values():
            yield self._pair(document, alike)

    def _steps(self, document: Document) -> Iterator[Step]:
        """The pairs of times in one mapping, and those of a manifest that follow each other."""
        owners: dict[int, dict[str, ScalarNode]] = {}
        for owner, field, node in document.dates:
            owners.setdefault(id(owner), {})[field] = node
        tasks: set[int] = set()
        if isinstance(document, Plan) and self.is_history(document):
            tasks = {id(task.node) for task in document.tasks if task.node is not document.root}
        for key, dates in owners.items():
            if key not in tasks:
                yield from _pairs(dates)
        if isinstance(document, Manifest):
            yield from steps(document)

    def _pair(self, document: Document, alike: list[Step]) -> Violation:
        """The violation of all steps of one pair of fields."""

        def rebuild(indices: Sequence[int]) -> Violation:
            first, *others = chosen = [alike[index] for index in indices]
            rest = f" (and {len(others)} more)" if others else ""
            places = [related(document, first.earlier, f"{first.earlier_name} is here")]
            places += [related(document, step.later, step.message) for step in others]
            return self.violation(
                document,
                first.later,
                f"{first.message}{rest}",
                {"earlier": first.earlier_name, "later": first.later_name, "count": len(chosen)},
                severity=None if first.is_error else WARNING,
                related=places,
            )

        name = f"{alike[0].earlier_name} {alike[0].later_name}"
        return self.group(name, [step.later.span for step in alike], rebuild)


def _pairs(dates: dict[str, ScalarNode]) -> Iterator[Step]:
    for earlier_names, later_names in _PAIRS:
        earlier = next((name for name in earlier_names if name in dates), None)
        for later in later_names:
            if earlier and later in dates:
                first, second = dates[earlier], dates[later]
                message = f"{later} {second.text} is before {earlier} {first.text}"
                yield Step(first, earlier, second, later, message, is_error=True)
