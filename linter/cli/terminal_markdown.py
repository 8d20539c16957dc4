"""Format a rule's page for a terminal: headings, wrapped paragraphs, examples with a gutter, violations in red."""

from __future__ import annotations

import re
from textwrap import wrap

from linter.outputs.text import STYLES
from linter.rules.docs import with_carets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

WIDEST = 100  # columns of prose
_ITEM = re.compile(r"(?:[-*]|\d+\.) +")
_CODE = re.compile(r"`([^`]+)`")


class Page:
    """A Markdown formatter for *width* columns; without *color* the code marks remain."""

    def __init__(self, width: int, color: bool) -> None:
        self._width = max(20, min(width, WIDEST))
        self._color = color

    def lines(self, text: str) -> Iterator[str]:
        """Yield the lines of the page."""
        prose: list[str] = []
        code: list[str] | None = None
        for line in text.strip().split("\n"):
            if line.startswith("```"):
                yield from self._prose(prose)
                if code is not None:
                    yield from self._example(code)
                prose, code = [], [] if code is None else None
            elif code is not None:
                code.append(line)
            elif line.startswith(("#", "|")) or not line.strip() or _ITEM.match(line):
                yield from self._prose(prose)
                prose = [line] if _ITEM.match(line) else []
                if not prose:
                    yield self._alone(line)
            else:
                prose.append(line.strip())
        yield from self._prose(prose)

    def _alone(self, line: str) -> str:
        heading = line.lstrip("#").strip()
        if line.startswith("# "):
            return self._styled("bold", heading)
        return self._styled("related", heading) if line.startswith("#") else self._marked(line)

    def _prose(self, lines: list[str]) -> Iterator[str]:
        """Yield the lines of a wrapped paragraph or list item."""
        text = " ".join(lines)
        item = _ITEM.match(text)
        indent = " " * (2 + (item.end() if item else 0))
        for line in wrap(text, self._width, initial_indent="  ", subsequent_indent=indent, break_on_hyphens=False):
            yield self._marked(line)

    def _example(self, lines: list[str]) -> Iterator[str]:
        edge = "  " + self._styled("gutter", "|") + " "
        for line in with_carets("\n".join(lines)):
            is_carets = bool(line.strip()) and not line.strip("^ ")
            yield (edge + (self._styled("error", line) if is_carets else line)).rstrip()

    def _marked(self, line: str) -> str:
        return _CODE.sub(lambda match: self._styled("bold", match[1]), line) if self._color else line

    def _styled(self, style: str, text: str) -> str:
        return f"{STYLES[style]}{text}\x1b[0m" if self._color else text
