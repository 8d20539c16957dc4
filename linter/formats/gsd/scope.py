"""References in GSD and VBW, which may only name plans of the same phase."""

from __future__ import annotations

import re

from linter.formats.gsd.names import PlanName, bare, is_plan, pair_of, phase_of
from linter.model.board import TaskFile, TaskItem
from linter.model.scope import FREE_TEXT, OTHER_SCOPE, RESOLVED, TOLERATED, UNDECIDABLE, UNKNOWN, Resolution, Scope
from linter.model.statuses import CLOSED
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linter.formats.context import FileContext
    from linter.model.plan import Task
    from linter.model.project_files import DocumentLookup

_NUMBER = re.compile(r"(?:plan[- ]?)?(\d{1,3}[a-z]?)(?:-plan)?(?:\.md)?\Z", re.IGNORECASE)
_DOTTED = re.compile(r"(\d{1,4})\.(\d{1,3}[a-z]?)\Z", re.IGNORECASE)  # 1.4 for plan 4 of phase 1
_CROSS = re.compile(r"phase (\S+) plan (\S+)\Z")
_PLAN = r"(?P<plan>\d{1,3}[a-z]?)(?:-plan)?(?:\.md)?\Z"
_IN_FOLDER = re.compile(rf"(?:\S*/)?(?P<folder>[^\s/]+)/(?:(?P<phase>[\d.]+[a-z]?)-)?{_PLAN}", re.IGNORECASE)
_WITH_FOLDER = re.compile(rf"(?P<folder>[^\s/]+)(?P<phase>)-{_PLAN}", re.IGNORECASE)  # 03-charts-01


class PlanFile(TaskFile):
    """A plan named ``plan_name`` in the directory of its phase (absolute path).

    ``is_ticked`` tells whether ``ROADMAP.md`` checks it and its phase; it may lack a SUMMARY.
    """

    plan_name: PlanName
    phase_folder: str
    context: FileContext
    scope: type[GsdScope]
    is_ticked = False

    @property
    def is_finished(self) -> bool:
        """Whether it is done or superseded, checked in the roadmap, or part of a shipped milestone."""
        return super().is_finished or self.is_ticked or self.is_shipped

    def gather(self, project: DocumentLookup) -> Scope:
        """Return the scope of the plans of the phase."""
        folders = (display_path(self.phase_folder), display_path(f"{self.phase_folder}/plans"))
        documents = [document for folder in folders for document in project.directory(folder)]
        plans = [document for document in documents if isinstance(document, PlanFile) and document.kind == self.kind]
        return self.scope(plans, self.phase_folder, self.context, project)

    def referring(self, project: DocumentLookup) -> Iterator[TaskFile]:
        """The roadmap above the folders of the phases, and where dependencies reach them the plans of other phases."""
        above, _, own = self.phase_folder.rpartition("/")
        documents = project.directory(display_path(above.rpartition("/")[0]))
        yield from (other for other in documents if isinstance(other, TaskFile) and other.name == "ROADMAP.md")
        if self.scope.reaches_phases:
            for folder in self.context.names(above):
                if folder == own or not phase_of(folder):
                    continue
                found = project.directory(display_path(f"{above}/{folder}"))
                yield from (other for other in found if isinstance(other, PlanFile) and other.kind == self.kind)


