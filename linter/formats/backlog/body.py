"""The acceptance criteria in the body of a Backlog.md task, as its tool counts them."""

from __future__ import annotations

import re

from linter.boards import Box
from linter.nodes import Fault
from linter.violation import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.source import Source

_MARKER = re.compile(r"<!-- (AC|DOD):(BEGIN|END) -->")
_HEADING = re.compile(r"^## Acceptance Criteria[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_NEXT = re.compile(r"^## ", re.MULTILINE)
_BOX = re.compile(r"^- \[([ x])\] ", re.MULTILINE)
_OTHER = re.compile(r"^(?P<indent>[ \t]{1,3})?(?P<bullet>[-*+]) \[(?P<mark>[ xX])\](?= )", re.MULTILINE)
_MARK = "acceptance criteria"


def criteria(source: Source, start: int, faults: list[Fault]) -> list[Box]:
    """The boxes that count; what looks like one and does not count is added to *faults*."""
    text = source.text
    if "- [" not in text and "* [" not in text and "<!-- AC" not in text:
        return []
    markers = [match for match in _MARKER.finditer(text, start) if match[1] == "AC" and not _in_code(text, match)]
    broken = next(_unpaired(markers), None)
    if broken is not None:
        what = "BEGIN" if broken[2] == "BEGIN" else "END"
        other = "END" if what == "BEGIN" else "BEGIN"
        message = f"marker AC:{what} without AC:{other}: Backlog.md reads no {_MARK} here, and refuses to edit them"
        faults.append(Fault("ignored-field", broken.start(), broken.end(), message, _data("markers")))
        return []
    boxes: list[Box] = []
    for begin, end in _blocks(text, start, markers):
        boxes += [Box(m.start() + 2, m.start() + 5, m[1] == "x") for m in _BOX.finditer(text, begin, end)]
        faults += _overlooked(text, begin, end)
    return boxes


def _unpaired(markers: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    for index, marker in enumerate(markers):
        other = markers[index + 1 : index + 2] if marker[2] == "BEGIN" else markers[index - 1 : index] if index else []
        if not other or other[0][2] == marker[2]:
            yield marker


def _blocks(text: str, start: int, markers: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    if markers:
        for begin, end in zip(markers[::2], markers[1::2], strict=True):
            yield begin.end(), end.start()
        return
    heading = _HEADING.search(text, start)
    if heading:
        following = _NEXT.search(text, heading.end())
        yield heading.end(), following.start() if following else len(text)


def _overlooked(text: str, begin: int, end: int) -> Iterator[Fault]:
    for match in _OTHER.finditer(text, begin, end):
        why = "its mark is a capital X" if match["mark"] == "X" else ""
        why = f"its bullet is {match['bullet']}" if match["bullet"] != "-" else why
        why = "it is indented" if match["indent"] else why
        if why and not (match["indent"] and _is_below_a_box(text, begin, match.start())):
            box = match.end() - 3
            fix = None
            if why.startswith("its mark"):
                fix = Fix("write [x]", [Edit(box, box + 3, "[x]")], safe=False)
            message = f"box not counted by Backlog.md among the {_MARK}: {why}"
            yield Fault("ignored-field", box, box + 3, message, _data("box"), fix=fix)


def _is_below_a_box(text: str, begin: int, at: int) -> bool:
    """Whether an indented box is a detail of the criterion above it, which counts."""
    lines = text[begin:at].rstrip("\n").split("\n")
    above = next((line for line in reversed(lines) if not line.startswith((" ", "\t"))), "")
    return _BOX.match(above) is not None


def _in_code(text: str, match: re.Match[str]) -> bool:
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return bool(line.strip())  # quoted in a sentence


def _data(reason: str) -> dict[str, object]:
    return {"field": _MARK, "reason": reason}
