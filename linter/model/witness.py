"""A witness for a written value, and its effect on the fix of that value."""

from __future__ import annotations

from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.syntax.nodes import Node

NEVER, UNSAFE, SAFE = 0, 1, 2  # levels of a fix


class Witness:
    """A location that supports a written value; *nodes* are the values that must not be fixed for it to count."""

    __slots__ = ("document", "location", "nodes", "text")

    def __init__(self, document: Document, location: Node | tuple[int, int], text: str, nodes: Iterable[Node] = ()):
        self.document = document
        self.nodes = tuple(nodes) or ((location,) if isinstance(location, ScalarNode) else ())
        self.location = location if isinstance(location, tuple) else location.span
        self.text = text


def weakened(level: int, witnesses: Iterable[Witness]) -> int:
    """Return the *level* of a fix, reduced by one for each of the *witnesses* for the old value."""
    return max(NEVER, level - sum(1 for _ in witnesses))
