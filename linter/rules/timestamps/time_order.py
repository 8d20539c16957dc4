"""Find times that end before they start."""

from __future__ import annotations

from linter.model.manifest import Manifest
from linter.model.plan import Plan
from linter.rules.base import Rule, related
from linter.rules.timestamps._chronology import Step, pairs, runs_backwards, steps
from linter.rules.timestamps._completions import inversions, stale_update, update_fix
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linter.model.document import Document
    from linter.model.plan import Task
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode


class TimeOrder(Rule):
    """See ``time_order.md``."""

    id = "time-order"
    family = "timestamps"
    kinds = ()
    fix = "safe"
    strict_options = {"dependencies": True}
    reports_at_closing = True

    dependencies: bool = False

    def check(self, document: Document) -> Iterable[Violation]:
        found: dict[tuple[str, str, bool], list[Step]] = {}
        for step in self._steps(document):
            if runs_backwards(step.earlier, step.later):
                found.setdefault((step.earlier_name, step.later_name, step.is_error), []).append(step)
        for alike in found.values():
            yield self._pair(document, alike)
        wrong = list(inversions(document)) if self.dependencies and not self.is_history(document) else []
        if wrong:
            spans = [step.later.span for *_, step in wrong]
            yield self.group("dependencies", spans, lambda chosen: self._inverted(document, [wrong[i] for i in chosen]))

    def _steps(self, document: Document) -> Iterator[Step]:
        """Yield the pairs of times in each mapping, and the order of times in a manifest."""
        owners: dict[int, dict[str, ScalarNode]] = {}
        for owner, field, node in document.dates:
            owners.setdefault(id(owner), {})[field] = node
        tasks: set[int] = set()
        if isinstance(document, Plan) and self.is_history(document):
            tasks = {id(task.node) for task in document.tasks}
        for key, dates in owners.items():
            if key not in tasks:
                yield from pairs(dates)
        if isinstance(document, Manifest):
            yield from steps(document)
        elif not self.is_history(document):
            yield from stale_update(document)

    def _pair(self, document: Document, alike: list[Step]) -> Violation:
        """Return the violation of all steps of one pair of fields."""

        def rebuild(indices: Sequence[int]) -> Violation:
            first, *others = chosen = [alike[index] for index in indices]
            rest = f" (and {len(others)} more)" if others else ""
            locations = [related(document, first.earlier, f"`{first.earlier_name}` set here")]
            locations += [related(document, step.later, step.message) for step in others]
            return self.violation(
                document,
                first.later,
                f"{first.message}{rest}",
                {**first.names, "count": len(chosen)},
                severity=None if first.is_error else WARNING,
                related=locations,
                fix=update_fix(document, first),
            )

        name = f"{alike[0].earlier_name} {alike[0].later_name}"
        return self.group(name, [step.later.span for step in alike], rebuild)

    def _inverted(self, document: Document, wrong: list[tuple[Task, Task, Step]]) -> Violation:
        (task, dependency, step), *others = wrong
        rest = f" (and {len(others)} more)" if others else ""
        return self.violation(
            document,
            step.later,
            f"{step.message}{rest}",
            {"task": task.name, "dependency": dependency.name, **step.names, "count": len(wrong)},
            severity=WARNING,
            related=[related(document, step.earlier, f"completion of `{dependency.name}`")]
            + [related(document, step.later, step.message) for *_, step in others],
        )
