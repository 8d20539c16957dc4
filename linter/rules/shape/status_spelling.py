"""Find valid statuses in a non-standard spelling."""

from __future__ import annotations

from linter.model.statuses import normalise
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.fix import Fix
from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model.document import Document
    from linter.rules.violation import Violation
    from linter.schema.validator import ShapeFault

_SPELLINGS = {
    "progress": {"complete": "completed", "done": "completed"},
    "phase": {"completed": "complete", "done": "complete"},
    "manifest": {"completed": "complete", "done": "complete"},
}


class StatusSpelling(Rule):
    """See ``status_spelling.md``."""

    id = "status-spelling"
    family = "shape"
    severity = WARNING
    omits_finished = True
    kinds = ("progress", "manifest")
    fix = "safe"

    def check(self, document: Document) -> Iterable[Violation]:
        found: dict[tuple[str, str], list[ScalarNode]] = {}
        for fault in document.shape:
            expected = respelled(fault)
            if expected is not None and isinstance(fault.node, ScalarNode):
                found.setdefault((fault.node.text, expected), []).append(fault.node)
        for (text, expected), nodes in found.items():
            yield self._spelling(document, text, expected, nodes)

    def _spelling(self, document: Document, text: str, expected: str, nodes: list[ScalarNode]) -> Violation:
        def rebuild(indices: Sequence[int]) -> Violation:
            first, *others = chosen = [nodes[index] for index in indices]
            fixes = [rewrite(document.source, node, expected, "", safe=True) for node in chosen]
            edits = [edit for fix in fixes if fix for edit in fix.edits]
            times = f" ({len(chosen)} times)" if others else ""
            return self.violation(
                document,
                first,
                f"non-standard status `{text}`, expected `{expected}`{times}",
                {"found": text, "expected": expected, "count": len(chosen)},
                related=[related(document, node, f"also `{text}`") for node in others],
                fix=Fix(f"Write `{text}` as `{expected}`", edits, safe=True) if edits else None,
            )

        return self.group(text, [node.span for node in nodes], rebuild)


def respelled(fault: ShapeFault) -> str | None:
    """Return the status that ``fault`` spells differently, or None if it is not a status."""
    if fault.keyword != "enum" or not fault.spelling or not isinstance(fault.node, ScalarNode):
        return None
    text = normalise(fault.node.text)
    text = _SPELLINGS[fault.spelling].get(text, text)
    return text if text in fault.expected else None
