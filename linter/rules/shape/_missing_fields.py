"""Exceptions from missing fields, and names of mappings in messages."""

from __future__ import annotations

from linter.model.manifest import Manifest
from linter.rules.shape.unknown_field import Suggestions
from linter.schema.validator import ShapeFault
from linter.syntax.scalar_types import is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.syntax.nodes import MappingNode

    Missing = dict[tuple[str | int, ...], dict[str, ShapeFault]]  # by path of the mapping, then field

_SINGULAR = {
    "tasks": "task ",
    "artifacts": "artifact ",
    "agents_contributed": "contribution of ",
    "batch_history": "batch ",
    "tools": "tool ",
    "tools_status": "tool ",
    "phases": "phase ",
}


def drop_mistyped(faults: list[ShapeFault], missing: Missing) -> None:
    """Remove from *missing* the fields that are misspelled in their mapping, which unknown-field reports."""
    suggestions = Suggestions()
    for fault in faults:
        fields = missing.get(fault.path[:-1]) if fault.keyword == "x-unknown" else None
        if fields and (near := suggestions.of(fault)):
            fields.pop(near, None)


def names_of(kind: str, fields: list[str]) -> list[str]:
    names = ", ".join(f"`{name}`" for name in fields)
    return [f"{kind}field{'s' * (len(fields) > 1)} {names}"] if fields else []


def where(node: MappingNode, fault: ShapeFault) -> str:
    """Return the name of the mapping for messages."""
    if not fault.path:
        return ""
    name = node.get("id") or node.get("name") or node.get("path") or node.get("agent") or node.get("batch_number")
    last = fault.path[-1]
    shown = getattr(name, "text", "") or (last + 1 if isinstance(last, int) else last)
    return f"{_SINGULAR.get(str(fault.path[-2]) if len(fault.path) > 1 else '', '')}`{shown}`: "


def late_batches(document: Document) -> Iterable[ShapeFault]:
    """Yield batches before ``current_batch`` without ``completed_at`` (row 12 of ``docs/constraints.md``)."""
    if isinstance(document, Manifest) and document.is_mcp:
        for index, batch in enumerate(document.batch_history):
            if batch.is_behind and is_null(batch.node.get("completed_at")):
                path = ("phases", "implementation", "batch_history", index)
                yield ShapeFault("required", batch.node, path, None, ("completed_at",))
