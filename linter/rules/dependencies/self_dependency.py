"""Find tasks that depend on themselves."""

from __future__ import annotations

from linter.rules.base import Rule
from linter.syntax.edits import change_list
from linter.syntax.fix import Fix
from linter.syntax.nodes import ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan, Task
    from linter.rules.violation import Violation


class SelfDependency(Rule):
    """See ``self_dependency.md``."""

    id = "self-dependency"
    family = "dependencies"
    fix = "unsafe"

    def check(self, document: Plan) -> Iterable[Violation]:
        for task in document.tasks:
            name, own = task.name, task.own_names
            for reference in task.dependencies:
                if reference.text in own:
                    yield self.violation(
                        document,
                        reference,
                        f"task `{name}` depends on itself",
                        {"task": name},
                        fix=Remover(document, task).fix(reference, safe=False),
                    )
                    break


class Remover:
    """Removes dependencies of one task from their lists, each by a separate fix."""

    def __init__(self, plan: Plan, task: Task) -> None:
        self._text = plan.source.text
        self._places: dict[int, tuple[SequenceNode, int, bool]] = {}  # list, index, whether the list contains comments
        self._at: dict[int, tuple[SequenceNode, int, bool]] = {}  # the same by start offset
        for field in ("dependencies", "depends_on"):
            container = task.node.get(field)
            if isinstance(container, SequenceNode):
                has_comment = "#" in self._text[container.start : container.end]
                for index, item in enumerate(container.items):
                    self._places[id(item)] = self._at[item.start] = container, index, has_comment

    def fix(self, reference: ScalarNode, *, safe: bool) -> Fix | None:
        """Return the fix that removes *reference*, or None if it is not in a list or cannot be removed alone."""
        location = self._places.get(id(reference)) or self._at.get(reference.start)
        if location is None:
            return None
        container, index, has_comment = location
        if container.items[index].end > reference.end + 1:
            return None  # one of several ids in a string: the others must stay
        edits = change_list(self._text, container, [index], has_comment=has_comment)
        return Fix(f"Remove `{reference.text}`", edits, safe=safe) if edits else None
