"""Witnesses for the numbers in the metadata of a tag of a ``tasks.json``."""

from __future__ import annotations

from linter.formats.taskmaster.entry import Entry
from linter.model.counts import done_count
from linter.model.witness import Witness
from linter.syntax.nodes import MappingNode, ScalarNode
from linter.syntax.scalar_types import integer, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.formats.taskmaster.entry import Tag
    from linter.model.board import TaskFile
    from linter.model.counts import Count

TOTALS = ("taskCount", "totalTasks")
DONES = ("completedCount", "completedTasks")


def count_witnesses(file: TaskFile, tag: Tag, count: Count) -> Iterator[Witness]:
    """Yield the numbers of *tag* that support *count* as written."""
    tasks = [task for task in count.tasks or () if isinstance(task, Entry) and task.above is None]
    metadata = tag.owner.get("metadata")
    if not isinstance(metadata, MappingNode):
        return
    numbers = {
        field: (node, value)
        for field, node in metadata.entries.items()
        if isinstance(node, ScalarNode) and (value := number(node)) is not None
    }
    same, others = (TOTALS, DONES) if count.field in TOTALS else (DONES, TOTALS)
    for field in same:
        node, value = numbers.get(field, (None, None))
        if field != count.field and node is not None and value == count.found:
            yield Witness(file, node, f"`{field}` is {value:g}")
    if count.expected < count.found:
        yield from _of_too_many(file, tasks, count, {field: numbers[field] for field in others if field in numbers})
    for field, (node, value) in numbers.items():
        if count.field in DONES and "percent" in field.lower() and _agrees(value, count, numbers):
            yield Witness(file, node, f"`{field}` is {value:g}")


def _of_too_many(
    file: TaskFile, tasks: list[Entry], count: Count, others: dict[str, tuple[ScalarNode, float]]
) -> Iterator[Witness]:
    """Yield a witness for tasks that may be missing: the last number, or the other count, which has as many more."""
    last = max(tasks, key=lambda task: integer(task.id) or 0, default=None)
    if count.field in TOTALS and last is not None and integer(last.id) == count.found:
        yield Witness(file, last.id, f"the tasks are numbered up to {last.name}")
    done = done_count(tasks)
    for field, (node, value) in others.items():
        excess = value - (done if field in DONES else len(tasks))
        is_full = count.field in DONES and value == count.found
        if is_full or 0 < excess <= count.found - count.expected or 0 < count.found - count.expected <= excess:
            yield Witness(file, node, f"`{field}` is {value:g}")


def _agrees(percentage: float, count: Count, numbers: dict[str, tuple[ScalarNode, float]]) -> bool:
    totals = [value for field, (_, value) in numbers.items() if field in TOTALS and value > 0]
    return any(abs(percentage - 100 * count.found / total) < 1 for total in totals)
