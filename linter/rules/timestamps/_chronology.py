"""The chronological order of times in a manifest (row 35 of ``docs/constraints.md``)."""

from __future__ import annotations

import itertools

from linter.model.timestamps import invalid_date_reason, is_after, parse
from linter.syntax.scalar_types import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.manifest import Manifest
    from linter.syntax.nodes import MappingNode, ScalarNode

_PAIRS = (
    (("started", "started_at"), ("completed", "completed_at")),
    (("created", "created_at", "created_date"), ("updated", "updated_at", "last_updated", "updated_date")),
)


class Step:
    """Two times of which the first must not be later than the second, and the message if it is."""

    __slots__ = ("earlier", "earlier_name", "is_error", "later", "later_name", "message")

    def __init__(
        self,
        earlier: ScalarNode,
        earlier_name: str,
        later: ScalarNode,
        later_name: str,
        message: str,
        *,
        is_error: bool,
    ) -> None:
        self.earlier = earlier
        self.earlier_name = earlier_name
        self.later = later
        self.later_name = later_name
        self.message = message
        self.is_error = is_error

    @property
    def names(self) -> dict[str, str]:
        """The fields of the two times, as violations have them in their data."""
        return {"earlier": self.earlier_name, "later": self.later_name}


def runs_backwards(first: ScalarNode, second: ScalarNode) -> bool:
    """Whether *first* is later than *second*; False if either is not a valid time."""
    earlier, later = parse(first.text.strip()), parse(second.text.strip())
    if earlier is None or later is None or invalid_date_reason(earlier) or invalid_date_reason(later):
        return False
    return is_after(earlier, later)


def steps(manifest: Manifest) -> Iterator[Step]:
    """Yield the order of phases, batches and contributions, and of the file's own times around all others."""
    if manifest.is_mcp:
        yield from _in_turn([(f"phase `{phase.key}`", phase.node) for phase in manifest.phases])
        yield from _in_turn([(f"batch {index}", b.node) for index, b in enumerate(manifest.batch_history, 1)])
    yield from _contributions(manifest)
    yield from _around(manifest)


def _in_turn(spans: list[tuple[str, MappingNode]]) -> Iterator[Step]:
    end: ScalarNode | None = None
    before = ""
    for after, node in spans:
        start = text_of(node.get("started_at"))
        if end is not None and start is not None:
            message = f"{after} starts at {start.text}, before {before} ends"
            yield Step(end, "completed_at", start, "started_at", message, is_error=True)
        completed = text_of(node.get("completed_at"))
        if completed is not None:
            end, before = completed, after


def _contributions(manifest: Manifest) -> Iterator[Step]:
    times = [time for agent in manifest.agents if (time := text_of(agent.get("timestamp")))]
    for first, second in itertools.pairwise(times):
        message = f"contribution at {second.text} is listed after a later one"
        yield Step(first, "timestamp", second, "timestamp", message, is_error=False)


def _around(manifest: Manifest) -> Iterator[Step]:
    """Yield ``created_at`` with the earliest and ``updated`` with the latest of all other times."""
    created, updated = text_of(manifest.root.get("created_at")), text_of(manifest.root.get("updated"))
    if created is not None and updated is not None and runs_backwards(created, updated):
        return  # one of the two is wrong, but it is unknown which
    others = [(field, node) for owner, field, node in manifest.dates if owner is not manifest.root]
    others = [
        (field, node)
        for field, node in others
        if (stamp := parse(node.text.strip())) and not invalid_date_reason(stamp)
    ]
    for field, node in _extreme(others, latest=False) if created else ():
        assert created is not None
        message = f"`{field}` {node.text} is before `created_at`"
        yield Step(created, "created_at", node, field, message, is_error=False)
    for field, node in _extreme(others, latest=True) if updated else ():
        assert updated is not None
        message = f"`updated` {updated.text} is before `{field}` {node.text}"
        yield Step(node, field, updated, "updated", message, is_error=False)


def _extreme(times: list[tuple[str, ScalarNode]], *, latest: bool) -> list[tuple[str, ScalarNode]]:
    """Return the earliest or latest of *times*, or nothing."""
    found: list[tuple[str, ScalarNode]] = []
    for field, node in times:
        if not found or (runs_backwards(node, found[0][1]) if latest else runs_backwards(found[0][1], node)):
            found = [(field, node)]
    return found


def pairs(dates: dict[str, ScalarNode]) -> Iterator[Step]:
    """Yield start and end, and creation and update, of one mapping's *dates* by field."""
    for earlier_names, later_names in _PAIRS:
        earlier = next((name for name in earlier_names if name in dates), None)
        for later in later_names:
            if earlier and later in dates:
                first, second = dates[earlier], dates[later]
                message = f"`{later}` {second.text} is before `{earlier}` {first.text}"
                yield Step(first, earlier, second, later, message, is_error=True)
