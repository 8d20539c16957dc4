"""The acceptance criteria in the body of a Backlog.md task, as the tool counts them."""

from __future__ import annotations

import re

from linter.model.board import Box
from linter.syntax.fix import Edit, Fix
from linter.syntax.markdown_blocks import fenced_code
from linter.syntax.nodes import ReadError
from linter.syntax.source import line_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.syntax.source import Source

_MARKER = re.compile(r"<!-- (AC|DOD|SECTION:(?:DESCRIPTION|PLAN|NOTES|FINAL_SUMMARY)):(BEGIN|END) -->")
_HEADING = re.compile(r"^## Acceptance Criteria[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_NEXT = re.compile(r"^## ", re.MULTILINE)
_BOX = re.compile(r"^- \[([ x])\] ", re.MULTILINE)
_LINE = re.compile(r"^(?P<indent>[ \t]*)(?P<rest>[^\s])", re.MULTILINE)
_OTHER = re.compile(r"(?P<bullet>[-*+]) \[(?P<mark>[ xX])\](?= )")
_EXPLAINED = re.compile(
    r"(?:[—–:;(]|--|\s-|\*\*)[ \t]{0,2}\*{0,3}(?:partial|deferred|skipped|dropped|descoped|waived|superseded|obsolete"
    r"|n/a|out[- ]of[- ]scope|not (?:shipped|done|needed|applicable)|moved to|tracked (?:in|by|as)|follow[- ]?up|won'?t"
    r"|reinterpreted|operator-gated)\b|~~",
    re.IGNORECASE,
)
_NAMES = {
    "AC": "acceptance criteria",
    "DOD": "definition of done",
    "SECTION:DESCRIPTION": "description",
    "SECTION:PLAN": "implementation plan",
    "SECTION:NOTES": "implementation notes",
    "SECTION:FINAL_SUMMARY": "final summary",
}


def criteria(source: Source, start: int, read_errors: list[ReadError]) -> list[Box]:
    """Return the checkboxes that count; similar ones that do not count are added to *read_errors*."""
    text = source.text
    kinds: dict[str, list[re.Match[str]]] = {"AC": []}
    for match in _MARKER.finditer(text, start):
        if not _in_code(text, match):
            kinds.setdefault(match[1], []).append(match)
    for id, found in kinds.items():
        broken = next(_unpaired(found) if id in ("AC", "DOD") else _stray(found), None)
        if broken is not None:
            if broken.start() not in fenced_code(text, start):  # in code it may be an example
                read_errors.append(_unread(broken))
            if id == "AC":
                return []
    markers = kinds["AC"]
    boxes: list[Box] = []
    overlooked: list[ReadError] = []
    for begin, end in _blocks(text, start, markers):
        boxes += [_box(text, match) for match in _BOX.finditer(text, begin, end)]
        overlooked += _overlooked(text, begin, end)
    read_errors += overlooked
    return [] if overlooked else boxes  # the criteria are unknown


def _box(text: str, match: re.Match[str]) -> Box:
    is_explained = _EXPLAINED.search(text, match.end(), line_end(text, match.end())) is not None
    return Box(match.start() + 2, match.start() + 5, match[1] == "x", is_explained)


def _unread(marker: re.Match[str]) -> ReadError:
    field, other = _NAMES[marker[1]], "END" if marker[2] == "BEGIN" else "BEGIN"
    if marker[1] not in ("AC", "DOD"):
        takes = "Backlog.md shows it as text"
        if other == "END":
            takes = f"Backlog.md extends the {field}, or shows the marker"
        message = f"unpaired marker `{marker[1]}:{marker[2]}`: {takes}"
        return ReadError("ignored-field", *marker.span(), message, {"field": field, "reason": "markers"})
    message = f"unpaired marker `{marker[1]}:{marker[2]}`: Backlog.md reads no {field}"
    return ReadError("ignored-field", *marker.span(), message, {"field": field, "reason": "markers"})


def _unpaired(markers: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    for index, marker in enumerate(markers):
        other = markers[index + 1 : index + 2] if marker[2] == "BEGIN" else markers[index - 1 : index] if index else []
        if not other or other[0][2] == marker[2]:
            yield marker


def _stray(markers: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the markers that do not pair up in a section, which extends from the first BEGIN to the next END."""
    opened: re.Match[str] | None = None
    for marker in markers:
        if (marker[2] == "BEGIN") == (opened is not None):
            yield marker
        else:
            opened = None if opened else marker
    if opened:
        yield opened


def _blocks(text: str, start: int, markers: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    if markers:
        for begin, end in zip(markers[::2], markers[1::2], strict=True):
            yield begin.end(), end.start()
        return
    heading = _HEADING.search(text, start)
    if heading:
        following = _NEXT.search(text, heading.end())
        yield heading.end(), following.start() if following else len(text)


def _overlooked(text: str, begin: int, end: int) -> Iterator[ReadError]:
    """Yield errors for checkboxes that do not count; an indented one below a criterion is a detail of it."""
    is_detail = False
    for line in _LINE.finditer(text, begin, end):
        if not line["indent"]:
            is_detail = _BOX.match(text, line.start()) is not None
        match = _OTHER.match(text, line.start("rest"), end)
        why = ""
        if match and not is_detail:
            if line["indent"]:
                why = "it is indented"
            elif match["bullet"] != "-":
                why = f"its bullet is {match['bullet']}"
            elif match["mark"] == "X":
                why = "its mark is an uppercase X"
        if match and why:
            box = match.end() - 3
            fix = Fix("Set the checkbox to [x]", [Edit(box, box + 3, "[x]")], safe=False) if why.endswith("X") else None
            message = f"criterion not counted by Backlog.md: {why}"
            yield ReadError("ignored-field", box, box + 3, message, {"field": _NAMES["AC"], "reason": "box"}, fix=fix)


def _in_code(text: str, match: re.Match[str]) -> bool:
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return bool(line.strip())  # quoted in a sentence
