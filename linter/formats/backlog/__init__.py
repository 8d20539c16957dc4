"""``backlog``: the task files of Backlog.md (``linter/formats/backlog.md``), one Markdown file per task.

A file is of the format if it is in a directory of a board (``tasks``, ``completed``, ``drafts``, ``archive/…``; a
configuration with ``project_name`` or the name ``backlog`` makes the board) and its front matter has an id or a status.
"""

from __future__ import annotations

import re

from linter.formats.backlog import body, checks, locations
from linter.formats.backlog.ids import canonical
from linter.formats.backlog.scope import BacklogFile
from linter.formats.context import absolute
from linter.model.board import Box, TaskItem
from linter.model.document import Document
from linter.model.id_texts import shape, split_field
from linter.model.statuses import CLOSED, DONE, OPEN, status_class
from linter.syntax import front_matter
from linter.syntax.nodes import Limits, MappingNode, ReadError, ScalarNode, SequenceNode, Tree
from linter.syntax.scalar_types import text_of
from linter.syntax.yaml_reader import parse_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.formats.context import FileContext
    from linter.syntax.source import Source

severities = {
    **dict.fromkeys(
        """invisible-file duplicate-key duplicate-task-id unknown-dependency self-dependency
        dependency-cycle wrong-type""".split(),
        "error",
    ),
    **dict.fromkeys(
        """syntax-error ignored-field ignored-dependency unreachable-task duplicate-dependency prose-dependency
        done-before-dependency folder-status parent-status criteria-drift invalid-value timestamp-format impossible-date
        time-order future-timestamp""".split(),
        "warning",
    ),
    "missing-reference": "off",
}
_TOLERATED = re.compile(r"(?m)^(assignee|reporter):[ \t]*([^\s:][^\n]*)$")
_LATE = re.compile(r"(?m)^---[ \t]*\r?$")
_OWN = re.compile(r"^(?:id|status)[ \t]*:", re.MULTILINE)


def identifies_itself(text: str) -> bool:
    """Whether text that cannot be parsed has a key of a task."""
    return text.lstrip("\ufeff").startswith("---") and _OWN.search(text) is not None


def notes(paths: Iterable[str], context: FileContext) -> Iterator[str]:
    """Yield notes about directories with task files that the tool does not read."""
    return locations.notes(paths, context)


