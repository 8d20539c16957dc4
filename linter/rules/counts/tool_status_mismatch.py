"""Compare the phase of a tool with the list that contains it (row 26 of ``docs/constraints.md``)."""

from __future__ import annotations

from collections import Counter

from linter.model.manifest import state
from linter.rules.base import Rule, related
from linter.syntax.scalar_types import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.rules.violation import Violation

_ALLOWED = {
    "tools_completed": ("complete",),
    "tools_in_progress": ("in_progress", "blocked"),
    "tools_remaining": ("pending", "blocked", "deferred"),
}
_KNOWN = {name for names in _ALLOWED.values() for name in names}


class ToolStatusMismatch(Rule):
    """See ``tool_status_mismatch.md``."""

    id = "tool-status-mismatch"
    family = "counts"
    kinds = ("manifest",)

    def check(self, document: Manifest) -> Iterable[Violation]:
        counts = Counter(tool.text for tool in document.tools)
        for field, tools in document.tool_lists.items():
            for tool in tools:
                status = document.tools_status.get(tool.text)
                phase = text_of(status.get("phase")) if status is not None else None
                if counts[tool.text] > 1 or phase is None or state(phase) not in _KNOWN:
                    continue
                if state(phase) not in _ALLOWED[field]:
                    yield self.violation(
                        document,
                        phase,
                        f"tool `{tool.text}` is listed in `{field}`, but its phase is `{phase.text}`",
                        {"tool": tool.text, "phase": phase.text, "list": field},
                        related=[related(document, tool, f"listed in `{field}`")],
                    )
