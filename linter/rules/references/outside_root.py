"""Find references that escape the repository, which are not followed."""

from __future__ import annotations

from linter.model.file_references import references
from linter.model.project_files import OUTSIDE
from linter.rules.base import ProjectRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.project import Project
    from linter.rules.violation import Violation


class OutsideRoot(ProjectRule):
    """See ``outside_root.md``."""

    id = "outside-root"
    family = "references"
    kinds = ("progress", "manifest")

    def check(self, project: Project) -> Iterable[Violation]:
        for document in project.named.values():
            for reference in references(document):
                if project.find(document, reference) == OUTSIDE:
                    yield self.violation(
                        document,
                        reference.node,
                        f"`{reference.field}` points outside of the repository: `{reference.target}`",
                        {"field": reference.field, "target": reference.target},
                    )
