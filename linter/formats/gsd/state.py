"""``STATE.md``: the progress of the current milestone, by its own numbers and by the files on disk."""

from __future__ import annotations

import re

from linter.formats.gsd.names import bare, phase_of, phases_of
from linter.formats.gsd.reports import Report, counted, has_unreadable, phases
from linter.model.counts import Count, amount
from linter.model.statuses import CLOSED, DONE, OPEN, normalise
from linter.syntax.nodes import MappingNode, ScalarNode
from linter.syntax.scalar_types import integer, number, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.formats.context import FileContext
    from linter.formats.gsd.scope import PlanFile
    from linter.model.project_files import DocumentLookup
    from linter.model.witness import Witness

_SEVERAL = re.compile(r"<details|\bmilestones\b|\b(?:shipped|archived)\b", re.IGNORECASE)
_VERSION = re.compile(r"\bv\d+\.\d+\b")
_COMPLETED = ("completed", "complete", "milestone_complete", "milestone_completed", "milestone complete")
_COMPLETED_LINE = re.compile(r"(?im)^\**Status:\**[ \t]*(milestone complete)d?[ \t]*\r?$")
_REST = r"[ \t]*(?:<!--[^\n]*)?(?:\r?\n(?:<!--[^\n]*\n)*+|\Z)"
_PLANS = rf"Plans: (\d{{1,6}})/(\d{{1,6}}){_REST}"
_CURRENT = re.compile(rf"(?m)^Phase: (\d{{1,6}}) of \d{{1,6}}[^\n]*\n(?:<!--[^\n]*\n)*+{_PLANS}")
_PERCENT = re.compile(rf"(?m)^{_PLANS}Progress: (\d{{1,6}})%")


