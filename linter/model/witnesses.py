"""Witnesses: values in a project that support a derived value as written, against what it is derived from.

A wrong derived value is either stale, or what it counts was lost. Each witness for the written value takes one level
off its fix: a safe one becomes unsafe, an unsafe one is not offered.
"""

from __future__ import annotations

from linter.model.body_witnesses import ids_in_body, total_in_body
from linter.model.counts import done_count, is_stale, plan_counts, plan_percents
from linter.model.fix_levels import settle
from linter.model.id_texts import shape
from linter.model.plan_scope import is_prose
from linter.model.scope import UNDECIDABLE, UNKNOWN
from linter.model.status_cells import bare, id_cells
from linter.model.statuses import CLOSED, DONE, status_class
from linter.model.timestamps import COMPLETION_DATES
from linter.model.witness import NEVER, SAFE, UNSAFE, Witness, weakened
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode, values
from linter.syntax.scalar_types import integer, is_null, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.counts import Count
    from linter.model.plan import Plan
    from linter.model.project import Project
    from linter.syntax.nodes import Node

_PARTS = ("completed_tasks", "in_progress_tasks", "blocked_tasks", "at_risk_tasks", "pending_tasks", "deferred_tasks")
_MANUAL_COUNTS = ("blocked_tasks", "at_risk_tasks")  # people decide these, and blockers support them
_POINTS = ("total_story_points", "completed_story_points")
_NO_IDS = frozenset("id title name description reason notes note impact severity status owner since resolution".split())


def completion_date(plan: Plan) -> ScalarNode | None:
    """Return the completion date of the document, or None."""
    for field in COMPLETION_DATES:
        node = plan.root.get(field)
        if isinstance(node, ScalarNode) and not is_null(node) and any(map(str.isdigit, node.text)):
            return node
    return None


def of_completion(plan: Plan) -> Iterator[Witness]:
    """Yield the status of a completed document, and its completion date."""
    if plan.is_completed and plan.status is not None:
        yield Witness(plan, plan.status, f"the status is {plan.status.text}")
    date = completion_date(plan)
    if date is not None:
        yield Witness(plan, date, "the date of completion")


def blocker_entries(plan: Plan) -> list[Node]:
    """Return the entries of ``blockers``."""
    node = plan.blockers
    if isinstance(node, SequenceNode):
        return [item for item in node.items if not (isinstance(item, ScalarNode) and is_null(item))]
    if isinstance(node, MappingNode):
        return list(node.entries.values())
    if isinstance(node, ScalarNode) and not is_null(node) and node.text.strip().lower() not in ("", "none", "n/a"):
        return [node]
    return []


def lost_ids(plan: Plan, project: Project) -> list[Witness]:
    """Return a witness for each id that *plan* names and no task of its project has, at its first mention."""
    found: dict[str, Witness] = {}
    for name, node in _named(plan, project):
        if name not in found:
            found[name] = Witness(plan, node if isinstance(node, tuple) else node.span, f"`{name}` is not defined")
    return list(found.values())


def _named(plan: Plan, project: Project) -> Iterator[tuple[str, Node | tuple[int, int]]]:
    known = plan.by_id
    for task in plan.tasks:
        for reference in task.dependencies:
            name = reference.text
            if name not in known and project.resolve(plan, name, task).outcome in (UNKNOWN, UNDECIDABLE):
                yield name, reference
    items = [item for batch in plan.batches for item in (*batch.items, *batch.nested)]
    for item in (*items, *plan.critical_path):
        if item.text not in known and not is_prose(item.text) and not project.near(plan, item.text):
            yield item.text, item
    shapes = {shape(name) for name in known}
    named: list[tuple[str, Node | tuple[int, int]]] = [
        (bare(cell.text), (cell.start, cell.end)) for cell in id_cells(plan)
    ]
    named += [(node.text.strip(), node) for node in _of_blockers(plan)]
    named += ids_in_body(plan)
    for name, location in named:
        if name not in known and shape(name) in shapes and not is_prose(name) and not project.near(plan, name):
            yield name, location


def blocker_scalars(plan: Plan) -> Iterator[ScalarNode]:
    """Yield every scalar in ``blockers``."""
    for blocker in blocker_entries(plan):
        yield from (node for node in values(blocker) if isinstance(node, ScalarNode))


def _of_blockers(plan: Plan) -> Iterator[ScalarNode]:
    """Yield the scalars in ``blockers`` that may name a task."""
    for blocker in blocker_entries(plan):
        entries = blocker.entries.items() if isinstance(blocker, MappingNode) else [("", blocker)]
        for key, entry in entries:
            if key not in _NO_IDS:
                yield from (node for node in values(entry) if isinstance(node, ScalarNode))


