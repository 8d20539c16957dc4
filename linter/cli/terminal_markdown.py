"""Format a page for a terminal: headings, wrapped paragraphs, tables, examples with a gutter, violations in red."""

from __future__ import annotations

import re
from textwrap import wrap

from linter.cli.terminal_table import table_lines
from linter.outputs.text import styled
from linter.rules.docs import with_carets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

WIDEST = 100  # columns of prose
_ITEM = re.compile(r"(?:[-*]|\d+\.) +")
_CODE = re.compile(r"`([^`]+)`|(?<![\w*])\*{1,2}(\w[^*]*)\*{1,2}(?![\w*])")  # or emphasis
_CELL = re.compile(r"(?<!\\)\|")
_NAME_LINK = re.compile(r"\[(`[\w-]+`)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^)]*)\)")


class Page:
    """A Markdown formatter for *width* columns; without *color* the code marks remain."""

    def __init__(self, width: int, color: bool) -> None:
        self._width = max(20, min(width, WIDEST))
        self._color = color

    def lines(self, text: str) -> Iterator[str]:
        """Yield the lines of the page."""
        for kind, block in _blocks(text.strip()):
            if kind == "code":
                yield from self._example(block)
            elif kind == "table":
                yield from self._table(block)
            elif kind in ("prose", "item"):
                yield from self._prose(block)
            else:
                yield from map(self._heading, block)

    def _heading(self, line: str) -> str:
        heading = line.lstrip("#").strip()
        if line.startswith("# "):
            return styled("bold", heading, self._color)
        return styled("related", heading, self._color) if heading else ""

    def _prose(self, lines: list[str]) -> Iterator[str]:
        """Yield the lines of a wrapped paragraph or list item. Links show their URL, names of rules do not."""
        text = _LINK.sub(r"\1 (\2)", _NAME_LINK.sub(r"\1", " ".join(line.strip() for line in lines)))
        item = _ITEM.match(text)
        indent = " " * (2 + (item.end() if item else 0))
        for line in wrap(
            text,
            self._width,
            initial_indent="  ",
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        ):
            yield self._marked(line)

    def _table(self, lines: list[str]) -> Iterator[str]:
        """Yield the lines of a table. Links show only their text."""
        header, _, *rows = [[_cell_text(cell) for cell in _CELL.split(line.strip()[1:-1])] for line in lines]
        for line in table_lines(header, rows, self._width - 2, self._marked):
            yield "  " + line

    def _example(self, lines: list[str]) -> Iterator[str]:
        edge = "  " + styled("gutter", "|", self._color) + " "
        for line in with_carets("\n".join(lines)):
            is_carets = bool(line.strip()) and not line.strip("^ ")
            yield (edge + (styled("error", line, self._color) if is_carets else line)).rstrip()

    def _marked(self, line: str) -> str:
        return _CODE.sub(lambda match: styled("bold", match[1] or match[2], self._color), line) if self._color else line


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the kind of each block (code, table, heading, blank, item or prose) and its lines."""
    kind, block = "", []
    for line in text.split("\n"):
        if kind == "code" and not line.startswith("```"):
            block.append(line)
            continue
        found = "" if kind == "code" else _kind_of(line)
        if found == "item" or not (found == kind or (found == "prose" and kind == "item")):
            if kind:
                yield kind, block
            kind, block = found, []
        if found and found != "code":
            block.append(line)
    if kind:
        yield kind, block


def _kind_of(line: str) -> str:
    if line.startswith("```"):
        return "code"
    if line.startswith("|"):
        return "table"
    if line.startswith("#"):
        return "heading"
    return "item" if _ITEM.match(line) else "prose" if line.strip() else "blank"


def _cell_text(cell: str) -> str:
    return _LINK.sub(r"\1", cell.strip().replace("\\|", "|").replace("<br>", " "))
