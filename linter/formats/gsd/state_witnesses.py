"""Witnesses for the numbers of a ``STATE.md``: its other numbers, the plans on disk, and ``ROADMAP.md``."""

from __future__ import annotations

import re

from linter.model.statuses import CLOSED, DONE
from linter.model.witness import Witness
from linter.syntax.nodes import MappingNode, ScalarNode
from linter.syntax.scalar_types import integer, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linter.formats.gsd.scope import PlanFile
    from linter.model.board import TaskFile
    from linter.model.counts import Count

_BODY_PERCENT = re.compile(r"(?m)^\**Progress:\**[ \t]*(?:\[[^\]\n]*\][ \t]*)?(?P<percent>\d{1,3})%")
_TICKED = re.compile(r"(?m)^[ \t]*[-*+] \[[xX]\] [^\n]*-PLAN\b")


def count_witnesses(state: TaskFile, count: Count, plans: Sequence[PlanFile], roadmap: str) -> Iterator[Witness]:
    """Yield what supports *count*; *plans* are those on disk, *roadmap* is the text of ``ROADMAP.md``."""
    progress = state.root.get("progress")
    if count.is_percentage:
        yield from _of_percentage(state, count, plans)
    elif isinstance(progress, MappingNode):
        percent, total = progress.get("percent"), integer(progress.get("total_plans"))
        done = count.found if count.field.endswith("completed_plans") else integer(progress.get("completed_plans"))
        total = int(count.found) if count.field.endswith("total_plans") else total
        share = number(percent)
        if isinstance(percent, ScalarNode) and share and total and done and abs(100 * done / total - share) < 1:
            yield Witness(state, percent, f"`percent` is {share:g}")
        if count.field.endswith("completed_plans") and len(_TICKED.findall(roadmap)) == count.found > count.expected:
            yield Witness(state, count.node.span, f"{count.found:g} plans are checked in ROADMAP.md")


def _of_percentage(state: TaskFile, count: Count, plans: Sequence[PlanFile]) -> Iterator[Witness]:
    """Yield a witness for the share on disk, in which case the counts are stale, and one for the line of the body."""
    counted = [plan.tasks[0].status_class for plan in plans if plan.tasks and plan.tasks[0].status_class != CLOSED]
    done = counted.count(DONE)
    if counted and abs(100 * done / len(counted) - count.found) < 1:
        yield Witness(state, count.node.span, f"{done} of {len(counted)} plans on disk are done")
    line = _BODY_PERCENT.search(state.source.text)
    if line is not None and line.start("percent") != count.node.start and int(line["percent"]) == count.found:
        yield Witness(state, line.span("percent"), f"the body says {line['percent']}%")
