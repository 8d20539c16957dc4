"""The reports of GSD and VBW about plans: SUMMARY files here, ``STATE.md`` and ``ROADMAP.md`` in other modules."""

from __future__ import annotations

from linter.formats.context import absolute
from linter.formats.gsd.names import PlanName, bare, is_plan, phase_of, summaries
from linter.formats.gsd.scope import PlanFile
from linter.model.board import TaskFile
from linter.model.counts import Count
from linter.model.statuses import normalise
from linter.syntax.nodes import ReadError, ScalarNode
from linter.syntax.scalar_types import integer, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from linter.formats.context import FileContext
    from linter.model.document import Document
    from linter.model.project_files import DocumentLookup
    from linter.syntax.source import Source

_NOT_DONE = ("halted", "partial", "failed")


class Report(TaskFile):
    """A file about plans that does not define any."""


class Summary(Report):
    """The SUMMARY of one plan."""

    @property
    def is_finished(self) -> bool:
        """Whether its plan is done; only the statuses halted, partial and failed mean that it is not."""
        status = text_of(self.root.get("status"))
        return status is None or normalise(status.text) not in _NOT_DONE

    def counts(self, project: DocumentLookup) -> Iterator[Count]:
        """Yield the count of completed tasks, if the plan is complete and the count is wrong."""
        done, total = self.root.get("tasks_completed"), self.root.get("tasks_total")
        status = text_of(self.root.get("status"))
        found, expected = integer(done), integer(total)
        if found is None or expected is None or status is None or normalise(status.text) != "complete":
            return
        assert isinstance(done, ScalarNode) and total is not None
        because = f"the plan is complete and `tasks_total` is {expected}"
        yield counted(self, done, "tasks_completed", found, expected, self, total.span, because)


def orphan(source: Source, tool: str, context: FileContext) -> ReadError | None:
    """Return the error of a SUMMARY whose name has phase and plan, next to plans, but not to that plan, or None.

    It does not apply to archives with only SUMMARY files, or to the summary of a whole phase.
    """
    directory, _, file = source.path.rpartition("/")
    folder = absolute(directory).rpartition("/")[2]
    stem = file.removesuffix("SUMMARY.md").rstrip("-")
    name = PlanName(f"{stem}-PLAN.md", folder)
    plans = [other for other in context.names(directory) if is_plan(other)]
    if not plans or not name.is_canonical or PlanName("PLAN.md", folder).pair[0] != name.pair[0]:
        return None
    for other in plans:
        own = PlanName(other, folder)
        if own.pair == name.pair or file in summaries(other, own) or not own.plan:
            return None
    missing = f"{name.canonical}-PLAN.md"
    message = f"file ignored by {tool}: SUMMARY of `{missing}`, which does not exist"
    return ReadError("invisible-file", 0, source.first_line_end, message, {"reason": "no-plan"})


def counted(
    owner: TaskFile,
    node: ScalarNode,
    field: str,
    found: int,
    expected: int,
    of: TaskFile,
    location: tuple[int, int],
    because: str,
) -> Count:
    """Return a count that needs a person to fix it; *because* is a clause with the expected number."""
    count = Count(node, field, found, expected, of, location)
    count.because, count.what, count.is_fixable = because, f"{expected} here", False
    return count


def folders(context: FileContext, directory: str) -> list[str]:
    """Return the names of the phase directories in ``phases/``, which is in *directory*."""
    return sorted(filter(phase_of, context.names(f"{directory}/phases" if directory else "phases")))


def phases(
    project: DocumentLookup, report: Report, context: FileContext, wanted: Container[str] | None = None
) -> Iterator[tuple[str, list[PlanFile]]]:
    """Yield each phase directory (of those *wanted*) next to *report*, with its plans."""
    for folder in folders(context, report.directory):
        if wanted is None or bare(phase_of(folder)) in wanted:
            found = _documents(project, report, folder)
            yield folder, [d for d in found if isinstance(d, PlanFile) and d.kind == report.kind]


def has_unreadable(project: DocumentLookup, report: Report, folders: Iterable[str]) -> bool:
    """Whether a file in these phase directories could not be read, so that plans cannot be counted."""
    return any(document.root is None for folder in folders for document in _documents(project, report, folder))


def _documents(project: DocumentLookup, report: Report, folder: str) -> list[Document]:
    above = f"{report.directory}/phases" if report.directory else "phases"
    return [document for sub in ("", "/plans") for document in project.directory(f"{above}/{folder}{sub}")]
