"""Find tasks in a directory of finished tasks whose status is not finished."""

from __future__ import annotations

from linter.model.board import TaskFile, TaskItem
from linter.model.statuses import CLOSED, DONE
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.model.plan import Task
    from linter.rules.violation import Violation


class FolderStatus(Rule):
    """See ``folder_status.md``."""

    id = "folder-status"
    family = "status"
    severity = WARNING
    kinds = ("backlog",)

    def check(self, document: Document) -> Iterable[Violation]:
        if not isinstance(document, TaskFile) or not document.finished:
            return
        invalid = {id(error.node) for error in document.shape if error.keyword == "enum"}
        waiting = [
            task
            for task in document.tasks
            if _own_class(task) not in (None, DONE, CLOSED) and id(task.status) not in invalid
        ]
        if not waiting:
            return
        first, folder = waiting[0], document.finished
        status = first.status.text if first.status else first.state
        message = f"task `{first.name}` is in `{folder}/`, but its status is `{status}`"
        if len(document.tasks) > 1:
            verb = "is" if len(waiting) == 1 else "are"
            message = f"{len(waiting)} of {len(document.tasks)} tasks {verb} open in a file of `{folder}/`"
        yield self.violation(
            document,
            first.status or first.id,
            message,
            {"task": first.name, "folder": folder, "status": status},
            related=[related(document, task.status or task.id, f"`{task.name}` is open") for task in waiting[1:]],
        )


def _own_class(task: Task) -> str | None:
    """Return the class of the task's own status, whatever its directory implies."""
    return task.own_class or task.status_class if isinstance(task, TaskItem) else task.status_class
