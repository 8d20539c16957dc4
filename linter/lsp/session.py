"""The documents that an editor has open, and runs over the open files of a directory."""

from __future__ import annotations

import os
import re

from linter.config.loader import ConfigError, Configuration
from linter.engine.session import LintSession
from linter.engine.stamped_source import EditorSource
from linter.model.plan import Plan
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.config.settings import Settings
    from linter.engine.workspace import Workspace
    from linter.model.document import Document
    from linter.model.plan import Task

_HALF = re.compile("[\ud800-\udfff]")


class Session:
    """The open texts by display path, and the latest run; files on disk are read again when they change."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._configuration = Configuration()
        self._run: LintSession | None = None
        self._run_directory = ""
        self._around: tuple[tuple[str, int], Workspace] | None = None
        self._plans: dict[str, tuple[Plan, list[Task]]] = {}
        self._at_head: dict[str, bool | None] = {}  # whether completed plans were completed at HEAD
        self._source = EditorSource(self.texts)

    def open(self, path: str, text: str) -> None:
        """Set the content of the file at *path* (absolute or displayed) to *text*; lone surrogates are replaced."""
        self.texts[display_path(path)] = _HALF.sub("\ufffd", text)
        self._run = None

    def close(self, path: str) -> None:
        """Use the file on disk again."""
        self.texts.pop(display_path(path), None)
        self._run = None

    def forget(self) -> None:
        """Reload configuration and file listing, because a file was saved, created or deleted."""
        self._configuration = Configuration()
        self._around = self._run = None
        self._at_head = {}

    def run(self, path: str) -> LintSession:
        """Return a run that reports on the open files of the directory of *path*. Raises ConfigError."""
        directory = display_path(path).rpartition("/")[0]
        if self._run is None or directory != self._run_directory:
            run = self._session_in(directory)
            for name, text in sorted(self.texts.items()):
                if name.rpartition("/")[0] == directory and not run.is_excluded(name):
                    run.add_bytes(name, text.encode())
            run.closed = {name for name in run.paths if self._is_closed(run, name)}
            run.lint()
            self._run, self._run_directory = run, directory
        return self._run

    def _is_closed(self, run: LintSession, path: str) -> bool:
        """Whether the plan at *path* is completed and was not at HEAD, as of the last time that a file was saved."""
        if not run.document(path).is_completed:
            return False
        if path not in self._at_head:
            from linter.engine.closing import was_completed_at_head  # asks git, for completed plans only

            self._at_head[path] = was_completed_at_head(run, path)
        return self._at_head[path] is False

    def _session_in(self, directory: str) -> LintSession:
        """Return a session that reuses the workspace of earlier keys in *directory*, without asking git."""
        try:
            stamp = directory, os.stat(directory or ".").st_mtime_ns
        except OSError:
            stamp = directory, -1
        known = self._around[1] if self._around is not None and self._around[0] == stamp else None
        session = LintSession(self._configuration, source=self._source, workspace=known)
        self._around = stamp, session.workspace
        return session

    def run_settings(self) -> Settings:
        """Return the settings at the root of the open files. Raises ConfigError."""
        return LintSession(self._configuration, source=self._source).workspace.settings("")

    def fresh(self, path: str) -> LintSession:
        """Return a new run over the open file at *path*, which may be modified. Raises ConfigError."""
        run = LintSession(self._configuration, source=self._source)
        run.add_bytes(display_path(path), self.texts[display_path(path)].encode())
        return run

    def plan_around(self, path: str) -> tuple[Plan, list[Task]] | None:
        """Return the plan at *path* and the tasks of its namespace, or the last valid ones."""
        path = display_path(path)
        try:
            document = self.document(path)
        except ConfigError:
            document = None
        if isinstance(document, Plan) and document.root is not None:
            namespace = self.run(path).project().namespace(document)
            self._plans[path] = document, [task for plan in namespace.plans for task in plan.tasks]
        return self._plans.get(path)

    def document(self, path: str) -> Document | None:
        """Return the document of the open file at *path*, or None if it is not a plan. Raises ConfigError."""
        run = self.run(path)
        return run.document(display_path(path)) if display_path(path) in run.paths else None
