"""Find dependencies on ids that no task has (``docs/explanation/cross-file.md`` has the search order)."""

from __future__ import annotations

from linter.model.scope import OTHER_PLAN, UNKNOWN
from linter.rules.base import ProjectRule, did_you_mean, related
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model.did_you_mean import IdSuggester
    from linter.model.plan import Plan, Task
    from linter.model.project import Project
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode


class UnknownDependency(ProjectRule):
    """See ``unknown_dependency.md``."""

    id = "unknown-dependency"
    family = "dependencies"
    strict_options = {"done": True}

    done: bool = False

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            known = plan.local
            guesser: IdSuggester | None = None
            for task in plan.tasks:
                if (task.is_closed or plan.is_draft) and not self.done:
                    continue
                for reference in task.dependencies:
                    if reference.text in known:
                        continue
                    resolution = project.resolve(plan, reference.text, task)
                    if resolution.outcome not in (OTHER_PLAN, UNKNOWN) or project.is_mentioned(plan, reference.text):
                        continue
                    if resolution.outcome == OTHER_PLAN:
                        yield self._foreign(plan, task, reference, resolution.tasks)
                    else:
                        near = None
                        if project.has_common_ids(plan):
                            guesser = guesser or project.guesser(plan)
                            near = guesser.closest(reference.text, other_than=task.name)
                        else:  # each task has its own scope
                            own = project.namespace(plan).known_name(task)
                            near = project.scope_guesser(plan, task).closest(reference.text, other_than=own)
                        yield self._unknown(plan, task, reference, near)

    def _unknown(self, plan: Plan, task: Task, reference: ScalarNode, near: str | None) -> Violation:
        name = reference.text
        return self.violation(
            plan,
            reference,
            f"task `{task.name}` depends on unknown task `{name}`",
            {"task": task.name, "dependency": name, "suggestion": near},
            help=did_you_mean(near),
        )

    def _foreign(self, plan: Plan, task: Task, reference: ScalarNode, found: Sequence[Task]) -> Violation:
        other = found[0]
        return self.violation(
            plan,
            reference,
            f"task `{task.name}` depends on `{reference.text}`, which is defined in a different plan",
            {"task": task.name, "dependency": reference.text, "suggestion": None},
            severity=WARNING,
            related=[related(other.plan, other.id, f"`{reference.text}` defined here")],
        )
