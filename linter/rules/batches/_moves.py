"""Move tasks between the batches of a plan with the fewest possible edits.

A task stays in its phase (batches whose keys begin alike, see ``phases``) and comes after all its dependencies, also
through tasks that are not in a batch. Batches with a comment keep their tasks: a new batch is written instead.
"""

from __future__ import annotations

from collections import Counter

from linter.model.graph import strongly_connected_components
from linter.model.statuses import BLOCKED
from linter.rules.batches._batch_edits import BatchEdits
from linter.rules.batches._batch_text import phases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.plan import Plan, Task
    from linter.syntax.fix import Edit

BUDGET = 200_000  # steps for all moves of one plan at most: a single move may visit all tasks
STEPS_PER_TASK = 300
MIN_BUDGET = 2_000
NEVER = -2  # as an index: what comes after a blocked task without a batch


def positions(plan: Plan) -> dict[str, int]:
    """Return the index (from 0) of each scheduled task among the batches; batches of one rank share an index."""
    ranks = {rank: position for position, rank in enumerate(sorted({batch.rank for batch in plan.batches}))}
    return {name: ranks[batch.rank] for name, batch in plan.batch_of.items()}


def cycles(plan: Plan) -> dict[str, int]:
    """Return the number of the cycle of each task in a cycle of this file, which no schedule can satisfy."""
    components = strongly_connected_components(plan.graph())
    return {name: number for number, component in enumerate(components) for name in component}


