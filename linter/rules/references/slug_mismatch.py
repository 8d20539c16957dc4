"""Find names of a plan that contradict each other or the directory (also row 39 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.manifest import Manifest
from linter.model.plan import Plan
from linter.rules.base import ProjectRule, related
from linter.rules.references._slugs import mismatch
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model.document import Document
    from linter.model.project import Project
    from linter.rules.references._slugs import Mismatch
    from linter.rules.violation import Violation


class SlugMismatch(ProjectRule):
    """See ``slug_mismatch.md``."""

    id = "slug-mismatch"
    family = "references"
    severity = WARNING
    omits_finished = True
    kinds = ("progress", "manifest")

    def check(self, project: Project) -> Iterable[Violation]:
        seen: set[str] = set()
        several: dict[tuple[str, str], bool] = {}
        for document in project.named.values():
            if document.directory in seen or not list(self._mismatches(project, [document], several)):
                continue
            seen.add(document.directory)
            slugs: dict[tuple[str, str, bool], list[Mismatch]] = {}
            for found in self._mismatches(project, project.directory(document.directory), several):
                slugs.setdefault(found.key, []).append(found)
            yield from map(self._violation, slugs.values())

    def _mismatches(
        self, project: Project, documents: Iterable[Document], several: dict[tuple[str, str], bool]
    ) -> Iterator[Mismatch]:
        for document in documents:
            if isinstance(document, Plan | Manifest) and document.root is not None and not self.is_history(document):
                found = mismatch(project, document, several)
                if found is not None:
                    yield found

    def _violation(self, files: list[Mismatch]) -> Violation:
        """Return one violation, whose home is the first of the *files* with one slug."""
        first = files[0]
        locations = [related(one.document, one.node, f"`{one.field}` is `{one.node.text}`") for one in files]
        others = locations[1:]
        if first.other is not None:
            others.append(related(first.document, first.other, f"{first.what} `{first.expected}` here"))
        return self.across(
            first.document,
            locations,
            f"`{first.field}` is `{first.node.text}`, but {first.what} `{first.expected}`",
            {"field": first.field, "found": first.node.text, "expected": first.expected},
            related=others,
        )
