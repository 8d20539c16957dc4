"""Task list items of Markdown: which lines are items, and the offsets of their parts."""

from __future__ import annotations

import pytest

from linter.syntax.markdown_checkboxes import Box, Heading, items


def boxes(text: str) -> list[Box]:
    return [item for item in items(text) if isinstance(item, Box)]


@pytest.mark.parametrize(
    ("line", "mark", "text"),
    [
        ("- [ ] a", " ", "a"),
        ("* [x] a", "x", "a"),
        ("+ [X] a b ", "X", "a b"),
        ("12. [ ] a", " ", "a"),
        ("1) [ ] a", " ", "a"),
        ("-[x]a", "x", "a"),
        ("  - [ ] a\r", " ", "a"),
        ("- [] a", "", "a"),
        ("- [ x] a", " x", "a"),
        ("- [~] a", "~", "a"),
        ("- [✔\ufe0f] a", "✔\ufe0f", "a"),
        ("- [ ]", " ", ""),
    ],
)
def test_an_item_and_its_parts(line: str, mark: str, text: str) -> None:
    for before, after in (("", ""), ("\ufeff", "\n"), ("# h\n", "\n- b\n")):
        whole = before + line + after
        [box] = boxes(whole)
        assert (box.mark, box.text) == (mark, text)
        assert whole[box.start : box.end] == f"[{mark}]"
        assert whole[box.text_start : box.text_start + len(text)] == text


@pytest.mark.parametrize(
    "text",
    [
        "- [link](url)",
        "- [x](url)",
        "- [x]: url",
        "- [x][ref]",
        "- [P] may run in parallel",
        "- [1] a footnote",
        "[ ] no item",
        "a - [ ] b",
        "> - [ ] quoted",
        "```\n- [ ] a\n```",
        "  ~~~~ md\n- [ ] a\n~~~\n- [ ] b\n  ~~~~~",
        "```\n- [ ] unclosed",
        "<!-- a\n- [ ] a\n-->",
        "<!-- - [ ] a -->",
    ],
)
def test_what_is_none(text: str) -> None:
    assert boxes(text + "\n") == []


@pytest.mark.parametrize(
    "before", ["```\na\n```\n", "<!-- a -->\n", "<!--\na\n--> b\n", "```a`` b\n", "`````\n```\n`````\n"]
)
def test_what_is_behind_code_and_comments_counts(before: str) -> None:
    assert len(boxes(before + "- [ ] a\n")) == 1


def test_headings() -> None:
    text = "## 1. First ##\n#none\n    # code\n### \n"
    found = [item for item in items(text) if isinstance(item, Heading)]
    assert [(heading.level, heading.text) for heading in found] == [(2, "1. First"), (3, "")]
    assert text[found[0].start : found[0].end] == "1. First"


def test_depth_is_counted_in_columns() -> None:
    assert [box.indent for box in boxes("- [ ] a\n  - [ ] b\n\t- [ ] c\n")] == [0, 2, 4]
