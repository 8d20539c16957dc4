"""Find references that a reader understands but the tool of the format drops."""

from __future__ import annotations

from linter.model.scope import OTHER_SCOPE, TOLERATED
from linter.rules.base import ProjectRule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.model.scope import Resolution
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode

_COPIED = ("gsd", "vbw")  # formats whose planners copy plans of the same phase


class IgnoredDependency(ProjectRule):
    """See ``ignored_dependency.md``."""

    id = "ignored-dependency"
    family = "visibility"
    severity = WARNING
    kinds = ("backlog", "gsd", "vbw")
    fix = "safe"
    strict_options = {"done": True}

    done: bool = False

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            is_copied = plan.kind in _COPIED and not all(task.is_closed for task in project.namespace(plan).tasks())
            for task in plan.tasks:
                if (plan.is_draft or (task.is_closed and not is_copied)) and not self.done:
                    continue  # it needs no dependency any more
                references = [(reference, "depends on") for reference in task.dependencies]
                if task.parent is not None:
                    references.append((task.parent, "is a part of"))
                for reference, verb in references:
                    found = project.resolve(plan, reference.text, task)
                    if found.outcome in (TOLERATED, OTHER_SCOPE):
                        yield self._violation(task, reference, verb, found)

    def _violation(self, task: Task, reference: ScalarNode, verb: str, found: Resolution) -> Violation:
        source = task.plan.source
        written = source.text[reference.start : reference.end].strip("'\"")
        fix = None
        if found.suggestion:
            title = f"Replace `{written}` with `{found.suggestion}`"
            fix = rewrite(source, reference, found.suggestion, title, safe=found.is_sure)
        return self.violation(
            task.plan,
            reference,
            f"task `{task.name}` {verb} `{written}`, which is dropped: {found.reason}",
            {"task": task.name, "dependency": written, "suggestion": found.suggestion or None},
            related=[related(other.plan, other.id, f"`{other.name}` defined here") for other in found.tasks[:1]],
            fix=fix,
        )
