"""A run of planlint, from named paths to a report."""

from __future__ import annotations

import os

from linter.engine.reading import DocumentReader, is_candidate
from linter.engine.report import Findings, Report, build_report, narrow_report
from linter.engine.sources import DiskSource
from linter.formats.registry import FORMATS
from linter.system.paths import display_path
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.baseline import Baseline, Match
    from linter.engine.reading import DocumentSource
    from linter.engine.workspace import Workspace
    from linter.model.document import Document
    from linter.model.document_store import DocumentStore
    from linter.model.project import Project
    from linter.rules.violation import Violation
    from linter.syntax.source import Source

MIN_FILES_FOR_CACHE = 20  # files; fewer, as most hooks pass, are faster to lint than to look up


class LintSession:
    """Reads and lints the named files. ``notes`` go to stderr, ``problems`` are errors that make the exit code 2.

    *source*: where files are read from, None for the disk; *workspace*: that of an earlier session, to reuse.
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
        self.source: DocumentSource = source or DiskSource()
        self.workspace = workspace or self.source.workspace(configuration, gitignore=gitignore)
        self.surroundings = self.source.context(self.workspace)
        self._reader = DocumentReader(self.source, self.workspace, self.surroundings)
        self.force_exclude = force_exclude
        self.report = Report()
        self.files = 0  # files read
        self.linting = 0  # documents to lint, once linting has begun
        self.notes: list[str] = []
        self.problems: list[str] = []
        self.crashes: list[str] = []  # errors that make the exit code 3
        self.unclaimed: list[str] = []  # named files that are not plans
        self.unreadable: dict[str, str] = {}  # directories that could not be listed, with the reason
        self.skipped = 0
        self._documents: dict[str, Document] = {}
        self._linted: list[Document] = []  # the documents in the report
        self._seen: set[str] = set()
        self._no_plans: set[str] = set()  # files in named directories, seen not to be plans
        self._refused: set[str] = set()  # named directories that could not be listed
        self._pending: dict[str, bool] = {}  # the files to read, with whether each was named
        self._walks: list[tuple[str, list[str]]] = []  # named directories, with the candidates in them
        self._settings: dict[str, Settings] = {}
        self.closed: set[str] = set()  # paths of the plans that a change completed
        self.baseline = baseline  # absolute path; "" for none; None for the configured one
        self._baselines: dict[str, Baseline] = {}
        self.matches: dict[str, Match] = {}  # comparisons with baselines, by their paths

    def behind(self, path: str) -> str:
        """Return the directory, or the file that formats may read, that the link *path* leads to; else *path*."""
        if not os.path.islink(path):
            return path
        from linter.system.boundary import linked_file

        target = linked_file(path, self.workspace.top_of(display_path(path)))
        return target if target != path and (os.path.isdir(target) or self.is_candidate(display_path(target))) else path

    def add_path(self, path: str) -> None:
        """Add the file, or every candidate below the directory, at *path*. Raises ConfigError."""
        if self.workspace.is_directory(path):
            self._add_directory(path)
        elif self.workspace.exists(path):
            self._add_file(display_path(path), named=True)
        else:
            self.problems.append(f"{path}: no such file or directory")
        self.read()

    def _add_directory(self, path: str) -> None:
        directory = display_path(path)
        if self.workspace.escapes_root(directory):
            self.problems.append(f"{path}: skipped, symbolic link to outside of the repository")
            return
        listing = self.workspace.walk(directory)
        files = self._present(directory, list(listing.files))
        plans = self.workspace.without_no_plans(files)
        no_plans = set(files).difference(plans, self._seen)
        self._no_plans |= no_plans
        self._seen |= no_plans
        self.files, self.skipped = self.files + len(no_plans), self.skipped + len(no_plans)
        self.source.expect(plans)
        for file in plans:
            self._add_file(file, named=False)
        if directory in listing.unreadable:
            self._refused.add(directory)
            self.problems.append(f"cannot read {path}: {listing.unreadable[directory]}")
        else:
            self._walks.append((path, files))
        self._note_unreadable(listing.unreadable)

    def _present(self, directory: str, files: list[str]) -> list[str]:
        """Those of the *files* below *directory* that are on disk; a note counts those outside of a sparse checkout."""
        absent = self.workspace.absent(directory)
        present = absent.present(files) if absent is not None else files
        if count := len(files) - len(present):
            self.notes.append(f"{plural(count, 'file')} outside of the sparse checkout were not checked")
        return present

    def _note_unreadable(self, folders: Mapping[str, str]) -> None:
        """Add directories that could not be listed, unless they are among the problems."""
        self.unreadable.update({folder: why for folder, why in folders.items() if folder not in self._refused})

    def _add_file(self, path: str, *, named: bool) -> None:
        if path in self._seen:
            return
        self._seen.add(path)
        settings = self.workspace.settings(path)
        if named and self.force_exclude and self.is_excluded(path):
            self.skipped += 1
            return
        self._pending[path] = named
        self._settings[path] = settings
        if named:
            self.workspace.named.add(path)

    def is_excluded(self, path: str) -> bool:
        """Whether the configuration excludes the file at the shown *path*. Raises ConfigError."""
        settings = self.workspace.settings(path)
        return settings.is_excluded(self.workspace.below(path, settings))

    def read(self) -> None:
        """Read the files that were added since the last call. Raises ConfigError."""
        pending, self._pending = self._pending, {}
        for path, named in pending.items():
            settings = self._settings[path]
            self._add(path, settings, self._opened(path, settings, named=named), named=named)
        self._set_aside(pending)
        self._note_empty_walks(self._documents)

    def _set_aside(self, files: Mapping[str, bool]) -> None:
        """Drop those of *files* that are plans only next to other plans, if there are none."""
        doubtful = [path for path in files if path in self._documents and self._documents[path].is_doubtful]
        project = LintSession.project(self) if doubtful else None  # not kept: some of its documents are dropped
        for path in doubtful:
            if project is not None and not project.is_sure(self._documents[path]):
                del self._documents[path]
                self.skipped += 1
                if files[path]:
                    self.unclaimed.append(path)

    def _note_empty_walks(self, documents: Container[str]) -> None:
        for path, files in self._walks:
            if not any(file in documents for file in files):
                from linter.engine.empty_walk import empty_note

                self.notes.append(empty_note(self, path, files))
        self._walks = []

    def format_notes(self) -> list[str]:
        """Return the notes of the formats about the files, such as those that their tools ignore."""
        settings, own = self.workspace.settings(""), list(self._seen - self._no_plans)
        formats = [format for format in (*settings.plugin_formats, *FORMATS) if format.name in settings.formats]
        return [note for format in formats for note in format.notes(own, self.surroundings)]

    def add_bytes(self, path: str, data: bytes) -> None:
        """Add the file at *path* with the content *data*. Raises ConfigError."""
        path = display_path(path)
        settings = self.workspace.settings(path)
        self.workspace.named.add(path)
        document = self._reader.parse(path, data, settings)
        self._add(path, settings, document, named=True)
        self._set_aside({path: True})

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
            self._note_unreadable(project.store.unreadable)
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

    def project(self) -> Project:
        """Return the project of the documents and the files around them."""
        from linter.model.project import Project

        return Project(self.store(), self.documents())

    def store(self) -> DocumentStore:
        """Return the documents and the files around them."""
        from linter.model.document_store import DocumentStore

        return DocumentStore(self.documents(), self.workspace, self._read_around, sorted(self._pending))

    def documents(self) -> list[Document]:
        """Return the documents by path."""
        return [self._documents[path] for path in sorted(self._documents)]

    def replace_violations(
        self, violations: Iterable[Violation], *, sources: Mapping[str, Source] | None = None, gone: int | None = None
    ) -> None:
        """Limit the report to *violations*; see ``narrow_report``."""
        self._linted = []
        self.report = narrow_report(self.report, violations, self.workspace.settings, sources=sources, gone=gone)

    def document(self, path: str) -> Document:
        """Return the document at *path*."""
        return self._documents[path]

    def has_document(self, path: str) -> bool:
        """Whether the file at *path* is one of the documents."""
        return path in self._documents

    @property
    def paths(self) -> list[str]:
        """The paths of the documents."""
        return list(self._documents)

    def has_plan(self, path: str) -> bool:
        """Whether there is a plan at *path*, readable or not. Raises ConfigError."""
        settings = self.workspace.settings(path)
        try:
            return is_candidate(path, settings) and self._reader.read(path, settings) is not None
        except OSError:
            return self.workspace.exists(path)

    def is_candidate(self, path: str) -> bool:
        """Whether discovery reads a file with that path. Raises ConfigError."""
        return is_candidate(path, self.workspace.settings(path))

    def read_as(self, path: str, text: str) -> Document | None:
        """Return the document at *path* as if its content were *text*, or None if that is not a plan."""
        settings = self._settings[path]
        return self._reader.parse(path, text.encode(), settings)

    def reread(self, path: str, text: str) -> Document | None:
        """Replace the content of *path* by *text*; return None, without a change, if that is not a plan."""
        document = self.read_as(path, text)
        if document is not None:
            self._documents[path] = document
        return document

    def _opened(self, path: str, settings: Settings, *, named: bool) -> Document | None:
        document, note = self._reader.open(path, settings, named=named)
        if note:
            self.notes.append(note)
        return document

    def _add(self, path: str, settings: Settings, document: Document | None, *, named: bool) -> None:
        self.files += 1
        if document is not None:
            self._documents[path] = document
            self._settings[path] = settings
            return
        self.skipped += 1
        if named:
            self.unclaimed.append(path)

    def _read_around(self, path: str) -> Document | None:
        """Return a document around the named files, or a named one not read yet; None if not a plan."""
        if self.is_left_out(path):
            return None
        return self._opened(path, self.workspace.settings(path), named=self._pending.get(path, False))

    def is_left_out(self, path: str) -> bool:
        """Whether the file was already read, or must not be read."""
        return path in self._seen and path not in self._pending

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
            self.matches[path] = Match(self._baselines[path])
        return self.matches[path]
