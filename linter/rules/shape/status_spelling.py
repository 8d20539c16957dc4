"""The right status, spelled as the format does not (``rules.md``, shape)."""

from __future__ import annotations

from linter.model.statuses import normalise
from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

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
        for fault in document.shape:
            expected = respelled(fault)
            if expected is None:
                continue
            node = fault.node
            assert isinstance(node, ScalarNode)
            yield self.violation(
                document,
                node,
                f"{fault.field} {node.text!r} is spelled {expected!r} in this format",
                {"found": node.text, "expected": expected},
                fix=rewrite(document.source, node, expected, f"write {expected}", safe=True),
            )


def respelled(fault: ShapeFault) -> str | None:
    """The status that *fault* spells in another way, None where it is no status at all."""
    if fault.keyword != "enum" or not fault.spelling or not isinstance(fault.node, ScalarNode):
        return None
    text = normalise(fault.node.text)
    text = _SPELLINGS[fault.spelling].get(text, text)
    return text if text in fault.expected else None
