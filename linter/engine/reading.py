"""Choose the formats that read a file, by path and configuration, and parse its bytes."""

from __future__ import annotations

import errno

from linter.engine.screening import covers
from linter.formats.reader import cannot_open, read_bytes
from linter.formats.registry import FORMATS, formats_for_path, is_read_with_others, may_be_read
from linter.system.paths import relative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.workspace import Workspace
    from linter.formats.adapter import FormatAdapter
    from linter.formats.context import FileContext
    from linter.model.document import Document

    class DocumentSource(Protocol):
        """The source of files of a session; ``keeps_documents`` tells whether others get the same documents later."""

        keeps_documents: bool

        def workspace(self, configuration: Configuration, *, gitignore: bool) -> Workspace:
            """Return the workspace of the files."""

        def context(self, workspace: Workspace) -> FileContext:
            """Return the access of formats to the files around the one they read."""

        def expect(self, paths: Iterable[str]) -> None:
            """Announce the files that will be read next, in this order."""

        def content(self, path: str, settings: Settings) -> bytes:
            """Return the content of the file at *path*, at most one byte more than the limit. Raises OSError."""

        def read(self, path: str, settings: Settings, reader: DocumentReader) -> Document | None:
            """Return what *reader* makes of the file at *path*. Raises OSError if it cannot be opened."""


class DocumentReader:
    """Creates documents from the files of *source*; *context* gives formats access to files around one."""

    def __init__(self, source: DocumentSource, workspace: Workspace, context: FileContext) -> None:
        self._source = source
        self._workspace = workspace
        self._context = context

    def read(self, path: str, settings: Settings) -> Document | None:
        """Return the document at *path*, or None if no format reads it. Raises OSError if it cannot be opened."""
        known = self._workspace.known
        if known is None or not covers(path, settings):
            return self._read(path, settings)
        stamp = self._workspace.stamp(path)
        if known.is_no_plan(stamp):
            return None
        document = self._read(path, settings)
        if document is None:
            known.add_no_plan(stamp)
        return document

    def _read(self, path: str, settings: Settings) -> Document | None:
        try:
            return self._source.read(path, settings, self)
        except FileNotFoundError:
            data = self._workspace.read_absent(path, settings.limits.max_file_size + 1)
            if data is None:
                raise
            return self.parse(path, data, settings)

    def open(self, path: str, settings: Settings, *, named: bool) -> tuple[Document | None, str]:
        """Return the document at *path*, or a note if it cannot be opened and may not be a plan.

        A plan that cannot be opened is a document with an error. *named*: the user named the file.
        """
        try:
            if named and self._workspace.escapes_root(path):
                raise OSError(errno.EPERM, "Symbolic link to outside of the repository")
            return self.read(path, settings), ""
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not self._workspace.exists(path):
                return None, ""  # deleted since it was listed
            kind = self.kind(path, settings)
            formats = formats_of(settings, path)
            if kind or (formats and (named or any(format.is_certain(path) for format in formats))):
                return cannot_open(path, kind or formats[0].kinds[0], error), ""
            return None, f"cannot read {path}: {error.strerror or error}"

    def parse(self, path: str, data: bytes, settings: Settings) -> Document | None:
        """Return the document at *path* with the content *data*, or None if no format reads it."""
        kind = self.kind(path, settings)
        formats = formats_of(settings, path, kind)
        return read_bytes(path, data, formats, settings.limits, kind, self._context)

    def kind(self, path: str, settings: Settings) -> str | None:
        """Return the kind that the configuration sets for the file at *path*, or None."""
        if "kinds" not in settings.values:
            return None
        return settings.kind_of(self._workspace.below(path, settings))


def formats_of(settings: Settings, path: str, kind: str | None = None) -> list[FormatAdapter]:
    """Return the formats that may read the file at *path*, or those of documents of *kind*."""
    enabled, own = settings.formats, settings.plugin_formats
    if kind is not None:
        return [format for format in (*own, *FORMATS) if format.name in enabled and kind in format.kinds]
    found = formats_for_path(path)
    if own:
        found = (*(format for format in own if format.may_match_path(path)), *found)
    return [format for format in found if format.name in enabled]


def unit_of(path: str, settings: Settings) -> str | None:
    """Return the directory with which the file at *path* is linted, apart from all others.

    None if its format reads files outside that directory.
    """
    own = settings.plugin_formats
    if "kinds" in settings.values or (own and any(format.may_match_path(path) for format in own)):
        return None
    if is_read_with_others(path):
        return None
    return path.rpartition("/")[0]


def is_candidate(path: str, settings: Settings) -> bool:
    """Whether discovery reads a file with that path."""
    if may_be_read(path) or any(format.may_match_path(path) for format in settings.plugin_formats):
        return True
    if "kinds" not in settings.values or settings.folder is None:
        return False
    return settings.kind_of(relative(path, settings.folder)) is not None
