"""The configuration of a Backlog.md board (``backlog/config.yml`` or ``backlog.config.yml``) as a document.

Its scalars are read line by line and its lists as YAML: an invalid list breaks every command of the tool.
"""

from __future__ import annotations

import re

from linter.formats.backlog import severities
from linter.model.board import TaskFile
from linter.schema.validator import ShapeError
from linter.syntax.nodes import MappingNode, ReadError, SequenceNode
from linter.syntax.scalar_types import is_null, text_of
from linter.syntax.yaml_reader import parse_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.formats.context import FileContext
    from linter.model.document import Document
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

__all__ = ["identifies_itself", "read", "severities"]
_OWN = re.compile(r"^(?:project_name|task_prefix)[ \t]*:", re.MULTILINE)
_LISTS = ("statuses", "labels", "definition_of_done")
_LIST = re.compile(rf"^(?:{'|'.join(_LISTS)})[ \t]*:[^\n]*(?:\n[ \t#\]-][^\n]*|\n(?=\r?\n))*", re.MULTILINE)
_SEVERITIES = {**severities, "syntax-error": "error"}
_PREFIX = re.compile(r"[A-Za-z]+\Z")


def identifies_itself(text: str) -> bool:
    """Whether text that cannot be parsed has a key of the configuration."""
    return _OWN.search(text) is not None


def read(source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
    """Return the configuration in *source*, or None for other files of that name."""
    if not identifies_itself(source.text):
        return None
    tree = parse_yaml(source.text, 0, limits)
    root = tree.root if isinstance(tree.root, MappingNode) else MappingNode(0)
    board = TaskFile("backlog", _SEVERITIES, source, root, tree.read_errors)
    board.has_tasks = False
    if root is tree.root:
        board.shape.extend(_shape_errors(root))
    else:
        board.read_errors[:] = _unread(source.text, limits)
    return board


def _unread(text: str, limits: Limits) -> Iterator[ReadError]:
    """Yield errors of lists that are not valid YAML; each is parsed separately."""
    for match in _LIST.finditer(text):
        for error in parse_yaml(match[0], match.start(), limits).read_errors[:1]:
            help = "no command of Backlog.md works without the list"
            yield ReadError(error.rule, error.start, error.end, error.message, error.data, help=help)


def _shape_errors(root: MappingNode) -> Iterator[ShapeError]:
    for field in _LISTS:
        node = root.get(field)
        if node is not None and not is_null(node) and not isinstance(node, SequenceNode):
            yield ShapeError("type", node, (field,), ("array",))
    listed = root.get("statuses")
    items = listed.items if isinstance(listed, SequenceNode) else []
    statuses = [text.text.strip() for item in items if (text := text_of(item))]
    default = text_of(root.get("default_status"))
    if default is not None and statuses and default.text.strip().lower() not in map(str.lower, statuses):
        yield ShapeError("enum", default, ("default_status",), tuple(statuses))
    prefix = text_of(root.get("task_prefix"))
    if prefix is not None and not _PREFIX.match(prefix.text.strip()):
        yield ShapeError("x-form", prefix, ("task_prefix",), "a prefix of letters alone")
