"""Strings with several ids in place of a list of ids: ``L-1, L-2`` or ``L-1 and L-2``."""

from __future__ import annotations

from linter.syntax.edits import quoted
from linter.syntax.fix import Edit, Fix
from linter.syntax.nodes import ScalarNode, SequenceNode
from linter.syntax.scalar_types import text_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from linter.model.plan import Batch, Plan
    from linter.syntax.source import Source

_PIECE = lazy(r"[^\s,;&]+")
_DIGITS = lazy(r"\d+")
_PLAIN = lazy(r"[A-Za-z][\w.-]*\Z")
MAX_CHARS = 2000


class IdText:
    """The string *node* in *field* with its ids, *pieces*; *is_item* if it is an item of a list."""

    __slots__ = ("field", "is_item", "node", "path", "pieces")

    def __init__(self, field: str, path: str, node: ScalarNode, pieces: list[ScalarNode], is_item: bool) -> None:
        self.field = field
        self.path = path
        self.node = node
        self.pieces = pieces
        self.is_item = is_item

    def as_list(self, source: Source, is_flow: bool = True) -> Fix | None:
        """Return the unsafe fix that writes all ids as a list, or as items of the list that contains the string."""
        text, node = source.text, self.node
        if "\n" in text[node.start : node.end]:
            return None
        names = [piece.text if _PLAIN.match(piece.text) else quoted(piece.text) for piece in self.pieces]
        written = ", ".join(names) if is_flow else ""
        if not self.is_item:
            written = f"[{written}]"
        elif not is_flow:
            before = text[text.rfind("\n", 0, node.start) + 1 : node.start]
            if before.strip() != "-":
                return None
            end = "\r\n" if "\r\n" in text else "\n"
            written = f"{end}{before}".join(names)
        return Fix(f"Write the {len(names)} ids as a list", [Edit(node.start, node.end, written)], safe=False)


def shape(name: str) -> str:
    """Return *name* with every run of digits as one ``9``; most ids of a plan share it."""
    return _DIGITS.sub("9", name.casefold())


def split(node: ScalarNode, ids: Collection[str], shapes: Collection[str], text: str) -> list[ScalarNode]:
    """Return the ids that make up the string *node*, with their positions in *text*, or nothing if it has other words.

    An id is one of *ids* or has one of their *shapes*; a string that as a whole is an id is not split.
    """
    content = node.text
    if len(content) > MAX_CHARS or shape(content) in shapes or content in ids:
        return []
    found = [match for match in _PIECE.finditer(content) if match[0].casefold() != "and"]
    if not all(match[0] in ids or shape(match[0]) in shapes for match in found):
        return []
    offset = text.find(content, node.start, node.end)
    if offset < 0:
        return []
    return [ScalarNode(match[0], offset + match.start(), offset + match.end()) for match in found]


def split_dependencies(plan: Plan) -> None:
    """Replace dependencies such as ``L-1, L-2``, a string or an item of a list, by the ids in them."""
    several = [task for task in plan.tasks if any(_may_be_several(one.text) for one in task.dependencies)]
    if not several:
        return
    ids = plan.by_id
    shapes = {shape(name) for name in ids}
    for task in several:
        found: list[ScalarNode] = []
        lists = [field for field in ("dependencies", "depends_on") if isinstance(task.node.get(field), SequenceNode)]
        for one in task.dependencies:
            pieces = split(one, ids, shapes, plan.source.text) if _may_be_several(one.text) else []
            found += pieces if len(pieces) > 1 else [one]
            if len(pieces) > 1:
                field = next((field for field in ("dependencies", "depends_on") if task.node.get(field) is one), "")
                path = f"/tasks/{plan.tasks.index(task)}/{field}"
                plan.id_texts.append(IdText(field or lists[0], path, one, pieces, is_item=not field))
        task.dependencies[:] = found


def split_field(plan: Plan, field: str, shapes: Collection[str]) -> list[ScalarNode]:
    """Return the references in *field* of the root, a list or a string, in formats with one task per file.

    Strings of several ids, which have one of *shapes*, are split and added to ``plan.id_texts``.
    """
    node = plan.root.get(field)
    found: list[ScalarNode] = []
    for one in filter(None, map(text_of, node.items if isinstance(node, SequenceNode) else [node])):
        pieces = split(one, (), shapes, plan.source.text) if _may_be_several(one.text) else []
        found += pieces if len(pieces) > 1 else [one]
        if len(pieces) > 1:
            plan.id_texts.append(IdText(field, f"/{field}", one, pieces, is_item=one is not node))
    return found


def _may_be_several(text: str) -> bool:
    return any(character in text for character in ",;& ")


def read_batch(plan: Plan, batch: Batch, node: ScalarNode) -> None:
    """Read a batch that is a string: its tasks are the ids in it, and unknown if it has other words."""
    batch.is_text = True
    is_id = node.text in plan.by_id
    shapes = {shape(name) for name in plan.by_id}
    batch.items = [node] if is_id else split(node, plan.by_id, shapes, plan.source.text)
    if batch.items:
        path = f"/parallelization/{batch.key}"
        plan.id_texts.append(IdText(batch.key, path, node, batch.items, is_item=False))
