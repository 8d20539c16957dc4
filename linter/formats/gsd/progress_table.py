"""The progress table in ``ROADMAP.md``, and the phases of shipped milestones."""

from __future__ import annotations

import re

from linter.formats.gsd.names import TOKEN, bare, phases_of
from linter.syntax.markdown_blocks import fenced_code
from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = re.compile(r"(?m)^\|[^\n]*\bPlans Complete\b[^\n]*\n(?:\|[^\n]*(?:\n|\Z))*")
_ROW = re.compile(
    rf"(?m)^\|[ \t]*\**(?:Phase[ \t]+)?(?P<phase>{TOKEN})(?=[.:\s*|-])(?P<title>[^|\n]*+)\|(?:[^|\n]*+\|){{0,2}}?"
    r"[ \t]*(?P<done>\d{1,4})/(?P<total>\d{1,4})[ \t]*\|(?P<rest>[^\n]*)"
)
_GIVEN_UP = re.compile(r"\b(?:abandoned|superseded|cancell?ed|dropped|deferred|skipped)\b", re.IGNORECASE)
_DETAILS = re.compile(r"(?is)<details[^>\n]{0,200}>(?:(?!</details>).){0,400}?\bshipped\b.*?(?:</details>|\Z)")
_SHIPPED = re.compile(
    r"(?im)^(?=[^\n]*(?:\bshipped\b|\barchived\b|✅))[^\n]*?\bPhases?[ \t]+(\d+)(?:[ \t]*[-–—][ \t]*(\d+))?"
)


class Row:
    """A table row: its phase, its title in lower case, and the two numbers of its cell ``done/total``."""

    def __init__(self, match: re.Match[str]) -> None:
        self.phase = bare(match["phase"])
        self.title = match["title"].lower()
        self.done = ScalarNode(match["done"], *match.span("done"))
        self.total = ScalarNode(match["total"], *match.span("total"))


def rows(text: str) -> Iterator[Row]:
    """Yield the rows that count completed plans, without phases that were abandoned or are shipped."""
    shipped = ShippedPhases(text)
    code = None
    for table in _HEADER.finditer(text):
        code = code or fenced_code(text)
        for match in _ROW.finditer(text, table.start(), table.end()):
            if match.start() in code or "~~" in match[0] or _GIVEN_UP.search(match["rest"]):
                continue
            if match["phase"] not in shipped:
                yield Row(match)


class ShippedPhases:
    """The phases that a roadmap calls shipped: in ranges (``Phases 1-4 (shipped …)``) or collapsed sections."""

    def __init__(self, text: str) -> None:
        self._ranges = [(int(m[1]), int(m[2] or m[1])) for m in _SHIPPED.finditer(text)]
        folded = (text[m.start() : m.end()] for m in _DETAILS.finditer(text))
        self._folded = frozenset().union(*map(phases_of, folded))

    def __contains__(self, phase: str) -> bool:
        number = re.match(r"\d{1,9}", phase)
        whole = int(number[0]) if number else -1
        return bare(phase) in self._folded or any(first <= whole <= last for first, last in self._ranges)
