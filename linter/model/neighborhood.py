"""The plans of one kind in one directory, by slug and by id, so that no plan looks at every other one."""

from __future__ import annotations

from linter.model.plan import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.model.plan import Task


class Neighborhood:
    """The plans of *kind* among *documents*, all files of one directory, in their order."""

    def __init__(self, documents: Iterable[Document], kind: str) -> None:
        alike = [document for document in documents if document.kind == kind]
        self.has_unreadable = any(document.root is None for document in alike)
        self.plans = [document for document in alike if isinstance(document, Plan)]
        self.ids: dict[str, list[Task]] = {}
        self._by_slug: dict[str, list[Plan]] = {}
        for plan in self.plans:
            for name, task in plan.by_id.items():
                self.ids.setdefault(name, []).append(task)
            if plan.slug and plan.slug.text:
                self._by_slug.setdefault(plan.slug.text, []).append(plan)

    def files_of(self, plan: Plan) -> list[Plan]:
        """Return the files of the plan that *plan* is a file of, itself included."""
        return self._by_slug.get(plan.slug.text, []) if plan.slug and plan.slug.text else [plan]
