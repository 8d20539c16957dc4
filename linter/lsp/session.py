"""What the editor has open, and what planlint says of it: one run over the open files of a directory."""

from __future__ import annotations

import os
import re

from linter.config.loader import ConfigError, Configuration
from linter.engine.session import LintSession
from linter.engine.stamped_source import EditorSource
from linter.model.plan import Plan
from linter.system.paths import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.config.settings import Settings
    from linter.engine.workspace import Workspace
    from linter.model.document import Document
    from linter.model.plan import Task

_HALF = re.compile("[\ud800-\udfff]")


class Session:
    """The open texts, by shown path, and the runs made of them. A file on disk is read again when it has changed."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._configuration = Configuration()
        self._run: LintSession | None = None
        self._run_directory = ""
        self._around: tuple[tuple[str, int], Workspace] | None = None
        self._plans: dict[str, tuple[Plan, list[Task]]] = {}
        self._source = EditorSource(self.texts)

    def open(self, path: str, text: str) -> None:
        """Take *text* for the content of the file at *path*, absolute or shown; half a pair as it will be saved."""
        self.texts[shown(path)] = _HALF.sub("\ufffd", text)
        self._run = None

    def close(self, path: str) -> None:
        """The file on disk counts again."""
        self.texts.pop(shown(path), None)
        self._run = None

    def forget(self) -> None:
        """Look at configuration and listing again: something was saved, made or deleted."""
        self._configuration = Configuration()
        self._around = self._run = None

    def run(self, path: str) -> LintSession:
        """A run that reports on the open files of the directory of *path*. Raises ConfigError."""
        directory = shown(path).rpartition("/")[0]
        if self._run is None or directory != self._run_directory:
            run = self._session_in(directory)
            for name, text in sorted(self.texts.items()):
                if name.rpartition("/")[0] == directory:
                    run.add_bytes(name, text.encode())
            run.lint()
            self._run, self._run_directory = run, directory
        return self._run

    def _session_in(self, directory: str) -> LintSession:
        """A session that knows what was seen around *directory* at an earlier key: git is not asked each time."""
        try:
            stamp = directory, os.stat(directory or ".").st_mtime_ns
        except OSError:
            stamp = directory, -1
        known = self._around[1] if self._around is not None and self._around[0] == stamp else None
        session = LintSession(self._configuration, source=self._source, workspace=known)
        self._around = stamp, session.workspace
        return session

    def run_settings(self) -> Settings:
        """The settings at the root of what is open. Raises ConfigError."""
        return LintSession(self._configuration, source=self._source).workspace.settings("")

    def fresh(self, path: str) -> LintSession:
        """A run over the one open file at *path*, to be changed at will. Raises ConfigError."""
        run = LintSession(self._configuration, source=self._source)
        run.add_bytes(shown(path), self.texts[shown(path)].encode())
        return run

    def plan_around(self, path: str) -> tuple[Plan, list[Task]] | None:
        """The plan at *path* and the tasks around it; as they last were while what is typed does not parse."""
        path = shown(path)
        try:
            document = self.document(path)
        except ConfigError:
            document = None
        if isinstance(document, Plan) and document.root is not None:
            namespace = self.run(path).project().namespace(document)
            self._plans[path] = document, [task for plan in namespace.plans for task in plan.tasks]
        return self._plans.get(path)

    def document(self, path: str) -> Document | None:
        """What was read of the open file at *path*; None where it is no plan. Raises ConfigError."""
        run = self.run(path)
        return run.document(shown(path)) if shown(path) in run.paths else None
