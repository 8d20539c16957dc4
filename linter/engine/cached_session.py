"""A run over many files, linted by unit; results are plain values that the cache and other processes can exchange.

A result is stored with all its dependencies: the contents of its files, and every question about the files around them
with its answer. It is reused if all answers are the same.
"""

from __future__ import annotations

import errno
import os

from linter.config.loader import Configuration
from linter.engine.dependencies import DependencyTracker, RecordingSource, RecordingWorkspace
from linter.engine.fingerprint import code_digest, context, loaded_code
from linter.engine.lazy_documents import LazyDocuments
from linter.engine.reading import unit_of
from linter.engine.report import Findings, Report, build_report
from linter.engine.result import UnitResult, WorkerState, deserialize, serialize
from linter.engine.session import MIN_FILES_FOR_CACHE, LintSession
from linter.engine.units import combined, units_of
from linter.engine.violation_sources import ViolationSources
from linter.formats.reader import cannot_open

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from linter.engine.recording_snapshot import RecordingGitSource
    from linter.engine.result_cache import ResultCache
    from linter.engine.units import Unit
    from linter.model.document import Document
    from linter.model.document_store import DocumentStore
    from linter.model.project import Project


MAX_KEPT_DOCUMENTS = 1_000  # of a run over more, documents are freed once they are linted


