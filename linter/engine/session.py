"""A run of planlint, from named paths to a report."""

from __future__ import annotations

import os
from functools import partial

from linter.engine.document_session import DocumentSession
from linter.engine.report import Findings, Report, build_report, narrow_report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.baseline import Baseline, Match
    from linter.engine.reading import DocumentSource
    from linter.engine.workspace import Workspace
    from linter.model.document import Document
    from linter.rules.violation import Violation
    from linter.syntax.source import Source

MIN_FILES_FOR_CACHE = 20  # files; fewer, as most hooks pass, are faster to lint than to look up


class LintSession(DocumentSession):
    """Reads and lints the named files.

    *baseline*: its absolute path, "" for none, None for the configured one; for the others see ``DocumentSession``.
    """

    def __init__(
        self,
        configuration: Configuration,
        *,
        force_exclude: bool = False,
        gitignore: bool = True,
        baseline: str | None = None,
        source: DocumentSource | None = None,
        workspace: Workspace | None = None,
    ) -> None:
        super().__init__(
            configuration, force_exclude=force_exclude, gitignore=gitignore, source=source, workspace=workspace
        )
        self.report = Report()
        self.linting = 0  # documents to lint, once linting has begun
        self.crashes: list[str] = []  # errors that make the exit code 3
        self.closed: set[str] = set()  # paths of the plans that a change completed
        self.baseline = baseline
        self.matches: dict[str, Match] = {}  # comparisons with baselines, by their paths
        self._baselines: dict[str, Baseline] = {}
        self._linted: list[Document] = []  # the documents in the report

    def lint(self, only: Container[str] | None = None) -> Report:
        """Run the rules over all documents and return the report; *only*: report on these paths."""
        documents = self.documents()
        self.linting = len(documents)
        findings, project = Findings(), None
        if documents:
            from linter.engine.checker import check_project

            project = self.project()
            if only is not None:
                project = project.view(document for document in documents if document.path in only)
            self.matches = {}
            findings = check_project(project, self.workspace.settings, self._match, self.closed)
            self._directories.note_unreadable(project.store.unreadable)
        self.report = build_report(
            findings,
            self.workspace.settings,
            named=project.named if project else {},
            files=self.files,
            documents=len(documents),
            plans=sum(document.root is not None for document in documents),
            project=project,
        )
        self._linted = documents if only is None else []
        self.workspace.save_known()
        return self.report

    @property
    def is_linted(self) -> bool:
        """Whether the report covers all documents in their present state."""
        return self._linted == self.documents()

    @property
    def skipped_paths(self) -> list[str]:
        """The paths of the files that were found and are not plans, without those that were named."""
        return sorted(self._seen.difference(self.report.named, self.unclaimed))

    def replace_violations(
        self, violations: Iterable[Violation], *, sources: Mapping[str, Source] | None = None, gone: int | None = None
    ) -> None:
        """Limit the report to *violations*; see ``narrow_report``."""
        self._linted = []
        self.report = narrow_report(self.report, violations, self.workspace.settings, sources=sources, gone=gone)

    def baseline_of(self, settings: Settings) -> str | None:
        """Return the absolute path of the baseline for files with these *settings*, or None."""
        return settings.baseline if self.baseline is None else self.baseline

    def _match(self, settings: Settings) -> Match | None:
        path = self.baseline_of(settings)
        if not path:
            return None
        if path not in self.matches:
            from linter.engine.baseline import Match, load

            if path not in self._baselines:
                self._baselines[path] = load(path)
            exists = partial(self.workspace.may_have, directory=os.path.dirname(path))
            self.matches[path] = Match(self._baselines[path], exists)
        return self.matches[path]