class BatchScheduler:
    """Moves tasks of one plan. Each result is edits of the present plan, independent of other results."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.position = positions(plan)
        self.stops = list({batch.rank: batch for batch in reversed(plan.batches)}.values())[::-1]
        self.edits = BatchEdits(plan, self.stops)
        self.cycles = cycles(plan)
        self._before: dict[str, int] = {}  # the last index before each task, as far as it was asked for
        self.budget = min(BUDGET, MIN_BUDGET + STEPS_PER_TASK * len(plan.tasks))
        self._phases = phases(self.stops)
        self._bounds: dict[str, tuple[int, int]] = {}  # the first and last index of each phase
        for index, phase in enumerate(self._phases):
            self._bounds[phase] = self._bounds.get(phase, (index, index))[0], index
        sizes = Counter(self._phases)
        self._are_phases_together = all(
            last - first + 1 == sizes[phase] for phase, (first, last) in self._bounds.items()
        )
        self.dependents: dict[str, list[Task]] = {}
        for dependent, _, prerequisite in plan.edges():
            self.dependents.setdefault(prerequisite.name, []).append(dependent)
        self.needs: dict[str, list[str]] = {}
        for one in plan.tasks:
            self.needs.setdefault(one.name, []).extend(reference.text for reference in one.dependencies)

    def in_cycle(self, task: str, prerequisite: str) -> bool:
        """Whether the two tasks are in one cycle, which dependency-cycle reports."""
        return task in self.cycles and self.cycles[task] == self.cycles.get(prerequisite)

    def earliest(self, task: Task) -> int | None:
        """Return the first index after everything that *task* depends on, directly or not.

        Open tasks without a batch count at their own earliest index; None if one is never scheduled.
        """
        stack, begun = [task.name], set()
        while stack:
            name = stack[-1]
            if name not in self._before and name not in begun:
                begun.add(name)
                inner = [other for other in self.needs.get(name, ()) if other not in self.cycles]
                stack += [other for other in inner if other not in self._before and other not in begun]
                self.budget -= 1
                continue
            if name not in self._before:
                needs = [other for other in self.needs.get(name, ()) if other != name]
                ends = [self._end(other) for other in needs] + [self.position.get(other, -1) for other in needs]
                self._before[name] = NEVER if NEVER in ends else max(ends, default=-1)
            stack.pop()
        before = self._before[task.name]
        return None if before == NEVER else before + 1

    def _end(self, name: str) -> int:
        """Return the last index of what *name* depends on, or of itself if it is open and has no batch; or NEVER."""
        before = self._before.get(name, -1)  # -1 in a cycle
        one = self.plan.by_id.get(name)
        if before == NEVER or name not in self._before or one is None or name in self.position or one.is_closed:
            return before
        return NEVER if one.status_class == BLOCKED else before + 1

    def move(self, task: Task, target: int | None = None) -> list[Edit] | None:
        """Return edits that move *task* to the index *target* (default: its earliest), and its dependents after it.

        None if the plan is written in a way that is left to the author, the tasks form a cycle, or the task would leave
        its phase.
        """
        if task.name in self.cycles or self.budget < 0 or not self.stops:
            return None
        spot = self.earliest(task) if target is None else target
        bounds = self._phase_of(task, spot)
        if spot is None or bounds is None:
            return None
        moved = self._behind(task, spot)
        if moved is None:
            return None
        moved = {name: at for name, at in moved.items() if self.position.get(name) != at}
        if self._is_plain(moved, bounds):
            edits = self.edits.put(moved)
            if edits is not None or self.edits.are_plain:
                return edits
        return self._put_between(task, spot, bounds)

    def _behind(self, task: Task, spot: int) -> dict[str, int] | None:
        """Return the new index of *task* and its dependents if *task* is at *spot*; None after too many steps."""
        moved, passed = {task.name: spot}, {task.name: spot}
        queue, steps = [task], 0
        while queue:
            prerequisite = queue.pop()
            is_placed = prerequisite.name in self.position or prerequisite is task
            behind = passed[prerequisite.name] + is_placed
            steps += 1
            if steps > 1000:
                return None
            for dependent in self.dependents.get(prerequisite.name, ()):
                name = dependent.name
                if name in self.position and moved.get(name, self.position[name]) < behind:
                    moved[name] = passed[name] = behind
                    queue.append(dependent)
                elif name not in self.position and name not in self.cycles and passed.get(name, -1) < behind:
                    passed[name] = behind  # not in a batch: its dependents come no earlier than that
                    queue.append(dependent)
        self.budget -= steps * 10 + len(self.stops)
        return moved

    def _phase_of(self, task: Task, spot: int | None) -> tuple[int, int] | None:
        """Return the first and last index of the phase of *task*, or None if *spot* is outside."""
        if not self._are_phases_together:
            return None
        position = self.position.get(task.name)
        if position is None and len(self._bounds) > 1:
            return None  # its phase is unknown
        first, last = self._bounds[self._phases[position or 0]]
        return (first, last) if spot is not None and first <= spot <= last + 1 else None

    def _is_plain(self, moved: dict[str, int], bounds: tuple[int, int]) -> bool:
        """Whether the tasks can be put into existing batches or after the last one."""
        last = len(self.stops) - 1
        for name, spot in moved.items():
            position = self.position.get(name)
            if position is not None and not bounds[0] <= position <= bounds[1]:
                return False
            if spot > bounds[1] and bounds[1] != last:
                return False
            touched = [self.stops[at] for at in (position, spot) if at is not None and at <= last]
            if any(map(self.edits.has_comment, touched)):
                return False
        return True

    def may_be_put(self, moved: dict[str, int]) -> bool:
        """Whether no task leaves its phase, and no batch with a comment gains or loses one."""
        bounds = [self._phase_of(self.plan.by_id[name], spot) for name, spot in moved.items()]
        pairs = zip(moved.items(), bounds, strict=True)
        return all(found is not None and self._is_plain({name: spot}, found) for (name, spot), found in pairs)

    def _put_between(self, task: Task, spot: int, bounds: tuple[int, int]) -> list[Edit] | None:
        """Return edits that put *task*, and dependents that would precede it, into new batches before *spot*."""
        if spot == 0:
            return None
        levels, queue = {task.name: 0}, [task]
        passed = dict(levels)
        while queue:
            prerequisite = queue.pop()
            behind = passed[prerequisite.name] + (prerequisite.name in levels)
            for dependent in self.dependents.get(prerequisite.name, ()):
                name, position = dependent.name, self.position.get(dependent.name, -1)
                if name in self.cycles or position >= spot or passed.get(name, -1) >= behind or behind > 20:
                    continue
                if name in self.position and not bounds[0] <= position <= bounds[1]:
                    return None
                passed[name] = behind
                if name in self.position:
                    levels[name] = behind
                queue.append(dependent)
        contents: list[list[str]] = [[] for _ in range(max(levels.values()) + 1)]
        for name in sorted(levels, key=self.edits.order.__getitem__):
            contents[levels[name]].append(name)
        return self.edits.insert(spot, contents, is_last=spot > bounds[1])
