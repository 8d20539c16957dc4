"""Ids on a Backlog.md board: tasks and completed tasks share a namespace, and drafts have their own."""

from __future__ import annotations

from linter.formats.backlog.dates import expected_date
from linter.formats.backlog.ids import number, of_file
from linter.formats.backlog.locations import LIVE
from linter.model.board import TaskFile
from linter.model.scope import FREE_TEXT, RESOLVED, TOLERATED, UNDECIDABLE, UNKNOWN, UNSATISFIABLE, Resolution, Scope
from linter.syntax.scalar_types import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linter.formats.backlog.locations import BacklogLocation
    from linter.model.plan import Task
    from linter.model.project_files import DocumentLookup
    from linter.syntax import nodes
    from linter.syntax.source import Source


class BacklogFile(TaskFile):
    """A file of a board, in the directory ``location``."""

    def __init__(
        self,
        kind: str,
        severities: Mapping[str, str],
        source: Source,
        root: nodes.MappingNode,
        read_errors: list[nodes.ReadError],
        location: BacklogLocation,
    ) -> None:
        super().__init__(kind, severities, source, root, read_errors)
        self.location = location

    def gather(self, project: DocumentLookup) -> Scope:
        """Return the scope of the board's tasks, or of its drafts for a draft."""
        if self.location.folder not in LIVE:
            return BacklogScope(_files(project, self.location, (self.location.folder,)), self.location, project)
        return BacklogScope(_files(project, self.location, LIVE), self.location, project)

    def states(self) -> Iterable[str]:
        """Return the statuses of the board's configuration."""
        return self.location.config.statuses

    def expected_date(self, field: str, text: str) -> str | None:
        """See ``Document.expected_date``."""
        return expected_date(text)


def _files(project: DocumentLookup, location: BacklogLocation, folders: Iterable[str]) -> list[BacklogFile]:
    found = (document for folder in folders for document in project.directory(location.sibling(folder)))
    return [document for document in found if isinstance(document, BacklogFile)]


class BacklogScope(Scope):
    """The ids of some directories of a board; references may also name drafts and archived tasks."""

    def __init__(self, files: list[BacklogFile], location: BacklogLocation, project: DocumentLookup) -> None:
        super().__init__(files)
        others = [folder for folder in (*LIVE, "drafts") if not any(f.location.folder == folder for f in files)]
        self.visible = dict(self.ids)
        for file in _files(project, location, others):
            for task in file.tasks:
                self.visible.setdefault(task.name, []).append(task)
        self.archived: dict[str, list[Task]] = {}
        for file in _files(project, location, ("archive/tasks", "archive/drafts")):
            for task in file.archived:
                self.archived.setdefault(task.name, []).append(task)
        self.prefix = location.config.prefix.upper()
        folders = (*LIVE, "archive/tasks", "archive/drafts")
        unread = (d for folder in folders for d in project.directory(location.sibling(folder)) if d.root is None)
        self.unread = {of_file(document.name) for document in unread if document.kind == "backlog"}

    def resolve(self, task: Task, text: str) -> Resolution:
        """Resolve a reference; an old prefix with a known number is tolerated, an archived task never satisfied."""
        found = self.visible.get(text)
        if found:
            return Resolution(RESOLVED, found)
        if text in self.unread:
            return Resolution(UNDECIDABLE)
        digits = number(text)
        own = f"{self.prefix}-{digits}"
        if digits and own != text and own in self.visible:
            reason = f"the prefix of the board is {self.prefix}"
            found = self.visible[own]
            written = text_of(found[0].node.get("id"))
            suggestion = written.text.strip() if written else own
            return Resolution(TOLERATED, found, suggestion, reason, is_sure=len(found) == 1)
        if text in self.archived or (digits and own in self.archived):
            found = self.archived.get(text) or self.archived[own]
            is_done = all(other.is_closed for other in found)
            return Resolution(UNSATISFIABLE, found, reason=f"is archived and {'done' if is_done else 'not done'}")
        return Resolution(FREE_TEXT if " " in text.strip() else UNKNOWN)

    def is_part_of(self, task: Task, other: Task) -> bool:
        """Whether *task* is a subtask by ``parent_task_id``, or by the dots of its id."""
        return task.name.startswith(f"{other.name}.") or super().is_part_of(task, other)
