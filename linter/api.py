"""The public API for plugins and other programs; ``docs/stability.md`` tells what is stable.

Rules derive from `Rule`, formats from `TaskFileFormat`; `lint_text` and `lint_paths` run planlint from Python.
"""

from __future__ import annotations

from linter.config.loader import ConfigError
from linter.formats.adapter import FormatAdapter
from linter.formats.context import FileContext
from linter.formats.task_file_format import (
    TaskFileFormat,
    items_of,
    read_front_matter,
    read_json,
    read_yaml,
    texts_of,
)
from linter.model.board import TaskFile, TaskItem, no_root
from linter.model.counts import Count
from linter.model.document import Document
from linter.model.manifest import Manifest, ToolsManifest
from linter.model.plan import Batch, Plan, Task
from linter.model.project import Project
from linter.model.scope import (
    FREE_TEXT,
    OTHER_PLAN,
    OTHER_SCOPE,
    RESOLVED,
    TOLERATED,
    UNDECIDABLE,
    UNKNOWN,
    UNSATISFIABLE,
    Resolution,
    Scope,
)
from linter.model.statuses import AT_RISK, BLOCKED, CLOSED, DONE, OPEN, RUNNING, status_class
from linter.model.witness import Witness
from linter.rules.base import ProjectRule, Rule, related
from linter.rules.violation import Related, Violation
from linter.schema.validator import ShapeError
from linter.syntax.fix import Edit, Fix
from linter.syntax.front_matter import FrontMatter
from linter.syntax.nodes import Limits, MappingNode, Node, ReadError, ScalarNode, SequenceNode, Tree
from linter.syntax.scalar_types import integer, is_null, is_placeholder, text_of
from linter.syntax.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from typing import Any

    from linter.engine.session import LintSession

__all__ = [
    "AT_RISK",
    "BLOCKED",
    "CLOSED",
    "DONE",
    "FREE_TEXT",
    "OPEN",
    "OTHER_PLAN",
    "OTHER_SCOPE",
    "RESOLVED",
    "RUNNING",
    "TOLERATED",
    "UNDECIDABLE",
    "UNKNOWN",
    "UNSATISFIABLE",
    "Batch",
    "ConfigError",
    "Count",
    "Document",
    "Edit",
    "FileContext",
    "Fix",
    "FormatAdapter",
    "FrontMatter",
    "Limits",
    "LintResult",
    "Manifest",
    "MappingNode",
    "Node",
    "Plan",
    "Project",
    "ProjectRule",
    "ReadError",
    "Related",
    "Resolution",
    "Rule",
    "ScalarNode",
    "Scope",
    "SequenceNode",
    "ShapeError",
    "Source",
    "Task",
    "TaskFile",
    "TaskFileFormat",
    "TaskItem",
    "ToolsManifest",
    "Tree",
    "Violation",
    "Witness",
    "integer",
    "is_null",
    "is_placeholder",
    "items_of",
    "lint_paths",
    "lint_text",
    "no_root",
    "read_front_matter",
    "read_json",
    "read_yaml",
    "related",
    "status_class",
    "text_of",
    "texts_of",
]


class LintResult:
    """The result of a run.

    ``violations``
        sorted by path and offset; their offsets count code points.
    ``documents``
        the number of plan files that were checked: 0 if the text or the paths contain no plan.
    ``problems``
        paths that could not be read, each with the reason.
    ``fails``
        whether a violation is at least as severe as the setting ``fail-on``.
    """

    def __init__(self, session: LintSession) -> None:
        report = session.lint()
        self.violations: tuple[Violation, ...] = tuple(report.violations)
        self.documents = report.documents
        self.problems: tuple[str, ...] = tuple(session.problems)
        self.fails = report.fails
        self._sources = dict(report.sources)

    def position(self, violation: Violation) -> tuple[int, int]:
        """Return line and column, both from 1, of a violation of this result."""
        return self._sources[violation.path].position(violation.start)


def lint_text(text: str, path: str, *, isolated: bool = False, **settings: Any) -> LintResult:
    """Check *text* as if it were the content of the file at *path*, which need not exist.

    The configuration is that of the file at *path*, unless *isolated*. *settings* are configuration keys with ``_`` for
    ``-`` and have precedence: ``lint_text(text, "plan.md", select=["dependencies"])``. Raises ConfigError.
    """
    session = _session(isolated, settings)
    session.add_bytes(_path(path), text.encode("utf-8"))
    return LintResult(session)


def lint_paths(paths: Iterable[str | os.PathLike[str]], *, isolated: bool = False, **settings: Any) -> LintResult:
    """Check the files, and all plan files below the directories, at *paths*; other arguments as for `lint_text`.

    Configured baselines apply. Raises ConfigError.
    """
    session = _session(isolated, settings)
    for path in paths:
        session.add_path(session.behind(_path(path)))
    return LintResult(session)


def _path(path: str | os.PathLike[str]) -> str:
    """Return *path* as a string."""
    from os import fspath

    return fspath(path)


def _session(isolated: bool, settings: dict[str, Any]) -> LintSession:
    from linter.config.loader import Configuration
    from linter.engine.session import LintSession

    values = {key.replace("_", "-"): value for key, value in settings.items()}
    session = LintSession(Configuration(values, isolated=isolated))
    session.workspace.settings("")  # report invalid settings even if no file is read
    return session
