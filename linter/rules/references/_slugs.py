"""The names in files that disagree with each other or with their directory."""

from __future__ import annotations

from functools import lru_cache

from linter.model.plan import Plan
from linter.syntax.scalar_types import is_placeholder, string_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.document import Document
    from linter.model.project import Project
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


class Mismatch:
    """A name in *document* that disagrees with what is *expected*, the name *other* or that of the folder."""

    __slots__ = ("document", "expected", "field", "node", "other", "what")

    def __init__(
        self, document: Document, name: tuple[str, ScalarNode], what: str, expected: str, other: ScalarNode | None
    ) -> None:
        self.document = document
        self.field, self.node = name
        self.what = what
        self.expected = expected
        self.other = other

    @property
    def key(self) -> tuple[str, str, bool]:
        """The values that the files of one slug share."""
        return _slug(self.node.text), _slug(self.expected), self.other is not None


def mismatch(project: Project, document: Document, several: dict[tuple[str, str], bool]) -> Mismatch | None:
    """Return the mismatch of *document*, or None; *several* caches whether a directory has several names."""
    names = _names(document)
    for name in names[1:]:
        field, first = names[0]
        if not _same(name[1].text, first.text):
            return Mismatch(document, name, f"`{field}` is", first.text, first)
    folder = project.workspace.folder_name(document.directory)
    if not names or _UNNAMED.match(folder) or any(_same(node.text, folder) for _, node in names):
        return None
    key = document.directory, document.kind
    if key not in several:
        several[key] = _count_slugs(project, document) > 1
    if _slug(folder) in _GENERAL or _NUMBERED.match(_slug(folder)) or several[key]:
        return None
    return Mismatch(document, names[0], "the directory is", folder, None)


def _names(document: Document) -> list[tuple[str, ScalarNode]]:
    if document.root is None:
        return []
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


def _count_slugs(project: Project, document: Document) -> int:
    """Return the number of names of the plans in the directory: with several it is not named after one."""
    others = [other for other in project.directory(document.directory) if type(other) is type(document)]
    return len({_slug(node.text) for other in others for _, node in _names(other)[:1]})
