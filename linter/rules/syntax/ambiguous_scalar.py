"""Unquoted text that parsers read differently, where text is meant (``rules.md``, syntax; YAML 1.1 and 1.2)."""

from __future__ import annotations

from linter.edits import quoted
from linter.nodes import Mapping, Scalar, Sequence
from linter.rule import Rule
from linter.scalars import NULLS, readings
from linter.violation import WARNING, Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model import Document, Plan
    from linter.violation import Violation

# outside of lists the shape rules report these: all parsers read them alike
_SETTLED = NULLS.union("true True TRUE false False FALSE".split())
_TEXTS = ("id", "status", "commit", "version", "schema_version", "completed_commit")
_LISTS = ("dependencies", "depends_on", "commit_refs", "commits", "blocked_by")
_TOOLS = ("tools_completed", "tools_in_progress", "tools_remaining", "tools")
_FIELDS = frozenset([*_TEXTS, *_LISTS, *_TOOLS])


class AmbiguousScalar(Rule):
    """See ``ambiguous_scalar.md``."""

    id = "ambiguous-scalar"
    family = "syntax"
    severity = WARNING
    kinds = ("progress", "manifest")
    fix = "safe"

    def check(self, document: Document) -> Iterable[Violation]:
        seen: set[int] = set()
        for node, in_list in _texts(document):
            found = readings(node.text) if node.plain and node.text else ()
            if not found or (not in_list and node.text in _SETTLED) or node.start in seen:
                continue
            seen.add(node.start)
            if _stands_there(document, node):
                yield self.violation(
                    document,
                    node,
                    f"unquoted, {node.text!r} is read as {' or as '.join(found)}",
                    {"text": node.text, "readings": found},
                    fix=_fix(node),
                )


def _fix(node: Scalar) -> Fix | None:
    """Quotes; none around a null, which may mean that there is nothing."""
    edit = Edit(node.start, node.end, quoted(node.text))
    return Fix("put quotes around it", [edit], safe=True) if node.text not in NULLS else None


def _stands_there(document: Document, node: Scalar) -> bool:
    """Whether the text itself stands at its span (behind an alias it stands at the anchor)."""
    return document.source.text.startswith(node.text, node.start)


def _texts(document: Document) -> list[tuple[Scalar, bool]]:
    """The scalars where text is meant, and whether they are items of a list."""
    assert document.root is not None
    found: list[tuple[Scalar, bool]] = []
    _of(document.root, found)
    if document.kind == "progress":
        plan: Plan = document  # type: ignore[assignment]
        for task in plan.tasks:
            _of(task.node, found)
            if task.id.key_start < 0:
                found.append((task.id, False))
        for batch in plan.batches:
            _items(batch.holder, found)
            found += [(item, True) for item in batch.nested]
        found += [(item, True) for item in plan.critical_path]
    else:
        phases = document.root.get("phases")
        for phase in phases.entries.values() if isinstance(phases, Mapping) else ():
            if isinstance(phase, Mapping):
                _of(phase, found)
    return found


def _of(node: Mapping, found: list[tuple[Scalar, bool]]) -> None:
    for key, value in node.entries.items():
        if key not in _FIELDS:
            continue
        if isinstance(value, Scalar):
            if key not in _TOOLS:
                found.append((value, False))
        elif isinstance(value, Sequence) and value.items and key not in _TEXTS:
            _items(value, found)


def _items(node: Sequence, found: list[tuple[Scalar, bool]]) -> None:
    found += [(item, True) for item in node.items if isinstance(item, Scalar)]
