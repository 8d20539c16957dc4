"""Compare ``duration_minutes`` with start and end (row 36 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.timestamps import moment, parse
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.fix import Fix
from linter.syntax.nodes import MappingNode, ScalarNode, values
from linter.syntax.scalar_types import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.rules.violation import Violation

    _Wrong = tuple[ScalarNode, int, ScalarNode, ScalarNode]


class DurationMismatch(Rule):
    """See ``duration_mismatch.md``."""

    id = "duration-mismatch"
    family = "timestamps"
    severity = WARNING
    omits_finished = True
    kinds = ("manifest",)
    fix = "safe"

    def check(self, document: Manifest) -> Iterable[Violation]:
        wrong = [one for node in values(document.root) if isinstance(node, MappingNode) and (one := _compared(node))]
        if wrong:
            spans = [duration.span for duration, _, _, _ in wrong]
            yield self.group(
                "duration_minutes", spans, lambda indices: self._mismatch(document, [wrong[i] for i in indices])
            )

    def _mismatch(self, document: Manifest, wrong: list[_Wrong]) -> Violation:
        (duration, expected, start, end), *others = wrong
        found = number(duration)
        fixes = [rewrite(document.source, node, str(minutes), "", safe=True) for node, minutes, _, _ in wrong]
        edits = [edit for fix in fixes if fix for edit in fix.edits]
        title = f"Set `duration_minutes` to {expected}" if not others else f"Set {len(edits)} durations"
        rest = f" (and {len(others)} more)" if others else ""
        places = [related(document, start, "started here"), related(document, end, "completed here")]
        places += [related(document, node, f"{minutes} from start to end") for node, minutes, _, _ in others]
        return self.violation(
            document,
            duration,
            f"`duration_minutes` is {duration.text}, but {expected} minutes pass from start to end{rest}",
            {
                "found": int(found or 0) if found == int(found or 0) else found,
                "expected": expected,
                "count": len(wrong),
            },
            related=places,
            fix=Fix(title, edits, safe=True) if edits else None,
        )


def _compared(node: MappingNode) -> _Wrong | None:
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
