"""Find critical paths that are not a dependency chain, or not the longest one (off by default)."""

from __future__ import annotations

from linter.model.graph import longest_path
from linter.model.statuses import CLOSED
from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.fix import Edit, Fix
from linter.system.lazy_regex import lazy
from linter.system.words import noun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan
    from linter.rules.violation import Violation

_EFFORT = lazy(r"(\d{1,9}(?:\.\d{1,9})?) *([A-Za-z]*)\Z")
_FIELDS = ("estimated_effort", "estimate", "effort", "story_points")


class CriticalPathLength(Rule):
    """See ``critical_path_length.md``."""

    id = "critical-path-length"
    family = "batches"
    severity = WARNING
    default = False
    fix = "unsafe"

    def check(self, document: Plan) -> Iterable[Violation]:
        listed = [item.text for item in document.critical_path]
        graph = document.graph()
        if not listed or any(name not in graph for name in listed):
            return
        weight, unit = _weights(document)
        longest = longest_path(graph, weight)
        length, most = sum(weight[name] for name in listed), sum(weight[name] for name in longest)
        breaks = (location for location in range(1, len(listed)) if listed[location - 1] not in graph[listed[location]])
        broken = next(breaks, None)
        if len(longest) < 2 or (broken is None and length >= most):
            return
        rest = " …" if len(longest) > 12 else ""
        what = f"is {_amount(length, unit)} long, but the longest chain is {_amount(most, unit)}"
        if broken is not None:
            what = f"is not a dependency chain: `{listed[broken]}` does not depend directly on `{listed[broken - 1]}`"
        yield self.violation(
            document,
            document.critical_path[broken] if broken is not None else _all_on_one_line(document),
            f"`critical_path` {what}",
            {"listed": listed, "longest": longest},
            help=f"the longest chain is {' -> '.join(longest[:12])}{rest}",
            fix=_fix(document, longest),
        )


def _all_on_one_line(plan: Plan) -> tuple[int, int]:
    """Return the span from the first item to the last, or the first item only if they are on several lines."""
    first, last = plan.critical_path[0], plan.critical_path[-1]
    return first.start, last.end if "\n" not in plan.source.text[first.start : last.end] else first.end


def _weights(plan: Plan) -> tuple[dict[str, float], str]:
    """Return the effort of each task and its unit, or 1 each if one lacks an effort in this unit; closed: 0."""
    skipped = {name: 0.0 for name, task in plan.by_id.items() if task.status_class == CLOSED}
    for field in _FIELDS:
        found = {}
        for name, task in plan.by_id.items():
            if name in skipped:
                continue
            match = _EFFORT.match(getattr(task.node.get(field), "text", "").strip())
            if match is None:
                break
            found[name] = (float(match[1]), match[2].rstrip("s"))
        units = {unit for _, unit in found.values()}
        if len(found) + len(skipped) == len(plan.by_id) and len(units) == 1:
            return {name: effort for name, (effort, _) in found.items()} | skipped, units.pop() or "point"
    return dict.fromkeys(plan.by_id, 1.0) | skipped, "task"


def _amount(length: float, unit: str) -> str:
    """Return the effort with its unit, ``3 hours``; short units (``h``, ``pt``) have no plural."""
    return f"{length:g} {noun(length, unit) if len(unit) > 2 else unit}"


def _fix(plan: Plan, longest: list[str]) -> Fix | None:
    """Return the fix that replaces the items one by one; the length may change only if they are on one line."""
    items = plan.critical_path
    text = plan.source.text
    raw = [text[plan.by_id[name].id.start : plan.by_id[name].id.end] for name in longest]
    between = text[items[0].start : items[-1].end]
    if "#" not in between and text[: items[0].start].rstrip().endswith("["):
        edits = [Edit(items[0].start, items[-1].end, ", ".join(raw))]
    elif len(items) == len(longest):
        edits = [Edit(item.start, item.end, new) for item, new in zip(items, raw, strict=True)]
    else:
        return None
    return Fix("Set `critical_path` to the longest chain", edits, safe=False)
