"""Update the counts and percentages of a plan that agreed with its tasks before, and name the others."""

from __future__ import annotations

import math
from functools import partial

from linter.fixes.set_steps import location, write
from linter.model.counts import declared_counts, done_count, shares
from linter.model.statuses import CLOSED
from linter.syntax.nodes import ScalarNode
from linter.syntax.scalar_types import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from linter.fixes.set_steps import Followed, Update
    from linter.model.plan import Plan

_PERCENTAGES = ("progress", "overall_progress")
_ROUNDINGS: tuple[Callable[[float], float], ...] = (math.floor, round, math.ceil)


def follow_numbers(plan: Plan, old: Plan, update: Update) -> Followed:
    """Yield the edits of the numbers of *plan*, whose statuses were those of *old*."""
    yield from _counts(plan, old, update)
    yield from _percentages(plan, old, update)


def _counts(plan: Plan, old: Plan, update: Update) -> Followed:
    agreed = {count.within + count.field for count in declared_counts(old) if count.found == count.expected}
    for count in declared_counts(plan):
        field = count.within + count.field
        if count.found == count.expected:
            continue
        where, change = location(plan, count.node), f"{field} {count.found:g} -> {count.expected:g}"
        edit = write(plan, count.node, f"{count.expected:g}") if field in agreed else None
        if edit:
            yield [edit], f"{where}: {change}"
        else:
            update.left.append(f"{where}: `{field}` is {count.found:g}, expected {count.expected:g}")


def _percentages(plan: Plan, old: Plan, update: Update) -> Followed:
    if not plan.tasks or plan.unidentified or not plan.statuses_known:
        return
    for field in _PERCENTAGES:
        node, found = plan.root.get(field), number(plan.root.get(field))
        if not isinstance(node, ScalarNode) or found is None:
            continue
        style = _style(found, old)
        new = None if style is None else style(plan)
        if new is None and any(abs(found - share) < 1 for share in shares(plan)):
            continue  # it is right now
        if new is None:
            share = 100 * done_count(plan.tasks) // len(plan.tasks)
            update.left.append(f"{location(plan, node)}: `{field}` is {node.text}, expected {share}")
        elif new != node.text and (edit := write(plan, node, new)):
            yield [edit], f"{location(plan, node)}: {field} {node.text} -> {new}"


def _style(found: float, old: Plan) -> Callable[[Plan], str] | None:
    """Return the function that made *found* of the tasks of *old*: what it leaves out and how it rounds, or None."""
    if not old.tasks or old.unidentified or not old.statuses_known:
        return None
    digits = len(f"{found:g}".partition(".")[2])
    for leave_out in (False, True):
        before = _share(old, leave_out=leave_out)
        if abs(before - found) >= 1:
            continue
        scale = 10**digits
        rounding = next((rounding for rounding in _ROUNDINGS if rounding(before * scale) / scale == found), math.ceil)
        return partial(_written, leave_out=leave_out, rounding=rounding, scale=scale)
    return None


def _written(plan: Plan, *, leave_out: bool, rounding: Callable[[float], float], scale: int) -> str:
    return f"{rounding(_share(plan, leave_out=leave_out) * scale) / scale:g}"


def _share(plan: Plan, *, leave_out: bool) -> float:
    closed = sum(task.status_class == CLOSED for task in plan.tasks) if leave_out else 0
    total = len(plan.tasks) - closed
    return 100 * done_count(plan.tasks) / total if total else 0
