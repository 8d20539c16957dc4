"""The files that a run was given, and the documents read from them."""

from __future__ import annotations

import os

from linter.engine.named_directories import NamedDirectories
from linter.engine.reading import DocumentReader, is_candidate
from linter.engine.sources import DiskSource
from linter.formats.registry import FORMATS
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.reading import DocumentSource
    from linter.engine.workspace import Workspace
    from linter.model.document import Document
    from linter.model.document_store import DocumentStore
    from linter.model.project import Project


class DocumentSession:
    """Reads the named files. ``notes`` go to stderr, ``problems`` are errors that make the exit code 2.

    *source*: where files are read from, None for the disk; *workspace*: that of an earlier session, to reuse.
    """

    def __init__(
        self,
        configuration: Configuration,
        *,
        force_exclude: bool = False,
        gitignore: bool = True,
        source: DocumentSource | None = None,
        workspace: Workspace | None = None,
    ) -> None:
        self.source: DocumentSource = source or DiskSource()
        self.workspace = workspace or self.source.workspace(configuration, gitignore=gitignore)
        self.surroundings = self.source.context(self.workspace)
        self._reader = DocumentReader(self.source, self.workspace, self.surroundings)
        self.force_exclude = force_exclude
        self.files = 0  # files read
        self.notes: list[str] = []
        self.problems: list[str] = []
        self.unclaimed: list[str] = []  # named files that are not plans
        self.unreadable: dict[str, str] = {}  # directories that could not be listed, with the reason
        self.skipped = 0
        self._directories = NamedDirectories(self)
        self._documents: dict[str, Document] = {}
        self._seen: set[str] = set()
        self._non_plans: set[str] = set()  # files in named directories, seen not to be plans
        self._pending: dict[str, bool] = {}  # the files to read, with whether each was named
        self._settings: dict[str, Settings] = {}

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
        files = self._directories.candidates(path)
        plans = self.workspace.drop_non_plans(files)
        non_plans = set(files).difference(plans, self._seen)
        self._non_plans |= non_plans
        self._seen |= non_plans
        self.files += len(non_plans)
        self.skipped += len(non_plans)
        self.source.expect(plans)
        for file in plans:
            self._add_file(file, named=False)

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
        self._directories.note_empty(self._documents)

    def _set_aside(self, files: Mapping[str, bool]) -> None:
        """Drop those of *files* that are plans only next to other plans, if there are none."""
        doubtful = [path for path in files if path in self._documents and self._documents[path].is_doubtful]
        project = DocumentSession.project(self) if doubtful else None  # not kept: some of its documents are dropped
        for path in doubtful:
            if project is not None and not project.is_sure(self._documents[path]):
                del self._documents[path]
                self.skipped += 1
                if files[path]:
                    self.unclaimed.append(path)

    def format_notes(self) -> list[str]:
        """Return the notes of the formats about the files, such as those that their tools ignore."""
        settings, own = self.workspace.settings(""), list(self._seen - self._non_plans)
        formats = [format for format in (*settings.plugin_formats, *FORMATS) if format.name in settings.formats]
        return [note for format in formats for note in format.notes(own, self.surroundings)]

    def closed_notes(self) -> list[str]:
        """Return notes about the directories that could not be listed."""
        return [f"cannot list {directory}: {reason}" for directory, reason in sorted(self.unreadable.items())]

    def add_bytes(self, path: str, data: bytes) -> None:
        """Add the file at *path* with the content *data*. Raises ConfigError."""
        path = display_path(path)
        settings = self.workspace.settings(path)
        self.workspace.named.add(path)
        document = self._reader.parse(path, data, settings)
        self._add(path, settings, document, named=True)
        self._set_aside({path: True})

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
