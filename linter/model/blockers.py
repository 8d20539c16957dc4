"""The entries of ``blockers``: their names, whether they are open, and the tasks that they block."""

from __future__ import annotations

from linter.model.statuses import normalise
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_null, is_placeholder, text_of
from linter.system.lazy_regex import lazy
from linter.system.words import truncate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.plan import Plan
    from linter.syntax.nodes import Node

MAX_NAME_CHARS = 60  # of a blocker without an id
_OPEN = frozenset(
    "open active blocked blocking pending in_progress unresolved investigating ongoing waiting new".split()
)
_RESOLVED = (
    "resolved",
    "resolved_at",
    "resolved_on",
    "resolved_date",
    "closed",
    "closed_at",
    "completed",
    "completed_at",
)
_BLOCKED = ("blocking", "blocking_tasks", "blocks", "blocked_tasks", "affected_tasks", "task_ids", "tasks", "task")
_SETTLED = lazy(
    r"\W*(?:no\b|none\b|nothing\b|n/?a\b)|.*\b(?:resolved|unblocked|closed|fixed|cleared|mitigated|done)\b|~~"
)


class Blocker:
    """An entry of ``blockers``. ``node`` is where to report it; ``tasks`` are references to the tasks that it blocks.

    ``is_open`` is also False if that is unclear.
    """

    __slots__ = ("is_open", "name", "node", "tasks")

    def __init__(self, name: str, node: Node, is_open: bool, tasks: list[ScalarNode]) -> None:
        self.name = name
        self.node = node
        self.is_open = is_open
        self.tasks = tasks


def blockers(plan: Plan) -> Iterator[Blocker]:
    """Yield the entries of ``blockers`` of *plan* that are strings or mappings."""
    for entry in plan.blockers.items if isinstance(plan.blockers, SequenceNode) else ():
        if isinstance(entry, MappingNode):
            status = text_of(entry.get("status"))
            label = next(
                (text for field in ("id", "title", "name", "description") if (text := text_of(entry.get(field)))), None
            )
            if label is not None:
                tasks = [task for field in _BLOCKED for task in _references(entry.get(field), plan)]
                yield Blocker(_shortened(label.text), status or label, _is_open(entry, status), tasks)
        elif (text := text_of(entry)) is not None and not is_placeholder(text, plan.source):
            yield Blocker(_shortened(text.text), text, not _SETTLED.match(text.text.lower()), [])


def _is_open(entry: MappingNode, status: ScalarNode | None) -> bool:
    if status is not None:
        return normalise(status.text) in _OPEN
    # without a status, a resolution may be the plan or the outcome
    resolutions = [entry.get("resolution"), *(value for field in _RESOLVED if not _is_false(value := entry.get(field)))]
    return all(is_null(value) for value in resolutions)


def _is_false(node: Node | None) -> bool:
    return isinstance(node, ScalarNode) and node.text.lower() in ("false", "no")


def _references(node: Node | None, plan: Plan) -> list[ScalarNode]:
    items = node.items if isinstance(node, SequenceNode) else [node]
    texts = [text for item in items if (text := text_of(item))]
    return [text for text in texts if not is_placeholder(text, plan.source)]


def _shortened(text: str) -> str:
    return truncate(" ".join(text.split()), MAX_NAME_CHARS)
