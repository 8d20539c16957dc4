"""A dependency that is a sentence or a phase instead of an id (``rules.md``, dependencies)."""

from __future__ import annotations

from linter.model.scope import FREE_TEXT, RESOLVED
from linter.rules.base import ProjectRule
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.rules.violation import Violation
    from linter.syntax.fix import Fix
    from linter.syntax.nodes import ScalarNode

_FIRST_WORD = lazy(r"[^\s,;:()]+(?=[\s,;:()])")


class ProseDependency(ProjectRule):
    """See ``prose_dependency.md``."""

    id = "prose-dependency"
    family = "dependencies"
    severity = WARNING
    fix = "unsafe"
    strict_options = {"done": True}

    done: bool = False

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            known = plan.local
            for task in plan.tasks:
                if task.is_closed and plan.kind == "progress" and not self.done:
                    continue
                for reference in task.dependencies:
                    text = reference.text
                    if text in known or project.resolve(plan, text, task).outcome != FREE_TEXT:
                        continue
                    yield self.violation(
                        plan,
                        reference,
                        f"dependency {text!r} of task {task.name!r} is no task id, so nothing can check it",
                        {"task": task.name, "dependency": text},
                        fix=self._fix(project, task, reference),
                    )

    def _fix(self, project: Project, task: Task, reference: ScalarNode) -> Fix | None:
        """Where the text begins with a known id, that id alone."""
        word = _FIRST_WORD.match(reference.text)
        if word is None or word[0] == task.name:
            return None
        if project.resolve(task.plan, word[0], task).outcome != RESOLVED:
            return None
        return rewrite(task.plan.source, reference, word[0], f"depend on {word[0]}", safe=False)