class PlanWitnesses:
    """The witnesses of one plan file, for its counts, its percentages and its status."""

    def __init__(self, plan: Plan, project: Project) -> None:
        self.plan = plan
        self.lost = lost_ids(plan, project)
        self.blockers = [Witness(plan, node, "a blocker is listed here") for node in blocker_entries(plan)[:1]]
        self.total = self._integer("total_tasks")
        self.parts = [part for field in _PARTS if (part := self._integer(field))]
        self.is_ambiguous = len(plan.by_id) < len(plan.tasks) or any(
            f.rule == "duplicate-key" for f in plan.read_errors
        )
        wrong = {id(count.node): count for count in plan_percents(plan)}
        self.estimates = [
            Witness(plan, count.node, f"`{count.field}` is {count.found:g}")
            for count in wrong.values()
            if count.found not in (0, 100)
        ]
        self._values = [*plan_counts(plan), *wrong.values()]

    def _integer(self, field: str) -> tuple[ScalarNode, int] | None:
        for container in (self.plan.root, self.plan.root.get("task_counts")):
            node = container.get(field) if isinstance(container, MappingNode) else None
            found = integer(node)
            if isinstance(node, ScalarNode) and found is not None:
                return node, found
        return None

    def values(self) -> list[Count]:
        """Return the wrong counts and percentages of the plan, each with its witnesses and the level of its fix."""
        witnesses = {id(count.node): self._of_value(count) for count in self._values}
        levels = {}
        for count in self._values:
            count.witnesses = witnesses[id(count.node)]
            levels[id(count.node)] = self._level(count)
        if not self._status_fix_allowed():
            for witness in self.for_status():
                levels.update({id(node): NEVER for node in witness.nodes if id(node) in levels})
        settle(self._values, levels)
        return self._values

    def _status_fix_allowed(self) -> bool:
        plan = self.plan
        status = status_class(plan.status.text) if plan.status is not None else None
        is_open = status not in (None, DONE, CLOSED) and all(task.status_class == DONE for task in plan.tasks)
        return not is_open or not self.for_status()

    def _level(self, count: Count) -> int:
        """Return the level of the fix of *count*; values that must never be changed come first."""
        is_lower = count.expected < count.found
        is_closed = self.plan.is_completed or completion_date(self.plan) is not None
        if self.is_ambiguous or self._declares_all_done() or not self.plan.tasks:
            return NEVER
        if count.field in _MANUAL_COUNTS and self.blockers:
            return NEVER
        if is_lower and is_closed and (count.is_percentage or count.field.startswith("completed")):
            return NEVER
        if is_lower and self.lost and count.field.startswith("total"):
            return NEVER
        is_manual = count.field in (*_MANUAL_COUNTS, *_POINTS) or (count.is_percentage and self._is_estimate(count))
        return weakened(UNSAFE if is_manual else SAFE, count.witnesses)

    def _is_estimate(self, count: Count) -> bool:
        """Return whether the percentage follows from nothing in the file, so that a person estimated it."""
        return count.found not in (0, 100) and not any(witness.nodes for witness in count.witnesses)

    def _declares_all_done(self) -> bool:
        """Return whether a completed document declares N of N tasks done while some are open: these are stale."""
        done = self._integer("completed_tasks")
        is_declared = done is not None and self.total is not None and done[1] >= self.total[1] > 0
        is_full = any(number(self.plan.root.get(field)) == 100 for field in ("progress", "overall_progress"))
        return is_stale(self.plan) and (is_declared or is_full)

    def _of_value(self, count: Count) -> list[Witness]:
        found = list(self.lost) if count.expected < count.found or count.is_percentage else []
        if count.is_percentage:
            found += self._of_percentage(count)
        elif count.field not in _POINTS:
            found += self._of_count(count)
        plan = self.plan
        if is_stale(plan):
            found += of_completion(plan)
        return found

    def _of_count(self, count: Count) -> list[Witness]:
        found = []
        if self.total is not None and self.parts:
            numbers = [part for _, part in self.parts]
            deferred = self._integer("deferred_tasks")
            sums = {sum(numbers), sum(numbers) - (deferred[1] if deferred else 0)}
            nodes = [self.total[0], *(node for node, _ in self.parts)]
            others = [node for node in nodes if node is not count.node]
            if self.total[1] in sums and len(others) < len(nodes):
                found.append(Witness(self.plan, others[0], "the counts add up to `total_tasks`", others))
        if count.field == "total_tasks":
            found += total_in_body(self.plan, int(count.found))
        return found + [witness for witness in self.estimates if count.found != 0]

    def _of_percentage(self, count: Count) -> list[Witness]:
        """Return a witness if the done tasks, or those declared done, are that share of the declared total."""
        if self.total is None or self.total[1] <= 0 or count.found == 0:
            return []
        total, declared = self.total[1], self._integer("completed_tasks")
        done = done_count(self.plan.tasks)
        if abs(count.found - 100 * done / total) < 1:
            return [Witness(self.plan, self.total[0], f"{done} of {total} tasks")]
        if declared is not None and abs(count.found - 100 * declared[1] / total) < 1:
            return [Witness(self.plan, declared[0], f"{declared[1]} of {total} tasks", (declared[0], self.total[0]))]
        return []

    def for_status(self) -> list[Witness]:
        """Return the witnesses for the status of a document that is not completed although all tasks are done."""
        found = self.lost + self.blockers + self.estimates
        if self.total is not None and self.total[1] > len(self.plan.tasks):
            found.append(Witness(self.plan, self.total[0], f"{self.total[1]} tasks are declared"))
        for field in _MANUAL_COUNTS:
            count = self._integer(field)
            if count is not None and count[1] > 0:
                found.append(Witness(self.plan, count[0], f"`{field}` is {count[1]}"))
        return found