class State(Report):
    """A state file."""

    context: FileContext

    def counts(self, project: DocumentLookup) -> Iterator[Count]:
        """Yield wrong counts: more completed than exist, else one that differs from the files on disk."""
        own = list(self._by_itself())
        yield from own or list(self._by_disk(project))[:1]

    def open_phases(self, project: DocumentLookup) -> tuple[ScalarNode, list[str]] | None:
        """Return the status that claims that the milestone is completed, and the phases that are open, or None."""
        status = self._completed()
        if status is None:
            return None
        planned = self._phases()
        waiting = [
            bare(phase_of(folder))
            for folder, plans in (phases(project, self, self.context, planned) if planned else ())
            if any(not plan.tasks[0].is_closed for plan in plans if plan.tasks)
        ]
        done, total = self._progress("completed_phases"), self._progress("total_phases")
        if not waiting and done and total and done[1] < total[1]:
            waiting = [f"{total[1] - done[1]} of {total[1]}"]
        return (status, waiting) if waiting else None

    def _completed(self) -> ScalarNode | None:
        """Return the status that claims that the milestone is completed, or None."""
        status = text_of(self.root.get("status"))
        if status is None and (match := _COMPLETED_LINE.search(self.source.text)):
            status = ScalarNode(match[1], *match.span(1))
        return status if status is not None and normalise(status.text).replace("-", "_") in _COMPLETED else None

    def witnesses(self, count: Count, project: DocumentLookup) -> Iterator[Witness]:
        """Yield what around the file supports the number of *count*."""
        from linter.formats.gsd.state_witnesses import count_witnesses  # a clean file needs none

        plans = [plan for _, found in phases(project, self, self.context) for plan in found]
        yield from count_witnesses(self, count, plans, self._roadmap() or "")

    def _progress(self, field: str) -> tuple[ScalarNode, int] | None:
        progress = self.root.get("progress")
        node = progress.get(field) if isinstance(progress, MappingNode) else None
        found = integer(node)
        return (node, found) if isinstance(node, ScalarNode) and found is not None else None

    def _by_itself(self) -> Iterator[Count]:
        for what in ("phases", "plans"):
            done, total = self._progress(f"completed_{what}"), self._progress(f"total_{what}")
            if done and total and done[1] > total[1]:
                because, location = f"`total_{what}` is {total[1]}", total[0].span
                yield counted(self, done[0], f"progress.completed_{what}", done[1], total[1], self, location, because)

    def _by_disk(self, project: DocumentLookup) -> Iterator[Count]:
        """Yield wrong ``total_plans`` and ``completed_plans`` if there is one milestone; other counts for VBW."""
        if self.kind == "vbw":
            yield from self._of_current_phase(project)
            return
        total, done = self._progress("total_plans"), self._progress("completed_plans")
        planned = self._phases() if total or done else frozenset()
        if not planned:
            return
        folders = dict(phases(project, self, self.context))
        there = {bare(phase_of(folder)) for folder in folders}
        plans = [plan for found in folders.values() for plan in found if not _is_closed(plan)]
        if not plans or not there <= planned or has_unreadable(project, self, folders):
            return
        finished = [plan for plan in plans if _is_done(plan)]
        # deleted plans and plans not written yet cannot be counted
        if done and (len(finished) > done[1] or (len(finished) < done[1] and there == planned)):
            yield _of_disk("progress.completed_plans", done, finished or plans, len(finished), "SUMMARY file")
        if total and len(plans) > total[1]:
            yield _of_disk("progress.total_plans", total, plans, len(plans), "plan")

    def _phases(self) -> frozenset[str]:
        """Return the phases of the roadmap; empty if there are several milestones."""
        names = self.context.names(self.directory)
        text = self._roadmap()
        if (
            text is None
            or "\n<<<<<<< " in text
            or "milestones" in names
            or _SEVERAL.search(text)
            or len(set(_VERSION.findall(text))) > 1
        ):
            return frozenset()
        return phases_of(text)

    def _roadmap(self) -> str | None:
        return self.context.text(f"{self.directory}/ROADMAP.md" if self.directory else "ROADMAP.md")

    def _of_current_phase(self, project: DocumentLookup) -> Iterator[Count]:
        """Yield a wrong ``Plans: 1/3`` below ``Phase: 2 of 4``; VBW numbers phases by directory or position."""
        match = _CURRENT.search(self.source.text)
        folders = list(phases(project, self, self.context)) if match else []
        if match is None or not 0 < int(match[1]) <= len(folders):
            return
        folder, plans = folders[int(match[1]) - 1]
        if bare(phase_of(folder)) != bare(match[1]) or not plans or any(map(_is_closed, plans)):
            return
        if has_unreadable(project, self, [folder]):
            return
        ended = sum(plan.tasks[0].status_class != OPEN for plan in plans)
        for group, actual, what in ((2, ended, "SUMMARY file"), (3, len(plans), "plan")):
            if int(match[group]) != actual:
                node = ScalarNode(match[group], *match.span(group))
                field = ("completed plans", "plans")[group - 2]
                yield _of_disk(field, (node, int(node.text)), plans, actual, what)

    def percents(self) -> Iterator[Count]:
        """Yield a wrong percentage of plans, or of the smaller share of plans and phases."""
        line = _PERCENT.search(self.source.text) if self.kind == "vbw" else None
        if line and 0 < int(line[2]) >= int(line[1]):
            share, location = 100 * int(line[1]) / int(line[2]), ScalarNode(line[3], *line.span(3))
            if abs(share - int(line[3])) >= 1:
                count = Count(location, "progress", int(line[3]), int(share), self, line.span(1))
                count.because, count.what = f"the plans above give {int(share)}%", "the plans are counted here"
                count.is_percentage = True
                count.is_fixable = share > count.found or self._completed() is None
                yield count
        progress = self.root.get("progress")
        node = progress.get("percent") if isinstance(progress, MappingNode) else None
        found = number(node)
        if not isinstance(node, ScalarNode) or found is None or not isinstance(progress, MappingNode):
            return
        shares = []
        for what in ("plans", "phases"):
            done, total = integer(progress.get(f"completed_{what}")), integer(progress.get(f"total_{what}"))
            if done is not None and total:
                shares.append(100 * done / total)
        plans = progress.get("completed_plans")
        if integer(plans) is None or not integer(progress.get("total_plans")) or max(shares) > 100:
            return  # without numbers of plans, versions of GSD take different shares, and people estimate
        assert plans is not None
        if all(abs(found - share) >= 1 for share in {shares[0], min(shares)}):
            expected = int(min(shares) + 0.5)
            count = Count(node, "progress.percent", found, expected, self, plans.key_span)
            count.because, count.what = f"the counts give {expected}%", "the plans are counted here"
            count.is_percentage = True
            count.is_fixable = expected > found or self._completed() is None
            yield count


def _is_done(plan: PlanFile) -> bool:
    return plan.tasks[0].status_class == DONE


def _is_closed(plan: PlanFile) -> bool:
    return not plan.tasks or plan.tasks[0].status_class == CLOSED


def _of_disk(field: str, written: tuple[ScalarNode, int], plans: list[PlanFile], expected: int, what: str) -> Count:
    node, found = written
    count = Count(node, field, found, expected, plans[0], plans[0].tasks[0].id.span)
    count.because, count.what = amount(expected, what, "on disk"), f"the first of {len(plans)} plans"
    count.is_safe = False
    return count
