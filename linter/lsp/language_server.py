"""The server of one editor: its session, its published diagnostics, and the timing of runs."""

from __future__ import annotations

import asyncio
import gc
import os
from itertools import islice

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from linter import __version__
from linter.config.loader import ConfigError
from linter.lsp.limits import MAX_DIAGNOSTICS, MAX_RELATED, MAX_TABLES
from linter.lsp.positions import Positions
from linter.lsp.protocol import Protocol
from linter.lsp.session import Session
from linter.lsp.uris import is_file, path_of, uri_of
from linter.model.plan import Plan
from linter.outputs.escape import escape_controls
from linter.rules.docs import load
from linter.rules.links import rule_url
from linter.rules.violation import ERROR
from linter.syntax.source import Source
from linter.system.paths import display_path
from linter.system.reading import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.project import Project
    from linter.rules.violation import Violation
    from linter.syntax.fix import Edit

QUICK = 0.1  # seconds between keys in fast typing
DELAY, LONGER = 0.005, 0.035  # seconds before the text is linted: after a single key; in fast typing
IDLE = 0.3  # seconds without a key before garbage is collected
RUNS = 8  # after which garbage is collected at the latest


class Server(LanguageServer):
    """The language server of one editor."""

    def __init__(self) -> None:
        # full texts: ranges are counted in lines, which client and server may define differently
        full = lsp.TextDocumentSyncKind.Full
        super().__init__("planlint", __version__, text_document_sync_kind=full, protocol_cls=Protocol)
        self.exit_code = 0
        self.session = Session()
        self.uris: dict[str, list[str]] = {}  # of open files, as the editor writes them, by path
        self.pending: dict[str, asyncio.TimerHandle] = {}  # by directory
        self.published: dict[str, list[Violation]] = {}  # published violations, by path
        self.problem = ""
        self._tables: dict[str, tuple[object, Positions]] = {}  # by display path, with what tells the content's age
        self._last_key = 0.0
        self._untidied = 0  # runs since garbage was collected
        self._tidying: asyncio.TimerHandle | None = None

    def opened(self, uri: str, text: str) -> None:
        """Set the content of the open file at *uri*."""
        path = path_of(uri)
        self.session.open(path, text)
        known = self.uris.setdefault(display_path(path), [])
        if uri not in known:
            known.append(uri)

    def closed(self, uri: str) -> None:
        """Use the file on disk again, and withdraw its violations."""
        path = display_path(path_of(uri))
        known = self.uris.get(path, [])
        if uri in known:
            known.remove(uri)
        if not known:
            self.uris.pop(path, None)
            self.session.close(path)
            self.published.pop(path, None)
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    def uri_of(self, path: str) -> str:
        """Return the URI of the file at the displayed *path*, as the editor writes it if the file is open."""
        return next(iter(self.uris.get(path, ())), None) or uri_of(path)

    def positions(self, path: str, text: str) -> Positions:
        """Return the positions of *text* in the encoding of the editor."""
        return Positions(Source(path, text), self.workspace.position_encoding)

    def positions_of(self, path: str) -> Positions:
        """Return the positions of the file at the displayed *path*, open or not; the same ones until it changes."""
        text = self.session.texts.get(path)
        age = text if text is not None else _age(path)
        known = self._tables.get(path)
        if known is None or (known[0] is not age if text is not None else known[0] != age):
            if len(self._tables) >= MAX_TABLES:
                self._tables.clear()
            known = self._tables[path] = age, self.positions(path, self._read(path) if text is None else text)
        return known[1]

    def _read(self, path: str) -> str:
        try:
            limit = self.session.run_settings().limits.max_file_size
            return read_regular(path, limit).decode("utf-8")
        except (OSError, UnicodeDecodeError, ConfigError):
            return ""

    def summary(self, rule: str) -> str:
        """Return the first sentence of a rule's page."""
        return load(self.session.run_settings().registry.load(rule)).summary

    def publish_soon(self, uri: str) -> None:
        """Lint the open files in the directory of *uri*, once, as soon as typing or opening files pauses."""
        directory = os.path.dirname(path_of(uri))
        for waiting in (self.pending.get(directory), self._tidying):
            if waiting is not None:
                waiting.cancel()
        loop = asyncio.get_running_loop()
        is_quick = loop.time() - self._last_key < QUICK
        self._last_key = loop.time()
        self.pending[directory] = loop.call_later(LONGER if is_quick else DELAY, self._typed, uri)

    def _typed(self, uri: str) -> None:
        self.publish(uri)
        self._untidied += 1
        self._tidying = asyncio.get_running_loop().call_later(0 if self._untidied >= RUNS else IDLE, self._tidy)

    def _tidy(self) -> None:
        """Collect garbage: documents contain reference cycles, and collecting them takes as long as a run."""
        self._untidied = 0
        gc.collect()

    def publish(self, uri: str) -> None:
        """Lint the open files in the directory of *uri*, and publish the violations."""
        waiting = self.pending.pop(os.path.dirname(path_of(uri)), None)
        if waiting is not None:
            waiting.cancel()
        try:
            run = self.session.run(path_of(uri))
        except ConfigError as error:
            if str(error) != self.problem:
                self.problem = str(error)
                # editors render links, and some links run commands
                message = "\n".join(escape_controls(problem).replace("](", "] (") for problem in error.problems)
                self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"planlint: {message}"))
            return
        self.problem = ""
        by_path: dict[str, list[Violation]] = {path: [] for path in run.paths if path in self.session.texts}
        for violation in run.report.violations:
            by_path.setdefault(violation.path, []).append(violation)
        for path, violations in by_path.items():
            self.published[path] = violations
            self.session.plan_around(path)  # for completion while the text is not valid
            diagnostics = self.diagnostics(path, violations)
            for known in self.uris.get(path) or [uri_of(path)]:
                self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(known, diagnostics))
        if display_path(path_of(uri)) not in by_path:
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    def publish_all_soon(self) -> None:
        """Lint all open files, a directory at a time."""
        for path in {os.path.dirname(path): path for path in self.session.texts}.values():
            self.publish_soon(self.uri_of(path))

    def diagnostics(self, path: str, violations: Iterable[Violation]) -> list[lsp.Diagnostic]:
        """Return the violations of one file as LSP diagnostics, at most ``MAX_DIAGNOSTICS``."""
        positions = self.positions_of(path)
        found = []
        for violation in islice(violations, MAX_DIAGNOSTICS):
            related = []
            for location in violation.related[:MAX_RELATED]:
                where = lsp.Location(
                    self.uri_of(location.path), self.positions_of(location.path).range(location.start, location.end)
                )
                related.append(lsp.DiagnosticRelatedInformation(where, escape_controls(location.message)))
            is_error = violation.severity == ERROR
            found.append(
                lsp.Diagnostic(
                    positions.range(violation.start, violation.end),
                    escape_controls(violation.message),
                    severity=lsp.DiagnosticSeverity.Error if is_error else lsp.DiagnosticSeverity.Warning,
                    code=violation.rule,
                    code_description=lsp.CodeDescription(rule_url(violation.rule)),
                    source="planlint",
                    tags=[lsp.DiagnosticTag.Unnecessary] if violation.rule == "unused-suppression" else None,
                    related_information=related or None,
                )
            )
        return found

    def plan_at(self, uri: str) -> tuple[Project, Plan, Positions] | None:
        """Return the project, the open plan at *uri* and its positions, or None if it is not a plan."""
        if not is_file(uri):
            return None
        try:
            document = self.session.document(path_of(uri))
        except ConfigError:
            return None
        if not isinstance(document, Plan) or document.root is None:
            return None
        return self.session.run(path_of(uri)).project(), document, self.positions_of(document.path)

    def edit(self, edits: dict[str, list[Edit]]) -> lsp.WorkspaceEdit:
        """Return the edits (by display path) as an LSP workspace edit."""
        changes = {}
        for path, of_file in edits.items():
            positions = self.positions_of(path)
            found = [lsp.TextEdit(positions.range(edit.start, edit.end), edit.text) for edit in of_file]
            changes[self.uri_of(path)] = found
        return lsp.WorkspaceEdit(changes=changes)


def _age(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
