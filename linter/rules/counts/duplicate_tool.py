"""Find tools with the same name (row 5 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.rules.base import Rule, related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import ToolsManifest
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode


class DuplicateTool(Rule):
    """See ``duplicate_tool.md``."""

    id = "duplicate-tool"
    family = "counts"
    kinds = ("tools-manifest",)

    def check(self, document: ToolsManifest) -> Iterable[Violation]:
        seen: dict[str, ScalarNode] = {}
        for name in document.names:
            first = seen.setdefault(name.text, name)
            if first is not name:
                yield self.violation(
                    document,
                    name,
                    f"duplicate tool `{name.text}`",
                    {"tool": name.text},
                    related=[related(document, first, "first defined here")],
                )
