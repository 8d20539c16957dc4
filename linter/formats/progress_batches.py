"""The batches of a progress file: keys of ``parallelization`` with lists of tasks."""

from __future__ import annotations

from linter.model.plan import Batch
from linter.model.statuses import normalise
from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.scalar_types import integer, is_null, is_placeholder, text_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.plan import Plan
    from linter.syntax.source import Source

_BATCH = lazy(r"(?:phase_\d+_)?batch_\d+(?:_\w+)?\Z")
_PHASE = lazy(r"phase_\d+\Z")
_NUMBERED = lazy(r"(?:phase_\d+_)?batch(?:_\d+)+")
_DIGITS = lazy(r"\d+")


def fill_batches(plan: Plan, schedule: MappingNode) -> None:
    """Set the batches of *plan* by its ``parallelization``."""
    found: list[Batch] = []
    entries = [
        (key, node)
        for key, node in schedule.entries.items()
        if not isinstance(node, ScalarNode) or is_null(node) or key.rpartition("_")[2].isdigit()
    ]
    keys = [(key, node) for key, node in entries if _BATCH.match(key)]
    for key, node in keys or [(key, node) for key, node in entries if _PHASE.match(key)]:
        inner = node.get("batches")
        if inner is None:
            _add_batch(found, key, node, _numbers(key), "", plan.source)
            continue
        for part in inner.items if isinstance(inner, SequenceNode) else [inner]:
            if isinstance(part, MappingNode):
                for inner_key, inner_node in part.entries.items():
                    if _BATCH.match(inner_key):
                        _add_batch(found, inner_key, inner_node, _numbers(key) + _numbers(inner_key), key, plan.source)
    for batch in found:
        if isinstance(batch.node, ScalarNode) and not is_null(batch.node):
            from linter.model.id_texts import read_batch

            read_batch(plan, batch, batch.node)
    sequential = _is_sequence(schedule)
    plan.batches = sorted(found, key=lambda batch: batch.rank)
    for place, batch in enumerate(plan.batches, 1):
        batch.plain = not batch.group and batch.key == f"batch_{batch.rank[0]}"
        batch.number = batch.rank[0] if batch.plain else place
        batch.sequential = sequential or _is_sequence(batch.node)


def _numbers(key: str) -> tuple[int, ...]:
    """Return the numbers of a batch key, before a suffix that begins with a letter."""
    numbered = _NUMBERED.match(key)
    return tuple(int(digits[:18]) for digits in _DIGITS.findall(numbered[0] if numbered else key))


def _add_batch(found: list[Batch], key: str, node: Node, rank: tuple[int, ...], group: str, source: Source) -> None:
    container = node
    if isinstance(node, MappingNode):
        container = next((value for field in ("tasks", "task_ids", "items") if (value := node.get(field))), node)
    if isinstance(container, ScalarNode) and (is_null(container) or container is node):
        container = SequenceNode(container.start, container.key_start, container.key_end, flow=False)
    if not isinstance(container, SequenceNode):
        return
    batch = Batch(key, node, container, rank, group)
    for item in container.items:
        if isinstance(item, SequenceNode):
            batch.nested.extend(references(item, source))
        elif isinstance(item, ScalarNode) and text_of(item) and not is_placeholder(item, source):
            batch.items.append(item)
    found.append(batch)


def _is_sequence(node: Node) -> bool:
    """Whether the mapping, or an item of the list, declares that its tasks run sequentially."""
    parts = node.items if isinstance(node, SequenceNode) else [node]
    for part in parts:
        if not isinstance(part, MappingNode):
            continue
        for field in ("runs_in_parallel", "can_parallelize"):
            value = part.get(field)
            if isinstance(value, ScalarNode) and value.text.lower() in ("false", "no"):
                return True
        for field in ("max_parallel", "max_concurrent"):
            if integer(part.get(field)) == 1:
                return True
        strategy = part.get("strategy")
        if isinstance(strategy, ScalarNode) and normalise(strategy.text) == "sequential":
            return True
    return False


def references(node: Node | None, source: Source) -> list[ScalarNode]:
    """Return the ids in a list; a single scalar is a list of one, and null items are left to ambiguous-scalar."""
    if isinstance(node, SequenceNode):
        return [
            item
            for item in node.items
            if isinstance(item, ScalarNode) and text_of(item) and not is_placeholder(item, source)
        ]
    single = text_of(node)
    return [single] if single and not is_placeholder(single, source) else []
