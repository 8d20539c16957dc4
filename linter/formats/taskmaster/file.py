"""A ``tasks.json`` as a document: its tasks by tag, its counts, and values that Task Master does not support."""

from __future__ import annotations

import re
from collections import Counter

from linter.formats.taskmaster.entry import STATUSES, Entry, Tag, canonical
from linter.formats.taskmaster.scope import Tags
from linter.model.board import TaskFile
from linter.model.counts import Count, amount, done_count
from linter.schema.validator import ShapeError
from linter.syntax.nodes import MappingNode, Node, ReadError, ScalarNode, SequenceNode
from linter.syntax.scalar_types import integer, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.project_files import DocumentLookup
    from linter.model.scope import Scope
    from linter.model.witness import Witness
    from linter.syntax.source import Source

    Path = tuple[str | int, ...]

KIND = "taskmaster"
SEVERITIES = {
    **dict.fromkeys(
        """duplicate-key invisible-file duplicate-task-id self-dependency unknown-dependency
        dependency-cycle""".split(),
        "error",
    ),
    **dict.fromkeys(
        """duplicate-dependency prose-dependency ignored-dependency unreachable-task done-before-dependency
        parent-status invalid-value wrong-type count-mismatch ignored-field""".split(),
        "warning",
    ),
}
PRIORITIES = ("high", "medium", "low", "critical")
LISTS = ("dependencies", "subtasks")
SIGNS = (*LISTS, "testStrategy")
COUNTS = {
    "taskCount": False,
    "totalTasks": False,
    "completedCount": True,
    "completedTasks": True,
}  # True: of done
_HOSTED = re.compile(r"[A-Za-z][A-Za-z0-9]*-[0-9]+\Z")  # an id of hosted storage
_NUMBER = re.compile(r"[1-9][0-9]*\Z")


class TaskMasterFile(TaskFile):
    """The document. ``tasks`` has each task before its subtasks; ``lists`` are the tags."""

    comments = ""
    tasks: list[Entry]  # type: ignore[assignment]

    def __init__(self, source: Source, root: MappingNode, read_errors: list[ReadError], lists: list[Tag]) -> None:
        super().__init__(KIND, SEVERITIES, source, root, read_errors)
        self.lists = lists
        self._shape: list[ShapeError] = []
        for tag in lists:
            self._add(tag)
        if lists and lists[0].owner is root and lists[0].items.items:
            self._check_root(root)

    def gather(self, project: DocumentLookup) -> Scope:
        """Return the scope of the tags of this file."""
        return Tags(self, self.tasks, self.lists)

    def _add(self, tag: Tag) -> None:
        first: Entry | None = None
        for index, node in enumerate(tag.items.items):
            path: Path = (*tag.path, index)
            task = self._entry(tag.name, node, None, path)
            if task is None:
                continue
            first = first or task
            if first.id.plain != task.id.plain and not tag.is_mixed:
                tag.is_mixed = True
                form = "a number, as the other ids are" if first.id.plain else "a string, as the other ids are"
                self._shape.append(ShapeError("x-form", task.id, (*path, "id"), form))
            self._add_parts(task, path)

    def _add_parts(self, task: Entry, path: Path) -> None:
        """Add the subtasks of *task* and their subtasks; Task Master itself reads one level."""
        subtasks = task.node.get("subtasks")
        nodes = subtasks.items if isinstance(subtasks, SequenceNode) else []
        if nodes and subtasks is not None and task.above is not None and task.above.above is None:
            message = f"`subtasks` of subtask `{task.name}` is ignored: Task Master reads one level of subtasks"
            data: dict[str, object] = {"field": "subtasks", "reason": "depth"}
            self.read_errors.append(ReadError("ignored-field", *subtasks.key_span, message, data))
        parts = []
        for at, node in enumerate(nodes):
            part = self._entry(task.tag, node, task, (*path, "subtasks", at))
            if part is not None:
                parts.append(part)
                self._add_parts(part, (*path, "subtasks", at))
        self._shape += _part_errors(task, parts, path)

    def _entry(self, tag: str, node: Node, above: Entry | None, path: Path) -> Entry | None:
        id = text_of(node.get("id"))
        if not isinstance(node, MappingNode) or id is None:
            self.unidentified += 1
            return None
        entry = Entry(self, tag, id, node, above)
        self.tasks.append(entry)
        self._shape += shape_errors(entry, path)
        return entry

    def _check_root(self, root: MappingNode) -> None:
        """Report a key next to ``tasks`` that makes Task Master look for tags and find none."""
        for key, node in root.entries.items():
            if key not in ("tasks", "metadata"):
                message = f"Task Master finds no tasks: with `{key}` next to `tasks` it reads tags"
                data: dict[str, object] = {"reason": "unknown-key"}
                self.read_errors.append(ReadError("invisible-file", node.key_start, node.key_end, message, data))
                break

    def counts(self, project: DocumentLookup) -> Iterator[Count]:
        """Yield wrong values of ``taskCount``, ``completedCount`` and their older names in each tag's metadata."""
        own: dict[str, list[Entry]] = {}
        for task in self.tasks:
            if task.above is None:
                own.setdefault(task.tag, []).append(task)
        for tag in [] if self.unidentified else self.lists:
            metadata = tag.owner.get("metadata")
            tasks = own.get(tag.name, [])
            for field, only_done in COUNTS.items():
                node = metadata.get(field) if isinstance(metadata, MappingNode) else None
                found = integer(node)
                if isinstance(node, ScalarNode) and found is not None:
                    expected = done_count(tasks) if only_done else len(tasks)
                    count = Count(node, field, found, expected, self, tag.items.key_span)
                    count.because = amount(expected, "task", "done" if only_done else "defined")
                    count.what = f"{len(tasks)} tasks defined here"
                    count.tasks = [task for task in self.tasks if task.tag == tag.name]
                    yield count

    def witnesses(self, count: Count, project: DocumentLookup) -> Iterator[Witness]:
        """Yield what in its tag supports the number of *count*."""
        from linter.formats.taskmaster.witnesses import count_witnesses  # a clean file needs none

        tag = next(tag for tag in self.lists if tag.items.key_span == count.location)
        yield from count_witnesses(self, tag, count)


