"""Find blockers that are open although what they block is done, or that name no task."""

from __future__ import annotations

from linter.model.plan_scope import is_prose
from linter.model.statuses import DONE
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.nodes import SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.blockers import Blocker
    from linter.model.plan import Plan
    from linter.model.project import Project
    from linter.rules.violation import Violation


class OpenBlocker(Rule):
    """See ``open_blocker.md``."""

    id = "open-blocker"
    family = "status"
    severity = WARNING

    def check(self, document: Plan) -> Iterable[Violation]:
        status = document.status
        for blocker in _blockers(document):
            if not blocker.is_open:
                continue
            found = (document.by_id.get(task.text) for task in blocker.tasks)
            done = [task for task in found if task is not None and task.status_class == DONE]
            locations = [related(document, task.status or task.id, f"`{task.name}` is {task.state}") for task in done]
            if document.is_completed and status is not None:
                message = f"blocker `{blocker.name}` is open, but the plan is {status.text}"
                locations.insert(0, related(document, status, "status of the plan"))
            elif done:
                more = f" (and {len(done) - 1} more)" if len(done) > 1 else ""
                message = f"blocker `{blocker.name}` is open, but task `{done[0].name}` is completed{more}"
            else:
                continue
            data = {"blocker": blocker.name, "task": done[0].name if done else None}
            yield self.violation(document, blocker.node, message, data, related=locations)

    def check_project(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            if plan.kind == "progress" and not plan.is_finished:
                for blocker in _blockers(plan):
                    yield from self._unknown(project, plan, blocker)

    def _unknown(self, project: Project, plan: Plan, blocker: Blocker) -> Iterable[Violation]:
        for task in blocker.tasks:
            if task.text in plan.by_id or is_prose(task.text):
                continue
            namespace = project.namespace(plan)
            if task.text not in namespace.ids and not namespace.excused and not project.is_mentioned(plan, task.text):
                message = f"blocker `{blocker.name}` blocks unknown task `{task.text}`"
                yield self.violation(plan, task, message, {"blocker": blocker.name, "task": task.text})


def _blockers(plan: Plan) -> Iterable[Blocker]:
    if not isinstance(plan.blockers, SequenceNode) or not plan.blockers.items:
        return ()
    from linter.model.blockers import blockers  # few plans have any

    return blockers(plan)
