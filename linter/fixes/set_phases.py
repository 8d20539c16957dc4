"""Update the entries of ``phases`` that agreed with their tasks before, and name the others."""

from __future__ import annotations

from linter.fixes.set_steps import location, write
from linter.model.counts import done_count
from linter.model.statuses import AT_RISK, CLOSED, DONE, OPEN, RUNNING, status_class
from linter.rules.status._phase_list import DONE_FIELDS, entries, entry_name, tasks_of
from linter.syntax.nodes import ScalarNode
from linter.syntax.scalar_types import integer, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.fixes.set_steps import Followed, Update
    from linter.model.plan import Plan, Task
    from linter.syntax.nodes import MappingNode


def follow_phases(plan: Plan, old: Plan, update: Update) -> Followed:
    """Yield the edits of the entries of ``phases``; the only entry of a plan is about all its tasks."""
    before = [entry for _, entry in entries(old)]
    for index, (key, entry) in enumerate(entries(plan)):
        name = entry_name(key, entry)
        is_only = len(before) == 1
        tasks, earlier = (tasks_of(one, entry, name) or (one.tasks if is_only else ()) for one in (plan, old))
        if tasks:
            yield from _count(plan, entry, before[index], tasks, earlier, name, update)
            yield from _status(plan, entry, before[index], tasks, earlier, name, update)
    _name_sums(plan, old, update)


def _count(
    plan: Plan, entry: MappingNode, old: MappingNode, tasks: Sequence[Task], earlier: Sequence[Task], name: str,
    update: Update,
) -> Followed:  # fmt: skip
    done = done_count(tasks)
    for field in DONE_FIELDS:
        node, found, was = entry.get(field), integer(entry.get(field)), integer(old.get(field))
        if not isinstance(node, ScalarNode) or found is None or found == done:
            continue
        edit = write(plan, node, str(done)) if was == done_count(earlier) else None
        if edit:
            yield [edit], f"{location(plan, node)}: phase {name} {field} {found} -> {done}"
        else:
            update.left.append(f"{location(plan, node)}: `{field}` of phase `{name}` is {found}, expected {done}")


def _status(
    plan: Plan, entry: MappingNode, old: MappingNode, tasks: Sequence[Task], earlier: Sequence[Task], name: str,
    update: Update,
) -> Followed:  # fmt: skip
    node = text_of(entry.get("status"))
    own = status_class(node.text) if node is not None else None
    if node is None or own in (None, CLOSED) or (new := _expected(own, tasks)) is None:
        return
    edit = write(plan, node, _spelled(plan, new)) if _expected(own, earlier) is None else None
    if edit:
        yield [edit], f"{location(plan, node)}: phase {name} {node.text} -> {_spelled(plan, new)}"
    else:
        update.left.append(f"{location(plan, node)}: phase `{name}` is {node.text}, expected {new}")


def _expected(own: str | None, tasks: Sequence[Task]) -> str | None:
    """Return the status that the tasks give an entry whose class is *own*, or None if it is right."""
    if tasks and all(task.is_closed for task in tasks):
        return "completed" if own != DONE and done_count(tasks) else None
    has_begun = any(task.status_class in (DONE, RUNNING, AT_RISK) for task in tasks)
    return "in_progress" if own == DONE or (own == OPEN and has_begun) else None


def _spelled(plan: Plan, status: str) -> str:
    """Return *status* as other entries write it."""
    words = [text.text for _, entry in entries(plan) if (text := text_of(entry.get("status")))]
    same = [word for word in words if status_class(word) == status_class(status)]
    return status if status in same or not same else same[0]


def _name_sums(plan: Plan, old: Plan, update: Update) -> None:
    """Name the list if its numbers added up to the done tasks, and its entries do not tell which tasks are theirs."""
    if len(list(entries(plan))) < 2 or done_count(plan.tasks) == done_count(old.tasks):
        return
    unknown = [entry for key, entry in entries(plan) if not tasks_of(plan, entry, entry_name(key, entry))]
    numbers = [integer(entry.get(field)) for entry in unknown for field in DONE_FIELDS]
    known = [value for value in numbers if value is not None]
    if known and sum(known) == done_count(old.tasks):
        phases = plan.root.entries["phases"]
        where = location(plan, ScalarNode("", phases.key_start, phases.key_end))
        update.left.append(f"{where}: the entries of `phases` do not tell their tasks")