def shape_errors(task: Entry, path: Path) -> Iterator[ShapeError]:
    """Yield the invalid values of one task."""
    node = task.node
    if task.status and task.status_class is None:
        yield ShapeError("enum", task.status, (*path, "status"), tuple(STATUSES))
    priority = text_of(node.get("priority"))
    if priority and priority.text not in PRIORITIES:
        yield ShapeError("enum", priority, (*path, "priority"), PRIORITIES)
    if task.above is None and not _NUMBER.match(task.local) and not _HOSTED.match(task.local):
        error = ShapeError("x-form", task.id, (*path, "id"), "an integer of at least 1")
        error.cause = "task ids"
        yield error
    for field in LISTS:
        value = node.get(field)
        if value is not None and not isinstance(value, SequenceNode):
            yield ShapeError("type", value, (*path, field), ("array",))
    references = node.get("dependencies")
    for index, item in enumerate(references.items if isinstance(references, SequenceNode) else ()):
        if text_of(item) is None:
            yield ShapeError("type", item, (*path, "dependencies", index), ("integer", "string"))


def _part_errors(task: Entry, parts: list[Entry], path: Path) -> Iterator[ShapeError]:
    """Yield subtask ids that are not integers, such as those that include the id of the parent."""
    form = "an integer, the position of the subtask in its task"
    taken = Counter(part.local for part in parts)
    unclear = {reference.text.strip() for part in parts for reference in part.dependencies}  # a task or a sibling
    for index, part in enumerate(parts):
        if not _NUMBER.match(canonical(part.id)) and not _HOSTED.match(task.local):
            error = ShapeError("x-form", part.id, (*path, "subtasks", index, "id"), form)
            error.cause, error.is_past = "subtask ids", part.is_closed and task.is_closed
            if _NUMBER.match(part.local) and taken[part.local] == 1 and part.local not in unclear:
                error.spelling = part.local
            yield error
