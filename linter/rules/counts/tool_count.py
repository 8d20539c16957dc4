"""Compare the number of tools in the three lists with ``tools_manifest.json`` (row 23 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.counts import amount
from linter.rules.base import ProjectRule, related
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.project import Project
    from linter.rules.violation import Violation


class ToolCount(ProjectRule):
    """See ``tool_count.md``."""

    id = "tool-count"
    family = "counts"
    kinds = ("manifest",)

    def check(self, project: Project) -> Iterable[Violation]:
        for manifest in project.manifests():
            tools = project.tools_of(manifest)
            if tools is None or not tools.is_named or len(manifest.tool_lists) < 3 or manifest.implementation is None:
                continue
            found, expected = len(manifest.tools), len({name.text for name in tools.names})
            if found != expected:
                yield self.violation(
                    manifest,
                    manifest.implementation.entries["tools_completed"].key_span,
                    f"{amount(found, 'tool', 'listed')}, but `tools_manifest.json` defines {expected}",
                    {"found": found, "expected": expected},
                    related=[
                        related(
                            tools,
                            tools.root.entries["tools"].key_span,
                            f"{plural(expected, 'tool')} defined here",
                        )
                    ],
                )
