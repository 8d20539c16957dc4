"""Compare ``batch_history`` with the tools and the current batch (rows 30 and 31 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.manifest import state
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.nodes import MappingNode, SequenceNode
from linter.syntax.scalar_types import text_of
from linter.system.words import join_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest, ToolBatch
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode


class BatchHistoryTools(Rule):
    """See ``batch_history_tools.md``."""

    id = "batch-history-tools"
    family = "batches"
    severity = WARNING
    kinds = ("manifest",)

    def check(self, document: Manifest) -> Iterable[Violation]:
        if document.implementation is None or not isinstance(
            document.implementation.get("batch_history"), SequenceNode
        ):
            return
        seen: dict[str, ScalarNode] = {}
        tools = document.root.get("tools_status")
        no_tools = not (isinstance(tools, MappingNode) and tools.entries)
        lists = {field: {tool.text for tool in found} for field, found in document.tool_lists.items()}
        for batch in document.batch_history:
            number = batch.number_node.text if batch.number_node else "?"
            for tool in batch.tools:
                first = seen.setdefault(tool.text, tool)
                if first is not tool:
                    locations = [related(document, first, "first listed here")]
                    message = f"tool `{tool.text}` is listed twice in `batch_history`"
                    yield self.violation(
                        document, tool, message, {"tool": tool.text, "batch": number}, related=locations
                    )
                elif (
                    (batch.is_behind or batch.completed_at)
                    and not no_tools
                    and (where := _unfinished(document, lists, tool.text))
                ):
                    message = f"tool `{tool.text}` of finished batch {number} is still in {where}"
                    yield self.violation(document, tool, message, {"tool": tool.text, "batch": number})
        yield from self._absent(document, document.batch_history)

    def _absent(self, manifest: Manifest, history: list[ToolBatch]) -> Iterable[Violation]:
        numbers = {batch.number for batch in history}
        if None in numbers:
            return
        current = manifest.number("current_batch") or 1
        missing = [number for number in range(1, min(current, len(history) + 1000)) if number not in numbers]
        if missing and manifest.implementation is not None:
            shown = join_first([str(number) for number in missing], 10)
            yield self.violation(
                manifest,
                manifest.implementation.entries["batch_history"].key_span,
                f"`current_batch` is {current}, but batch {shown} is missing from `batch_history`",
                {"tool": None, "batch": str(missing[0])},
            )


def _unfinished(manifest: Manifest, lists: dict[str, set[str]], tool: str) -> str:
    """Return the list that contradicts that the tool is finished; "" if it is finished, blocked or deferred."""
    status = manifest.tools_status.get(tool)
    phase = state(text_of(status.get("phase"))) if status is not None else "absent"
    if phase not in ("absent", "pending", "in_progress"):
        return ""  # finished, or its phase is wrong
    if tool in lists.get("tools_completed", ()):
        return ""
    for field in ("tools_in_progress", "tools_remaining"):
        if tool in lists.get(field, ()):
            return f"`{field}`"
    return "" if phase == "absent" or lists else f"`tools_status` as `{phase}`"
