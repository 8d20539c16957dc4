"""Find dependencies that are a sentence or a phase instead of an id."""

from __future__ import annotations

from linter.model.scope import FREE_TEXT, RESOLVED
from linter.rules.base import ProjectRule
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.nodes import SequenceNode
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan, Task
    from linter.model.project import Project
    from linter.rules.violation import Violation
    from linter.syntax.fix import Fix
    from linter.syntax.nodes import ScalarNode

_WORD = lazy(r"[^\s,;:&+()]+")


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
                if (task.is_closed or plan.is_draft) and not self.done:
                    continue
                yield from self._of_texts(plan, task)
                for reference in task.dependencies:
                    text = reference.text
                    if text in known or project.resolve(plan, text, task).outcome != FREE_TEXT:
                        continue
                    yield self.violation(
                        plan,
                        reference,
                        f"dependency `{text}` of task `{task.name}` is not a task id",
                        {"task": task.name, "dependency": text},
                        fix=self._fix(project, task, reference),
                    )

    def _of_texts(self, plan: Plan, task: Task) -> Iterable[Violation]:
        """Report items of a list that contain several ids, each of which is resolved as if listed."""
        for text in plan.id_texts:
            container = task.node.get(text.field)
            if (
                text.is_item
                and isinstance(container, SequenceNode)
                and any(item is text.node for item in container.items)
            ):
                yield self.violation(
                    plan,
                    text.node,
                    f"dependency `{text.node.text}` of task `{task.name}` lists {len(text.pieces)} ids in one string",
                    {"task": task.name, "dependency": text.node.text},
                    fix=text.as_list(plan.source, container.flow),
                )

    def _fix(self, project: Project, task: Task, reference: ScalarNode) -> Fix | None:
        """Return a fix that keeps only the id at the start of the text, if it is known and the only one."""
        words = [word.strip("'\"`*") for word in _WORD.findall(reference.text)]
        ids = {word for word in words if project.resolve(task.plan, word, task).outcome == RESOLVED}
        if (
            not words
            or ids != {words[0]}
            or words[0] == task.name
            or (len(words) > 1 and _is_like(words[1:], words[0]))
        ):
            return None
        return rewrite(task.plan.source, reference, words[0], f"Replace the string with `{words[0]}`", safe=False)


def _is_like(words: list[str], id: str) -> bool:
    """Whether one of *words* has the shape of *id*, so that it may be an undefined id."""
    from linter.model.id_texts import shape

    return shape(id) in {shape(word) for word in words}
