"""The language server on the formats of other tools: definitions of ids, and which ids can be renamed."""

# ruff: noqa: F811 (pytest takes fixtures by name)
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp

from tests.conftest import ROOT
from tests.test_lsp import Editor, Server, edited, folder, server  # noqa: F401

SPECKIT = """\
# Tasks

- [x] T001 Set up in src/a.py
- [ ] T002 [P] [US1] Build the **core** (depends on T001)
- [ ] T003 Test it (depends on T001, T002)
- [ ] T005 First
- [ ] T006 Second
- [ ] T007 Last (depends on T005-T006)

T001 comes first, then T2.

```
Task: "T001 Set up"
```
"""
OPENSPEC = "## 1. First\n\n- [x] 1.1 Draw it\n- [ ] 1.2 Build it\n- [ ] look at it\n"
TAGS = """\
{"master": {"tasks": [
  {"id": 1, "title": "One", "status": "done", "dependencies": []},
  {"id": 2, "title": "Two", "status": "pending", "dependencies": ["1"], "subtasks": [
    {"id": 1, "title": "Inner", "status": "pending", "dependencies": []},
    {"id": 2, "title": "Other", "status": "pending", "dependencies": [1, "2.1"]}
  ]},
  {"id": 3, "title": "Three", "status": "pending", "dependencies": [2.1]}
]}, "later": {"tasks": [{"id": 1, "title": "Elsewhere", "status": "pending", "dependencies": []}]}}
"""


def fixture(format: str) -> dict[str, str | bytes]:
    folder = ROOT / "fixtures" / "formats" / format / "clean"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def places(editor: Editor, text: str, where: dict[str, Any]) -> list[str]:
    """The text from each place to the end of its line."""
    context = lsp.ReferenceContext(include_declaration=True)
    found = await editor.client.text_document_references_async(lsp.ReferenceParams(context=context, **where))
    assert found is not None
    starts = [place.range.start for place in found]
    return [text.split("\n")[start.line][start.character :] for start in starts]


async def lead(editor: Editor, where: dict[str, Any]) -> list[tuple[str, int]]:
    found = await editor.client.text_document_definition_async(lsp.DefinitionParams(**where))
    assert isinstance(found, list)
    return [
        (Path(one.uri).name.replace("%20", " "), one.range.start.line) for one in found if isinstance(one, lsp.Location)
    ]


async def hovered(editor: Editor, where: dict[str, Any]) -> str:
    hover = await editor.client.text_document_hover_async(lsp.HoverParams(**where))
    assert hover is not None and isinstance(hover.contents, lsp.MarkupContent)
    return hover.contents.value


async def refused(editor: Editor, where: dict[str, Any], match: str) -> None:
    with pytest.raises(Exception, match=match):
        await editor.client.text_document_prepare_rename_async(lsp.PrepareRenameParams(**where))
    with pytest.raises(Exception, match=match):
        await editor.client.text_document_rename_async(lsp.RenameParams(new_name="T9", **where))


def test_a_task_of_speckit_is_found_and_renamed_wherever_the_file_names_it(server: Server, folder: Path) -> None:
    name = "specs/001-x/tasks.md"

    async def session(editor: Editor) -> None:
        assert await editor.open(name) == []
        where = editor.at(SPECKIT, "T001, T002", name)
        assert await lead(editor, where) == [("tasks.md", 2)]
        assert await places(editor, SPECKIT, where) == [
            "T001 Set up in src/a.py",
            "T001)",
            "T001, T002)",
            "T001 comes first, then T2.",
            'T001 Set up"',
        ]
        card = await hovered(editor, editor.at(SPECKIT, "T002)", name))
        assert "**T002** Build the" in card and "status: open" in card and "depends on: `T001`" in card
        assert "required by: `T003`" in card
        edit = await editor.client.text_document_rename_async(lsp.RenameParams(new_name="T010", **where))
        assert edit and edit.changes
        assert edited(SPECKIT, list(edit.changes[editor.uri(name)])) == SPECKIT.replace("T001", "T010")
        for new, match in (("T2", "already"), ("first", "T012")):
            with pytest.raises(Exception, match=match):
                await editor.client.text_document_rename_async(lsp.RenameParams(new_name=new, **where))
        await refused(editor, editor.at(SPECKIT, "T006 Second", name), "range 'T005-T006' in line 8")
        assert await lead(editor, editor.at(SPECKIT, "T006)", name)) == [("tasks.md", 6)]
        symbols = await editor.client.text_document_document_symbol_async(
            lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(editor.uri(name)))
        )
        assert symbols and (symbols[1].name, getattr(symbols[1], "detail", "")) == (
            "T002",
            "open Build the **core** (depends on T001)",
        )

    server.serve(folder, session, {name: SPECKIT})


