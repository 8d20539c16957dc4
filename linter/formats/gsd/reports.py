"""What GSD and VBW write about their plans: SUMMARY files, ``STATE.md`` and ``ROADMAP.md``."""

from __future__ import annotations

import re

from linter.boards import Board, Item
from linter.counts import Count
from linter.formats.gsd.names import bare, pair_of, phase_of
from linter.formats.gsd.scope import PlanFile
from linter.nodes import Mapping, Scalar
from linter.scalars import integer, number, text_of
from linter.scopes import Scope
from linter.statuses import DONE, normalise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model import Task
    from linter.project import Project
    from linter.surroundings import Surroundings

_PHASE_LINE = re.compile(r"(?m)^[ \t]*[-*#][^\n]*?\bPhase (\d+[A-Za-z]?(?:\.\d+)*)\b")
_PLAN_LINE = re.compile(r"(?m)^[ \t]*[-*] (\[[xX]\]) \**`?(\d[\w.]*-[\w.-]*\d[\w.-]*)`?")
_FENCE = re.compile(r"(?ms)^(```|~~~).*?^\1")


class Report(Board):
    """A file that speaks of plans and holds none."""


class Summary(Report):
    """The SUMMARY of one plan."""

    def counts(self, project: Project) -> Iterator[Count]:
        """A complete one has finished all of its tasks."""
        done, total = self.root.get("tasks_completed"), self.root.get("tasks_total")
        status = text_of(self.root.get("status"))
        found, expected = integer(done), integer(total)
        if found is None or expected is None or status is None or normalise(status.text) != "complete":
            return
        assert isinstance(done, Scalar) and total is not None
        yield _count(self, done, "tasks_completed", found, expected, total, "the plan is complete and tasks_total is")


class State(Report):
    """``STATE.md``: how far the current milestone is."""

    around: Surroundings

    def counts(self, project: Project) -> Iterator[Count]:
        """No more can be completed than there is."""
        progress = self.root.get("progress")
        for what in ("phases", "plans"):
            done, total = f"completed_{what}", f"total_{what}"
            node, of = (progress.get(done), progress.get(total)) if isinstance(progress, Mapping) else (None, None)
            found, expected = integer(node), integer(of)
            if isinstance(node, Scalar) and found is not None and expected is not None and found > expected:
                yield _count(self, node, f"progress.{done}", found, expected, of, f"{total} is")

    def percents(self) -> Iterator[Count]:
        """The share of the plans, or the smaller one of plans and phases, by the counts beside it."""
        progress = self.root.get("progress")
        node = progress.get("percent") if isinstance(progress, Mapping) else None
        found = number(node)
        if not isinstance(node, Scalar) or found is None or not isinstance(progress, Mapping):
            return
        shares = []
        for what in ("plans", "phases"):
            done, total = integer(progress.get(f"completed_{what}")), integer(progress.get(f"total_{what}"))
            if done is not None and total:
                shares.append(100 * done / total)
        plans = progress.get("completed_plans")
        if plans is None or not shares or max(shares) > 100:
            return
        if all(abs(found - share) >= 1 for share in {shares[0], min(shares)}):
            expected = int(min(shares) + 0.5)
            count = Count(node, "progress.percent", found, expected, self, plans.key_span)
            count.because, count.what = "the counts beside it make it", "the plans are counted here"
            yield count


def _count(owner: Board, node: Scalar, field: str, found: int, expected: int, of: object, because: str) -> Count:
    place = of.span if isinstance(of, Scalar) else node.span
    count = Count(node, field, found, expected, owner, place)
    count.because, count.what, count.is_fixable = because, f"{expected} here", False
    return count


class Roadmap(Report):
    """``ROADMAP.md``: its ticked lines are copies of plans, done."""

    phases: frozenset[str] = frozenset()
    around: Surroundings

    def fill(self, around: Surroundings) -> None:
        """Find the phases and the ticked plans; what stands in code is none."""
        self.around = around
        self.comments = "markdown"
        text = self.source.text
        fences = [match.span() for match in _FENCE.finditer(text)]
        self.phases = frozenset(bare(match[1]) for match in _PHASE_LINE.finditer(text))
        for match in _PLAN_LINE.finditer(text):
            if not any(start <= match.start() < end for start, end in fences):
                id = Scalar(match[2], *match.span(2), -1, -1, True)
                tick = Scalar(match[1], *match.span(1), -1, -1, True)
                task = Item(self, id, tick, [], Mapping(match.start(), -1, -1, flow=False))
                task.status_class = DONE
                self.tasks.append(task)

    def gather(self, project: Project) -> Scope:
        """A scope of its own: its lines are copies of the plans in the folders of the phases."""
        return RoadmapScope(self, project)


class RoadmapScope(Scope):
    """The ticked lines of a roadmap, and the plans that they mean."""

    def __init__(self, roadmap: Roadmap, project: Project) -> None:
        super().__init__([roadmap])
        self.ids = {}  # a plan may be named in several lists
        self._plans: dict[tuple[str, str], list[Task]] = {}
        above = f"{roadmap.directory}/phases" if roadmap.directory else "phases"
        wanted = {pair[0] for task in roadmap.tasks if (pair := pair_of(task.name))}
        for folder in sorted(roadmap.around.names(above)):
            if bare(phase_of(folder)) in wanted:
                for document in project.directory(f"{above}/{folder}"):
                    if isinstance(document, PlanFile) and document.kind == roadmap.kind:
                        self._plans.setdefault(document.plan_name.pair, []).extend(document.tasks)

    def truth(self, task: Task) -> Task:
        """The plan that the line means, the line itself where that is not certain."""
        pair = pair_of(task.name)
        found = self._plans.get(pair, []) if pair else []
        return found[0] if len(found) == 1 else task
