"""The files that a document refers to, and their expected locations.

See ``linter/formats/progress.md`` and row 38 of ``docs/constraints.md``.
"""

from __future__ import annotations

import re

from linter.model.manifest import Manifest, state
from linter.model.plan import Plan
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_placeholder, string_of, text_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.document import Document
    from linter.syntax.nodes import Node

_PLAN_FIELDS = ("prd_ref", "plan_ref", "related_documents", "context_files")
_DEFINING_FIELDS = ("plan_ref", "prd_ref", "phase_ref")
_NO_PATH = lazy(r"[a-z][a-z0-9+.-]*://|mailto:|#|~|[A-Za-z]:[\\/]", re.IGNORECASE)
_LINK = lazy(r"\]\(([^() ]+)\)\Z")
# no blanks and patterns; must contain a directory or a file extension, so that words are not taken for paths
_PATH = lazy(r"(?=.*[^./\\])(?:[^\s*?{}<>|\0/]*+/[^\s*?{}<>|\0]*+|[^\s*?{}<>|\0/]+\.[A-Za-z0-9]{1,8})\Z")
_SUFFIX = lazy(r"(?s:#.*|:\d+(?:-\d+)?\Z)")


class Reference:
    """A path as written at ``node``, relative to the document (``beside``) or to the root of the repository."""

    __slots__ = ("beside", "field", "node", "target")

    def __init__(self, field: str, node: ScalarNode, target: str, *, beside: bool) -> None:
        self.field = field
        self.node = node
        self.target = target
        self.beside = beside


def references(document: Document) -> Iterator[Reference]:
    """Yield the file references of *document*, each path once."""
    found = _of_plan(document) if isinstance(document, Plan) else ()
    if isinstance(document, Manifest):
        found = _of_manifest(document)
    seen: set[tuple[str, bool]] = set()
    for field, node, beside in found:
        target = _path(node, document, is_path=isinstance(document, Manifest))
        if target and (target, beside) not in seen:
            seen.add((target, beside))
            yield Reference(field, node, target, beside=beside)


def plan_documents(plan: Plan) -> list[str]:
    """Return the paths of the documents that define the contents of *plan*, as written."""
    nodes = (node for field in _DEFINING_FIELDS for node in _texts(plan.root.get(field)))
    return [target for node in nodes if (target := _path(node, plan, is_path=False))]


def _path(node: ScalarNode, document: Document, *, is_path: bool) -> str:
    """Return the path in *node* without fragment and line, or "" for URLs, patterns and prose.

    If *is_path*, the field contains only paths, and blanks are allowed.
    """
    text = node.text.strip()
    if is_placeholder(node, document.source) or _NO_PATH.match(text) or len(text) > 1000:
        return ""
    if is_path:
        return text if re.search(r"[^./\\\s]", text) and not re.search(r"[*?{}<>|\n\0]", text) else ""
    link = _LINK.search(text)
    text = (link[1] if link else text).strip("`")
    if "\n" in text:
        return ""
    text = _SUFFIX.sub("", text)
    return text if _PATH.match(text) and text.upper() not in ("N/A", "N/A.") else ""


def _texts(node: Node | None) -> Iterator[ScalarNode]:
    for item in node.items if isinstance(node, SequenceNode) else [node]:
        text = string_of(item.get("path") if isinstance(item, MappingNode) else item)
        if text is not None:
            yield text


def _of_plan(plan: Plan) -> Iterator[tuple[str, ScalarNode, bool]]:
    for field in _PLAN_FIELDS:
        for node in _texts(plan.root.get(field)):
            yield field, node, False


def _of_manifest(manifest: Manifest) -> Iterator[tuple[str, ScalarNode, bool]]:
    for artifact in manifest.artifacts:
        for node in _texts(artifact.get("path")):
            yield "path", node, True
    for phase in manifest.phases:
        for field in ("schema_file", "architecture_file"):
            if file := string_of(phase.node.get(field)):
                yield field, file, True
        if phase.state == "complete":
            for node in _texts(phase.node.get("files_modified")):
                yield "files_modified", node, False
    for tool in manifest.tools_status.values():
        if state(text_of(tool.get("phase"))) == "complete":
            for field in ("wrapper_file", "test_file"):
                if file := string_of(tool.get(field)):
                    yield field, file, False