def test_a_task_of_openspec_keeps_its_group(server: Server, folder: Path) -> None:
    name = "openspec/changes/add-x/tasks.md"

    async def session(editor: Editor) -> None:
        await editor.open(name)
        where = editor.at(OPENSPEC, "1.2 Build", name)
        assert "**1.2** Build it" in await hovered(editor, where)
        edit = await editor.client.text_document_rename_async(lsp.RenameParams(new_name="1.3", **where))
        assert edit and edit.changes
        assert edited(OPENSPEC, list(edit.changes[editor.uri(name)])) == OPENSPEC.replace("1.2", "1.3")
        for new, match in (("2.1", "this group"), ("1.1", "already")):
            with pytest.raises(Exception, match=match):
                await editor.client.text_document_rename_async(lsp.RenameParams(new_name=new, **where))
        await refused(editor, editor.at(OPENSPEC, "look at", name), "no id")

    server.serve(folder, session, {name: OPENSPEC})


def test_a_plain_number_in_a_subtask_leads_to_its_sibling_and_ids_hold_in_their_tag(
    server: Server, folder: Path
) -> None:
    name = ".taskmaster/tasks/tasks.json"

    async def session(editor: Editor) -> None:
        await editor.open(name)
        assert await lead(editor, editor.at(TAGS, '[1, "2.1"]', name)) == [("tasks.json", 3)]
        assert await places(editor, TAGS, editor.at(TAGS, "2.1]}", name)) == [
            '1, "title": "Inner", "status": "pending", "dependencies": []},',
            '1, "2.1"]}',
            '"2.1"]}',
            "2.1]}",
        ]
        assert await places(editor, TAGS, editor.at(TAGS, '1, "title": "One"', name)) == [
            '1, "title": "One", "status": "done", "dependencies": []},',
            '"1"], "subtasks": [',
        ]
        assert await places(editor, TAGS, editor.at(TAGS, '1, "title": "Else', name)) == [
            '1, "title": "Elsewhere", "status": "pending", "dependencies": []}]}}'
        ]
        card = await hovered(editor, editor.at(TAGS, '2, "title": "Other', name))
        assert "**2.2** Other" in card and "depends on: `2.1`" in card
        await refused(editor, editor.at(TAGS, '1, "title": "One"', name), "'move'")

    server.serve(folder, session, {name: TAGS})


@pytest.mark.parametrize(
    ("format", "name", "field", "reference", "leads_to", "match"),
    [
        (
            "backlog",
            "backlog/tasks/hb-1.2 - Show-the-tide.md",
            "dependencies",
            "HB-1.1",
            "hb-1.1 - Read-the-tide.md",
            "file's name",
        ),
        (
            "gsd",
            ".planning/phases/01-tides/01-03-PLAN.md",
            "depends_on",
            "01-02",
            "01-02-PLAN.md",
            "the name of the file",
        ),
        ("vbw", ".vbw-planning/phases/01-tides/03-PLAN.md", "depends_on", "02", "02-PLAN.md", "the name of the file"),
    ],
)
def test_an_id_that_is_a_file_name_leads_to_the_file_and_is_not_renamed(
    server: Server, folder: Path, format: str, name: str, field: str, reference: str, leads_to: str, match: str
) -> None:
    files = fixture(format)
    text = files[name]
    assert isinstance(text, bytes)
    head, found, _ = text.decode().partition(f"{field}:")
    typed = head + f"{field}: ['{reference}']\n" + text.decode()[len(head + found) :].partition("\n")[2]
    while typed.partition(f"['{reference}']\n")[2].startswith("  - "):  # the items of the list that was there
        before, _, rest = typed.partition(f"['{reference}']\n")
        typed = f"{before}['{reference}']\n" + rest.partition("\n")[2]

    async def session(editor: Editor) -> None:
        await editor.open(name, typed)
        where = editor.at(typed, f"{reference}']", name)
        assert [file for file, _ in await lead(editor, where)] == [leads_to]
        assert "required by:" in await hovered(editor, where)
        assert len(await places(editor, typed, where)) >= 2
        await refused(editor, where, match)
        position = where["position"]
        line = typed.split("\n")[position.line]
        changed = typed.replace(line, f"{field}: [")
        await editor.change(changed, name)
        where = {**where, "position": lsp.Position(position.line, len(field) + 3)}
        items = await editor.client.text_document_completion_async(lsp.CompletionParams(**where))
        assert (
            isinstance(items, list)
            and len(items) >= 2
            and {item.kind for item in items} == {lsp.CompletionItemKind.Reference}
        )

    server.serve(folder, session, files)


def test_a_page_that_is_no_plan_is_left_alone(server: Server, folder: Path) -> None:
    async def session(editor: Editor) -> None:
        text = "---\ntitle: A post\nst\n---\n# Hello\n"
        await editor.open("post.md", text)
        where: dict[str, Any] = {
            "text_document": lsp.TextDocumentIdentifier(editor.uri("post.md")),
            "position": lsp.Position(2, 2),
        }
        assert await editor.client.text_document_completion_async(lsp.CompletionParams(**where)) == []
        await editor.open("phase-1-progress.md", text)
        where["text_document"] = lsp.TextDocumentIdentifier(editor.uri("phase-1-progress.md"))
        items = await editor.client.text_document_completion_async(lsp.CompletionParams(**where))
        assert isinstance(items, list) and "status" in {item.label for item in items}

    server.serve(folder, session, {})
