"""The cost of one request of an editor, for any URI, any name and very many violations."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from linter.lsp import completion, limits
from linter.lsp.language_server import Server
from linter.lsp.uris import is_file, path_of, uri_of
from linter.syntax.source import Source
from tests.conftest import write
from tests.hostile.editor import Editor, editing, requests

HEAD = "---\ntype: progress\nprd: a\nphase: 1\nstatus: pending\ntasks:\n"
TASK = "- id: T{0}\n  status: pending\n  dependencies: [{1}]\n"
SMALL, LARGE = (HEAD + "".join(TASK.format(i, f"Q{i}, Q{i}") for i in range(count)) + "---\n" for count in (3, 1200))


@pytest.fixture
def editor(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"a-progress.md": getattr(request, "param", LARGE)})
    with editing("a-progress.md") as one:
        yield one


on_a_small_file = pytest.mark.parametrize("editor", [pytest.param(SMALL, id="small")], indirect=True)


def test_answers_have_limits(editor: Editor) -> None:
    assert len(editor.server.published["a-progress.md"]) == 3 * 1200
    assert len(editor.published[-1].diagnostics) == limits.MAX_DIAGNOSTICS
    assert len(editor.actions("quickfix")) <= 2 * limits.MAX_FIXED_VIOLATIONS
    found = requests("a-progress.md")["completion"](editor)
    assert isinstance(found, lsp.CompletionList) and found.is_incomplete
    assert len(found.items) == limits.MAX_PROPOSALS
    items = [completion.Proposal("task", f"T{i}") for i in range(1200)]
    likely = completion.likely(items, "- [t119", 7, limits.MAX_PROPOSALS)
    assert [item.text for item in likely] == ["T119", *(f"T119{i}" for i in range(10))]


@pytest.mark.parametrize("request_name", list(requests("a-progress.md")))
def test_a_request_makes_at_most_one_table_of_lines_of_each_text(
    editor: Editor, request_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: Counter[str] = Counter()
    original = Server.positions

    def positions(self: Server, path: str, text: str) -> Any:
        made[path] += 1
        return original(self, path, text)

    monkeypatch.setattr(Server, "positions", positions)
    requests("a-progress.md")[request_name](editor)
    own = {"hover", "definition", "references", "completion", "rename", "quick fixes", "fix all"}  # asks where, itself
    assert made["a-progress.md"] <= (request_name in own)


def test_files_that_are_opened_together_are_linted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {f"d/p{i}-progress.md": HEAD + TASK.format(i, "") + "---\n" for i in range(30)})

    async def session() -> int:
        with editing("d/p0-progress.md") as editor:
            runs: list[str] = []
            original = editor.server.publish

            def publish(uri: str) -> None:
                runs.append(uri)
                original(uri)

            monkeypatch.setattr(editor.server, "publish", publish)
            for i in range(30):
                path = f"d/p{i}-progress.md"
                item = lsp.TextDocumentItem(uri_of(path), "markdown", 1, Path(path).read_text(encoding="utf-8"))
                editor.ask(lsp.TEXT_DOCUMENT_DID_OPEN, lsp.DidOpenTextDocumentParams(item))
            await asyncio.sleep(0.2)
            published = {one.uri for one in editor.published}
            assert len(published) == 30
            return len(runs)

    assert asyncio.run(session()) == 1


@on_a_small_file
@pytest.mark.parametrize(
    "uri",
    [
        *("file://[", "file:///a%00b.md", "file:a.md", "file:", "", "x", "untitled:a-progress.md", "http://a/b.md"),
        *("git:/a.md?x", "file://server/share/a.md", "\ud800", "file://" + "[" * 99, "data:,---"),
    ],
)
def test_a_uri_that_is_not_one_of_a_local_file_is_left_alone(editor: Editor, uri: str) -> None:
    assert not is_file(uri) or os.name == "nt"
    document = lsp.TextDocumentIdentifier(uri)
    at = (document, lsp.Position(7, 18))
    everything = lsp.Range(lsp.Position(0, 0), lsp.Position(9, 0))
    before = len(editor.published)
    for method, params in (
        (lsp.TEXT_DOCUMENT_DID_OPEN, lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "markdown", 1, LARGE))),
        (lsp.TEXT_DOCUMENT_DID_SAVE, lsp.DidSaveTextDocumentParams(document)),
        (lsp.TEXT_DOCUMENT_HOVER, lsp.HoverParams(*at)),
        (lsp.TEXT_DOCUMENT_DEFINITION, lsp.DefinitionParams(*at)),
        (lsp.TEXT_DOCUMENT_REFERENCES, lsp.ReferenceParams(lsp.ReferenceContext(include_declaration=True), *at)),
        (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, lsp.DocumentSymbolParams(document)),
        (lsp.TEXT_DOCUMENT_CODE_LENS, lsp.CodeLensParams(document)),
        (lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionParams(*at)),
        (lsp.TEXT_DOCUMENT_PREPARE_RENAME, lsp.PrepareRenameParams(*at)),
        (lsp.TEXT_DOCUMENT_RENAME, lsp.RenameParams(*at, "X")),
        (lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionParams(document, everything, lsp.CodeActionContext([]))),
        (lsp.TEXT_DOCUMENT_DID_CLOSE, lsp.DidCloseTextDocumentParams(document)),
    ):
        assert not editor.ask(method, params)
    assert len(editor.published) == before


def test_the_name_of_a_file_is_bytes(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(str(tmp_path)) + b"/caf\xe9?#%41.md")
    if os.name != "nt":
        assert path_of(uri_of(path)) == path
    assert path_of("file://localhost/a%20b.md").endswith("a b.md")


@on_a_small_file
@pytest.mark.parametrize(
    "name", ["a\rb", "a\u2028b", "a\x00", "\ud800", "x" * 201, "a|b", "  ", "a\u202eb", "a\x1b[1m"]
)
def test_a_task_is_not_renamed_to_what_is_not_one_line_of_text(editor: Editor, name: str) -> None:
    where = editor.at(SMALL.index("T1\n"))
    with pytest.raises(JsonRpcInvalidParams, match="one line of at most 200 printable characters"):
        editor.ask(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameParams(new_name=name, **where))


@on_a_small_file
@pytest.mark.parametrize("name", ["yes", "On", "null", "true", "B-2"])
def test_a_new_name_that_yaml_may_read_as_another_type_is_quoted(editor: Editor, name: str) -> None:
    answer = editor.ask(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameParams(new_name=name, **editor.at(SMALL.index("T1\n"))))
    assert {edit.new_text for edits in answer.changes.values() for edit in edits} == {
        name if name == "B-2" else f'"{name}"'
    }


def test_an_id_behind_an_alias_is_renamed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = HEAD + TASK.format(1, "") + TASK.format(2, "&a T1") + TASK.format(3, "*a, T2") + "---\n"
    write(tmp_path, {"a-progress.md": text})
    with editing("a-progress.md") as editor:
        where = editor.at(text.index("T1\n"))
        answer = editor.ask(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameParams(new_name="X", **where))
        (edits,) = answer.changes.values()
        positions = editor.server.positions("a-progress.md", text)
        spans = sorted((positions.offset(one.range.start), positions.offset(one.range.end)) for one in edits)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        for start, end in reversed(spans):
            text = f"{text[:start]}X{text[end:]}"
        assert "id: X\n" in text and "[&a X]" in text and "[X, T2]" in text


@on_a_small_file
def test_actions_that_are_resolved_too_late_change_nothing(editor: Editor) -> None:
    stale = lsp.CodeAction("suppress unknown-dependency here", kind=lsp.CodeActionKind.QuickFix)
    for data in (None, 1, {}, {"path": "b.md"}, {"path": "a-progress.md", "rule": "x", "start": 1, "end": 2}):
        stale.data = data
        assert editor.ask(lsp.CODE_ACTION_RESOLVE, stale).edit is None


def test_lines_of_a_text_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.lsp.positions import Positions

    text = "Ω𝛀" * 500 + "\n"
    positions = Positions(Source("x", text), "utf-16")
    assert positions.position(1000).character == 1500
    assert positions.offset(lsp.Position(0, 1499)) == 1000  # in the middle of a pair
    assert len(positions._lines) == 1
