"""The durations of a manifest that differ from start and end, and what supports them."""

from __future__ import annotations

from linter.model.timestamps import moment, parse
from linter.model.witness import Witness
from linter.syntax.nodes import MappingNode, ScalarNode, values
from linter.syntax.scalar_types import number
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.manifest import Manifest

    Wrong = tuple[ScalarNode, int, ScalarNode, ScalarNode]

_MIDNIGHT = lazy(r"[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?\s*\Z")


def compared(node: MappingNode) -> Wrong | None:
    """Return the duration in *node*, its expected value, its start and its end if they disagree, else None."""
    duration, start, end = (node.get(field) for field in ("duration_minutes", "started_at", "completed_at"))
    found = number(duration)
    if found is None or found < 0 or not (isinstance(start, ScalarNode) and isinstance(end, ScalarNode)):
        return None
    minutes = _minutes(start.text, end.text)
    if minutes is None or minutes < 0 or abs(minutes - found) <= 1:
        return None
    assert isinstance(duration, ScalarNode)
    return duration, round(minutes), start, end


def _minutes(start: str, end: str) -> float | None:
    stamps = parse(start.strip()), parse(end.strip())
    if not all(stamp and stamp.time and stamp.zone for stamp in stamps):
        return None
    first, second = (moment(stamp) for stamp in stamps if stamp)
    if first is None or second is None:
        return None
    return float((second - first).total_seconds()) / 60


def witnesses_of(manifest: Manifest, wrong: Wrong) -> Iterator[Witness]:
    """Yield what supports the duration: a declared sum of all durations, and times that are dates only."""
    duration, _, start, end = wrong
    durations = [
        (node, number(node))
        for container in values(manifest.root)
        for field, node in (container.scalars() if isinstance(container, MappingNode) else ())
        if field in ("duration_minutes", "total_duration_minutes")
    ]
    for node, total in durations:
        others = [value for other, value in durations if other is not node and value is not None]
        if node is not duration and total and len(others) > 1 and total == sum(others):
            yield Witness(manifest, node, "the sum of the durations")
            break
    if all(_MIDNIGHT.search(node.text) for node in (start, end)):
        yield Witness(manifest, start, "a date without a time")
        yield Witness(manifest, end, "a date without a time")
