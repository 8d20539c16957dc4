"""Find open entries of `success_criteria` and open boxes in the body of a completed plan."""

from __future__ import annotations

import re

from linter.model.statuses import CLOSED, DONE, normalise, status_class
from linter.syntax.markdown_checkboxes import Box, Heading, items
from linter.syntax.nodes import SequenceNode
from linter.syntax.scalar_types import text_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.plan import Plan

_UNMET = frozenset("unmet not_met todo to_do open failed failing incomplete unverified not_verified".split())
_FINISHED = (DONE, CLOSED)
_LATER = lazy(
    r"\b(?:future|later|follow[- ]?ups?|next|deferred|out[- ]of[- ]scope|backlog|optional|stretch|template|example"
    r"|logs?|history|sessions?|post-\w+)\b|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)
_ID = lazy(r"[*_`~\[(]*([\w.-]*\w)")


def open_criteria(plan: Plan) -> list[tuple[int, int]]:
    """Return the spans of the entries of `success_criteria` that are not met, by their status."""
    criteria = plan.root.get("success_criteria")
    spans = []
    for entry in criteria.items if isinstance(criteria, SequenceNode) else ():
        status = text_of(entry.get("status"))
        if status is not None and _is_open(status.text):
            spans.append(status.span)
    return spans


def _is_open(status: str) -> bool:
    found = status_class(status)
    return normalise(status) in _UNMET or (found is not None and found not in _FINISHED)


def open_boxes(plan: Plan) -> list[tuple[int, int]]:
    """Return the spans of the open boxes of the body.

    Left out are boxes of tasks that were closed without being done, and boxes below headings of the past or the future.
    """
    return [(box.start, box.end) for box in _boxes(plan) if box.is_open and not _is_closed(plan, box)]


def _boxes(plan: Plan) -> Iterator[Box]:
    """Yield the boxes that are about the plan itself."""
    skipped = 0  # the level of the heading whose section is left out
    text = plan.source.text
    for item in items(text, plan.front_matter.body) if plan.front_matter is not None else ():
        if isinstance(item, Heading):
            if not skipped or item.level <= skipped:
                skipped = item.level if _LATER.search(item.text) else 0
        elif not skipped:
            yield item


def _is_closed(plan: Plan, box: Box) -> bool:
    """Whether the box is crossed out, or names a task that was closed without being done."""
    name = _ID.match(box.text)
    task = plan.by_id.get(name[1]) if name else None
    return box.text.startswith("~~") or (task is not None and task.status_class == CLOSED)
