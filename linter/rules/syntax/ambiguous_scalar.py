"""Unquoted text that parsers read differently, where text is meant (``rules.md``, syntax; YAML 1.1 and 1.2)."""

from __future__ import annotations

from functools import lru_cache

from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.edits import quoted
from linter.syntax.fix import Edit, Fix
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode
from linter.syntax.scalar_types import NULLS, is_doubtful, readings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.model.plan import Plan
    from linter.rules.violation import Violation
    from linter.syntax.nodes import Node

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
            found = readings(node.text)
            if not found or (not in_list and node.text in _SETTLED) or node.start in seen:
                continue
            seen.add(node.start)
            if document.source.text.startswith(node.text, node.start):  # an alias stands at its anchor
                yield self.violation(
                    document,
                    node,
                    f"unquoted, {node.text!r} is read as {' or as '.join(found)}",
                    {"text": node.text, "readings": found},
                    fix=_fix(node),
                )


def _fix(node: ScalarNode) -> Fix | None:
    """Quotes; none around a null, which may mean that there is nothing."""
    edit = Edit(node.start, node.end, quoted(node.text))
    return Fix("put quotes around it", [edit], safe=True) if node.text not in NULLS else None


def _texts(document: Document) -> list[tuple[ScalarNode, bool]]:
    """The scalars where text is meant that may be read otherwise, and whether they are items of a list."""
    assert document.root is not None
    found: list[tuple[ScalarNode, bool]] = []
    _of(document.root, found)
    if document.kind == "progress":
        plan: Plan = document  # type: ignore[assignment]
        for task in plan.tasks:
            _of(task.node, found)
            if task.id.key_start < 0 and is_doubtful(task.id):
                found.append((task.id, False))
        for batch in plan.batches:
            _items(batch.holder.items, found)
            _items(batch.nested, found)
        _items(plan.critical_path, found)
    else:
        phases = document.root.get("phases")
        for phase in phases.entries.values() if isinstance(phases, MappingNode) else ():
            if isinstance(phase, MappingNode):
                _of(phase, found)
    return found


def _of(node: MappingNode, found: list[tuple[ScalarNode, bool]]) -> None:
    entries = node.entries
    for key in _text_fields(tuple(entries)):
        value = entries[key]
        if value.__class__ is ScalarNode:
            if key not in _TOOLS and is_doubtful(value):
                found.append((value, False))
        elif isinstance(value, SequenceNode) and key not in _TEXTS:
            _items(value.items, found)


@lru_cache(maxsize=1024)
def _text_fields(keys: tuple[str, ...]) -> list[str]:
    return [key for key in keys if key in _FIELDS]


def _items(items: Iterable[Node], found: list[tuple[ScalarNode, bool]]) -> None:
    found += [(item, True) for item in items if item.__class__ is ScalarNode and is_doubtful(item)]
