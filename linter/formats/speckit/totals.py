"""The line ``Total Tasks: 12`` of a task list, and what else in the file supports its number."""

from __future__ import annotations

import re

from linter.formats.speckit.references import MAX_RANGE_IDS, canonical, mentions, number
from linter.model.counts import Count, amount
from linter.model.witness import Witness
from linter.syntax.nodes import ScalarNode
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.formats.speckit import Feature
    from linter.syntax.markdown_blocks import Spans

_TOTAL = lazy(
    r"^[ \t>*_-]*total tasks[*_ \t]*:[*_ \t]*(?P<count>\d{1,9})\b"
    r"(?:[ \t]+(?:numbered[ \t]+)?tasks?\b)?(?P<rest>[*_ \t]*(?:(?:across|in)\b|[(.,;—–<]|\r?$)[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_BLOCK = lazy(r"(?:[ \t]*\r?\n)?(?:[ \t]*[-*+|][^\n]*(?:\n|\Z))+")
_PART = lazy(
    r"^[ \t]*(?:[-*+]|\|)[^\n]*?(?<![\w.-])(?P<tasks>\d{1,6})(?:[ \t]+tasks?\b|[ \t*_]*(?:\||\r?$))",
    re.IGNORECASE | re.MULTILINE,
)
_DIGIT = lazy(r"\d")


def total_lines(text: str, hidden: Spans) -> Iterator[re.Match[str]]:
    """Yield the lines with the number of tasks, outside of *hidden*."""
    yield from (match for match in _TOTAL.finditer(text) if match.start() not in hidden)


def total_count(feature: Feature, line: re.Match[str]) -> Count:
    """Return the count of a *line*. It is right if lines that lost their checkboxes complete the number."""
    start, end = line.span("count")
    found, total = int(line["count"]), len(feature.tasks)
    node = ScalarNode(line["count"], start, end)
    first = feature.tasks[0].id.span if feature.tasks else (start, end)
    count = Count(node, "total tasks", found, total, feature, first)
    if found == total + len(feature.unboxed):
        count.expected = found
    count.because = amount(count.expected, "task", "defined")
    count.what = f"the first of {count.expected:g} tasks"
    count.is_safe = not _DIGIT.search(line["rest"])  # other numbers on the line depend on the old one
    count.is_fixable = not feature.unboxed
    return count


def total_witnesses(feature: Feature, count: Count, hidden: Spans) -> Iterator[Witness]:
    """Yield ids without a task, the last number of a task, and the numbers of parts that add up to *count*."""
    text = feature.source.text
    if count.expected < count.found:
        reported: set[str] = set()
        for match in mentions(text):
            id = feature.known.cut(match[0])
            if id not in feature.known and canonical(id) not in reported and match.start() not in hidden:
                reported.add(canonical(id))
                yield Witness(feature, match.span(), f"`{id}` is not defined")
        last = max(feature.tasks, key=lambda task: number(task.name), default=None)
        if last is not None and number(last.name) == count.found <= MAX_RANGE_IDS:
            yield Witness(feature, last.id, f"the tasks are numbered up to {last.name}")
    parts = list(_parts_below(text, count.node.end))
    if len(parts) > 1 and sum(int(part["tasks"]) for part in parts) == count.found:
        yield Witness(feature, parts[0].span("tasks"), "the numbers below the total add up to it")


def _parts_below(text: str, offset: int) -> Iterator[re.Match[str]]:
    """Yield the numbers of tasks in the list or table below the line at *offset*."""
    start = text.find("\n", offset) + 1
    block = _BLOCK.match(text, start) if start else None
    if block is not None:
        yield from _PART.finditer(text, *block.span())
