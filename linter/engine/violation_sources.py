"""The texts that violations point into, as they were linted."""

from __future__ import annotations

from linter.syntax.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from linter.engine.contents import FileContents, TrackedSession
    from linter.model.project import Project

    class ProjectSession(TrackedSession, Protocol):
        """The part of a session that is used here."""

        def project(self) -> Project:
            """See ``LintSession``."""
            ...


class ViolationSources:
    """The texts of files of *session* by path, read again from *contents* if the result is an earlier run's."""

    def __init__(self, session: ProjectSession, contents: FileContents) -> None:
        self._session = session
        self._contents = contents
        self._kept: dict[str, Source] = {}

    def keep(self, path: str) -> None:
        """Keep the text at *path*, whose document will be freed."""
        source = self._session.store().source(path)
        if source is not None:
            self._kept[path] = source

    def have(self, ends: Mapping[str, int]) -> bool:
        """Whether all texts are still those in which violations end at the offsets *ends*, by path."""
        for path in ends.keys() - self._kept.keys():
            source = self._read(path)
            if source is not None:
                self._kept[path] = source
        if not self._contents.changed.isdisjoint(ends):
            return False
        return all(path in self._kept and end <= len(self._kept[path].text) for path, end in ends.items())

    def forget(self, path: str) -> None:
        """Read the text at *path* again when it is needed."""
        self._kept.pop(path, None)
        self._contents.forget(path)

    def get(self, path: str) -> Source:
        """Return the text at *path*, empty if the file is gone."""
        return self._kept.get(path) or self._read(path) or Source(path, "")

    def _read(self, path: str) -> Source | None:
        """Return the text at *path* as its document has it, or None if it is gone."""
        found = self._session.store().source(path)
        if found is not None:
            return found
        limits = self._session.workspace.settings(path).limits
        data = self._contents.take(path)
        if data is not None and b"\0" not in data and len(data) <= limits.max_file_size:
            try:
                return Source(path, data.decode("utf-8"))
            except UnicodeDecodeError:
                pass
        document = self._session.project().document(path)
        return document.source if document is not None else None
