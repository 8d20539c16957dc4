"""The protocol: requests of the editor, answered by the other modules of this package (LSP 3.17, pygls)."""

from __future__ import annotations

import gc
import os

from lsprotocol import types as lsp

from linter.lsp.changing import add_changing
from linter.lsp.features import add_looking
from linter.lsp.language_server import Server
from linter.lsp.protocol import INVALID_REQUEST
from linter.lsp.uris import is_file
from linter.system.paths import CONFIG_FILES


def make_server() -> Server:
    """Return the server, ready to start."""
    server = Server()
    feature = server.feature
    gc.disable()  # it would run during requests: see Server._tidy

    @feature(lsp.INITIALIZED)
    def initialized(ls: Server, _params: lsp.InitializedParams) -> None:
        root = ls.workspace.root_path
        if root and os.path.isdir(root):
            os.chdir(root)
        watched = ls.client_capabilities.workspace
        if watched and watched.did_change_watched_files and watched.did_change_watched_files.dynamic_registration:
            names = (*CONFIG_FILES, "*.md", "*.yaml", "*.yml", "*.json")
            watchers = [lsp.FileSystemWatcher(f"**/{name}") for name in names]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            ls.client_register_capability(lsp.RegistrationParams([registration]))
        gc.collect()
        gc.freeze()

    @feature(INVALID_REQUEST)
    def answer_invalid_request(error: Exception) -> None:
        raise error

    @feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def did_open(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
        if not is_file(params.text_document.uri):
            return
        ls.opened(params.text_document.uri, params.text_document.text)
        ls.publish_soon(params.text_document.uri)

    @feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if not is_file(uri):
            return
        ls.opened(uri, ls.workspace.get_text_document(uri).source)
        ls.publish_soon(uri)

    @feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def did_save(ls: Server, params: lsp.DidSaveTextDocumentParams) -> None:
        ls.session.forget()
        if is_file(params.text_document.uri):
            ls.publish(params.text_document.uri)

    @feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        if not is_file(uri):
            return
        ls.closed(uri)
        ls.publish_all_soon()  # they were linted with its unsaved changes

    @feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_files(ls: Server, _params: lsp.DidChangeWatchedFilesParams) -> None:
        ls.session.forget()
        ls.publish_all_soon()

    _add_end(server)
    add_looking(server)
    add_changing(server)
    return server


def _add_end(server: Server) -> None:
    """Add the notifications that decide on the exit code."""
    was_shut_down = False

    @server.feature(lsp.SHUTDOWN)
    def shutdown(_params: None) -> None:
        nonlocal was_shut_down
        was_shut_down = True

    @server.feature(lsp.EXIT)
    def exit(ls: Server, _params: None) -> None:
        ls.exit_code = 0 if was_shut_down else 1
