"""The directories of a Backlog.md project, and its configuration."""

from __future__ import annotations

import re
from collections import Counter
from posixpath import normpath

from linter.formats.context import absolute
from linter.syntax.lenient_front_matter import unquoted
from linter.syntax.nodes import Limits, MappingNode, Node, SequenceNode
from linter.syntax.scalar_types import text_of
from linter.syntax.yaml_reader import parse_yaml
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.formats.context import FileContext

LIVE = ("tasks", "completed")
_FOLDERS = ("tasks", "completed", "drafts")
_SCALAR = re.compile(r"^(project_name|task_prefix|backlog_directory)[ \t]*+:([^\n#]*+)$", re.MULTILINE)
PRIORITIES = ("High", "Medium", "Low")
TYPES = ("bug", "feature", "enhancement", "task", "chore", "docs", "spike")
_STATUSES = ("To Do", "In Progress", "Done")
_STEPS_UP = 4  # from the directory of the board to that of backlog.config.yml


class Config:
    """The relevant settings; ``statuses`` is empty if unreadable, and missing lists have the tool's defaults."""

    def __init__(self, text: str) -> None:
        scalars = {match[1]: unquoted(match[2].strip()).strip() for match in _SCALAR.finditer(text.replace("\r", ""))}
        self.has_name = "project_name" in scalars
        self.prefix = scalars.get("task_prefix") or "task"
        self.directory = scalars.get("backlog_directory", "")
        root = parse_yaml(text, 0, Limits()).root
        self.statuses = _statuses(text, root)
        self.priorities = _list(root, "priorities") or PRIORITIES
        self.types = _list(root, "types") or _list(root, "task_types") or TYPES

    @property
    def terminal(self) -> frozenset[str]:
        """The statuses that mean finished, in lower case: the last one, and ``done``."""
        return frozenset(["done", *(status.lower() for status in self.statuses[-1:])])


def _statuses(text: str, root: Node | None) -> tuple[str, ...]:
    if not isinstance(root, MappingNode):
        return () if re.search(r"^statuses[ \t]*:", text, re.M) else _STATUSES
    if root.get("statuses") is None:
        return _STATUSES
    return _list(root, "statuses")


def _list(root: Node | None, field: str) -> tuple[str, ...]:
    node = root.get(field) if isinstance(root, MappingNode) else None
    items = node.items if isinstance(node, SequenceNode) else ()
    return tuple(text.text.strip() for item in items if (text := text_of(item)))


class BacklogLocation:
    """A directory of a board: ``root`` is absolute, ``folder`` the path below it, such as ``archive/tasks``."""

    def __init__(self, root: str, folder: str, config: Config) -> None:
        self.root = root
        self.folder = folder
        self.config = config

    @property
    def is_archive(self) -> bool:
        """Whether the directory is archived, so that its tasks are only looked up."""
        return self.folder.startswith("archive")

    def sibling(self, folder: str) -> str:
        """Return the path of another directory of the board, as in documents."""
        return display_path(f"{self.root}/{folder}")


def find(directory: str, context: FileContext) -> BacklogLocation | None:
    """Return *directory* as a directory of a board, or None if it is not one."""
    key = ("backlog", directory)
    if key not in context.cached:
        context.cached[key] = _find(directory, context)
    location: BacklogLocation | None = context.cached[key]
    return location


def _find(directory: str, context: FileContext) -> BacklogLocation | None:
    path = absolute(directory)
    head, _, folder = path.rpartition("/")
    if folder not in _FOLDERS:
        return None
    if head.endswith("/archive"):
        head, folder = head.rpartition("/")[0], f"archive/{folder}"
    config = _config(head, context)
    return BacklogLocation(head, folder, config) if config is not None else None


def _config(root: str, context: FileContext) -> Config | None:
    """Return the configuration of the board at *root*; the default one if it is named ``backlog`` and has none."""
    above = root
    top = context.root(root)
    for _ in range(_STEPS_UP):
        if above in ("", top):
            break
        above = above.rpartition("/")[0]
        text = context.text(f"{above}/backlog.config.yml")
        config = Config(text) if text else None
        if (
            config
            and config.has_name
            and root
            in (
                [normpath(f"{above}/{config.directory}")]
                if config.directory
                else [f"{above}/backlog", f"{above}/.backlog"]
            )
        ):
            return config
    for name in ("config.yml", "config.yaml"):
        text = context.text(f"{root}/{name}")
        if text and (config := Config(text)).has_name:
            return config
    return Config("") if root.rpartition("/")[2] in ("backlog", ".backlog") else None


def notes(paths: Iterable[str], context: FileContext) -> Iterator[str]:
    """Yield a note for each directory of *paths* that is too deep on a board."""
    counts: Counter[tuple[str, str]] = Counter()
    for path in paths:
        directory, _, file = path.rpartition("/")
        parts = directory.split("/")
        depth = next((index for index, part in enumerate(parts[:-1], 1) if part in LIVE), 0)
        location = find("/".join(parts[:depth]), context) if depth else None
        if location is not None and file.lower().startswith(f"{location.config.prefix.lower()}-"):
            counts[directory, parts[depth - 1]] += 1
    for (folder, above), count in sorted(counts.items()):
        files = f"{count} task files are" if count > 1 else "a task file is"
        yield f"{folder}: {files} skipped by Backlog.md, which does not read folders below {above}/"
