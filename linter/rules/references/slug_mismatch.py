"""Find names of a plan that contradict each other or the directory (also row 39 of ``docs/constraints.md``)."""

from __future__ import annotations

from functools import lru_cache

from linter.model.manifest import Manifest
from linter.model.plan import Plan
from linter.rules.base import ProjectRule, related
from linter.rules.violation import WARNING
from linter.syntax.scalar_types import is_placeholder, string_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.model.project import Project
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode

_VERSION = lazy(r"-v\d+(?:-\d+)*\Z")
_STAMP = lazy(r"\d{4}-\d{2}-\d{2}-\d{6}-")
_MANIFEST_FIELDS = ("feature_slug", "protocol_slug", "capability_slug", "mcp_service_name")
# directories that contain plans and are not named after one
_NUMBERED = lazy(r"(?:phases?|waves?|batch(?:es)?|sprints?|milestones?|iterations?)-?\d*\Z")
_UNNAMED = lazy(r"\Z|\.|.*-development\Z")
_GENERAL = frozenset(
    """plan plans planning progress project projects task tasks doc docs documentation notes work work-items roadmap
    epics features feature specs spec backlog manifests quick-features claude github agents output""".split()
)


class SlugMismatch(ProjectRule):
    """See ``slug_mismatch.md``."""

    id = "slug-mismatch"
    family = "references"
    severity = WARNING
    omits_finished = True
    kinds = ("progress", "manifest")

    def check(self, project: Project) -> Iterable[Violation]:
        seen: set[str] = set()
        several: dict[str, bool] = {}  # by kind and directory
        for document in project.named.values():
            is_judged = isinstance(document, Plan | Manifest) and not self.is_history(document)
            if is_judged and document.directory not in seen:
                found = self._disagreement(project, document, several)
                if found is not None:
                    seen.add(document.directory)
                    yield found

    def _disagreement(self, project: Project, document: Document, several: dict[str, bool]) -> Violation | None:
        names = _names(document)
        for field, node in names[1:]:
            if not _same(node.text, names[0][1].text):
                first = names[0]
                return self._violation(document, field, node, first[1].text, f"{first[0]} is", first[1])
        folder = project.workspace.folder_name(document.directory)
        if not names or _UNNAMED.match(folder) or any(_same(node.text, folder) for _, node in names):
            return None
        is_general = _slug(folder) in _GENERAL or _NUMBERED.match(_slug(folder))
        key = f"{document.kind}:{document.directory}"
        if is_general or (several[key] if key in several else several.setdefault(key, _holds(project, document) > 1)):
            return None
        return self._violation(document, *names[0], folder, "the directory is", None)

    def _violation(
        self, document: Document, field: str, node: ScalarNode, expected: str, what: str, other: ScalarNode | None
    ) -> Violation:
        return self.violation(
            document,
            node,
            f"{field} is {node.text!r}, but {what} {expected!r}",
            {"field": field, "found": node.text, "expected": expected},
            related=[related(document, other, f"{what} {expected!r}")] if other else (),
        )


def _names(document: Document) -> list[tuple[str, ScalarNode]]:
    assert document.root is not None
    fields = ("prd", "feature_slug") if isinstance(document, Plan) else _MANIFEST_FIELDS
    found = [(field, string_of(document.root.get(field))) for field in fields]
    slugs = [(field, node) for field, node in found if node and "/" not in node.text]
    return [(field, node) for field, node in slugs if not is_placeholder(node, document.source)]


@lru_cache(maxsize=1024)
def _slug(text: str) -> str:
    text = _STAMP.sub("", text.strip().lower()).replace("_", "-").replace(".", "-").replace(" ", "-").strip("-")
    return _VERSION.sub("", text)


def _same(left: str, right: str) -> bool:
    return _slug(left.removesuffix(".md")) == _slug(right.removesuffix(".md"))


def _holds(project: Project, document: Document) -> int:
    """Return the number of names of the plans in the directory: with several it is not named after one."""
    others = [other for other in project.directory(document.directory) if type(other) is type(document)]
    return len({_slug(node.text) for other in others for _, node in _names(other)[:1]})
