"""An editor in this process: requests are functions of the server, called as pygls does, without a stream."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.workspace import Workspace

from linter.lsp.language_server import Server
from linter.lsp.server import make_server


class Editor:
    """An editor with one file open, in the working directory."""

    def __init__(self, path: str, capabilities: lsp.ClientCapabilities | None = None) -> None:
        self.path = path
        self.text = Path(path).read_text(encoding="utf-8")
        self.uri = Path(path).absolute().as_uri()
        self.published: list[lsp.PublishDiagnosticsParams] = []
        self.server: Server = make_server()
        workspace = Workspace(None, position_encoding=lsp.PositionEncodingKind.Utf16)
        self.server.protocol._workspace = workspace
        self.server.protocol.client_capabilities = capabilities or lsp.ClientCapabilities()
        self.server.text_document_publish_diagnostics = self.published.append  # type: ignore[method-assign, assignment]
        item = lsp.TextDocumentItem(self.uri, "markdown", 1, self.text)
        workspace.put_text_document(item)

    def ask(self, method: str, params: Any) -> Any:
        """Return the answer to a request."""
        return self.server.protocol.fm.features[method](params)

    def open(self) -> None:
        """Lint the text as the server does once typing pauses."""
        self.server.session.open(self.path, self.text)
        self.server.publish(self.uri)

    def at(self, offset: int) -> dict[str, Any]:
        """Return the parameters for a place in the text."""
        position = self.server.positions(self.path, self.text).position(offset)
        return {"text_document": self.document, "position": position}

    @property
    def document(self) -> lsp.TextDocumentIdentifier:
        """The open file."""
        return lsp.TextDocumentIdentifier(self.uri)

    def actions(self, *kinds: str) -> Any:
        """Return the code actions of the whole text."""
        whole = self.server.positions(self.path, self.text).range(0, len(self.text))
        context = lsp.CodeActionContext([], only=list(kinds) or None)
        return self.ask(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionParams(self.document, whole, context))


def requests(path: str) -> dict[str, Callable[[Editor], Any]]:
    """Return a function for each request of an editor; *path* is the open file."""
    named = "T1" if path.endswith(".md") else "1"

    def offset(editor: Editor) -> int:
        found = editor.text.find(named, editor.text.find("dependencies"))
        return max(found, 0) + 1

    def listed(editor: Editor) -> int:
        return max(editor.text.find("dependencies: ["), 0) + len("dependencies: [")

    return {
        "publish": Editor.open,
        "hover": lambda e: e.ask(lsp.TEXT_DOCUMENT_HOVER, lsp.HoverParams(**e.at(offset(e)))),
        "definition": lambda e: e.ask(lsp.TEXT_DOCUMENT_DEFINITION, lsp.DefinitionParams(**e.at(offset(e)))),
        "references": lambda e: e.ask(
            lsp.TEXT_DOCUMENT_REFERENCES,
            lsp.ReferenceParams(lsp.ReferenceContext(include_declaration=True), **e.at(offset(e))),
        ),
        "outline": lambda e: e.ask(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, lsp.DocumentSymbolParams(e.document)),
        "lenses": lambda e: e.ask(lsp.TEXT_DOCUMENT_CODE_LENS, lsp.CodeLensParams(e.document)),
        "quick fixes": lambda e: e.actions("quickfix"),
        "fix all": lambda e: e.actions("source.fixAll"),
        "completion": lambda e: e.ask(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionParams(**e.at(listed(e)))),
        "rename": lambda e: _rename(e, offset(e)),
    }


def _rename(editor: Editor, offset: int) -> Any:
    from pygls.exceptions import JsonRpcInvalidParams

    try:
        return editor.ask(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameParams(new_name="T99999", **editor.at(offset)))
    except JsonRpcInvalidParams:
        return None


@contextmanager
def editing(path: str) -> Iterator[Editor]:
    """Yield an editor with the file at *path* open and linted."""
    is_collected = gc.isenabled()
    editor = Editor(path)
    try:
        editor.open()
        yield editor
    finally:
        if is_collected:
            gc.enable()
