"""Find dependencies that a task names twice."""

from __future__ import annotations

from linter.rules.base import Rule, related
from linter.rules.dependencies.self_dependency import Remover
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode


class DuplicateDependency(Rule):
    """See ``duplicate_dependency.md``."""

    id = "duplicate-dependency"
    family = "dependencies"
    severity = WARNING
    fix = "safe"

    def check(self, document: Plan) -> Iterable[Violation]:
        for task in document.tasks:
            if len(task.dependencies) < 2:
                continue
            seen: dict[str, ScalarNode] = {}
            remover: Remover | None = None
            for reference in task.dependencies:
                first = seen.setdefault(reference.text, reference)
                if first is not reference:
                    remover = remover or Remover(document, task)
                    yield self.violation(
                        document,
                        reference,
                        f"task `{task.name}` lists dependency `{reference.text}` twice",
                        {"task": task.name, "dependency": reference.text},
                        related=[related(document, first, "first listed here")],
                        fix=remover.fix(reference, safe=True),
                    )
