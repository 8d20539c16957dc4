"""Find parents that are done before their children, or open after them."""

from __future__ import annotations

from linter.model.counts import share
from linter.model.statuses import BLOCKED, DONE, OPEN
from linter.rules.base import ProjectRule, related
from linter.rules.violation import WARNING, Related
from linter.syntax.edits import rewrite
from linter.system.words import join_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.rules.violation import Violation

HABIT = 3  # as many completed tasks of a file with parts that were never begun have one cause


class ParentStatus(ProjectRule):
    """See ``parent_status.md``."""

    id = "parent-status"
    family = "status"
    severity = WARNING
    kinds = ("backlog",)
    fix = "unsafe"

    def check(self, project: Project) -> Iterable[Violation]:
        for scope in project.namespaces():
            untouched: dict[str, list[tuple[Task, list[Task]]]] = {}  # by tag, in which names are unique
            for parent, children in scope.families():
                if parent.plan.is_shipped and not self.reads_finished:
                    continue
                if _are_untouched(parent, children):
                    tag = scope.key(parent).removesuffix(parent.name)
                    untouched.setdefault(tag, []).append((parent, children))
                elif parent.status_class and all(child.status_class for child in children):
                    yield from self._check_parent(parent, children)
            for tag, families in untouched.items():
                if len(families) < HABIT:
                    for parent, children in families:
                        yield from self._check_parent(parent, children)
                else:
                    yield self._of_habit(tag.strip(), families)

    def _of_habit(self, tag: str, untouched: list[tuple[Task, list[Task]]]) -> Violation:
        """Return one violation for all completed parents of a tag whose parts were never begun."""

        def rebuild(indices: Sequence[int]) -> Violation:
            found = [violation for index in indices for violation in self._check_parent(*untouched[index])]
            first, *others = found
            if others:
                first.message += f" (and {len(others)} more such {'tasks' if len(others) > 1 else 'task'})"
                locations = [Related(one.path, one.start, one.end, "completed, its parts are open") for one in others]
                first.related = (*first.related, *locations)
                first.data["children"] = [name for violation in found for name in violation.data["children"]]
            first.data["tasks"] = [violation.data["task"] for violation in found]
            return first

        spans = [(parent.status or parent.id).span for parent, _ in untouched]
        return self.group(f"parts that were never begun {tag}".strip(), spans, rebuild)

    def _check_parent(self, parent: Task, children: list[Task]) -> Iterable[Violation]:
        open_children = [child for child in children if not child.is_closed]
        noun = getattr(parent, "noun", "task")
        if parent.status_class == DONE and open_children:
            names = join_first([child.name for child in open_children], 5)
            total = len(children)
            parts = share(len(open_children), total, "parts", "open") if total > 1 else "its only part is open"
            message = f"{noun} `{parent.name}` is {parent.state}, but {parts}: {names}"
            yield self._violation(parent, open_children, message)
        elif not open_children and not parent.is_closed and any(child.status_class == DONE for child in children):
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


def _are_untouched(parent: Task, children: list[Task]) -> bool:
    """Whether the parent is done and its parts, in the same file, were never begun."""
    return parent.status_class == DONE and all(
        child.plan is parent.plan and child.status_class in (OPEN, BLOCKED) for child in children
    )
