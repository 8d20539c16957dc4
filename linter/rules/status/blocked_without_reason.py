"""Find blocked tasks and tools without a blocker (off by default)."""

from __future__ import annotations

from linter.model.manifest import Manifest, state
from linter.model.plan import Plan
from linter.model.statuses import BLOCKED
from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation
    from linter.syntax.nodes import Node


class BlockedWithoutReason(Rule):
    """See ``blocked_without_reason.md``."""

    id = "blocked-without-reason"
    family = "status"
    severity = WARNING
    default = False
    kinds = ("progress", "manifest")

    def check(self, document: Document) -> Iterable[Violation]:
        if isinstance(document, Plan) and _is_empty(document.blockers):
            for task in document.tasks:
                if task.status_class == BLOCKED and task.status is not None:
                    message = f"task `{task.name}` is blocked, but `blockers` is empty"
                    yield self.violation(document, task.status, message, {"task": task.name})
        elif isinstance(document, Manifest):
            for name, tool in document.tools_status.items():
                phase = text_of(tool.get("phase"))
                if phase is not None and state(phase) == "blocked" and _is_empty(tool.get("issues")):
                    message = f"tool `{name}` is blocked, but its `issues` are empty"
                    yield self.violation(document, phase, message, {"task": name})


def _is_empty(node: Node | None) -> bool:
    if isinstance(node, SequenceNode):
        return not node.items
    if isinstance(node, MappingNode):
        return not node.entries
    return node is None or (isinstance(node, ScalarNode) and is_null(node))
