"""Find tools that are not in ``tools_manifest.json`` (rows 23 and 27 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.did_you_mean import Suggester, kebab
from linter.rules.base import ProjectRule, did_you_mean, related
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.model.project import Project
    from linter.rules.violation import Related, Violation
    from linter.syntax.nodes import ScalarNode


class UnknownTool(ProjectRule):
    """See ``unknown_tool.md``."""

    id = "unknown-tool"
    family = "counts"
    kinds = ("manifest",)

    def check(self, project: Project) -> Iterable[Violation]:
        for manifest in project.manifests():
            tools = project.tools_of(manifest)
            history = [tool for batch in manifest.batch_history for tool in batch.tools]
            if tools is not None and tools.is_named:
                names = [name.text for name in tools.names]
                known = {*names, *(other for name in names if (other := kebab(name)))}
                location = related(
                    tools,
                    tools.root.entries["tools"].key_span,
                    f"{plural(len(names), 'tool')} defined here",
                )
                yield from self._unknown(manifest, [*manifest.tools, *history], known, [location], f"`{tools.name}`")
            elif not project.has_tools_file(manifest):
                known = {*manifest.tools_status, *(tool.text for tool in manifest.tools)}
                yield from self._unknown(manifest, history, known, [], "the lists or `tools_status`")

    def _unknown(
        self, manifest: Manifest, tools: list[ScalarNode], known: set[str], locations: list[Related], where: str
    ) -> Iterable[Violation]:
        seen: set[str] = set()
        guesser = Suggester(sorted(known))
        for tool in tools:
            if tool.text in known or tool.text in seen:
                continue
            seen.add(tool.text)
            near = guesser.closest(tool.text)
            message = f"unknown tool `{tool.text}`, not in {where}"
            data = {"tool": tool.text}
            yield self.violation(manifest, tool, message, data, related=locations, help=did_you_mean(near))
