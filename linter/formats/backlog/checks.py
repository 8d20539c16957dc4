"""How Backlog.md reads front matter: fields that it drops, and values for which it skips the file."""

from __future__ import annotations

import re

from linter.formats.backlog.ids import canonical, of_file
from linter.formats.backlog.locations import LIVE
from linter.model.statuses import CLOSED, status_class
from linter.model.timestamps import invalid_date_reason, parse
from linter.schema.validator import ShapeError
from linter.syntax.fix import Edit, Fix
from linter.syntax.lenient_front_matter import unquoted
from linter.syntax.nodes import ReadError, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_null, is_placeholder, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.formats.backlog.scope import BacklogFile
    from linter.formats.context import FileContext

_LISTS = ("labels", "dependencies", "references", "documentation", "modified_files", "subtasks")
_DATES = ("created_date", "updated_date")
_TITLE = re.compile(r"^title[ \t]*+:([^\n]*)", re.MULTILINE)
_DUE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?[ ]?(?:[Zz]|[-+]\d\d:?\d\d)?\Z")
_ORDINAL = re.compile(r"[-+]?(?:\d++\.?\d*+|\.\d++)(?:[eE][-+]?\d++)?\Z")
_PLAIN_LIST = re.compile(r"[^\[\]{}'\"#&*!|>%@`:\n]+\Z")


def check(board: BacklogFile, file: str) -> None:
    """Record what the tool does not read in the file named *file*."""
    if board.location.is_archive:
        return
    _check_name(board, file)
    _check_due(board)
    for field in _LISTS:
        _check_list(board, field)
    status = text_of(board.root.get("status"))
    allowed = board.location.config.statuses
    is_checked = allowed and board.location.folder in LIVE and not is_placeholder(status, board.source)
    if status is not None and board.location.folder == "completed" and status_class(status.text) == CLOSED:
        is_checked = False  # closed without being done, and on no board any more
    if status is not None and is_checked and status.text.strip().lower() not in map(str.lower, allowed):
        board.shape.append(ShapeError("enum", status, ("status",), allowed))
    _check_choice(board, "priority", board.location.config.priorities)
    _check_choice(board, "type", board.location.config.types)
    _check_ordinal(board)
    for field in _DATES:
        date = text_of(board.root.get(field))
        if date is not None and not is_placeholder(date, board.source):
            board.dates.append((board.root, field, date))


def _check_choice(board: BacklogFile, field: str, allowed: tuple[str, ...]) -> None:
    """Check that a value is in the board's list, ignoring case, except in completed tasks."""
    node = board.root.get(field)
    if node is None or is_null(node) or is_placeholder(node, board.source) or board.location.folder == "completed":
        return
    if not isinstance(node, ScalarNode):
        board.shape.append(ShapeError("type", node, (field,), ("string",)))
    elif node.text.strip() and node.text.strip().lower() not in map(str.lower, allowed):
        board.shape.append(ShapeError("enum", node, (field,), allowed))


def _check_ordinal(board: BacklogFile) -> None:
    node = board.root.get("ordinal")
    if node is None or is_null(node) or is_placeholder(node, board.source):
        return
    if not isinstance(node, ScalarNode) or not _ORDINAL.match(node.text.strip()):
        board.shape.append(ShapeError("type", node, ("ordinal",), ("number",)))


def _check_name(board: BacklogFile, file: str) -> None:
    prefix = "draft" if board.location.folder == "drafts" else board.location.config.prefix.lower()
    id = text_of(board.root.get("id"))
    if id is None:
        return
    if file.startswith(f"{prefix}-"):
        named = of_file(file)
        if named and canonical(id.text, prefix) != named and not is_placeholder(id, board.source):
            expected = f"{named}, with which the name of its file begins"
            board.shape.append(ShapeError("x-form", id, ("id",), expected))
        return
    message = f"file skipped by Backlog.md: its name does not begin with `{prefix}-`"
    board.read_errors.append(ReadError("invisible-file", *id.span, message, {"reason": "file-name"}))


def _check_due(board: BacklogFile) -> None:
    due = text_of(board.root.get("due_date"))
    if due is None or is_placeholder(due, board.source):
        return
    text = due.text.strip()
    stamp = parse(text)
    if _DUE.match(text) and not (stamp and invalid_date_reason(stamp)):
        return
    message = f"file skipped by Backlog.md: invalid `due_date` `{text}`, expected YYYY-MM-DD HH:mm"
    board.read_errors.append(ReadError("invisible-file", *due.span, message, {"reason": "due-date"}))


def _check_list(board: BacklogFile, field: str) -> None:
    node = board.root.get(field)
    if node is None or isinstance(node, SequenceNode) or is_null(node) or is_placeholder(node, board.source):
        return
    fix = None
    if isinstance(node, ScalarNode):
        raw = board.source.text[node.start : node.end]
        if _PLAIN_LIST.match(raw) or (not node.plain and "\n" not in raw):
            fix = Fix(f"Convert `{field}` to a list", [Edit(node.start, node.end, f"[{raw}]")], safe=False)
    message = f"`{field}` is dropped by Backlog.md, expected a list"
    board.read_errors.append(
        ReadError("ignored-field", *node.span, message, {"field": field, "reason": "no-list"}, fix=fix)
    )


def milestone(board: BacklogFile, context: FileContext) -> None:
    """Record a ``milestone`` that is not the id, number or title of a milestone file of the board."""
    written = text_of(board.root.get("milestone"))
    name = written.text.strip().lower() if written else ""
    if written is None or not name or is_placeholder(written, board.source):
        return
    root = board.location.root
    for folder in ("milestones", "archive/milestones"):
        for file in context.names(f"{root}/{folder}"):
            id, _, title = file.lower().removesuffix(".md").partition(" - ")
            if name in (id, id.removeprefix("m-"), title) or name in _title(context.text(f"{root}/{folder}/{file}")):
                return
    board.missing = (("milestone", written),)


def _title(text: str | None) -> tuple[str, ...]:
    """Return the title of a milestone in lower case."""
    match = _TITLE.search(text or "")
    return (unquoted(match[1].strip()).strip().lower(),) if match else ()
