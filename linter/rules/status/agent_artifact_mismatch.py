"""Compare agents and artifacts (row 37 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.nodes import MappingNode, ScalarNode
from linter.syntax.scalar_types import is_placeholder, string_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.rules.violation import Violation

_NOTHING = frozenset(("none", "n/a", "na", "-", "--", "–", "—"))
_EXTENSION = lazy(r"\.\w{1,8}\Z")


class AgentArtifactMismatch(Rule):
    """See ``agent_artifact_mismatch.md``."""

    id = "agent-artifact-mismatch"
    family = "status"
    severity = WARNING
    omits_finished = True
    kinds = ("manifest",)

    def check(self, document: Manifest) -> Iterable[Violation]:
        root = document.root
        if root.get("artifacts") is None or root.get("agents_contributed") is None:
            return
        known = _files(document)
        contributed_by = [name.text for agent in document.agents if (name := string_of(agent.get("agent")))]
        is_whole, all_named = _is_whole(document), len(contributed_by) == len(document.agents)
        reported: set[str] = set()
        for agent in document.agents:
            artifact, name = string_of(agent.get("artifact")), string_of(agent.get("agent"))
            if (
                artifact is None
                or is_placeholder(artifact, document.source)
                or not is_whole
                or _is_prose(artifact.text)
            ):
                continue
            who = name.text if name else ""
            if artifact.text.removeprefix("./") not in known and who not in reported:
                reported.add(who)
                message = f"artifact `{artifact.text}` is not declared in `artifacts` or `tools_status`"
                data = {"agent": who, "artifact": artifact.text}
                yield self.violation(document, artifact, message, data)
        creator = string_of(root.get("created_by"))
        exempt = {*contributed_by, "orchestrator", creator.text if creator else ""}
        for entry in document.artifacts:
            name, path = string_of(entry.get("agent")), string_of(entry.get("path"))
            if name and not is_placeholder(name, document.source) and all_named and name.text not in exempt:
                exempt.add(name.text)
                message = f"agent `{name.text}` of an artifact is not in `agents_contributed`"
                data = {"agent": name.text, "artifact": path.text if path else ""}
                yield self.violation(document, name, message, data)


def _is_prose(text: str) -> bool:
    """Whether *text* is not a file name: ``none``, or words without a folder and an extension."""
    text = text.strip().lower()
    return text in _NOTHING or (" " in text and "/" not in text and not _EXTENSION.search(text))


def _files(manifest: Manifest) -> set[str]:
    """Return the paths of artifacts and tool files, and the last parts of these paths."""
    nodes = [entry.get("path") for entry in manifest.artifacts]
    nodes += [tool.get(field) for tool in manifest.tools_status.values() for field in ("wrapper_file", "test_file")]
    paths = [node.text.removeprefix("./") for node in nodes if isinstance(node, ScalarNode)]
    return {*paths, *(path.rpartition("/")[2] for path in paths)}


def _is_whole(manifest: Manifest) -> bool:
    """Whether every artifact and tool names its files; missing-field reports those that do not."""
    tools = manifest.root.get("tools_status")
    if manifest.is_mcp and not (isinstance(tools, MappingNode) and tools.entries):
        return False
    fields = [entry.get("path") for entry in manifest.artifacts]
    fields += [tool.get(field) for tool in manifest.tools_status.values() for field in ("wrapper_file", "test_file")]
    return all(string_of(field) for field in fields)
