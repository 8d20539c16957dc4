"""``openspec``: the task lists of OpenSpec (Fission-AI/OpenSpec), ``tasks.md`` of a change.

A file is of the format if it is in ``openspec/changes/`` and contains a checkbox (``linter/formats/openspec.md``).
"""

from __future__ import annotations

import re

from linter.model.board import TaskFile, TaskItem, no_root
from linter.model.document import Document
from linter.model.scope import Scope
from linter.model.statuses import DONE, OPEN
from linter.schema.validator import ShapeError
from linter.syntax.fix import Edit, Fix
from linter.syntax.markdown_blocks import Spans
from linter.syntax.markdown_checkboxes import Box, Heading, items
from linter.syntax.nodes import MappingNode, ReadError, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.formats.context import FileContext
    from linter.model.plan import Task
    from linter.model.project_files import DocumentLookup
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

KIND = "openspec"
severities = dict.fromkeys(
    "invisible-file ignored-field duplicate-task-id folder-status invalid-value".split(), "warning"
)

_LOCATION = re.compile(r"/openspec/changes/(?P<archive>archive/)?[^/]+/(?:[^/]+/)*[^/]*\Z")
_GROUP = re.compile(r"(\d+)\.(?=\s|\Z)")
_ID = re.compile(r"(?:\*\*|`)?(\d+(?:\.\d+)+[a-z]?)(?![\w.]*\w)")
_LIST_ITEM = re.compile(r"(?m)^[ \t]{0,3}((?:[-*+]|\d{1,9}[.)])(?=[ \t]+\S)[^\r\n]*)")
_MAX_NAME_CHARS = 60  # of a task without a number


def identifies_itself(text: str) -> bool:
    """Return False: text that cannot be parsed has no mark of the format."""
    return False


def read(source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
    """Return the tasks in *source*, or None if it is not in a change or has no checkbox."""
    location = _LOCATION.search(context.absolute(source.path))
    if location is None and not forced:
        return None
    hidden = Spans()
    found = list(items(source.text, 0, hidden))
    if not forced and all(isinstance(item, Heading) for item in found):
        is_live = location is not None and not location["archive"]
        return _without_boxes(source, hidden) if is_live else None
    change = Change(source, found)
    change.finished = "archive" if location and location["archive"] else ""
    return change


def _without_boxes(source: Source, hidden: Spans) -> Document | None:
    """Return the document of a list in which OpenSpec finds no tasks, or None if there is no list."""
    for match in _LIST_ITEM.finditer(source.text):
        if match.start() not in hidden:
            message = "list item without a checkbox `- [ ]`: OpenSpec counts no task in the file"
            data: dict[str, object] = {"reason": "no-boxes"}
            error = ReadError("invisible-file", *match.span(1), message, data, severity="warning")
            document = Document(source, None, [error], KIND)
            document.severities = severities
            return document
    return None


class Step(TaskItem):
    """A checkbox; ``is_numbered`` if it has an id in a numbered group, the only place where OpenSpec reads ids."""

    def __init__(self, plan: Change, box: Box, id: ScalarNode, is_numbered: bool) -> None:
        word = DONE if box.is_done else OPEN
        status = ScalarNode(word, box.start, box.end)
        super().__init__(plan, id, status, [], MappingNode(box.start))
        self.is_numbered = is_numbered
        self.status_class = word if box.is_done or box.is_open else None


class Change(TaskFile):
    """The task list of a change."""

    comments = "markdown"
    tasks: list[Step]  # type: ignore[assignment]

    def __init__(self, source: Source, found: list[Heading | Box]) -> None:
        super().__init__(KIND, severities, source, no_root(), [])
        self._shape: list[ShapeError] = []
        group = section = ""
        for item in found:
            if isinstance(item, Box):
                self._add(item, group)
                self.tasks[-1].section = section
            elif item.level == 2:
                match = _GROUP.match(item.text)
                group, section = match[1] if match else "", item.text

    def gather(self, project: DocumentLookup) -> Scope:
        """Return the scope of the checkboxes of this file."""
        return Steps([self])

    def _add(self, box: Box, group: str) -> None:
        match = _ID.match(box.text)
        at, words = box.text_start, box.text[:_MAX_NAME_CHARS] or "a box"
        id = ScalarNode(words, at, at + max(len(box.text[:_MAX_NAME_CHARS]), 1))
        if match:
            id = ScalarNode(match[1], at + match.start(1), at + match.end(1))
            if group and match[1].partition(".")[0].lstrip("0") != group.lstrip("0"):
                self._shape.append(ShapeError("x-form", id, ("id",), f"an id of its group {group}"))
        step = Step(self, box, id, bool(match and group))
        step.label = box.text[match.end() :].lstrip("*`_.: \t") if match else box.text
        self.tasks.append(step)
        if box.bullet not in "-*" or not (box.is_done or box.is_open):
            self.read_errors.append(_uncounted(box))


def _uncounted(box: Box) -> ReadError:
    """Return the error of a checkbox that OpenSpec counts only since PR 1773 and PR 1862 (September 2026)."""
    what = f"its bullet is {box.bullet}" if box.bullet not in "-*" else f"it contains `{box.mark}`"
    message = f"checkbox not counted by many versions of OpenSpec: {what if box.mark else 'it is empty'}"
    mark = {"": " ", "x": "x", "X": "x"}.get(box.mark.strip())
    fix = None
    if mark is not None:
        fix = Fix(f"Set the checkbox to - [{mark}]", [Edit(box.bullet_start, box.end, f"- [{mark}]")], safe=False)
    return ReadError("ignored-field", box.start, box.end, message, {"field": "task", "reason": "box"}, fix=fix)


class Steps(Scope):
    """The checkboxes of one file; each one without a number is unique."""

    def key(self, task: Task) -> str:
        """Return the id, or else the offset."""
        return task.name if isinstance(task, Step) and task.is_numbered else f"{task.id.start}"
