"""Edits of the lists of batches: tasks are put into batches, and new batches are written."""

from __future__ import annotations

from linter.rules.batches._batch_text import add_batches, delete_last, in_brackets, insert_batches, next_line
from linter.syntax.edits import change_list
from linter.syntax.nodes import ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model.plan import Batch, Plan
    from linter.syntax.fix import Edit


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
        self._times: dict[str, int] = {}
        for item in (item for batch in plan.batches for item in batch.items):
            self._times[item.text] = self._times.get(item.text, 0) + 1
        self._items: dict[int, dict[str, ScalarNode]] = {}
        self._listed: dict[int, tuple[dict[str, int], bool]] = {}
        self.are_plain = all(batch.plain for batch in plan.batches)
        self._with_comments: dict[int, bool] = {}
        self._next_lines: dict[int, int | None] = {}
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
        found = self._items.get(id(batch))
        if found is None:
            found = self._items[id(batch)] = {item.text: item for item in reversed(batch.items)}
        return found[name]

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
            at = self._next_line(self._plan.batches[-1])
            more = add_batches(self._plan, [added[spot] for spot in new], at) if self.are_plain else None
            if more is None:
                raise _UneditableError
            edits.append(more)
        return edits

    def _changes(
        self, removed: dict[int, tuple[SequenceNode, list[int]]], added: dict[int, list[str]], has_new: bool
    ) -> list[Edit]:
        """Return edits that change existing batches; *has_new*: whether new ones follow."""
        touched = {key: container for key, (container, _) in removed.items()}
        put: dict[int, list[str]] = {}
        for spot, names in added.items():
            container = self._stops[spot].container
            if self._positions(container)[1]:
                raise _UneditableError
            touched[id(container)] = container
            put[id(container)] = names
        edits: list[Edit] = []
        for key, container in touched.items():
            indices = removed[key][1] if key in removed else []
            if container is self._plan.batches[-1].container and len(indices) == len(container.items):
                entry = delete_last(self._plan) if key not in put and not has_new else None
                if entry is not None:
                    edits.append(entry)
                    continue
            names = [in_brackets(name) if container.flow else name for name in put.get(key, [])]
            edits += self._changed(container, indices, names)
        return edits

    def _insert(self, spot: int, contents: Sequence[Sequence[str]], is_last: bool) -> list[Edit]:
        removed = self._removed(name for names in contents for name in names)
        after = self._stops[spot] if spot < len(self._stops) and not is_last else None
        last, written = self._stops[spot - 1], [[self._raw(name) for name in names] for names in contents]
        new = insert_batches(self._plan, last, after, written, self._next_line(last))
        if new is None:
            raise _UneditableError
        return [edit for container, positions in removed.values() for edit in self._changed(container, positions)] + [
            new
        ]

    def _removed(self, names: Iterable[str]) -> dict[int, tuple[SequenceNode, list[int]]]:
        """Return each list that loses tasks, by its ``id()``, and the indices of those."""
        gone: dict[int, tuple[SequenceNode, list[int]]] = {}
        for name in names:
            batch = self._plan.batch_of.get(name)
            if batch is None:
                continue
            positions, has_empty = self._positions(batch.container)
            if self._times[name] > 1 or has_empty:
                raise _UneditableError
            gone.setdefault(id(batch.container), (batch.container, []))[1].append(positions[name])
        return gone

    def _changed(self, container: SequenceNode, removed: Sequence[int], added: Sequence[str] = ()) -> list[Edit]:
        text, key = self._plan.source.text, id(container)
        if key not in self._with_comments:
            self._with_comments[key] = text.find("#", container.start, container.end) >= 0
        has_comment = self._with_comments[key]
        change = change_list(text, container, frozenset(removed), list(added), has_comment=has_comment)
        if change is None:
            raise _UneditableError
        return change

    def _positions(self, container: SequenceNode) -> tuple[dict[str, int], bool]:
        """Return the first index of each name in a list, and whether any item is empty."""
        found = self._listed.get(id(container))
        if found is None:
            names = [(item.text, index) for index, item in enumerate(container.items) if isinstance(item, ScalarNode)]
            found = dict(reversed(names)), any(item.end <= item.start for item in container.items)
            self._listed[id(container)] = found
        return found

    def _next_line(self, batch: Batch) -> int | None:
        """Return the offset after the last line of *batch*, or None if it is unknown."""
        if id(batch) not in self._next_lines:
            self._next_lines[id(batch)] = next_line(self._plan.source.text, batch.node)
        return self._next_lines[id(batch)]

    def _raw(self, name: str) -> str:
        """Return the id as written where it is scheduled, or else where it is declared."""
        batch = self._plan.batch_of.get(name)
        node = self.item(batch, name) if batch is not None else self._plan.by_id[name].id
        raw = self._plan.source.text[node.start : node.end]
        if "\n" in raw:
            raise _UneditableError
        return raw
