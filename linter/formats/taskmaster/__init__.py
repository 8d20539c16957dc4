"""``taskmaster``: the ``tasks.json`` of Task Master (eyaltoledano/claude-task-master;
``linter/formats/taskmaster.md``).

A file is of the format if most entries of its ``tasks`` resemble tasks of Task Master: they have ``id``, ``title`` and
one of ``dependencies``, ``subtasks`` and ``testStrategy``. The file name alone is not enough.
"""

from __future__ import annotations

import re

from linter.formats.taskmaster.entry import Tag
from linter.formats.taskmaster.file import KIND, SEVERITIES, SIGNS, TaskMasterFile
from linter.model.document import Document
from linter.syntax.json_reader import parse_json
from linter.syntax.nodes import MappingNode, Node, ReadError, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.formats.context import FileContext
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

severities = SEVERITIES

_OWN_FILE = "/.taskmaster/tasks/tasks.json"
_SIGN = re.compile(r'"(?:testStrategy|subtasks)"\s*:')


def identifies_itself(text: str) -> bool:
    """Whether JSON that cannot be parsed has keys of the format."""
    return '"tasks"' in text and _SIGN.search(text) is not None


def read(source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
    """Return the tasks in *source*, or None if they are of another kind."""
    own = forced or context.absolute(source.path).endswith(_OWN_FILE)
    if not source.text.strip("\0\ufeff \t\r\n"):
        return _empty(source) if own else None
    tree = parse_json(source.text, limits)
    if tree.root is None:
        return Document(source, None, tree.read_errors, KIND) if own or identifies_itself(source.text) else None
    lists = tags(tree.root, may_be_empty=own)
    if not (lists or forced):
        return None
    if not isinstance(tree.root, MappingNode):
        message = "expected an object with `tasks` or with tags"
        error = ReadError("not-a-mapping", tree.root.start, max(tree.root.end, tree.root.start + 1), message)
        return Document(source, None, [error], KIND)
    if own and source.text.startswith("\ufeff"):
        tree.read_errors.append(_byte_order_mark(source))
    return TaskMasterFile(source, tree.root, tree.read_errors, lists)


def _empty(source: Source) -> Document:
    what = "contains only NUL bytes" if "\0" in source.text else "is empty"
    message = f"the file {what}: Task Master reads no tasks from it"
    end = min(1, len(source.text))
    return Document(source, None, [ReadError("invisible-file", 0, end, message, {"reason": "empty"})], KIND)


def _byte_order_mark(source: Source) -> ReadError:
    message = "byte order mark at the start of JSON: Task Master reads no tasks from it"
    return ReadError("invisible-file", 1, min(2, len(source.text)), message, {"reason": "byte-order-mark"})


def tags(root: Node, *, may_be_empty: bool = False) -> list[Tag]:
    """Return the task lists in *root*: that of each tag, or the only one; empty if it is not of the format.

    Lists without tasks are of the format if *may_be_empty*.
    """
    if not isinstance(root, MappingNode):
        return []
    untagged = isinstance(root.get("tasks"), SequenceNode)
    owners: list[tuple[str, Node]] = [("master", root)] if untagged else list(root.entries.items())
    found = []
    for tag, owner in owners:
        tasks = owner.get("tasks")
        if isinstance(owner, MappingNode) and isinstance(tasks, SequenceNode):
            found.append(Tag(tag, owner, tasks, ("tasks",) if untagged else (tag, "tasks")))
    items = [item for tag in found for item in tag.items.items]
    is_own = sum(map(_is_task, items)) * 2 > len(items) if items else may_be_empty
    return found if is_own else []


def _is_task(node: Node) -> bool:
    entries = node.entries if isinstance(node, MappingNode) else {}
    return "id" in entries and "title" in entries and any(sign in entries for sign in SIGNS)
