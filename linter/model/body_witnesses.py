"""Witnesses in the body of a plan: tasks that its boxes and headings begin with, and totals in its text."""

from __future__ import annotations

import re

from linter.model.witness import Witness
from linter.syntax.markdown_blocks import fenced_code
from linter.syntax.markdown_checkboxes import Box, items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.plan import Plan

_NAME = re.compile(r"(?:task[ :]+)?[*_`\[~]*(?P<name>[^\s*`\]:~]+)", re.IGNORECASE)
_TOTAL = (
    r"(?<![\w./-]){0}\s+(?:\w+\s+){{0,2}}?tasks?\b"
    r"|\btasks?\b[*_` \t]*[:|=][*_`| \t]*(?:\d+\s*(?:/|of)\s*)?{0}(?![\w./-])"
)


def first_word(text: str) -> tuple[str, int]:
    """Return the first word of a box or heading, which may be the id of a task, and its offset; "" if there is none."""
    name = _NAME.match(text)
    return (name["name"].rstrip(".,)"), name.start("name")) if name is not None else ("", 0)


def ids_in_body(plan: Plan) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the first word of each box and heading of the body, with its span."""
    if plan.front_matter is None:
        return
    for item in items(plan.source.text, plan.front_matter.body):
        word, at = first_word(item.text)
        if word:
            start = (item.text_start if isinstance(item, Box) else item.start) + at
            yield word, (start, start + len(word))


def total_in_body(plan: Plan, total: int) -> list[Witness]:
    """Return a witness where the text of the body has *total* as the number of tasks (``5 tasks``, ``Tasks: 5``)."""
    if plan.front_matter is None:
        return []
    text, hidden = plan.source.text, fenced_code(plan.source.text, plan.front_matter.body)
    for match in re.compile(_TOTAL.format(total), re.IGNORECASE).finditer(text, plan.front_matter.body):
        if match.start() not in hidden:
            return [Witness(plan, match.span(), f"the body has {total} tasks")]
    return []
