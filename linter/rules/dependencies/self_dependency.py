"""A task that waits for itself (``rules.md``, dependencies)."""

from __future__ import annotations

from linter.edits import change_list
from linter.nodes import Scalar, Sequence
from linter.rule import Rule
from linter.violation import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model import Plan, Task
    from linter.violation import Violation


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
                        f"task {name!r} depends on itself: it can never start",
                        {"task": name},
                        fix=remove_dependency(document, task, reference, safe=False),
                    )
                    break


def remove_dependency(plan: Plan, task: Task, reference: Scalar, *, safe: bool) -> Fix | None:
    """The fix that takes *reference* out of the list it stands in; None where it stands in no list."""
    for field in ("dependencies", "depends_on"):
        holder = task.node.get(field)
        if isinstance(holder, Sequence):
            for index, item in enumerate(holder.items):
                if item is reference or item.start == reference.start >= 0:
                    edits = change_list(plan.source.text, holder, [index])
                    return Fix(f"remove {reference.text}", edits, safe=safe) if edits else None
    return None
