"""Exceptions from missing fields, and names of mappings in messages."""

from __future__ import annotations

from linter.model.manifest import Manifest
from linter.rules.shape.unknown_field import Suggestions
from linter.schema.validator import ShapeError
from linter.syntax.scalar_types import is_null
from linter.system.words import noun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.syntax.nodes import MappingNode

    Missing = dict[tuple[str | int, ...], dict[str, ShapeError]]  # by path of the mapping, then field

_SINGULAR = {
    "tasks": "task ",
    "artifacts": "artifact ",
    "agents_contributed": "contribution of ",
    "batch_history": "batch ",
    "tools": "tool ",
    "tools_status": "tool ",
    "phases": "phase ",
}


def drop_mistyped(errors: list[ShapeError], missing: Missing) -> None:
    """Remove from *missing* the fields that are misspelled in their mapping, which unknown-field reports."""
    suggestions = Suggestions()
    for error in errors:
        fields = missing.get(error.path[:-1]) if error.keyword == "x-unknown" else None
        if fields and (near := suggestions.of(error)):
            fields.pop(near, None)


def names_of(kind: str, fields: list[str]) -> list[str]:
    names = ", ".join(f"`{name}`" for name in fields)
    return [f"{kind}{noun(len(fields), 'field')} {names}"] if fields else []


def where(node: MappingNode, error: ShapeError) -> str:
    """Return the name of the mapping for messages, or its position if it has none."""
    if not error.path:
        return ""
    kind = _SINGULAR.get(str(error.path[-2]) if len(error.path) > 1 else "", "")
    name = node.get("id") or node.get("name") or node.get("path") or node.get("agent") or node.get("batch_number")
    last = error.path[-1]
    shown = getattr(name, "text", "")
    if isinstance(last, int) and not shown:
        return f"{kind.removesuffix('of ')}{last + 1}: "
    return f"{kind}`{shown or last}`: "


def late_batches(document: Document) -> Iterable[ShapeError]:
    """Yield batches before ``current_batch`` without ``completed_at`` (row 12 of ``docs/constraints.md``)."""
    if isinstance(document, Manifest) and document.is_mcp:
        for index, batch in enumerate(document.batch_history):
            if batch.is_behind and is_null(batch.node.get("completed_at")):
                path = ("phases", "implementation", "batch_history", index)
                yield ShapeError("required", batch.node, path, None, ("completed_at",))
