"""A session that reads files when they are linted, unit by unit.

The results of units are plain values that the cache and other processes can exchange. A result is stored with all its
dependencies: the contents of its files, and every question about the files around them with its answer.
"""

from __future__ import annotations

import errno
import os

from linter.config.loader import Configuration
from linter.engine.dependencies import DependencyTracker, RecordingSource, RecordingWorkspace
from linter.engine.reading import unit_of
from linter.engine.report import Findings
from linter.engine.result import UnitResult, WorkerState, serialize
from linter.engine.session import LintSession
from linter.engine.violation_sources import ViolationSources
from linter.formats.reader import cannot_open

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.recording_snapshot import RecordingGitSource
    from linter.engine.units import Unit
    from linter.model.document import Document
    from linter.model.document_store import DocumentStore
    from linter.model.project import Project


MAX_KEPT_DOCUMENTS = 1_000  # of a run over more, documents are freed once they are linted


class UnitSession(LintSession):
    """A session whose files are read when they are linted. ``linted`` is the number of files linted so far."""

    def __init__(
        self,
        configuration: Configuration,
        *,
        force_exclude: bool = False,
        gitignore: bool = True,
        baseline: str | None = None,
        source: RecordingSource | RecordingGitSource | None = None,
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
        self.linted = 0
        self._dependencies = DependencyTracker(self)
        self._contents = self._dependencies.contents
        self._store: DocumentStore | None = None
        self._project: Project | None = None
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
    def from_worker_state(cls, state: WorkerState) -> UnitSession:
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
        self.files = len(self._pending) + len(self._non_plans)

    def read_all(self) -> None:
        """Read the files that were added, as ``LintSession`` does at once. Raises ConfigError."""
        if self._pending or not self._directories.is_noted:
            self.files = len(self._non_plans)
            self._store = self._project = None
            super().read()
            self._store = self._project = None  # they have the files that were set aside

    def has_document(self, path: str) -> bool:
        """See ``LintSession.has_document``."""
        if path not in self._pending:
            return super().has_document(path)
        document = self.project().document(path)
        return document is not None and self.project().is_sure(document)

    def document(self, path: str) -> Document:
        """See ``LintSession.document``."""
        document = self.project().document(path)
        if document is None:  # deleted since it was linted
            from linter.model.plan import Plan

            kind = self._reader.kind(path, self._settings[path]) or Plan.kind
            return cannot_open(path, kind, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
        return document

    @property
    def paths(self) -> list[str]:
        """The paths of the documents, all of which are read for that."""
        return [path for path in sorted({*self._pending, *self._documents}) if self.has_document(path)]

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