def read(source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
    """Return the task in *source*, or None if it is not on a board or not a task."""
    directory, _, file = source.path.rpartition("/")
    location = locations.find(directory, context)
    if location is None:
        if not forced:
            return None
        location = locations.BacklogLocation(absolute(f"{directory or '.'}/.."), "tasks", locations.Config(""))
    front = front_matter.split(source.text)
    if front is None:
        return _without_front_matter(source, location, file)
    yaml = source.text[front.start : front.end]
    tree = _parse(yaml, front.start, limits)
    root = tree.root
    if not isinstance(root, MappingNode):
        if not identifies_itself(source.text[: front.end]):
            return None
        return _invisible(source, front, [] if location.is_archive else tree.read_errors, is_silent=location.is_archive)
    if "id" not in root.entries and "status" not in root.entries:
        return None
    board = BacklogFile("backlog", severities, source, root, tree.read_errors, location)
    board.front_matter = front
    board.is_draft = location.folder == "drafts"
    checks.check(board, file)
    checks.milestone(board, context)
    _fill(board, body.criteria(source, max(front.body, 0), board.read_errors))
    for error in board.read_errors:
        error.until_finished = error.rule in ("ignored-field", "syntax-error")
    if location.is_archive:  # archived tasks are only looked up
        board.read_errors.clear()
        board.missing = ()
        board.comments = ""
    return board


def _without_front_matter(source: Source, location: locations.BacklogLocation, file: str) -> Document | None:
    """Return the document of a file named like a task whose front matter is not at the first byte."""
    name = re.compile(rf"{re.escape(location.config.prefix)}-\d+(?:\.\d+)* - .*\.md\Z", re.IGNORECASE)
    if location.folder not in locations.LIVE or not name.match(file):
        return None
    text = source.text
    if text.strip("\0 \t\r\n\ufeff"):
        message = "file skipped by Backlog.md: its first line is not `---`"
        reason = "not-first" if _LATE.search(text) else "no-front-matter"
        end = source.first_line_end
    else:
        message = f"file skipped by Backlog.md: it {'contains NUL bytes' if chr(0) in text else 'is empty'}"
        reason, end = "empty", min(1, len(text))
    document = Document(source, None, [ReadError("invisible-file", 0, end, message, {"reason": reason})], "backlog")
    document.severities = severities
    return document


def _parse(yaml: str, base: int, limits: Limits) -> Tree:
    """Parse YAML as Backlog.md does: ``assignee`` and ``reporter`` may begin with an unquoted ``@``."""
    strict = parse_yaml(yaml, base, limits)
    if isinstance(strict.root, MappingNode) or not strict.read_errors or "@" not in yaml:
        return strict
    tolerant = parse_yaml(_TOLERATED.sub(lambda m: m[0].replace("@", "_"), yaml), base, limits)
    if not isinstance(tolerant.root, MappingNode):
        return strict
    error = strict.read_errors[0]
    message = "invalid YAML, which Backlog.md accepts: quote strings that begin with `@`"
    tolerant.read_errors.insert(0, ReadError(error.rule, error.start, error.end, message))
    for field in ("assignee", "reporter"):
        _restore(tolerant.root.get(field), yaml, base)
    return tolerant


def _restore(node: object, yaml: str, base: int) -> None:
    for scalar in node.items if isinstance(node, SequenceNode) else [node]:
        if isinstance(scalar, ScalarNode) and scalar.plain:
            scalar.text = yaml[scalar.start - base : scalar.end - base]


def _invisible(
    source: Source, front: front_matter.FrontMatter, read_errors: list[ReadError], *, is_silent: bool
) -> Document:
    """Return the document of a file that the tool skips silently, because its front matter is invalid."""
    document = Document(source, None, [], "backlog")
    document.severities = severities
    document.front_matter = front
    for error in read_errors:
        if error.rule == "syntax-error":
            message = f"file skipped by Backlog.md: {error.message}"
            error = ReadError("invisible-file", error.start, error.end, message, {"reason": "yaml"})
        document.read_errors.append(error)
    if not read_errors and not is_silent:
        opening = front.opening
        message = "file skipped by Backlog.md: unclosed front matter, or no `key: value` lines"
        document.read_errors.append(ReadError("invisible-file", opening, opening + 3, message, {"reason": "yaml"}))
    return document


def _fill(board: BacklogFile, boxes: list[Box]) -> None:
    """Add the task of the file, under its canonical id."""
    root, config = board.root, board.location.config
    written = text_of(root.get("id"))
    if written is None:
        return
    status = text_of(root.get("status"))
    prefix = "draft" if board.location.folder.endswith("drafts") else config.prefix
    named = root.get("dependencies")
    shapes = {shape(text) for text in ("9", f"{prefix}-9", f"{prefix}-9.9", written.text)}
    listed = split_field(board, "dependencies", shapes) if isinstance(named, SequenceNode) else []
    dependencies = [_id(node, prefix) for node in listed]
    task = TaskItem(board, _id(written, prefix), status, dependencies, root)
    parent = text_of(root.get("parent_task_id"))
    task.parent = _id(parent, prefix) if parent else None
    task.boxes = boxes
    task.done = config.statuses[-1] if config.statuses else "Done"
    if status is not None:
        finished = status.text.strip().lower() in config.terminal
        is_closed = status_class(status.text) == CLOSED and status.text.strip() not in config.statuses
        task.own_class = DONE if finished else CLOSED if is_closed else OPEN
        task.status_class = task.own_class
    board.status = status
    if board.location.folder.startswith("archive"):
        board.archived.append(task)
    else:
        board.tasks.append(task)
    if board.location.folder == "completed":
        board.finished = "completed"
        task.status_class = DONE  # whatever its status is, which folder-status reports


def _id(node: ScalarNode, prefix: str) -> ScalarNode:
    text = canonical(node.text, prefix)
    return ScalarNode(text, node.start, node.end, node.key_start, node.key_end, node.plain)
