"""Moving tasks between the batches of a plan: as little as a rule needs, written as edits."""

from __future__ import annotations

import re

from linter.edits import change_list, quoted
from linter.graph import strongly_connected_components
from linter.nodes import Scalar, Sequence
from linter.violation import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model import Plan, Task


def places(plan: Plan) -> dict[str, int]:
    """The place (from 0) of each scheduled task among the batches; those of one rank share a place."""
    ranks = {rank: place for place, rank in enumerate(sorted({batch.rank for batch in plan.batches}))}
    return {name: ranks[batch.rank] for name, batch in plan.batch_of.items()}


def circles(plan: Plan) -> dict[str, int]:
    """For each task that waits in a circle inside this file, which circle: no schedule can please those."""
    graph: dict[str, list[str]] = {name: [] for name in plan.by_id}
    for task, _, awaited in plan.edges():
        graph[task.name].append(awaited.name)
    components = strongly_connected_components(graph)
    return {name: number for number, component in enumerate(components) for name in component}


class Mover:
    """Moves tasks of one plan. Each answer is edits of the plan as it stands, independent of the others."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.place = places(plan)
        self.order = {name: index for index, name in enumerate(plan.by_id)}
        self.stops = list({batch.rank: batch for batch in reversed(plan.batches)}.values())[::-1]
        self.times: dict[str, int] = {}
        for item in (item for batch in plan.batches for item in batch.items):
            self.times[item.text] = self.times.get(item.text, 0) + 1
        self.circles = circles(plan)
        self.waiting: dict[str, list[Task]] = {}
        for waiter, _, awaited in plan.edges():
            self.waiting.setdefault(awaited.name, []).append(waiter)

    def in_circle(self, task: str, awaited: str) -> bool:
        """Whether the two wait for each other, which dependency-cycle reports."""
        return task in self.circles and self.circles[task] == self.circles.get(awaited)

    def earliest(self, task: Task) -> int:
        """The first place after everything that *task* waits for."""
        awaited = (d.text for d in task.dependencies if d.text != task.name)
        return max((self.place[name] for name in awaited if name in self.place), default=-1) + 1

    def move(self, task: Task, target: int | None = None) -> list[Edit] | None:
        """Edits that put *task* at the place *target* (by default its earliest) and what waits for it behind it.

        None where the plan is written in a way that this is left to people, or the tasks wait in a circle.
        """
        if task.name in self.circles:
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
        return self.put({name: spot for name, spot in moved.items() if self.place.get(name) != spot})

    def put(self, moved: dict[str, int]) -> list[Edit] | None:
        """Edits that put each task at its new place, and nothing else; None as for ``move``."""
        plan = self.plan
        if len({id(batch.holder) for batch in plan.batches}) < len(plan.batches):
            return None  # aliases: one list stands for several batches
        touched: dict[int, Sequence] = {}
        added: dict[int, list[str]] = {}
        removed: dict[int, list[int]] = {}
        for name in sorted(moved, key=self.order.__getitem__):
            batch = plan.batch_of.get(name)
            if batch is not None:
                if self.times[name] > 1 or any(item.end <= item.start for item in batch.holder.items):
                    return None
                index = next(i for i, item in enumerate(batch.holder.items) if _is(item, name))
                removed.setdefault(id(batch.holder), []).append(index)
                touched[id(batch.holder)] = batch.holder
            raw = _raw(plan, name)
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
                if any(item.end <= item.start for item in holder.items):
                    return None
                touched[id(holder)] = holder
                put[id(holder)] = names
        edits: list[Edit] = []
        for key, holder in touched.items():
            if holder is self.plan.batches[-1].holder and len(removed.get(key, ())) == len(holder.items):
                entry = _last_entry(plan) if key not in put and not new else None
                if entry is not None:
                    edits.append(entry)
                    continue
            names = [_in_brackets(name) if holder.flow else name for name in put.get(key, [])]
            change = change_list(plan.source.text, holder, removed.get(key, ()), names)
            if change is None:
                return None
            edits += change
        if new:
            more = _new_batches(plan, [added[spot] for spot in new])
            if more is None:
                return None
            edits.append(more)
        return edits


def _is(item: object, name: str) -> bool:
    return isinstance(item, Scalar) and item.text == name


def _raw(plan: Plan, name: str) -> str:
    """The id as it is written where it is scheduled, else where it is declared."""
    batch = plan.batch_of.get(name)
    nodes = batch.holder.items if batch is not None else [plan.by_id[name].id]
    node = next(item for item in nodes if _is(item, name))
    return plan.source.text[node.start : node.end]


def _in_brackets(raw: str) -> str:
    """An id as written, quoted where a flow list would read something else."""
    return quoted(raw) if raw[:1] not in "'\"" and re.search(r"[,\[\]{}]|^[?:]", raw) else raw


def _new_batches(plan: Plan, contents: list[list[str]]) -> Edit | None:
    """One edit that writes further batches behind the last, in its style."""
    text = plan.source.text
    last = plan.batches[-1]
    schedule = plan.schedule
    if schedule is None or not all(batch.plain for batch in plan.batches) or not isinstance(last.node, Sequence):
        return None
    if any(f"batch_{last.number + step}" in schedule.entries for step in range(1, len(contents) + 1)):
        return None
    if last.node.flow:
        contents = [[_in_brackets(name) for name in names] for names in contents]
    numbered = [(f"batch_{last.number + step}", names) for step, names in enumerate(contents, 1)]
    if schedule.flow:
        written = "".join(f", {key}: [{', '.join(names)}]" for key, names in numbered)
        return Edit(last.node.end, last.node.end, written) if last.node.flow else None
    line_start = text.rfind("\n", 0, last.node.key_start) + 1
    indent = text[line_start : last.node.key_start]
    if indent.strip():
        return None
    end = last.node.end if last.node.flow else last.holder.items[-1].end if last.holder.items else -1
    stop = text.find("\n", end) + 1
    if end < 0 or stop == 0 or "\r" in text[end : stop - 2]:
        return None
    line_end = "\r\n" if text[stop - 2 : stop] == "\r\n" else "\n"
    if last.node.flow:
        lines = [f"{indent}{key}: [{', '.join(names)}]" for key, names in numbered]
    else:
        item = last.holder.items[-1]
        if not isinstance(item, Scalar):
            return None
        dash = text[text.rfind("\n", 0, item.start) + 1 : item.start]
        if dash.strip() != "-":
            return None
        lines = [line for key, names in numbered for line in [f"{indent}{key}:", *(dash + name for name in names)]]
    return Edit(stop, stop, "".join(line + line_end for line in lines))


def _last_entry(plan: Plan) -> Edit | None:
    """The edit that deletes the last batch, which nothing is left in; None where more than that would go."""
    text, batch = plan.source.text, plan.batches[-1]
    start = text.rfind("\n", 0, batch.node.key_start) + 1
    end = batch.node.end if batch.node.flow else batch.holder.items[-1].end  # type: ignore[attr-defined]
    stop = text.find("\n", end) + 1
    written = text[start:stop]
    is_alone = batch.node is batch.holder and len(plan.batches) > 1 and not text[end:stop].strip()
    is_plain = written.lstrip().startswith(batch.key) and not re.search("[#&]", written)
    return Edit(start, stop, "") if is_alone and is_plain else None
