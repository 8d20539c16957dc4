"""The table scanner compared with markdown-it, and statuses in cells."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from linter.model.status_cells import bare, cell_class, rewritten
from linter.model.statuses import status_class
from linter.syntax.markdown_tables import tables

Cells = list[list[str]]


def ours(text: str) -> list[Cells]:
    found = []
    for table in tables(text, 0):
        width = len(table.header)
        rows = [[cell.text.replace("\\|", "|") for cell in row][:width] for row in (table.header, *table.rows)]
        found.append([row + [""] * (width - len(row)) for row in rows])
        for row in (table.header, *table.rows):
            assert all(text[cell.start : cell.end] == cell.text == cell.text.strip() for cell in row)
    return found


def reference(text: str) -> list[Cells]:
    found: list[Cells] = []
    cell = False
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            cell = True
        elif token.type == "inline" and cell:
            found[-1][-1].append(token.content)
            cell = False
    return found


CELL = st.sampled_from(["T1", "`x`", "**Done**", "a b", "", "✅", "[x]", "é漢", "a \\| b", "<b>", "-", "#"])
LINES = st.one_of(
    st.lists(CELL, min_size=2, max_size=3).map(lambda cells: "| " + " | ".join(cells) + " |"),
    st.lists(CELL, min_size=2, max_size=3).map(lambda cells: "|".join(["x", *cells])),
    st.sampled_from(
        [
            "|---|---|",
            "| :-- | --: |",
            "|-|-|-|",
            "--- | ---",
            "|:-:|:-:|:-:|",
            "",
            "text",
            "## heading",
            "```",
            "~~~",
            "````",
            "``` yaml",
            "<!--",
            "-->",
            "<!-- one -->",
            "    ",
            "text | with | pipes",
        ]
    ),
)


@given(lines=st.lists(LINES, max_size=14), end=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_what_is_in_tables_is_what_markdown_it_sees(lines: list[str], end: str) -> None:
    text = end.join(lines)
    assert ours(text) == reference(text)


def test_positions_are_those_of_the_file() -> None:
    text = "---\nfront: matter\n---\n\n  | ID | Status |\r\n  |----|--------|\r\n  | T1 |  ✅ done  |\r\n"
    (table,) = tables(text, text.index("\n\n"))
    cell = table.rows[0][1]
    assert text[cell.start : cell.end] == cell.text == "✅ done"


TABLE = "| ID | Status |\n|--|--|\n| T1 | done |\n\n"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (TABLE, 1),
        ("# Log viewer\n" + TABLE, 1),
        ("## Session log\n" + TABLE, 0),
        ("## 2026-01-05\n" + TABLE, 0),
        ("## History\n### Part\n" + TABLE + "## Now\n" + TABLE, 1),
        ("## Catalog and dialog\n" + TABLE, 1),
        ("```\n" + TABLE + "```\n" + TABLE, 1),
        ("~~~\n" + TABLE, 0),
        ("<!--\n" + TABLE + "-->\n" + TABLE, 1),
        ("<!-- " + TABLE, 0),
    ],
)
def test_code_comments_and_history_are_no_state(text: str, count: int) -> None:
    assert len(list(tables(text, 0))) == count


@pytest.mark.parametrize(
    "text", [" " * 10**6, "-" * 10**6, "|" * 10**6, "|-" * 10**6, "|-|-|\n" * 10**5, "<!--\n" * 10**5, "```\n" * 10**5]
)
def test_no_text_makes_the_scanner_slow(text: str) -> None:
    before = time.process_time()
    sum(1 for _ in tables(text, 0))
    assert time.process_time() - before < 5  # quadratic would be hours


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("pending", "open"),
        ("✓", "done"),
        ("✅", "done"),
        ("⏳", "open"),
        ("⏳ Pending", "open"),
        ("[x]", "done"),
        ("[ ]", "open"),
        ("🔄", "running"),
        ("completed (N/A)", "done"),
        ("**Done**", "done"),
        ("`In Progress`", "running"),
        ("at-risk", "at risk"),
        ("[done](x.md)", "done"),
        ("✅ pending", None),
        ("n/a", None),
        ("", None),
        ("soon", None),
        ("✔️ Complete", "done"),
        ("DEFERRED", "closed"),
    ],
)
def test_the_status_of_a_cell(cell: str, expected: str | None) -> None:
    assert cell_class(cell) == expected


@pytest.mark.parametrize(
    ("cell", "status", "expected"),
    [
        ("pending", "completed", "completed"),
        ("Pending", "completed", "Completed"),
        ("PENDING", "in_progress", "IN PROGRESS"),
        ("**Done**", "in_progress", "**In Progress**"),
        ("✅", "pending", "⏳"),
        ("⏳ Pending", "completed", "✅ Completed"),
        ("[ ]", "done", "[x]"),
        ("[x]", "pending", "[ ]"),
        ("[ ]", "in_progress", None),
        ("✓", "pending", "⏳"),
        ("completed (N/A)", "pending", None),
        ("`pending`", "completed", "`completed`"),
        ("✅", "blocked", None),
    ],
)
def test_a_cell_is_rewritten_in_its_own_style(cell: str, status: str, expected: str | None) -> None:
    assert rewritten(cell, status) == expected
    if expected is not None:
        assert cell_class(expected) == status_class(status)


def test_a_bare_cell_is_an_id() -> None:
    assert [bare(text) for text in ("T1", "`T1`", "**T1**", "[T1](#t1)", "[`T1`](x)")] == ["T1"] * 5
