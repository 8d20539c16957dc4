"""References in a ``tasks.json``: ids are local to a tag, and a plain number in a subtask is a sibling."""

from __future__ import annotations

import re

from linter.formats.taskmaster.entry import Entry, canonical
from linter.model.scope import (
    FREE_TEXT,
    OTHER_SCOPE,
    RESOLVED,
    TOLERATED,
    UNDECIDABLE,
    UNKNOWN,
    UNSATISFIABLE,
    Resolution,
    Scope,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.formats.taskmaster.entry import Tag
    from linter.model.board import TaskFile
    from linter.model.plan import Task
    from linter.syntax.nodes import ScalarNode

_LOOSE = re.compile(r"(?:(?:sub)?task[ _-]*|#|T)?0*([1-9]\d*(?:\.\d+)?)\Z", re.IGNORECASE)


class Tags(Scope):
    """The tasks of one file."""

    def __init__(self, file: TaskFile, tasks: list[Entry], lists: list[Tag]) -> None:
        super().__init__([file])
        self.excused = bool(file.unidentified)
        self._found: dict[tuple[str, str, str], Entry] = {}  # by tag, parent ("" for a task) and id
        for task in tasks:
            above = task.above.name if task.above else ""
            for id in (task.id.text.strip(), canonical(task.id), task.local):
                self._found.setdefault((task.tag, above, id), task)
        self._order = {tag.name: index for index, tag in enumerate(lists)}
        self._tags: dict[tuple[str, str], list[str]] = {}  # by parent and id
        self._ids: dict[tuple[str, str], list[str]] = {}  # by tag and parent
        for tag, above, id in self._found:
            self._tags.setdefault((above, id), []).append(tag)
            self._ids.setdefault((tag, above), []).append(id)

    def key(self, task: Task) -> str:
        """Return tag and id."""
        assert isinstance(task, Entry)
        return f"{task.tag}\n{task.name}"

    def resolve(self, task: Task, text: str) -> Resolution:
        """Resolve a reference, first to a sibling of a subtask, then to a task or subtask (``8.2``) of the tag."""
        assert isinstance(task, Entry)
        text = text.strip()
        sibling = self._found.get((task.tag, task.above.name, text)) if task.above else None
        if sibling and text not in (canonical(sibling.id), sibling.id.text.strip()) and self._full(task.tag, text):
            return Resolution(UNDECIDABLE)  # next to ids such as 3.2, the number 2 may be a task or a sibling
        found = sibling or self._full(task.tag, text)
        if found is None:
            return self._beyond(task, text)
        if task.above and not sibling and "." not in text:
            reason = f"is not a sibling in task {task.above.name}"
            return Resolution(UNSATISFIABLE, [found], reason=reason)
        return Resolution(RESOLVED, [found])

    def _beyond(self, task: Entry, text: str) -> Resolution:
        """Resolve a reference for which Task Master finds nothing."""
        loose = _LOOSE.match(text)
        if loose and loose[1] != text and (near := self.resolve(task, loose[1])).outcome == RESOLVED:
            return Resolution(TOLERATED, near.tasks, loose[1], "Task Master compares ids literally", is_sure=True)
        for tag in self._other_tags(task.tag, text) if task.above is None or "." in text else ():
            if (other := self._full(tag, text)) is not None:
                return Resolution(OTHER_SCOPE, [other], reason=f"it is a task of tag `{tag}`, not of `{task.tag}`")
        if " " in text:
            return Resolution(FREE_TEXT)
        return Resolution(UNDECIDABLE if self.excused else UNKNOWN)

    def _other_tags(self, own: str, text: str) -> list[str]:
        """Return tags other than *own* that may have the id *text*, including the first that does."""
        above, _, local = text.rpartition(".")
        firsts = [self._tags.get(key, [])[:2] for key in (("", text), (above, local), (above, text))]
        return sorted({tag for tags in firsts for tag in tags if tag != own}, key=self._order.__getitem__)

    def _full(self, tag: str, text: str) -> Entry | None:
        whole = self._found.get((tag, "", text))
        above, dot, local = text.rpartition(".")
        if whole is not None or not dot:
            return whole
        return self._found.get((tag, above, local)) or self._found.get((tag, above, text))

    def parents(self, task: Task) -> list[Task]:
        """Return the parent of a subtask."""
        above = getattr(task, "above", None)
        return [above] if above is not None else []

    def is_part_of(self, task: Task, other: Task) -> bool:
        """Whether *other* is the parent of *task*; a subtask does not wait for its parent."""
        return getattr(task, "above", None) is other

    def prerequisites(self, task: Task, reference: ScalarNode) -> list[Task]:
        """Return the tasks that *task* waits for, without its parent and its subtasks."""
        return [other for other in super().prerequisites(task, reference) if not self.is_part_of(other, task)]

    def known(self, task: Task) -> Iterable[str]:
        """Return the tasks of the tag, and the siblings of a subtask."""
        assert isinstance(task, Entry)
        above = {"", task.above.name if task.above else ""}
        return dict.fromkeys(id for parent in sorted(above) for id in self._ids.get((task.tag, parent), ()))

    def known_key(self, task: Task) -> object:
        """Return the tag and the task above."""
        assert isinstance(task, Entry)
        return task.tag, task.above.name if task.above else ""
