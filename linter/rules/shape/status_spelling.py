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
    from linter.schema.validator import ShapeError

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
        for error in document.shape:
            expected = respelled(error)
            if expected is not None and isinstance(error.node, ScalarNode):
                found.setdefault((error.node.text, expected), []).append(error.node)
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


def respelled(error: ShapeError) -> str | None:
    """Return the status that ``error`` spells differently, or None if it is not a status."""
    if error.keyword != "enum" or not error.spelling or not isinstance(error.node, ScalarNode):
        return None
    text = normalise(error.node.text)
    text = _SPELLINGS[error.spelling].get(text, text)
    return text if text in error.expected else None
