"""Find parents that are done before their children, or open after them."""

from __future__ import annotations

from linter.model.statuses import DONE
from linter.rules.base import ProjectRule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.rules.violation import Violation


class ParentStatus(ProjectRule):
    """See ``parent_status.md``."""

    id = "parent-status"
    family = "status"
    severity = WARNING
    kinds = ("backlog",)
    fix = "unsafe"

    def check(self, project: Project) -> Iterable[Violation]:
        for scope in project.namespaces():
            for parent, children in scope.families():
                if parent.plan.is_shipped and not self.reads_finished:
                    continue
                if parent.status_class and all(child.status_class for child in children):
                    yield from self._judge(parent, children)

    def _judge(self, parent: Task, children: list[Task]) -> Iterable[Violation]:
        waiting = [child for child in children if not child.is_closed]
        noun = getattr(parent, "noun", "task")
        if parent.status_class == DONE and waiting:
            names = ", ".join(child.name for child in waiting[:5]) + (" …" if len(waiting) > 5 else "")
            parts = f"{len(waiting)} of {len(children)} parts are" if len(children) > 1 else "its only part is"
            message = f"{noun} `{parent.name}` is {parent.state}, but {parts} open: {names}"
            yield self._violation(parent, waiting, message)
        elif not waiting and not parent.is_closed and any(child.status_class == DONE for child in children):
            parts = f"all of its {len(children)} parts are" if len(children) > 1 else "its only part is"
            message = f"{noun} `{parent.name}` is {parent.state}, but {parts} closed"
            yield self._violation(parent, children, message, finish=True)

    def _violation(self, parent: Task, children: list[Task], message: str, finish: bool = False) -> Violation:
        done, fix = getattr(parent, "done", "done"), None
        if finish and parent.status is not None:
            fix = rewrite(
                parent.plan.source, parent.status, done, f"Set the status of `{parent.name}` to {done}", safe=False
            )
        return self.violation(
            parent.plan,
            parent.status or parent.id,
            message,
            {"task": parent.name, "children": [child.name for child in children]},
            related=[
                related(child.plan, child.status or child.id, f"`{child.name}` is {child.state}") for child in children
            ],
            fix=fix,
        )
