"""Required fields that are absent, null or blank (``rules.md``, shape)."""

from __future__ import annotations

from linter.model.manifest import Manifest
from linter.rules.base import Rule
from linter.rules.violation import ERROR, WARNING
from linter.schema.validator import ShapeFault
from linter.syntax.nodes import MappingNode
from linter.syntax.scalar_types import is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation


_SINGULAR = {
    "tasks": "task ",
    "artifacts": "artifact ",
    "agents_contributed": "the contribution of ",
    "batch_history": "batch ",
    "tools": "tool ",
    "tools_status": "tool ",
    "phases": "phase ",
}


class MissingField(Rule):
    """See ``missing_field.md``."""

    id = "missing-field"
    family = "shape"
    kinds = ()
    strict_options = {"recommended": True}

    recommended: bool = False

    def check(self, document: Document) -> Iterable[Violation]:
        keywords = {"required": ERROR}
        if not self.is_history(document):
            keywords["x-recommended"] = WARNING
        if self.recommended:
            keywords["x-strict"] = WARNING
        faults = [*document.shape, *_late_batches(document)]
        missing: dict[tuple[str | int, ...], list[ShapeFault]] = {}
        for fault in faults:
            if fault.keyword in keywords:
                missing.setdefault(fault.path, []).append(fault)
        for found in missing.values():
            node, pointer = found[0].node, found[0].pointer
            assert isinstance(node, MappingNode)
            fields = list(dict.fromkeys(name for fault in found for name in fault.fields))
            required = {name for fault in found if keywords[fault.keyword] == ERROR for name in fault.fields}
            is_error = bool(required)
            names = _names("required", [name for name in fields if name in required])
            names += ["; also "] if 0 < len(required) < len(fields) else []
            names += _names("expected", [name for name in fields if name not in required])
            yield self.violation(
                document,
                node.first_key_span,
                f"{''.join(names)} missing{_where(node, found[0])}",
                {"fields": fields, "path": pointer},
                severity=None if is_error else WARNING,
            )


def _names(kind: str, fields: list[str]) -> list[str]:
    return [f"{kind} field{'s' * (len(fields) > 1)} {', '.join(map(repr, fields))}"] if fields else []


def _where(node: MappingNode, fault: ShapeFault) -> str:
    """Which mapping it is, for people."""
    if not fault.path:
        return ""
    name = node.get("id") or node.get("name") or node.get("path") or node.get("agent") or node.get("batch_number")
    last = fault.path[-1]
    shown = getattr(name, "text", "") or (last + 1 if isinstance(last, int) else last)
    return f" in {_SINGULAR.get(str(fault.path[-2]) if len(fault.path) > 1 else '', '')}{shown!r}"


def _late_batches(document: Document) -> Iterable[ShapeFault]:
    """Constraint 12: a batch has ``completed_at`` once it is behind ``current_batch``."""
    if isinstance(document, Manifest) and document.is_mcp:
        for index, batch in enumerate(document.batch_history):
            if batch.is_behind and is_null(batch.node.get("completed_at")):
                path = ("phases", "implementation", "batch_history", index)
                yield ShapeFault("required", batch.node, path, None, ("completed_at",))
