"""The tasks and subtasks of a ``tasks.json``, and the lists that contain them."""

from __future__ import annotations

from linter.model.board import TaskItem
from linter.model.statuses import BLOCKED, CLOSED, DONE, OPEN, RUNNING
from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.board import TaskFile

STATUSES = {
    "pending": OPEN,
    "in-progress": RUNNING,
    "review": RUNNING,
    "blocked": BLOCKED,
    "deferred": OPEN,  # it does not satisfy dependencies
    "done": DONE,
    "completed": DONE,
    "cancelled": CLOSED,
}


class Tag:
    """A list of tasks: ``name`` is its tag (``master`` if the file has none), ``owner`` contains it at ``path``."""

    __slots__ = ("is_mixed", "items", "name", "owner", "path")

    def __init__(self, name: str, owner: MappingNode, items: SequenceNode, path: tuple[str, ...]) -> None:
        self.name = name
        self.is_mixed = False  # whether some ids are numbers and some are strings
        self.owner = owner
        self.items = items
        self.path = path


class Entry(TaskItem):
    """A task or subtask. ``local`` is its id among its siblings, ``name`` that in its tag (``8.2`` for a subtask)."""

    def __init__(self, plan: TaskFile, tag: str, id: ScalarNode, node: MappingNode, above: Entry | None) -> None:
        status = node.get("status")
        super().__init__(plan, id, text_of(status), _references(node.get("dependencies")), node)
        self.tag = tag
        self.above = above
        self.local = canonical(id)
        if above is not None:
            before, dot, behind = self.local.rpartition(".")
            self.local = behind if dot and before == above.name else self.local
        self.name = f"{above.name}.{self.local}" if above is not None else self.local  # unique in its tag
        self.status_class = STATUSES.get(self.status.text) if self.status else OPEN if is_null(status) else None

    @property
    def own_names(self) -> tuple[str, ...]:
        """The names that refer to the task itself; for a subtask also its own number."""
        return (self.name, self.local, canonical(self.id)) if self.above else (self.name,)

    @property
    def state(self) -> str:
        """The status, or ``pending`` if it has none."""
        return self.status.text if self.status else "pending"


def canonical(id: ScalarNode) -> str:
    """Return the id as JavaScript prints it: the number 27.10 becomes 27.1, the string ``"27.10"`` does not."""
    text = id.text.strip()
    return text.rstrip("0").rstrip(".") if id.plain and "." in text else text


def _references(node: Node | None) -> list[ScalarNode]:
    return [found for item in node.items if (found := text_of(item))] if isinstance(node, SequenceNode) else []
