"""References in a task list of spec-kit, whose ids are local to the file."""

from __future__ import annotations

from linter.formats.speckit.references import canonical
from linter.model.scope import RESOLVED, UNDECIDABLE, UNKNOWN, Resolution, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.formats.speckit import Feature, Step
    from linter.model.plan import Task


class FeatureScope(Scope):
    """The tasks of one file; each feature has its own ids."""

    def __init__(self, feature: Feature) -> None:
        self.feature = feature
        super().__init__([feature])
        self._stems = {id[: min(map(id.find, tails))] for id in self.ids if (tails := [t for t in ".-'" if t in id])}

    def key(self, task: Task) -> str:
        """Return the id without leading zeros."""
        return canonical(task.name)

    def resolve(self, task: Task, text: str) -> Resolution:
        """Resolve an id; the parent of T2.1 and T2.2, and ids without a checkbox, are undecidable."""
        id = canonical(text)
        found = self.ids.get(id)
        if found:
            return Resolution(RESOLVED, found)
        is_mentioned = id in self._stems or id in self.feature.unboxed or self.feature.is_in_range(text)
        return Resolution(UNDECIDABLE if is_mentioned else UNKNOWN)

    def parallel(self) -> Iterator[list[Step]]:
        """Yield the runs of adjacent tasks marked ``[P]``."""
        yield from (group for group in self.feature.groups if len(group) > 1)
