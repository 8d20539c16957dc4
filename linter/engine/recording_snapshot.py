"""The files of the index or a commit for a cached session: results are kept with what they depend on."""

from __future__ import annotations

from linter.engine.dependencies import RecordingWorkspace
from linter.engine.reading import is_candidate
from linter.engine.snapshot_workspace import GitSnapshotWorkspace, GitSource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.config.loader import Configuration
    from linter.engine.dependencies import DependencyTracker


class RecordingSnapshotWorkspace(RecordingWorkspace, GitSnapshotWorkspace):
    """A ``GitSnapshotWorkspace`` that records the questions that it was asked."""


class RecordingGitSource(GitSource):
    """The files of a snapshot, in a ``RecordingSnapshotWorkspace``."""

    name = b"git"
    tracker: DependencyTracker | None = None

    def workspace(self, configuration: Configuration, *, gitignore: bool) -> RecordingSnapshotWorkspace:
        """See ``DocumentSource``."""
        self._workspace = RecordingSnapshotWorkspace(configuration, is_candidate, self._snapshot)
        return self._workspace
