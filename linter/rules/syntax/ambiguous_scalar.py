"""Find unquoted scalars that parsers read differently, where a string is expected (YAML 1.1 and 1.2)."""

from __future__ import annotations

from functools import lru_cache

from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.edits import quoted
from linter.syntax.fix import Edit, Fix
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode
from linter.syntax.scalar_types import NO_TEXTS, NULLS, is_doubtful, readings
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.model.plan import Plan
    from linter.rules.violation import Violation
    from linter.syntax.nodes import Node

    _Doubtful = tuple[ScalarNode, bool, bool]  # whether it is a list item, and whether it is a commit hash

# all parsers agree on these: outside lists the shape rules report them
_HASHES = ("commit", "commits", "commit_refs", "completed_commit")
_TEXTS = ("id", "status", "version", "schema_version", "commit", "completed_commit")
_LISTS = ("dependencies", "depends_on", "blocked_by", "commits", "commit_refs")
_TOOLS = ("tools_completed", "tools_in_progress", "tools_remaining", "tools")
_HASH = lazy(r"\d{7,64}\Z")
_TEXT = lazy(r"text '[^']*'")
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
        for node, in_list, is_hash in _texts(document):
            found = readings(node.text) or [f"number {node.text}"] * (is_hash and _HASH.match(node.text) is not None)
            if not found or (not in_list and node.text in NO_TEXTS) or node.start in seen:
                continue
            seen.add(node.start)
            if document.source.text.startswith(node.text, node.start):  # an alias is reported at its anchor
                shown = " or as ".join(_TEXT.sub("a string", reading) for reading in found)
                message = f"unquoted `{node.text}` is read as {shown}"
                yield self.violation(document, node, message, {"text": node.text, "readings": found}, fix=_fix(node))


def _fix(node: ScalarNode) -> Fix | None:
    """Return a fix that adds quotes, except for null, which may be intended."""
    if node.text in NULLS:
        return None
    return Fix("Quote the value", [Edit(node.start, node.end, quoted(node.text))], safe=True)


def _texts(document: Document) -> list[_Doubtful]:
    assert document.root is not None
    found: list[_Doubtful] = []
    _of(document.root, found)
    if document.kind == "progress":
        plan: Plan = document  # type: ignore[assignment]
        for task in plan.tasks:
            _of(task.node, found)
            found += [(task.id, False, False)] * (task.id.key_start < 0 and is_doubtful(task.id))
        for batch in plan.batches:
            _items(batch.container.items, found)
            _items(batch.nested, found)
        _items(plan.critical_path, found)
    elif isinstance(phases := document.root.get("phases"), MappingNode):
        for phase in phases.entries.values():
            if isinstance(phase, MappingNode):
                _of(phase, found)
    return found


def _of(node: MappingNode, found: list[_Doubtful]) -> None:
    for key in _text_fields(tuple(node.entries)):
        value = node.entries[key]
        if value.__class__ is ScalarNode:
            if key not in _TOOLS and is_doubtful(value):
                found.append((value, False, key in _HASHES))
        elif isinstance(value, SequenceNode) and key not in _TEXTS:
            _items(value.items, found, key in _HASHES)


@lru_cache(maxsize=1024)
def _text_fields(keys: tuple[str, ...]) -> list[str]:
    return [key for key in keys if key in _FIELDS]


def _items(items: Iterable[Node], found: list[_Doubtful], is_hash: bool = False) -> None:
    found += [(item, True, is_hash) for item in items if item.__class__ is ScalarNode and is_doubtful(item)]