class CachedLintSession(LintSession):
    """A session that reads files when they are linted, and only those without a cached result.

    *folder*: the cache directory, None for no cache; *jobs*: the number of processes, None to choose it. ``crashes``
    are errors that make the exit code 3.
    """

    def __init__(
        self,
        configuration: Configuration,
        *,
        force_exclude: bool = False,
        gitignore: bool = True,
        baseline: str | None = None,
        source: RecordingSource | RecordingGitSource | None = None,
        folder: str | None = None,
        jobs: int | None = 1,
    ) -> None:
        self._recorder = source or RecordingSource()
        super().__init__(
            configuration,
            force_exclude=force_exclude,
            gitignore=gitignore,
            baseline=baseline,
            source=self._recorder,
        )
        self.gitignore = gitignore
        self.jobs = jobs
        self.folder = folder
        self.share, self.linted = 0, 0  # files that this process has to lint, and has linted
        self._dependencies = DependencyTracker(self)
        self._contents = self._dependencies.contents
        self._store: DocumentStore | None = None
        self._project: Project | None = None
        self._is_counted = False  # whether all files were linted, unit by unit
        self._sources = ViolationSources(self, self._contents)

    def worker_state(self) -> WorkerState:
        """Return what another process needs to lint units of this session."""
        own = self.workspace.configuration
        return WorkerState(
            configuration={"command_line": own.command_line, "file": own.file, "isolated": own.isolated},
            inline=own.inline,
            gitignore=self.gitignore,
            force_exclude=self.force_exclude,
            tops=self.workspace.tops,
            files=self._pending,
            seen=self._seen,
            keeps=self.keeps,
        )

    @classmethod
    def from_worker_state(cls, state: WorkerState) -> CachedLintSession:
        """Return the same session in another process. Raises ConfigError."""
        configuration = Configuration(**state.configuration)
        configuration.inline = state.inline
        session = cls(configuration, gitignore=state.gitignore, force_exclude=state.force_exclude)
        if state.keeps:
            session._keep()
        session.workspace.tops = state.tops
        session._pending = state.files
        session._seen = state.seen
        session._settings = {path: session.workspace.settings(path) for path in state.files}
        return session

    @property
    def keeps(self) -> bool:
        """Whether results are kept with their dependencies."""
        return self._recorder.tracker is not None

    def _keep(self) -> None:
        self._recorder.tracker = self._dependencies

    def read(self) -> None:
        """Read nothing yet, because cached results may make that unnecessary."""
        self.files = len(self._pending) + len(self._no_plans)

    def lint(self, only: Container[str] | None = None) -> Report:
        """See ``LintSession.lint``."""
        if only is not None and self._is_counted:
            return self._lint_only(only)
        every = {id(settings): settings for settings in self._settings.values()}.values()
        if only is not None or len(self._pending) < MIN_FILES_FOR_CACHE or any(map(self.baseline_of, every)):
            if self._pending or self._walks:
                self.files = len(self._no_plans)
                self._store = self._project = None
                super().read()
                self._store = self._project = None  # they have the files that were set aside
            return super().lint(only)
        units = units_of(sorted(self._pending), self._settings)
        self.report = self._merged([self._settled(*one) for one in self._results(units)])
        self._note_unreadable(self.store().unreadable)
        self.workspace.save_known()
        self._is_counted = True
        return self.report

    def _lint_only(self, only: Container[str]) -> Report:
        """Report on the files *only* of the documents that were linted before."""
        from linter.engine.checker import check_project

        documents = [self.document(path) for path in sorted(self._pending) if path in only and self.has_document(path)]
        view = self.project().view(documents)
        findings = check_project(view, self.workspace.settings, closed=self.closed) if documents else Findings()
        self.report = build_report(
            findings,
            self.workspace.settings,
            named=view.named,
            files=self.report.files,
            documents=self.report.documents,
            plans=self.report.plans,
        )
        return self.report

    def has_document(self, path: str) -> bool:
        """See ``LintSession.has_document``."""
        if path not in self._pending:
            return super().has_document(path)
        document = self.project().document(path)
        return document is not None and self.project().is_sure(document)

    @property
    def paths(self) -> list[str]:
        """The paths of the documents, all of which are read for that."""
        return [path for path in sorted({*self._pending, *self._documents}) if self.has_document(path)]

    def _results(self, units: list[Unit]) -> list[tuple[Unit, UnitResult]]:
        """Return the units with their results, from the cache or new; without a cache small units are combined."""
        cache = self._cache()
        if cache is None:
            units = combined(units)
            return list(zip(units, self._lint_units(units), strict=True))
        self._keep()
        found = cache.find(units, self.closed)
        missed = [paths for paths in units if paths not in found]
        for paths, result in zip(missed, self._lint_units(missed) if missed else (), strict=True):
            found[paths] = result
            cache.keep(paths, result)
        if missed and self._context(code_digest()) == cache.context:
            cache.save()
        return [(paths, found[paths]) for paths in units]

    def _cache(self) -> ResultCache | None:
        context = self._context(loaded_code()) if self.folder else None
        if self.folder is None or context is None:
            return None
        from linter.engine.result_cache import ResultCache

        cache = ResultCache(self.folder, self.workspace.top_of(""), context, self._recorder.name, self._dependencies)
        return cache if cache.is_usable else None

    def _context(self, code: bytes) -> bytes | None:
        return context(code, self.workspace.configuration, self.gitignore, self.force_exclude)

    def _lint_units(self, units: list[Unit]) -> list[UnitResult]:
        if self.jobs != 1:
            from linter.engine.workers import lint_shares, shares

            by_process = shares(self._sizes(units), self.jobs)
            self.share = sum(len(units[index]) for index in by_process[0])
            results, errors = lint_shares(units, by_process, self.lint_unit, self.worker_state)
            self.crashes += errors
            return results
        self.share = sum(map(len, units))
        return [self.lint_unit(paths) for paths in units]

    def _sizes(self, units: list[Unit]) -> list[int]:
        """Return the number of bytes to read for each unit."""
        return [sum(map(self._size, paths)) for paths in units]

    def _size(self, path: str) -> int:
        data = self._contents.data.get(path)
        if data is not None:
            return len(data)
        return os.stat(path).st_size if os.path.isfile(path) else 0

    def lint_unit(self, paths: Unit) -> UnitResult:
        """Read and lint a unit."""
        from linter.engine.checker import check_project
        from linter.model import clock

        project, workspace = self.project(), self.workspace
        assert isinstance(workspace, RecordingWorkspace)
        workspace.answers = {}
        clock.asked.clear()
        notes = len(self.notes)
        found = [document for path in paths if (document := project.document(path)) is not None]
        documents = [document for document in found if project.is_sure(document)]
        view = project.view(documents)
        findings = check_project(view, workspace.settings, closed=self.closed) if documents else Findings()
        is_sound = self.keeps and not findings.has_internal_errors and len(self.notes) == notes
        is_sound = is_sound and self.closed.isdisjoint(paths)
        result = UnitResult(
            documents=[(document.path, document.root is not None) for document in documents],
            violations=[serialize(violation) for violation in findings.violations],
            hidden=[(serialize(violation), comment) for violation, comment in findings.hidden],
            has_internal_errors=findings.has_internal_errors,
            notes=self.notes[notes:],
            dependencies=self._dependencies.asked(workspace.answers, paths) if is_sound else None,
        )
        self.linted += len(paths)
        if self.store().is_frugal:
            self._release(paths, result)
        return result

    def _release(self, paths: Unit, result: UnitResult) -> None:
        """Free the memory of a unit, but for the texts of its violations."""
        for path in result.ends():
            self._sources.keep(path)
        # files of a format that reads others are linted with the same documents
        free = [path for path in paths if unit_of(path, self._settings[path]) is not None]
        self.store().release(free)
        for path in free:
            self._contents.forget(path)

    def store(self) -> DocumentStore:
        """See ``LintSession.store``."""
        if self._store is None:
            self._store = super().store()
            self._store.is_frugal = not self.source.keeps_documents and len(self._pending) > MAX_KEPT_DOCUMENTS
        return self._store

    def project(self) -> Project:
        """See ``LintSession.project``."""
        if self._project is None:
            self._project = super().project()
        return self._project

    def escapes_root(self, path: str) -> bool:
        """Whether the file was named and is reached through a link that escapes its repository."""
        return self._pending.get(path, False) and self.workspace.escapes_root(path)

    def _settled(self, paths: Unit, result: UnitResult) -> UnitResult:
        """Return *result*, or a new one if a file became shorter or was deleted since."""
        ends = result.ends()
        if self._sources.have(ends):
            return result
        for path in ends:
            self._sources.forget(path)
        return self.lint_unit(paths)

    def _merged(self, results: list[UnitResult]) -> Report:
        """Return the report of all results."""
        documents = {path: is_read for result in results for path, is_read in result.documents}
        self.notes = list(dict.fromkeys(note for result in results for note in result.notes))
        self._note_empty_walks(documents)
        self.skipped += len(self._pending) - len(documents)
        self.unclaimed += [path for path, named in self._pending.items() if named and path not in documents]
        findings = Findings()
        for result in results:
            findings.violations += map(deserialize, result.violations)
            findings.hidden += [(deserialize(values), comment) for values, comment in result.hidden]
            findings.has_internal_errors |= result.has_internal_errors
        for path in {path: None for result in results for path in result.ends()}:
            findings.sources[path] = self._sources.get(path)
        return build_report(
            findings,
            self.workspace.settings,
            named=LazyDocuments(sorted(documents), self.document),
            files=len(self._pending) + len(self._no_plans),
            documents=len(documents),
            plans=sum(documents.values()),
        )

    def document(self, path: str) -> Document:
        """See ``LintSession.document``."""
        document = self.project().document(path)
        if document is None:  # deleted since it was linted
            from linter.model.plan import Plan

            kind = self._reader.kind(path, self._settings[path]) or Plan.kind
            return cannot_open(path, kind, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
        return document
