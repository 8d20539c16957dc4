"""What a task says of itself in a line."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.documents import Task

_FIELDS = ("title", "name", "description")


def title(task: Task) -> str:
    """The first text of its fields that there is; of a checkbox what stands behind it."""
    for field in _FIELDS:
        text = str(getattr(task.node.get(field), "text", "")).strip()
        if text:
            return text
    return str(getattr(task, "label", ""))


def has_id(task: Task) -> bool:
    """Whether it has an id; a box without one is known by its first words."""
    return not str(getattr(task, "label", "")).startswith(task.name)
