"""A witness for a written value, and what it does to the fix of that value."""

from __future__ import annotations

from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.syntax.nodes import Node

NEVER, UNSAFE, SAFE = 0, 1, 2  # levels of a fix


class Witness:
    """A place that speaks for a written value; *nodes* are the values that a fix must leave for it to speak."""

    __slots__ = ("document", "nodes", "place", "text")

    def __init__(self, document: Document, place: Node | tuple[int, int], text: str, nodes: Iterable[Node] = ()):
        self.document = document
        self.nodes = tuple(nodes) or ((place,) if isinstance(place, ScalarNode) else ())
        self.place = place if isinstance(place, tuple) else place.span
        self.text = text


def weakened(level: int, witnesses: Iterable[Witness]) -> int:
    """Return the *level* of a fix once the *witnesses* for the old value are heard."""
    return max(NEVER, level - sum(1 for _ in witnesses))