class GsdScope(Scope):
    """The plans of one phase, by file name or by phase and plan number, ignoring case."""

    tool = "GSD"
    reaches_phases = False  # whether a dependency may lead to another phase

    def __init__(self, plans: Sequence[PlanFile], folder: str, context: FileContext, project: DocumentLookup) -> None:
        super().__init__(plans)
        self.project = project
        self.folder = folder
        self.context = context
        self.by_id: dict[str, list[Task]] = {}
        self.by_number: dict[str, list[Task]] = {}
        self.by_pair: dict[tuple[str, str], list[Task]] = {}
        for plan in plans:
            name = plan.plan_name
            for task in plan.tasks:
                for id in {name.id.lower(), name.canonical.lower()}:
                    self.by_id.setdefault(id, []).append(task)
                self.by_number.setdefault(bare(name.plan), []).append(task)
                self.by_pair.setdefault(name.pair, []).append(task)

    def resolve(self, task: Task, text: str) -> Resolution:
        """Resolve a reference; bare numbers, suffixes, zeros and other phases are tolerated, but not read by GSD."""
        found = self.by_id.get(text.strip().lower())
        return Resolution(RESOLVED, found) if found else self._tolerated(text.strip())

    def _tolerated(self, text: str) -> Resolution:
        pair = pair_of(text) or self._pair_in_folder(text) or self._pair_with_dot(text)
        number = _NUMBER.match(text)
        meant = self.by_pair.get(pair, []) if pair else self.by_number.get(bare(number[1]), []) if number else []
        if meant:
            return self._means(meant, text)
        if self._is_unread(pair, number[1] if number else ""):
            return Resolution(UNDECIDABLE)
        if pair:
            return self._of_other_phase(pair)
        if number:
            return Resolution(UNKNOWN)
        return Resolution(FREE_TEXT)

    @property
    def _phases(self) -> dict[str, list[str]]:
        """The directories of all phases, by phase number."""
        above = self.folder.rpartition("/")[0]
        key = ("gsd phases", above)
        if key not in self.context.cached:
            found: dict[str, list[str]] = {}
            for folder in self.context.names(above):
                found.setdefault(bare(phase_of(folder)), []).append(folder)
            self.context.cached[key] = found
        phases: dict[str, list[str]] = self.context.cached[key]
        return phases

    def _pair_in_folder(self, text: str) -> tuple[str, str] | None:
        """Return phase and plan of a reference that contains the name of a phase's directory, or None."""
        match = _IN_FOLDER.match(text) or _WITH_FOLDER.match(text)
        if match is None:
            return None
        folder = match["folder"].lower()
        phase = bare(phase_of(folder))
        if match["phase"] and bare(match["phase"]) != phase:
            return None
        own = self.folder.rpartition("/")[2]
        known = [own, *self._phases.get(phase, ())] if phase else [own]
        return (phase, bare(match["plan"])) if folder in map(str.lower, known) else None

    def _pair_with_dot(self, text: str) -> tuple[str, str] | None:
        """Return phase and plan of ``1.4`` if it is a plan of this phase and not a phase too, else None."""
        match = _DOTTED.match(text)
        pair = (bare(match[1]), bare(match[2])) if match else None
        is_phase = pair in self.by_pair and bare(text) in self._phases
        return pair if pair in self.by_pair and not is_phase else None

    def _is_unread(self, pair: tuple[str, str] | None, number: str) -> bool:
        """Whether the phase has a file with the name of that plan, which then could not be read."""
        above, _, own = self.folder.rpartition("/")
        there = _pairs(self.context, above, own) | _pairs(self.context, self.folder, "plans", own)
        return pair in there if pair else bool(number) and bare(number) in {plan for _, plan in there}

    def _means(self, meant: list[Task], text: str) -> Resolution:
        name, file = _name(meant[0]), meant[0].plan.name
        id = f"{name.phase}-{name.plan}"
        if not name.is_canonical and text.lower() == id.lower():
            reason = f"{self.tool} expects `{file}` to be named `{id}-PLAN.md`"
            return Resolution(TOLERATED, meant, reason=reason)
        names = {_name(task).canonical for task in meant}
        suggestion = names.pop() if len(names) == 1 else ""
        if name.is_canonical and text == name.plan:  # newer versions read it
            reason = f"many versions of {self.tool} expect full ids"
        else:
            reason = f"{self.tool} expects the id of a plan"
        return Resolution(TOLERATED, meant, suggestion, reason, is_sure=len(meant) == 1)

    def _of_other_phase(self, pair: tuple[str, str]) -> Resolution:
        above, _, own = self.folder.rpartition("/")
        for folder in self._phases.get(pair[0], ()):
            if folder != own and pair in _pairs(self.context, above, folder):
                return Resolution(OTHER_SCOPE, reason=f"{self.tool} looks only in the same phase")
        return Resolution(UNKNOWN)

    def parallel(self) -> Iterator[Sequence[Task]]:
        """Yield the plans of each wave that are not superseded."""
        waves: dict[int, list[Task]] = {}
        for task in self.tasks():
            if isinstance(task, TaskItem) and task.rank is not None and task.status_class != CLOSED:
                waves.setdefault(task.rank, []).append(task)
        yield from (waves[rank] for rank in sorted(waves))

    def known(self, task: Task) -> list[str]:
        """Return the ids that a reference may name."""
        return [_name(other).canonical for other in self.tasks()]

    def known_name(self, task: Task) -> str:
        """Return the canonical id of *task*."""
        return _name(task).canonical


class VbwScope(GsdScope):
    """The plans of one phase in VBW, by number only: ``4`` is plan 4 of the phase, ``02-04`` and ``2-4`` are equal."""

    tool = "VBW"
    reaches_phases = True

    def resolve(self, task: Task, text: str) -> Resolution:
        """Resolve a reference by phase and plan number; ``phase 01 plan 02`` is from ``cross_phase_deps``."""
        cross = _CROSS.match(text)
        if cross:
            return self._across(bare(cross[1]), bare(cross[2]))
        pair, number = pair_of(text), _NUMBER.match(text.strip())
        found = self.by_pair.get(pair) if pair else self.by_number.get(bare(number[1])) if number else None
        if found and (pair or number is None or len(number[0]) == len(number[1])):
            return Resolution(RESOLVED, found)
        return self._tolerated(text.strip())

    def _across(self, phase: str, plan: str) -> Resolution:
        """Resolve a plan of another phase; unknown ones may have been archived."""
        above = self.folder.rpartition("/")[0]
        others = [folder for folder in sorted(self.context.names(above)) if bare(phase_of(folder)) == phase]
        found = [
            task
            for folder in others
            for document in self.project.directory(display_path(f"{above}/{folder}"))
            if isinstance(document, PlanFile) and document.plan_name.pair == (phase, plan)
            for task in document.tasks
        ]
        if found:
            return Resolution(RESOLVED, found)
        return Resolution(UNKNOWN if others else UNDECIDABLE)


def _name(task: Task) -> PlanName:
    plan = task.plan
    assert isinstance(plan, PlanFile)
    return plan.plan_name


def _pairs(context: FileContext, above: str, folder: str, phase: str = "") -> set[tuple[str, str]]:
    """Return the plans in the directory of a phase, or in a directory below that of *phase*."""
    key = ("gsd plans", above, folder)
    if key not in context.cached:
        names = context.names(f"{above}/{folder}")
        context.cached[key] = {PlanName(file, phase or folder).pair for file in names if is_plan(file)}
    pairs: set[tuple[str, str]] = context.cached[key]
    return pairs
