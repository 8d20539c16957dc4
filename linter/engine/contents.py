"""The contents of the files of a run, each known by a digest, which is an earlier run's if the file did not change."""

from __future__ import annotations

from linter.engine.cache import content_digest, digest
from linter.engine.screening import covers
from linter.formats.reader import BLANKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Protocol

    from linter.config.settings import Settings
    from linter.engine.reading import DocumentSource
    from linter.engine.screening import Stamp
    from linter.engine.units import Unit
    from linter.engine.workspace import Workspace
    from linter.formats.context import FileContext
    from linter.model.document_store import DocumentStore

    class TrackedSession(Protocol):
        """The part of a session that is used here and by ``DependencyTracker``."""

        source: DocumentSource
        workspace: Workspace
        surroundings: FileContext

        def store(self) -> DocumentStore:
            """See ``LintSession``."""
            ...

        def is_left_out(self, path: str) -> bool:
            """See ``LintSession``."""
            ...

        def escapes_root(self, path: str) -> bool:
            """See ``LintSession``."""
            ...


class FileContents:
    """The contents of files of *session*.

    ``data`` has those that were read, until they are forgotten; ``changed`` are the paths of files that another program
    changed in between, so that their digests are not those of the contents that were linted.
    """

    def __init__(self, session: TrackedSession) -> None:
        self._session = session
        self.data: dict[str, bytes] = {}
        self.changed: set[str] = set()
        self._fingerprints: dict[str, bytes | None] = {}
        self._digests: dict[str, tuple[Stamp | None, bytes]] = {}  # with stamps from before files were read
        self._blank: set[str] = set()
        self._signatures: dict[int, bytes] = {}

    def fingerprint(self, path: str) -> bytes | None:
        """Return a digest of a file's content and settings, or None if it cannot be read."""
        if path not in self._fingerprints:
            if self._session.is_left_out(path):
                return b"left out"
            try:
                self._fingerprints[path] = self._compute_fingerprint(path)
            except OSError:
                self._fingerprints[path] = None
        return self._fingerprints[path]

    def _compute_fingerprint(self, path: str) -> bytes:
        if self._session.escapes_root(path):
            raise OSError
        settings = self._session.workspace.settings(path)
        identity = self._session.workspace.identity(path)
        if identity is None:
            identity = self._digest(path, settings)
        return digest(self.signature(settings), identity)

    def _digest(self, path: str, settings: Settings) -> bytes:
        """Return a digest of the content of the file, which is read if it may have changed. Raises OSError."""
        known = self._session.workspace.known
        stamp = self._session.workspace.stamp(path) if known is not None else None
        found = known.content(stamp) if known is not None else None
        if found is None:
            data = self.data[path] = self._session.source.content(path, settings)
            found = content_digest(data)
            if not data.strip(BLANKS):
                self._blank.add(path)
        self._digests[path] = stamp, found
        return found

    def take(self, path: str) -> bytes | None:
        """Return the content behind the fingerprint; None if it cannot be read or is known by its object in git."""
        self.fingerprint(path)
        if path in self.data or path not in self._digests:
            return self.data.get(path)
        try:
            data = self._session.source.content(path, self._session.workspace.settings(path))
        except OSError:
            self.changed.add(path)
            return None
        if content_digest(data) != self._digests[path][1]:
            self.changed.add(path)
        return data

    def forget(self, path: str) -> None:
        """Free the memory of the content of the file at *path*."""
        self.data.pop(path, None)

    def learn(self, paths: Unit, documents: Container[str]) -> Unit:
        """Keep which of the files *paths* of a unit are not plans, as they are not *documents*; return the others.

        The digests of the others are kept.
        """
        known = self._session.workspace.known
        kept = []
        for path in paths:
            stamp, identity = self._digests.get(path, (None, b""))
            if known is not None and path not in documents and self._is_covered(path):
                if path not in self._blank:  # blank files are plans next to plans only
                    known.add_no_plan(stamp)
                continue
            kept.append(path)
            if known is not None:
                known.add_content(stamp, identity)
        return tuple(kept)

    def _is_covered(self, path: str) -> bool:
        return covers(path, self._session.workspace.settings(path))

    def signature(self, settings: Settings) -> bytes:
        """Return a digest of *settings*."""
        found = self._signatures.get(id(settings))
        if found is None:
            found = self._signatures[id(settings)] = digest(settings.signature.encode("utf-8", "backslashreplace"))
        return found
