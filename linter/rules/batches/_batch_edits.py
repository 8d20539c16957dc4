"""Edits of the lists of batches: tasks are put into batches, and new batches are written."""

from __future__ import annotations

from collections import Counter

from linter.rules.batches._batch_text import add_batches, deletion, in_brackets, insert_batches
from linter.rules.batches._written_batch import WrittenBatch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model.plan import Batch, Plan
    from linter.syntax.fix import Edit
    from linter.syntax.nodes import ScalarNode


class _UneditableError(Exception):
    """The plan is written in a way that is left to its author."""


class BatchEdits:
    """Edits of one plan. *stops* are its batches in order, one for each rank.

    Each result is edits of the present plan, independent of other results.
    """

    def __init__(self, plan: Plan, stops: Sequence[Batch]) -> None:
        self.order = {name: index for index, name in enumerate(plan.by_id)}
        self._plan = plan
        self._stops = stops
        self._times = Counter(item.text for batch in plan.batches for item in batch.items)
        self._written = {id(batch): WrittenBatch(plan, batch) for batch in plan.batches}
        self.are_plain = all(batch.plain for batch in plan.batches)
        # aliases: several batches share one list
        self._is_shared = len({id(batch.container) for batch in plan.batches}) < len(plan.batches)
        self._is_shared |= any(batch.is_text for batch in plan.batches)

    def put(self, moved: dict[str, int]) -> list[Edit] | None:
        """Return edits that put each task at its new index; None if that is left to the author of the plan."""
        try:
            return None if self._is_shared else self._put(moved)
        except _UneditableError:
            return None

    def insert(self, spot: int, contents: Sequence[Sequence[str]], *, is_last: bool) -> list[Edit] | None:
        """Return edits that put tasks into new batches before the index *spot*, one for each of *contents*.

        *is_last*: whether they are the last ones of their phase. None as for ``put``.
        """
        try:
            return None if self._is_shared else self._insert(spot, contents, is_last)
        except _UneditableError:
            return None

    def item(self, batch: Batch, name: str) -> ScalarNode:
        """Return the first mention of the task in *batch*. Raises KeyError."""
        return self._written[id(batch)].first_items[name]

    def has_comment(self, batch: Batch) -> bool:
        """Whether a comment in or next to *batch* may be about its tasks."""
        return self._written[id(batch)].has_comment

    def _put(self, moved: dict[str, int]) -> list[Edit]:
        added: dict[int, list[str]] = {}
        for name in sorted(moved, key=self.order.__getitem__):
            added.setdefault(moved[name], []).append(self._raw(name))
        count = len(self._stops)
        new = sorted(spot for spot in added if spot >= count)
        if new != list(range(count, count + len(new))):
            raise _UneditableError
        edits = self._changes(self._removed(moved), {spot: added[spot] for spot in added if spot < count}, bool(new))
        if new:
            at = self._written[id(self._plan.batches[-1])].next_line
            more = add_batches(self._plan, [added[spot] for spot in new], at) if self.are_plain else None
            if more is None:
                raise _UneditableError
            edits.append(more)
        return edits

    def _changes(self, removed: dict[int, list[int]], added: dict[int, list[str]], has_new: bool) -> list[Edit]:
        """Return edits that change existing batches; *has_new*: whether new ones follow."""
        put: dict[int, list[str]] = {}
        for spot, names in added.items():
            key = id(self._stops[spot])
            if self._written[key].has_empty_item:
                raise _UneditableError
            put[key] = names
        deleted = {} if has_new else self._deletions(removed, put)
        edits = list(deleted.values())
        for key in dict.fromkeys([*removed, *put]):
            if key not in deleted:
                is_flow = self._written[key].container.flow
                names = [in_brackets(name) if is_flow else name for name in put.get(key, [])]
                edits += self._changed(key, removed.get(key, []), names)
        return edits

    def _deletions(self, removed: dict[int, list[int]], put: dict[int, list[str]]) -> dict[int, Edit]:
        """Return the edits that delete the batches at the end that lose all their tasks, by the ``id()`` of a batch."""
        edits: dict[int, Edit] = {}
        for batch in reversed(self._plan.batches):
            key = id(batch)
            is_emptied = key in removed and key not in put and len(removed[key]) == len(batch.container.items)
            edit = deletion(self._plan, batch) if is_emptied else None
            if edit is None:
                break
            edits[key] = edit
        return edits

    def _insert(self, spot: int, contents: Sequence[Sequence[str]], is_last: bool) -> list[Edit]:
        removed = self._removed(name for names in contents for name in names)
        after = self._stops[spot] if spot < len(self._stops) and not is_last else None
        last, written = self._stops[spot - 1], [[self._raw(name) for name in names] for names in contents]
        new = insert_batches(self._plan, last, after, written, self._written[id(last)].next_line)
        if new is None:
            raise _UneditableError
        return [*(edit for key, indices in removed.items() for edit in self._changed(key, indices)), new]

    def _removed(self, names: Iterable[str]) -> dict[int, list[int]]:
        """Return the indices of the items to remove from each batch that loses tasks, by its ``id()``."""
        gone: dict[int, list[int]] = {}
        for name in names:
            batch = self._plan.batch_of.get(name)
            if batch is None:
                continue
            written = self._written[id(batch)]
            if self._times[name] > 1 or written.has_empty_item:
                raise _UneditableError
            gone.setdefault(id(batch), []).append(written.indices[name])
        return gone

    def _changed(self, key: int, removed: Sequence[int], added: Sequence[str] = ()) -> list[Edit]:
        change = self._written[key].changed(removed, added)
        if change is None:
            raise _UneditableError
        return change

    def _raw(self, name: str) -> str:
        """Return the id as written where it is scheduled, or else where it is declared."""
        batch = self._plan.batch_of.get(name)
        node = self.item(batch, name) if batch is not None else self._plan.by_id[name].id
        raw = self._plan.source.text[node.start : node.end]
        if "\n" in raw:
            raise _UneditableError
        return raw
