"""Sources for successive sessions, of ``--watch`` and of an editor."""

from __future__ import annotations

import os
from time import monotonic

from linter.engine.reading import is_candidate
from linter.engine.screening import READING
from linter.engine.sources import DiskSource
from linter.engine.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.reading import DocumentReader
    from linter.model.document import Document
    from linter.model.project_files import FindFiles, IdIndex, MakeIndex

INDEX_KEPT_S = 10.0  # if no file is saved, created or deleted


class StampedSource(DiskSource):
    """The files on disk, each parsed again only if it or its settings change. ``paths`` are those read."""

    keeps_documents = True

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, Document | None]] = {}

    @property
    def paths(self) -> frozenset[str]:
        """The paths that were read, as in documents."""
        return frozenset(self._known)

    def read(self, path: str, settings: Settings, reader: DocumentReader) -> Document | None:
        """See ``DocumentSource``."""
        status = os.stat(path)
        how = str([settings.values.get(key) for key in ("formats", *READING)])
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino, settings.folder, how)
        known = self._known.get(path)
        if known is None or known[0] != stamp:
            known = self._known[path] = stamp, super().read(path, settings, reader)
        return known[1]


class EditorSource(StampedSource):
    """A ``StampedSource`` in which *texts* of open files (by path) replace those on disk."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self._texts = texts

    def workspace(self, configuration: Configuration, *, gitignore: bool) -> Workspace:
        """See ``DocumentSource``."""
        return EditorWorkspace(configuration, self._texts, gitignore=gitignore)

    def read(self, path: str, settings: Settings, reader: DocumentReader) -> Document | None:
        """See ``DocumentSource``."""
        text = self._texts.get(path)
        if text is not None:
            return reader.parse(path, text.encode(), settings)
        return super().read(path, settings, reader)


class EditorWorkspace(Workspace):
    """The directories around open files, whose *texts* (by path) may be plans although their files on disk are not."""

    def __init__(self, configuration: Configuration, texts: Mapping[str, str], *, gitignore: bool = True) -> None:
        super().__init__(configuration, is_candidate, gitignore=gitignore)
        self._open = texts
        self._kept: dict[tuple[str, frozenset[str]], tuple[float, IdIndex, list[str]]] = {}

    def drop_non_plans(self, paths: list[str]) -> list[str]:
        """See ``Walks.drop_non_plans``."""
        kept = super().drop_non_plans(paths)
        return sorted({*kept, *self._open.keys() & set(paths)})

    def id_indexes(self, root: str, find: FindFiles, index: MakeIndex) -> list[IdIndex]:
        """See ``Workspace.id_indexes``; the ids in files that are not open are found again after a while only."""
        key = root, frozenset(self._open)
        kept = self._kept.get(key)
        if kept is None or monotonic() > kept[0] + INDEX_KEPT_S:
            paths = find()
            others = index(path for path in paths if path not in self._open)
            kept = monotonic(), others, [path for path in paths if path in self._open]
            self._kept = {key: kept}
        return [kept[1], index(kept[2])]
