"""Moving tasks between the batches of a plan: as little as a rule needs, written as edits."""

from __future__ import annotations

from linter.model.graph import strongly_connected_components
from linter.rules.batches._batch_text import add_batches, delete_last, in_brackets
from linter.syntax.edits import change_list
from linter.syntax.nodes import ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.plan import Batch, Plan, Task
    from linter.syntax.fix import Edit

BUDGET = 200_000  # steps that the moves of one plan may take: a move can take as many as there are tasks


def places(plan: Plan) -> dict[str, int]:
    """The place (from 0) of each scheduled task among the batches; those of one rank share a place."""
    ranks = {rank: place for place, rank in enumerate(sorted({batch.rank for batch in plan.batches}))}
    return {name: ranks[batch.rank] for name, batch in plan.batch_of.items()}


def cycles(plan: Plan) -> dict[str, int]:
    """For each task that waits in a circle inside this file, which circle: no schedule can please those."""
    graph: dict[str, list[str]] = {name: [] for name in plan.by_id}
    for task, _, awaited in plan.edges():
        graph[task.name].append(awaited.name)
    components = strongly_connected_components(graph)
    return {name: number for number, component in enumerate(components) for name in component}


class BatchScheduler:
    """Moves tasks of one plan. Each answer is edits of the plan as it stands, independent of the others."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.place = places(plan)
        self.order = {name: index for index, name in enumerate(plan.by_id)}
        self.stops = list({batch.rank: batch for batch in reversed(plan.batches)}.values())[::-1]
        self.times: dict[str, int] = {}
        for item in (item for batch in plan.batches for item in batch.items):
            self.times[item.text] = self.times.get(item.text, 0) + 1
        self.cycles = cycles(plan)
        self.budget = BUDGET
        self._items: dict[int, dict[str, ScalarNode]] = {}
        self._listed: dict[int, tuple[dict[str, int], bool]] = {}
        # aliases: one list stands for several batches
        self._is_shared = len({id(batch.holder) for batch in plan.batches}) < len(plan.batches)
        self.waiting: dict[str, list[Task]] = {}
        for waiter, _, awaited in plan.edges():
            self.waiting.setdefault(awaited.name, []).append(waiter)

    def in_circle(self, task: str, awaited: str) -> bool:
        """Whether the two wait for each other, which dependency-cycle reports."""
        return task in self.cycles and self.cycles[task] == self.cycles.get(awaited)

    def earliest(self, task: Task) -> int:
        """The first place after everything that *task* waits for."""
        awaited = (d.text for d in task.dependencies if d.text != task.name)
        return max((self.place[name] for name in awaited if name in self.place), default=-1) + 1

    def move(self, task: Task, target: int | None = None) -> list[Edit] | None:
        """Edits that put *task* at the place *target* (by default its earliest) and what waits for it behind it.

        None where the plan is written in a way that this is left to people, or the tasks wait in a circle.
        """
        if task.name in self.cycles or self.budget < 0:
            return None
        moved = {task.name: self.earliest(task) if target is None else target}
        queue, steps = [task], 0
        while queue:
            awaited = queue.pop()
            behind = moved[awaited.name] + 1
            steps += 1
            if steps > 1000:
                return None
            for waiter in self.waiting.get(awaited.name, ()):
                name = waiter.name
                if name in self.place and moved.get(name, self.place[name]) < behind:
                    moved[name] = behind
                    queue.append(waiter)
        self.budget -= steps * 10 + len(self.stops)
        return self.put({name: spot for name, spot in moved.items() if self.place.get(name) != spot})

    def put(self, moved: dict[str, int]) -> list[Edit] | None:
        """Edits that put each task at its new place, and nothing else; None as for ``move``."""
        plan = self.plan
        if self._is_shared:
            return None
        touched: dict[int, SequenceNode] = {}
        added: dict[int, list[str]] = {}
        removed: dict[int, list[int]] = {}
        for name in sorted(moved, key=self.order.__getitem__):
            batch = plan.batch_of.get(name)
            if batch is not None:
                places, has_empty = self._places(batch.holder)
                if self.times[name] > 1 or has_empty:
                    return None
                removed.setdefault(id(batch.holder), []).append(places[name])
                touched[id(batch.holder)] = batch.holder
            raw = self._raw(name)
            if "\n" in raw:
                return None
            added.setdefault(moved[name], []).append(raw)
        new = sorted(spot for spot in added if spot >= len(self.stops))
        if new != list(range(len(self.stops), len(self.stops) + len(new))):
            return None
        put: dict[int, list[str]] = {}
        for spot, names in added.items():
            if spot < len(self.stops):
                holder = self.stops[spot].holder
                if self._places(holder)[1]:
                    return None
                touched[id(holder)] = holder
                put[id(holder)] = names
        edits: list[Edit] = []
        for key, holder in touched.items():
            if holder is self.plan.batches[-1].holder and len(removed.get(key, ())) == len(holder.items):
                entry = delete_last(plan) if key not in put and not new else None
                if entry is not None:
                    edits.append(entry)
                    continue
            names = [in_brackets(name) if holder.flow else name for name in put.get(key, [])]
            change = change_list(plan.source.text, holder, frozenset(removed.get(key, ())), names)
            if change is None:
                return None
            edits += change
        if new:
            more = add_batches(plan, [added[spot] for spot in new])
            if more is None:
                return None
            edits.append(more)
        return edits

    def _places(self, holder: SequenceNode) -> tuple[dict[str, int], bool]:
        """Where in a list each name stands at first, and whether something in it is empty."""
        found = self._listed.get(id(holder))
        if found is None:
            names = [(item.text, index) for index, item in enumerate(holder.items) if isinstance(item, ScalarNode)]
            found = dict(reversed(names)), any(item.end <= item.start for item in holder.items)
            self._listed[id(holder)] = found
        return found

    def item(self, batch: Batch, name: str) -> ScalarNode:
        """Where *batch* names the task, at first. Raises KeyError."""
        found = self._items.get(id(batch))
        if found is None:
            found = self._items[id(batch)] = {item.text: item for item in reversed(batch.items)}
        return found[name]

    def _raw(self, name: str) -> str:
        """The id as it is written where it is scheduled, else where it is declared."""
        batch = self.plan.batch_of.get(name)
        node = self.item(batch, name) if batch is not None else self.plan.by_id[name].id
        return self.plan.source.text[node.start : node.end]
