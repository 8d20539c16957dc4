"""Sources of files: ``DiskSource`` here, others in ``stamped_source`` and ``snapshot_workspace``."""

from __future__ import annotations

from linter.engine.reading import is_candidate
from linter.engine.workspace import Workspace
from linter.formats.context import FileContext
from linter.formats.reader import content_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.reading import DocumentReader
    from linter.model.document import Document


class DiskSource:
    """The files on disk. Implements ``DocumentSource``, as all sources do."""

    keeps_documents = False

    def workspace(self, configuration: Configuration, *, gitignore: bool) -> Workspace:
        """See ``DocumentSource``."""
        return Workspace(configuration, is_candidate, gitignore=gitignore)

    def context(self, workspace: Workspace) -> FileContext:
        """See ``DocumentSource``."""
        return FileContext(workspace)

    def expect(self, paths: Iterable[str]) -> None:
        """See ``DocumentSource``."""

    def content(self, path: str, settings: Settings) -> bytes:
        """See ``DocumentSource``."""
        return content_of(path, settings.limits)

    def read(self, path: str, settings: Settings, reader: DocumentReader) -> Document | None:
        """See ``DocumentSource``."""
        return reader.parse(path, self.content(path, settings), settings)
