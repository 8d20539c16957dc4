"""Set ``updated``, empty start dates of work that starts, and empty completion dates of work that ends."""

from __future__ import annotations

from linter.fixes.set_steps import location, write
from linter.model.clock import now
from linter.model.statuses import AT_RISK, BLOCKED, DONE, OPEN, RUNNING
from linter.model.timestamps import COMPLETION_DATES, CREATION_DATES, START_DATES, UPDATE_DATES, in_style, parse
from linter.syntax.nodes import ScalarNode
from linter.syntax.scalar_types import is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.fixes.set_steps import Followed, Update
    from linter.model.plan import Plan
    from linter.syntax.nodes import MappingNode


def follow_dates(plan: Plan) -> Followed:
    """Yield the edits of the fields with the date of the last change."""
    for field in UPDATE_DATES:
        node = plan.root.get(field)
        if not isinstance(node, ScalarNode) or not (is_null(node) or parse(node.text.strip())):
            continue
        new = _today_like(node) if parse(node.text.strip()) else _dated(plan, plan.root, field)
        new = new if node.plain else new.strip("\"'")
        if new != node.text and (edit := write(plan, node, new)):
            yield [edit], f"{location(plan, node)}: {field} {node.text or 'empty'} -> {new}"


def work_dates(
    plan: Plan, owner: MappingNode, was: str | None, is_now: str | None, name: str, update: Update
) -> Followed:
    """Yield the edits of the empty dates of *owner*, a task or the document, whose status changed; *name* is its name.

    A completion date that is set is not removed but named if the work is open again.
    """
    if is_now == DONE and was != DONE:
        yield from _fill(plan, owner, COMPLETION_DATES, name)
    if was in (OPEN, BLOCKED, None) and is_now in (RUNNING, AT_RISK):
        yield from _fill(plan, owner, START_DATES, name)
    if was == DONE and is_now != DONE:
        for field in COMPLETION_DATES:
            node = owner.get(field)
            if isinstance(node, ScalarNode) and parse(node.text.strip()):
                update.left.append(f"{location(plan, node)}: {name}{field} is {node.text}, but the work is open again")


def _fill(plan: Plan, owner: MappingNode, fields: Iterable[str], name: str) -> Followed:
    for field in fields:
        node = owner.get(field)
        if isinstance(node, ScalarNode) and is_null(node):
            new = _dated(plan, owner, field)
            new = new if node.plain else new.strip("\"'")
            if edit := write(plan, node, new):
                yield [edit], f"{location(plan, node)}: {name}{field} {node.text or 'empty'} -> {new}"


def _dated(plan: Plan, owner: MappingNode, field: str) -> str:
    """Return the date to write into an empty *field* of *owner*, in the style of other dates of the file."""
    like = next(_others(plan, owner, field), None)
    if like is None:
        return in_style(now(), "")
    new = _today_like(like)
    quote = "" if like.plain else plan.source.text[like.start]
    return f"{quote}{new}{quote}"


def _today_like(node: ScalarNode) -> str:
    return in_style(now(), node.text.strip())


def _others(plan: Plan, owner: MappingNode, field: str) -> Iterator[ScalarNode]:
    """Yield the dates whose style a new date in *field* of *owner* may have, the most similar first."""
    tasks = [task.node for task in plan.tasks]
    holders: list[tuple[MappingNode, tuple[str, ...]]] = [
        (owner, (*START_DATES, *COMPLETION_DATES, *CREATION_DATES, *UPDATE_DATES))
    ]
    holders += [(task, (field,)) for task in tasks if owner is not plan.root]
    holders += [(plan.root, (*UPDATE_DATES, *CREATION_DATES, *START_DATES, *COMPLETION_DATES))]
    holders += [(task, (*COMPLETION_DATES, *START_DATES)) for task in tasks]
    for container, fields in holders:
        for name in fields:
            node = container.get(name)
            if isinstance(node, ScalarNode) and parse(node.text.strip()):
                yield node
