"""The language server with a real client: what an editor shows and does."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from linter.lsp.positions import Positions
from linter.lsp.session import Session as Looked
from linter.syntax.source import Source
from tests.conftest import ROOT, json_of, write
from tests.test_discovery import git
from tests.test_editor_answers import TREE, UNSAVED

HEAD = "---\ntype: progress\nprd: p\n"
TASKS = """\
tasks:
- id: T1
  title: "Lay the 🧱"
  status: completed
  assigned_to: [me]
  dependencies: []
- id: "T2"
  status: pending
  assigned_to: [me]
  dependencies: [T1]
"""
BATCHES = "parallelization:\n  batch_1: [T1]\n  batch_2:\n    - T2\n"
BODY = "---\n# Plan\n\n| Task | Status |\n|---|---|\n| **T1** | completed |\n| T2 | pending |\n"
PLAN = HEAD + TASKS + BATCHES + "total_tasks: 2\n" + BODY
OTHER = f"{HEAD}tasks:\n- id: T3\n  status: pending\n  assigned_to: [me]\n  dependencies: ['T2']\n---\n"
FILES: dict[str, str | bytes] = {"p/phase-1-progress.md": PLAN, "p/phase-2-progress.md": OTHER}

Session = Callable[["Editor"], Awaitable[None]]


class Published(dict[str, Any]):
    """The diagnostics published for each file, and how often."""

    def __init__(self) -> None:
        super().__init__()
        self.times: Counter[str] = Counter()

    def __setitem__(self, uri: str, diagnostics: Any) -> None:
        super().__setitem__(uri, diagnostics)
        self.times[uri] += 1


class Editor:
    """A client with a few words of its own."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.version = 0
        self.published = client.diagnostics = Published()
        self.seen: Counter[str] = Counter()
        self.opened: list[str] = []

    def uri(self, name: str = "p/phase-1-progress.md") -> str:
        return (self.folder / name).as_uri()

    async def open(self, name: str = "p/phase-1-progress.md", text: str | None = None) -> list[lsp.Diagnostic]:
        text = (self.folder / name).read_text() if text is None else text
        self.seen.update(self.published.times - self.seen)
        item = lsp.TextDocumentItem(self.uri(name), "markdown", self.version, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        self.opened.append(item.uri)
        return await self.shown(name)

    def close(self) -> None:
        for uri in self.opened:
            self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))

    async def change(self, text: str, name: str = "p/phase-1-progress.md") -> list[lsp.Diagnostic]:
        self.version += 1
        self.seen.update(self.published.times - self.seen)
        document = lsp.VersionedTextDocumentIdentifier(self.version, self.uri(name))
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))
        return await self.shown(name)

    async def shown(self, name: str = "p/phase-1-progress.md") -> list[lsp.Diagnostic]:
        for _ in range(4000):
            if self.published.times[self.uri(name)] > self.seen[self.uri(name)]:
                self.seen[self.uri(name)] = self.published.times[self.uri(name)]
                return list(self.published[self.uri(name)])
            await asyncio.sleep(0.005)
        raise TimeoutError

    def at(self, text: str, what: str, name: str = "p/phase-1-progress.md") -> dict[str, Any]:
        """Where *what* begins in *text*, one character in."""
        before = text[: text.index(what) + 1]
        character = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
        position = lsp.Position(before.count("\n"), character)
        return {"text_document": lsp.TextDocumentIdentifier(self.uri(name)), "position": position}


