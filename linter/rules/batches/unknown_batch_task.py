"""Find batches that name a task which does not exist."""

from __future__ import annotations

from linter.model.plan_scope import is_prose
from linter.rules.base import ProjectRule, did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.did_you_mean import IdSuggester
    from linter.model.project import Project
    from linter.rules.violation import Violation


class UnknownBatchTask(ProjectRule):
    """See ``unknown_batch_task.md``."""

    id = "unknown-batch-task"
    family = "batches"

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            known = plan.by_id
            guesser: IdSuggester | None = None
            for batch in plan.batches:
                for item in batch.items:
                    name = item.text
                    if name in known or is_prose(name):
                        continue
                    namespace = project.namespace(plan)
                    if name in namespace.ids or namespace.excused:
                        continue
                    from linter.model.did_you_mean import IdSuggester  # a clean plan needs none

                    guesser = guesser or IdSuggester(namespace.digits)
                    near = guesser.closest(name)
                    yield self.violation(
                        plan,
                        item,
                        f"`{batch.key}` lists unknown task `{name}`",
                        {"task": name, "batch": batch.key, "suggestion": near},
                        help=did_you_mean(near),
                    )
