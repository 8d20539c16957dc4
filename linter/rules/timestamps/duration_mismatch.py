"""Compare ``duration_minutes`` with start and end (row 36 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.rules.base import Rule, related
from linter.rules.timestamps._durations import compared, witnesses_of
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.fix import Fix
from linter.syntax.nodes import MappingNode, values
from linter.syntax.scalar_types import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.rules.timestamps._durations import Wrong
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
        wrong = [one for node in values(document.root) if isinstance(node, MappingNode) and (one := compared(node))]
        if wrong:
            spans = [duration.span for duration, _, _, _ in wrong]
            yield self.group(
                "duration_minutes", spans, lambda indices: self._mismatch(document, [wrong[i] for i in indices])
            )

    def _mismatch(self, document: Manifest, wrong: list[Wrong]) -> Violation:
        (duration, expected, start, end), *others = wrong
        found = number(duration)
        witnesses = [list(witnesses_of(document, one)) for one in wrong]
        edits = [
            edit
            for (node, minutes, _, _), known in zip(wrong, witnesses, strict=True)
            if len(known) < 2 and (fix := rewrite(document.source, node, str(minutes), "", safe=True))
            for edit in fix.edits
        ]
        title = f"Set `duration_minutes` to {expected}" if not others else f"Set {len(edits)} durations"
        rest = f" (and {len(others)} more)" if others else ""
        locations = [related(document, start, "started here"), related(document, end, "completed here")]
        locations += [related(document, node, f"{minutes} minutes from start to end") for node, minutes, _, _ in others]
        spans = {(location.start, location.end) for location in locations}
        locations += [
            related(document, found.location, found.text)
            for known in witnesses
            for found in known
            if found.location not in spans
        ]
        return self.violation(
            document,
            duration,
            f"`duration_minutes` is {duration.text}, but start and end are {expected} minutes apart{rest}",
            {
                "found": int(found or 0) if found == int(found or 0) else found,
                "expected": expected,
                "count": len(wrong),
            },
            related=locations,
            fix=Fix(title, edits, safe=not any(witnesses)) if edits else None,
        )
