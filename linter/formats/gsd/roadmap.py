"""``ROADMAP.md``: its checked lines are copies of done plans, and of phases whose plans are all done."""

from __future__ import annotations

import re

from linter.formats.gsd.names import TOKEN, PlanName, bare, pair_of, phase_of, phases_of
from linter.formats.gsd.progress_table import rows
from linter.formats.gsd.reports import Report, folders, phases
from linter.model.board import TaskItem
from linter.model.counts import Count, amount
from linter.model.scope import Scope
from linter.model.statuses import CLOSED, DONE, OPEN
from linter.syntax.markdown_blocks import fenced_code
from linter.syntax.nodes import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.formats.context import FileContext
    from linter.formats.gsd.progress_table import Row
    from linter.formats.gsd.scope import PlanFile
    from linter.model.plan import Task
    from linter.model.project_files import DocumentLookup

PHASE_BOX = re.compile(rf"(?m)^[-*] (\[[ xX]\]) (?:\*\*)?\[?Phase ({TOKEN})(?=[:\s*\]])([^\n]*)")
PLAN_LINE = re.compile(r"(?m)^[ \t]*[-*] (\[[xX]\]) \**`?(\d[\w.]*-[\w.-]*\d[\w.-]*)`?")
_WORD = re.compile(r"[a-z]{2,}")


class Roadmap(Report):
    """A roadmap: all ``phases`` that it mentions, the checkboxes of those done in ``ticked``, and their ``titles``."""

    phases: frozenset[str] = frozenset()
    ticked: dict[str, TaskItem]
    titles: dict[str, str]
    context: FileContext

    def fill(self, context: FileContext) -> None:
        """Find phases and checked lines, except in code."""
        self.context = context
        self.comments = "markdown"
        text = self.source.text
        code = fenced_code(text)
        self.phases = phases_of(text)
        for match in PLAN_LINE.finditer(text):
            if match.start() not in code:
                self.tasks.append(self._line(match))
        boxes: dict[str, list[re.Match[str]]] = {}
        for match in PHASE_BOX.finditer(text):
            if match.start() not in code:
                boxes.setdefault(bare(match[2]), []).append(match)
        # a phase in two lists may belong to two milestones
        alone = {key: found[0] for key, found in boxes.items() if len(found) == 1 and found[0][1] != "[ ]"}
        self.ticked = {key: self._line(match) for key, match in alone.items()}
        self.titles = {key: match[3].lower() for key, match in alone.items()}

    def _line(self, match: re.Match[str]) -> TaskItem:
        id = ScalarNode(match[2], *match.span(2))
        tick = ScalarNode(match[1], *match.span(1))
        item = TaskItem(self, id, tick, [], MappingNode(match.start()))
        item.status_class = DONE
        item.noun = "phase"
        return item

    def gather(self, project: DocumentLookup) -> Scope:
        """Return its own scope, in which lines are copies of plans in phase directories."""
        return RoadmapScope(self, project)

    def counts(self, project: DocumentLookup) -> Iterator[Count]:
        """Yield a wrong count for each row of the progress table whose phase has a directory."""
        found = {row.phase: row for row in rows(self.source.text)} if self.kind == "gsd" else {}
        there: dict[str, list[tuple[str, list[PlanFile]]]] = {}
        for folder, plans in phases(project, self, self.context, found) if found else ():
            there.setdefault(bare(phase_of(folder)), []).append((folder, plans))
        for phase, row in found.items():
            for folder, plans in there.get(phase, []) if len(there.get(phase, [])) == 1 else []:
                counted = [plan for plan in plans if plan.tasks and plan.tasks[0].status_class != CLOSED]
                if counted and _is_called(folder, row.title):
                    yield from self._row(row, counted)

    def _row(self, row: Row, plans: list[PlanFile]) -> Iterator[Count]:
        """Yield too many done plans or too few plans in a row; rollup-drift reports checked lines."""
        done = sum(plan.tasks[0].status_class == DONE for plan in plans)
        ticked = {pair_of(task.name) for task in self.tasks}
        if int(row.done.text) == sum(
            plan.tasks[0].status_class == DONE or plan.plan_name.pair in ticked for plan in plans
        ):
            done = int(row.done.text)
        for node, name, actual, what in (
            (row.done, "completed", done, "SUMMARY file"),
            (row.total, "all", len(plans), "plan"),
        ):
            number = int(node.text)
            if number > actual if name == "completed" else number < actual:
                count = Count(
                    node, f"{name} plans of phase {row.phase}", number, actual, plans[0], plans[0].tasks[0].id.span
                )
                count.because, count.what = amount(actual, what, "on disk"), f"the first of {len(plans)} plans"
                count.is_fixable = False
                yield count
                return


