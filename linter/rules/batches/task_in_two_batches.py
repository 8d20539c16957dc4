"""Find tasks that are scheduled twice."""

from __future__ import annotations

from linter.rules.base import ProjectRule, related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from linter.model.plan import Batch, Plan
    from linter.model.project import Project
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode


class TaskInTwoBatches(ProjectRule):
    """See ``task_in_two_batches.md``."""

    id = "task-in-two-batches"
    family = "batches"

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            yield from self._check_plan(plan, project.namespace(plan).ids)

    def _check_plan(self, document: Plan, known: Container[str]) -> Iterable[Violation]:
        entries: dict[str, list[tuple[Batch, ScalarNode]]] = {}
        for batch in document.batches:
            for item in batch.items:
                entries.setdefault(item.text, []).append((batch, item))
        for name, found in entries.items():
            if len(found) < 2 or name not in known:
                continue
            keys = [batch.key for batch, _ in found]
            if len(set(keys)) == 1:
                message = f"task `{name}` is listed twice in `{keys[0]}`"
            else:
                message = f"task `{name}` is scheduled in {' and '.join(f'`{key}`' for key in dict.fromkeys(keys))}"
            yield self.violation(
                document,
                found[1][1],
                message,
                {"task": name, "batches": keys},
                related=[
                    related(document, item, f"also scheduled in `{batch.key}`")
                    for batch, item in [found[0], *found[2:]]
                ],
            )
