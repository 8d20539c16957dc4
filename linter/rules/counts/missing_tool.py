"""Find tools of ``tools_manifest.json`` that are not in the three lists (row 23 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.did_you_mean import kebab
from linter.rules.base import ProjectRule, related
from linter.system.words import join_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.project import Project
    from linter.rules.violation import Violation


class MissingTool(ProjectRule):
    """See ``missing_tool.md``."""

    id = "missing-tool"
    family = "counts"
    kinds = ("manifest",)

    def check(self, project: Project) -> Iterable[Violation]:
        for manifest in project.manifests():
            tools = project.tools_of(manifest)
            if tools is None or len(manifest.tool_lists) < 3 or manifest.implementation is None:
                continue
            listed = {tool.text for tool in manifest.tools}
            missing = [name for name in tools.names if listed.isdisjoint((name.text, kebab(name.text)))]
            names = list(dict.fromkeys(name.text for name in missing))
            if names:
                subject = f"{len(names)} tool{'s' if len(names) > 1 else ''} of `tools_manifest.json`"
                yield self.violation(
                    manifest,
                    manifest.implementation.entries["tools_remaining"].key_span,
                    f"{subject} {'is' if len(names) == 1 else 'are'} not listed: {join_first(names, 5)}",
                    {"tools": names},
                    related=[related(tools, name, f"`{name.text}` defined here") for name in missing],
                )
