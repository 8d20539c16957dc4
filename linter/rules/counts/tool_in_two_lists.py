"""Find tools in two of the three lists, or twice in one (row 25 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.rules.base import Rule, related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode


class ToolInTwoLists(Rule):
    """See ``tool_in_two_lists.md``."""

    id = "tool-in-two-lists"
    family = "counts"
    kinds = ("manifest",)

    def check(self, document: Manifest) -> Iterable[Violation]:
        found: dict[str, list[tuple[str, ScalarNode]]] = {}
        for field, tools in document.tool_lists.items():
            for tool in tools:
                found.setdefault(tool.text, []).append((field, tool))
        for name, locations in found.items():
            if len(locations) > 1:
                lists = [field for field, _ in locations]
                where = " and ".join(f"`{field}`" for field in dict.fromkeys(lists))
                yield self.violation(
                    document,
                    locations[1][1],
                    f"tool `{name}` is listed {'in both' if len(set(lists)) > 1 else 'twice in'} {where}",
                    {"tool": name, "lists": lists},
                    related=[
                        related(document, tool, f"also listed in `{field}`")
                        for field, tool in [locations[0], *locations[2:]]
                    ],
                )
