"""Conflict markers that ``git merge`` leaves in a file (git-merge(1), "How conflicts are presented")."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MARKER = re.compile(r"^\ufeff?[ \t]*+(?:(<{7}|\|{7}|>{7}) [^\n]*|(={7})[ \t]*\r?$)", re.MULTILINE)


class Conflict:
    """A conflict: ``start`` and ``end`` are offsets of the first marker and of the line after the last one.

    ``parts`` are the spans of the two sides, ``first`` the span of the first marker, ``last`` of the last one.
    """

    __slots__ = ("end", "first", "last", "parts", "start")

    def __init__(self, markers: list[re.Match[str]], text: str) -> None:
        opening, middle, closing = markers[0], markers[-2], markers[-1]
        self.start = opening.end() - len(opening[0].lstrip("\ufeff \t"))
        self.end = _behind(text, closing.end())
        self.first = (self.start, self.start + len(text[self.start : opening.end()].rstrip()))
        last = closing.end() - len(closing[0].lstrip(" \t"))
        self.last = (last, closing.start() + len(closing[0].rstrip()))
        self.parts = (
            (_behind(text, opening.end()), markers[1].start()),
            (_behind(text, middle.end()), closing.start()),
        )


def conflicts(
    text: str, is_example: Callable[[int], bool] = lambda _: False, are_indented: bool = False
) -> list[Conflict]:
    """Return the conflicts of *text* in order, without markers at offsets for which *is_example* is true.

    Markers are at the start of a line; if *are_indented*, blanks may precede them, as a formatter writes them.
    """
    found: list[Conflict] = []
    markers: list[re.Match[str]] = []
    for match in _MARKER.finditer(text):
        if is_example(match.start()) or (match[0][0] in " \t" and not are_indented):
            continue
        kind = (match[1] or match[2])[0]
        if kind == "<":
            markers = [match]
        elif not markers:
            continue
        elif kind == "|":
            markers = [*markers, match] if len(markers) == 1 else []
        elif kind == "=":
            if not markers[-1][2]:
                markers.append(match)
        elif markers[-1][2]:
            found.append(Conflict([*markers, match], text))
            markers = []
    return found


def side(text: str, found: Iterable[Conflict], which: int) -> str:
    """Return *text* with each conflict replaced by its first (0) or second (1) side."""
    kept: list[str] = []
    at = 0
    for conflict in found:
        start, end = conflict.parts[which]
        kept += [text[at : conflict.start], text[start:end]]
        at = conflict.end
    return "".join([*kept, text[at:]])


def _behind(text: str, at: int) -> int:
    """Return the offset after the line end at or after *at*."""
    stop = text.find("\n", at)
    return len(text) if stop < 0 else stop + 1