class RoadmapScope(Scope):
    """The checked lines of a roadmap, and the plans that they name."""

    def __init__(self, roadmap: Roadmap, project: DocumentLookup) -> None:
        super().__init__([roadmap])
        self.ids = {}  # a plan may be in several lists
        self.roadmap = roadmap
        self._plans: dict[tuple[str, str], list[Task]] = {}
        self._folders: dict[str, list[list[Task]]] = {}
        pairs = (pair_of(task.name) for task in roadmap.tasks)
        wanted = {pair[0] for pair in pairs if pair} | set(roadmap.ticked)
        for folder, plans in phases(project, roadmap, roadmap.context, wanted) if wanted else ():
            phase = bare(phase_of(folder))
            if _is_called(folder, roadmap.titles.get(phase, "")):
                self._folders.setdefault(phase, []).append([task for plan in plans for task in plan.tasks])
            for plan in plans:
                self._plans.setdefault(plan.plan_name.pair, []).extend(plan.tasks)
        self._unreported = {phase for phase in roadmap.ticked if self._has_no_summary(phase)}

    def _has_no_summary(self, phase: str) -> bool:
        """Whether all plans of a checked phase, at least two, are open: one cause, which parent-status reports."""
        found = self._folders.get(phase, [])
        return len(found) == 1 and len(found[0]) > 1 and all(task.status_class == OPEN for task in found[0])

    def canonical_task(self, task: Task) -> Task:
        """Return the plan that the line names, or the line itself if that is uncertain."""
        pair = pair_of(task.name)
        found = self._plans.get(pair, []) if pair and pair[0] not in self._unreported else []
        is_certain = len(found) == 1 and found[0].status_class != CLOSED  # a superseded plan is also finished
        return found[0] if is_certain else task

    def missing_originals(self) -> Iterator[Task]:
        """Yield checked plans without file and SUMMARY, in phases with other known plans."""
        roadmap = self.roadmap
        pairs = {task: pair for task in roadmap.tasks if (pair := pair_of(task.name))}
        known = {pair[0] for pair in pairs.values() if pair in self._plans}
        above = f"{roadmap.directory}/phases" if roadmap.directory else "phases"
        for task, pair in pairs.items():
            if pair in self._plans or pair[0] not in known:
                continue
            names = [
                (name, folder)
                for folder in folders(roadmap.context, roadmap.directory)
                if bare(phase_of(folder)) == pair[0]
                for sub in ("", "/plans")
                for name in roadmap.context.names(f"{above}/{folder}{sub}")
            ]
            if not any(PlanName(name, folder).pair == pair for name, folder in names):
                yield task

    def families(self) -> Iterator[tuple[Task, list[Task]]]:
        """Yield checked phases with their plans, except where rollup-drift reports every open plan of several.

        VBW may number phases by position, unless the roadmap has the number of every directory.
        """
        roadmap = self.roadmap
        there = {bare(phase_of(folder)) for folder in folders(roadmap.context, roadmap.directory)}
        if roadmap.kind == "vbw" and not there <= roadmap.phases:
            return
        listed = {id(self.canonical_task(line)) for line in roadmap.tasks}
        for phase, item in roadmap.ticked.items():
            found = self._folders.get(phase, [])
            if len(found) == 1 and any(not task.is_closed and id(task) not in listed for task in found[0]):
                yield item, found[0]


def _is_called(folder: str, title: str) -> bool:
    """Whether the directory of a phase shares a word with its title; other milestones may reuse its number."""
    return not set(_WORD.findall(folder.lower())).isdisjoint(_WORD.findall(title))
