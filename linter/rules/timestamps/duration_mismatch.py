"""``duration_minutes`` against start and end (constraint 36 of seed 002)."""

from __future__ import annotations

from linter.model.timestamps import moment, parse
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.nodes import MappingNode, ScalarNode, values
from linter.syntax.scalar_types import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.rules.violation import Violation


class DurationMismatch(Rule):
    """See ``duration_mismatch.md``."""

    id = "duration-mismatch"
    family = "timestamps"
    severity = WARNING
    omits_finished = True
    kinds = ("manifest",)
    fix = "safe"

    def check(self, document: Manifest) -> Iterable[Violation]:
        for node in values(document.root):
            if not isinstance(node, MappingNode):
                continue
            duration = node.get("duration_minutes")
            start, end = node.get("started_at"), node.get("completed_at")
            found = number(duration)
            if found is None or found < 0 or not (isinstance(start, ScalarNode) and isinstance(end, ScalarNode)):
                continue
            minutes = _minutes(start.text, end.text)
            if minutes is None or minutes < 0 or abs(minutes - found) <= 1:
                continue
            expected = round(minutes)
            assert isinstance(duration, ScalarNode)
            yield self.violation(
                document,
                duration,
                f"duration_minutes is {duration.text}, from start to end it is {expected}",
                {"found": int(found) if found == int(found) else found, "expected": expected},
                related=[related(document, start, "started here"), related(document, end, "completed here")],
                fix=rewrite(document.source, duration, str(expected), f"set duration_minutes to {expected}", safe=True),
            )


def _minutes(start: str, end: str) -> float | None:
    stamps = parse(start.strip()), parse(end.strip())
    if not all(stamp and stamp.time and stamp.zone for stamp in stamps):
        return None
    first, second = (moment(stamp) for stamp in stamps if stamp)
    if first is None or second is None:
        return None
    return float((second - first).total_seconds()) / 60