def edited(text: str, edits: list[lsp.TextEdit]) -> str:
    positions = Positions(Source("x", text), "utf-16")
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        start, end = positions.offset(edit.range.start), positions.offset(edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text


class Server:
    """One server for all tests: to start it takes longer than what is asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.loop = asyncio.new_event_loop()
        self.client = self.loop.run_until_complete(self._start())

    async def _start(self) -> LanguageClient:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        config = ClientServerConfig([sys.executable, "-m", "linter", "server"], server_env=environment)
        client = await config.start()
        assert isinstance(client, LanguageClient)
        capabilities = client_capabilities("visual_studio_code")
        await client.initialize_session(lsp.InitializeParams(capabilities, root_uri=self.folder.as_uri()))
        return client

    def serve(self, folder: Path, session: Session, files: dict[str, str | bytes] = FILES) -> None:
        """Run *session* over *files* in a folder of their own."""
        write(folder, files)
        editor = Editor(self.client, folder)
        try:
            self.loop.run_until_complete(session(editor))
        finally:
            editor.close()

    def stop(self) -> None:
        self.loop.run_until_complete(self.client.shutdown_session())
        self.loop.run_until_complete(self.client.stop())  # type: ignore[no-untyped-call]
        self.loop.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("lsp"))
    yield server
    server.stop()


@pytest.fixture
def folder(server: Server) -> Path:
    return Path(tempfile.mkdtemp(dir=server.folder))


def test_a_mistake_is_shown_while_it_is_typed_and_fixed_by_its_quick_fix(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        assert await editor.open() == []
        typed = PLAN.replace("total_tasks: 2", "total_tasks: 3")
        (found,) = await editor.change(typed)
        assert (found.code, found.severity, found.source) == (
            "count-mismatch",
            lsp.DiagnosticSeverity.Error,
            "planlint",
        )
        assert found.code_description and found.code_description.href.endswith("/rules/count-mismatch")
        assert found.related_information and found.related_information[0].location.uri == editor.uri()
        context = lsp.CodeActionContext([found])
        document = lsp.TextDocumentIdentifier(editor.uri())
        actions = await editor.client.text_document_code_action_async(
            lsp.CodeActionParams(document, found.range, context)
        )
        assert actions is not None
        by_title = {action.title: action for action in actions if isinstance(action, lsp.CodeAction)}
        assert list(by_title) == ["Set `total_tasks` to 2", "suppress count-mismatch here", "Apply all safe fixes"]
        assert by_title["Set `total_tasks` to 2"].is_preferred
        assert all(action.edit is None for action in by_title.values())
        for title in ("Set `total_tasks` to 2", "Apply all safe fixes"):
            edit = (await editor.client.code_action_resolve_async(by_title[title])).edit
            assert edit and edit.changes and edited(typed, list(edit.changes[editor.uri()])) == PLAN
        edit = (await editor.client.code_action_resolve_async(by_title["suppress count-mismatch here"])).edit
        assert edit and edit.changes
        suppressed = edited(typed, list(edit.changes[editor.uri()]))
        assert "total_tasks: 3  # planlint: ignore[count-mismatch]\n" in suppressed
        assert await editor.change(suppressed) == []

    server.serve(folder, session)


def test_what_one_file_breaks_is_shown_in_the_other_that_is_open(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        await editor.open()
        assert await editor.open("p/phase-2-progress.md") == []
        await editor.change(PLAN.replace('"T2"', "T4"))
        (found,) = await editor.shown("p/phase-2-progress.md")
        assert found.code == "unknown-dependency"
        assert await editor.change("# no plan any more\n") == []

    server.serve(folder, session)


def test_the_card_of_a_task_and_the_page_of_a_rule(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        text = PLAN.replace("[T1]\nparallel", "[T1, T1]\nparallel")
        await editor.open(text=text)
        hover = await editor.client.text_document_hover_async(lsp.HoverParams(**editor.at(text, "T1, T1]")))
        assert hover is not None and isinstance(hover.contents, lsp.MarkupContent)
        assert "**T1** Lay the 🧱" in hover.contents.value
        assert "status: completed · scheduled in batch\\_1" in hover.contents.value
        assert "required by: `T2`" in hover.contents.value
        hover = await editor.client.text_document_hover_async(lsp.HoverParams(**editor.at(text, " T1]\nparallel")))
        assert hover is not None and isinstance(hover.contents, lsp.MarkupContent)
        assert "A task lists the same dependency twice." in hover.contents.value
        nothing = await editor.client.text_document_hover_async(lsp.HoverParams(**editor.at(text, "# Plan")))
        assert nothing is None

    server.serve(folder, session)


def test_what_a_file_reports_makes_no_link_and_no_image_in_the_editor(server: Server, folder: Path) -> None:
    evil = "`![a](https://a/b.png)<img>\u202e"

    async def session(editor: Editor) -> None:
        text = PLAN.replace('"T2"', f'"{evil}"').replace("[T1]\nparallel", f'[T1, "{evil}x"]\nparallel')
        for found in await editor.open(text=text):
            assert "\u202e" not in found.message
        for what in (evil, f"{evil}x"):
            hover = await editor.client.text_document_hover_async(lsp.HoverParams(**editor.at(text, f'"{what}"')))
            assert hover is not None and isinstance(hover.contents, lsp.MarkupContent)
            card = hover.contents.value.partition("\n---\n")[0]
            assert r"\`!\[a\]" in card and "![" not in card and "<img" not in card and "\u202e" not in card
        (folder / "planlint.toml").write_text('"[update](command:a.b)" = 1\n')
        editor.client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(editor.uri())))
        await asyncio.wait_for(editor.client.wait_for_notification("window/showMessage"), 20)
        assert "`[update] (command:a.b)`" in editor.client.messages[-1].message

    server.serve(folder, session)


def test_definition_and_references_lead_to_other_files(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        await editor.open("p/phase-2-progress.md")
        where = editor.at(OTHER, "T2", "p/phase-2-progress.md")
        (found,) = await editor.client.text_document_definition_async(lsp.DefinitionParams(**where))  # type: ignore[misc]
        assert isinstance(found, lsp.Location) and found.uri == editor.uri()
        assert found.range.start == lsp.Position(9, 6)
        context = lsp.ReferenceContext(include_declaration=False)
        places = await editor.client.text_document_references_async(lsp.ReferenceParams(context=context, **where))
        assert places is not None
        assert [(place.uri, place.range.start.line) for place in places] == [
            (editor.uri(), 16),
            (editor.uri(), 24),
            (editor.uri("p/phase-2-progress.md"), 7),
        ]

    server.serve(folder, session)


def test_a_task_is_renamed_in_all_files_of_the_plan(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        await editor.open()
        where = editor.at(PLAN, '"T2"')
        prepared = await editor.client.text_document_prepare_rename_async(lsp.PrepareRenameParams(**where))
        assert isinstance(prepared, lsp.PrepareRenamePlaceholder) and prepared.placeholder == "T2"
        edit = await editor.client.text_document_rename_async(lsp.RenameParams(new_name="B-2", **where))
        assert edit and edit.changes and sorted(edit.changes) == [editor.uri(name) for name in FILES]
        changes = {uri: list(edits) for uri, edits in edit.changes.items()}
        assert edited(PLAN, changes[editor.uri()]) == PLAN.replace("T2", "B-2")
        assert edited(OTHER, changes[editor.uri("p/phase-2-progress.md")]) == OTHER.replace("T2", "B-2")
        for name in ("T1", "T3", " "):
            with pytest.raises(Exception, match=r"already|one line"):
                await editor.client.text_document_rename_async(lsp.RenameParams(new_name=name, **where))
        edit = await editor.client.text_document_rename_async(
            lsp.RenameParams(new_name="012", **editor.at(PLAN, "T1\n  title"))
        )
        assert edit and edit.changes
        assert '- id: "012"\n' in edited(PLAN, list(edit.changes[editor.uri()]))

    server.serve(folder, session)


@pytest.mark.parametrize(
    ("before", "after", "labels"),
    [
        ("  dependencies: [T1]\npar", "  dependencies: [T1, ¦]\npar", {"T2", "T3"}),
        ("  dependencies: [T1]\npar", "  dependencies:\n  - ¦\npar", {"T1", "T2", "T3"}),
        ("    - T2\n", "    - T2\n    - ¦\n", {"T1", "T2", "T3"}),
        ("batch_1: [T1]", "batch_1: [¦", {"T1", "T2", "T3"}),
        ("  status: pending\n", "  status: ¦\n", {"completed", "in_progress", "blocked", "pending"}),
        ("prd: p\n", "prd: p\nsta¦\n", {"status", "owners", "commit_refs", "parallelization"}),
        ("  status: pending\n", "  ¦\n", {"status", "story_points", "priority"}),
        ("# Plan", "# Plan ¦", set()),
    ],
)
def test_what_can_be_written_is_proposed(
    server: Server, folder: Path, before: str, after: str, labels: set[str]
) -> None:
    async def session(editor: Editor) -> None:
        await editor.open("p/phase-2-progress.md")
        await editor.open()
        text = PLAN.replace(before, after, 1)
        where = editor.at(text.replace("¦", "\x00¦"), "\x00¦")
        where["position"].character -= 1
        await editor.change(text.replace("¦", ""))
        items = await editor.client.text_document_completion_async(lsp.CompletionParams(**where))
        assert isinstance(items, list)
        found = {item.label for item in items}
        assert labels <= found and (labels or not found)
        if "T2" in labels:
            assert found == labels

    server.serve(folder, session)


def test_the_outline_and_how_far_a_batch_is(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        await editor.open()
        document = lsp.TextDocumentIdentifier(editor.uri())
        symbols = await editor.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
        assert symbols is not None
        names = [(s.name, s.detail) for s in symbols if isinstance(s, lsp.DocumentSymbol)]
        assert names == [
            ("T1", "completed Lay the 🧱"), ("T2", "pending"), ("batch_1", "1 of 1 done"), ("batch_2", "0 of 1 done"),
        ]  # fmt: skip
        lenses = await editor.client.text_document_code_lens_async(lsp.CodeLensParams(document))
        assert lenses is not None
        assert [(lens.range.start.line, lens.command.title) for lens in lenses if lens.command] == [
            (14, "1 of 1 done"),
            (15, "0 of 1 done"),
        ]

    server.serve(folder, session)


def test_a_configuration_is_read_anew_when_it_is_saved_and_its_errors_are_reported(
    server: Server, folder: Path
) -> None:
    async def session(editor: Editor) -> None:
        assert len(await editor.open(text=PLAN.replace("total_tasks: 2", "total_tasks: 3"))) == 1
        (folder / "planlint.toml").write_text('ignore = ["count-mismatch"]\n')
        saved = lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(editor.uri()))
        editor.client.text_document_did_save(saved)
        assert await editor.shown() == []
        (folder / "planlint.toml").write_text('ignore = ["count-mismatches"]\n')
        editor.client.text_document_did_save(saved)
        await asyncio.wait_for(editor.client.wait_for_notification("window/showMessage"), 20)
        assert "unknown rule `count-mismatches`" in editor.client.messages[-1].message

    server.serve(folder, session)


def test_git_is_asked_what_there_is_when_the_folder_has_changed_and_not_at_each_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, FILES)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    asked: list[str] = []

    def list_files(root: str, *paths: str) -> tuple[list[str], dict[str, str]]:
        asked.append("".join(paths))
        return [], {}

    monkeypatch.setattr("linter.system.git.list_files", list_files)
    session = Looked()
    for key in ("total_tasks: 3", "total_tasks: 4", "total_tasks: 2"):
        session.open("p/phase-1-progress.md", PLAN.replace("total_tasks: 2", key).replace("[T1]\n", "[T3, T7]\n"))
        found = {violation.rule for violation in session.run("p/phase-1-progress.md").report.violations}
        assert "unknown-dependency" in found
    assert len(asked) == len(set(asked))
    once = len(asked)
    (tmp_path / "p" / "phase-3-progress.md").write_text(OTHER.replace("T3", "T7"))
    session.open("p/phase-1-progress.md", PLAN.replace("[T1]\n", "[T3, T7]\n"))
    found = {violation.rule for violation in session.run("p/phase-1-progress.md").report.violations}
    assert "unknown-dependency" not in found and once < len(asked) <= 2 * once


def test_files_that_are_not_open_are_searched_for_an_unknown_id_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {f"q{number}/phase-1-progress.md": OTHER for number in range(5)}
    write(tmp_path, {**FILES, **others, "planlint.toml": ""})
    monkeypatch.chdir(tmp_path)
    session = Looked()
    read: list[str] = []
    original = session._source.read

    def key(id: str) -> tuple[int, bool]:
        """Return how many files of other directories are read for this key, and whether its id is unknown."""
        read.clear()
        session.open("p/phase-1-progress.md", PLAN.replace("[T1]\n", f"[{id}]\n"))
        found = {violation.rule for violation in session.run("p/phase-1-progress.md").report.violations}
        return sum(path in others for path in read), "unknown-dependency" in found

    def counted(path: str, *arguments: Any) -> Any:
        read.append(path)
        return original(path, *arguments)

    monkeypatch.setattr(session._source, "read", counted)
    assert key("T7") == (5, True)
    assert key("T8") == (0, True)
    session.open("q0/phase-1-progress.md", OTHER.replace("T3", "T8"))
    assert key("T8")[1] is False, "T8 is in the editor"
    session.close("q0/phase-1-progress.md")
    assert key("T8") == (5, True)
    (tmp_path / "q1" / "phase-1-progress.md").write_text(OTHER.replace("T3", "T8"))
    monkeypatch.setattr("linter.engine.stamped_source.INDEX_KEPT_S", -1.0)
    assert key("T8")[1] is False, "what other programs write is found after a while"


def test_what_is_open_in_another_directory_is_read_for_the_plan_and_keeps_its_own_diagnostics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {**FILES, "q/phase-1-progress.md": OTHER, "planlint.toml": ""})
    monkeypatch.chdir(tmp_path)
    session = Looked()
    session.open("q/phase-1-progress.md", OTHER.replace("T3", "T7"))
    session.open("p/phase-1-progress.md", PLAN.replace("[T1]\n", "[T7]\n"))
    run = session.run("p/phase-1-progress.md")
    assert "unknown-dependency" not in {violation.rule for violation in run.report.violations}, "T7 is in the editor"
    assert run.paths == ["p/phase-1-progress.md"], "of the other one nothing is said, so nothing is taken back"


TEXTS = st.text(st.sampled_from("aé🧱\r\n\u2028|"), max_size=20)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_a_position_leads_back_to_its_offset(text: str, encoding: str) -> None:
    positions = Positions(Source("x", text), encoding)
    for offset in range(len(text) + 1):
        at_line_end = text[offset : offset + 1] == "\n" and text[offset - 1 : offset] == "\r"
        assert positions.offset(positions.position(offset)) == (offset - 1 if at_line_end else offset)


def test_a_closed_buffer_is_forgotten_by_the_others(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        assert await editor.open() == []
        assert await editor.open("p/phase-2-progress.md") == []
        await editor.change(PLAN.replace('"T2"', '"T9"'))
        assert [one.code for one in await editor.shown("p/phase-2-progress.md")] == ["unknown-dependency"]
        closed = lsp.TextDocumentIdentifier(editor.uri())
        editor.client.text_document_did_close(lsp.DidCloseTextDocumentParams(closed))
        assert await editor.shown("p/phase-2-progress.md") == []

    server.serve(folder, session)


def test_documents_that_are_no_files_get_no_answer(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        wrong = PLAN.replace("total_tasks: 2", "total_tasks: 7")
        for uri in (f"untitled:{folder}/p/new-progress.md", f"git:{folder}/p/phase-1-progress.md?%7B%7D"):
            item = lsp.TextDocumentItem(uri, "markdown", 0, wrong)
            editor.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
            hover = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(5, 8))
            assert await editor.client.text_document_hover_async(hover) is None
            editor.opened.append(uri)
        assert await editor.open() == []  # answered after the others
        assert {uri for uri in editor.published if folder.name in uri} == {editor.uri()}

    server.serve(folder, session)


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_diagnostics_have_the_uri_that_the_editor_uses(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        (folder / "current.md").symlink_to("(x) y/p/phase-2-progress.md")
        raw = f"{folder.as_uri()}/(x)%20y/p/phase-2-progress.md"  # not as `Path.as_uri` writes it
        for uri in (raw, f"{folder.as_uri()}/current.md"):
            editor.uri = lambda name="", uri=uri: uri  # type: ignore[method-assign, misc]
            assert await editor.open(text=OTHER) == []
            assert [one.code for one in await editor.change(OTHER.replace("T2", "T9"))] == ["unknown-dependency"]
            assert await editor.change(OTHER) == []
        assert len([uri for uri in editor.published if folder.name in uri]) == 2

    files: dict[str, str | bytes] = {f"(x) y/{name}": text for name, text in FILES.items()}
    server.serve(folder, session, files)


def test_what_happens_outside_of_the_editor_is_seen_when_it_is_reported(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        def tell(name: str, kind: lsp.FileChangeType) -> None:
            editor.seen.update(editor.published.times - editor.seen)
            change = lsp.FileEvent((folder / name).as_uri(), kind)
            editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([change]))

        other = "p/phase-2-progress.md"
        assert await editor.open(other) == []
        (folder / "p/phase-1-progress.md").rename(folder / "p/away.txt")
        tell("p/phase-1-progress.md", lsp.FileChangeType.Deleted)
        assert [one.code for one in await editor.shown(other)] == ["unknown-dependency"]
        write(folder, {"planlint.toml": "ignore = ['unknown-dependency']\n"})
        tell("planlint.toml", lsp.FileChangeType.Created)
        assert await editor.shown(other) == []
        (folder / "planlint.toml").unlink()
        (folder / "p/away.txt").rename(folder / "p/phase-1-progress.md")
        tell("p/phase-1-progress.md", lsp.FileChangeType.Created)
        assert await editor.shown(other) == []

    server.serve(folder, session)


@pytest.mark.parametrize("change", UNSAVED)
def test_the_server_publishes_what_check_reports(server: Server, folder: Path, tmp_path: Path, change: str) -> None:
    write(tmp_path, {**TREE, **UNSAVED[change]})
    git(tmp_path, "init", "-q")
    names = [name for name in TREE if name.endswith(".md")]
    reported = json_of("--force-exclude", *names, cwd=tmp_path)["violations"]
    expected = sorted((one["path"], one["rule"], one["start"]["line"], one["start"]["column"]) for one in reported)

    async def session(editor: Editor) -> None:
        git(folder, "init", "-q")
        for name in names:
            await editor.open(name)
        for name, text in UNSAVED[change].items():
            await editor.change(str(text), name)
        found = []
        for _ in range(400):
            found = sorted(
                (name, one.code, one.range.start.line + 1, one.range.start.character + 1)
                for name in names
                for one in editor.published.get(editor.uri(name), ())
            )
            if found == expected:
                break
            await asyncio.sleep(0.01)
        assert found == expected

    server.serve(folder, session, TREE)
