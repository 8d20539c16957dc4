"""A batch as its plan writes it."""

from __future__ import annotations

from functools import cached_property

from linter.rules.batches import _batch_text
from linter.syntax.edits import change_list
from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.model.plan import Batch, Plan
    from linter.syntax.fix import Edit


class WrittenBatch:
    """The items, comments and lines of one *batch* of *plan*, each found when it is first asked for."""

    def __init__(self, plan: Plan, batch: Batch) -> None:
        self._plan = plan
        self.batch = batch
        self.container = batch.container

    @cached_property
    def first_items(self) -> dict[str, ScalarNode]:
        """The first mention of each task."""
        return {item.text: item for item in reversed(self.batch.items)}

    @cached_property
    def indices(self) -> dict[str, int]:
        """The index of the first mention of each task in the list."""
        items = list(enumerate(self.container.items))
        return {item.text: index for index, item in reversed(items) if isinstance(item, ScalarNode)}

    @cached_property
    def has_empty_item(self) -> bool:
        """Whether an item of the list has no text."""
        return any(item.end <= item.start for item in self.container.items)

    @cached_property
    def has_comment(self) -> bool:
        """Whether a comment in or next to the batch may be about its tasks."""
        return _batch_text.has_comment(self._plan, self.batch)

    @cached_property
    def next_line(self) -> int | None:
        """The offset after its last line, None if it is unknown."""
        return _batch_text.next_line(self._plan.source.text, self.batch.node)

    @cached_property
    def _may_have_comment(self) -> bool:
        return self._plan.source.text.find("#", self.container.start, self.container.end) >= 0

    def changed(self, removed: Sequence[int], added: Sequence[str] = ()) -> list[Edit] | None:
        """Return edits of the list without the items at *removed* and with *added*; None as for ``change_list``."""
        text, may_have = self._plan.source.text, self._may_have_comment
        return change_list(text, self.container, frozenset(removed), list(added), has_comment=may_have)
