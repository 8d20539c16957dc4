"""The words and signs of a table of statuses, or of a legend in the body, for a status to write into a cell."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from linter.model.status_cells import MARK, PARENTHESIS, bare, cell_class, rewritten
from linter.model.statuses import normalise, status_class
from linter.syntax.source import line_end
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from linter.model.plan import Plan

MAX_LEGEND_LINES = 12
MAX_LINE_CHARS = 1000
_LEGEND = lazy(r"\b(?:legend|key)\b[*_` ]*:", re.IGNORECASE)
_SEPARATORS = lazy(r"[,|;]")
_SIGN = lazy(r"[ \t>*_`+-]*[^\w\s*_`>+\-:=()\[\]|]{1,3}")
_AROUND = "*_`:=–—- \t\r()"


class CellTexts:
    """The texts of the status cells of one table, as examples for a new text."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts = Counter(texts)
        self._found: dict[tuple[str, tuple[bool, bool, bool], str], str | None] = {}

    def written_as(self, text: str, status: str, legend: Mapping[str, str]) -> str | None:
        """Return the cell *text* with *status*, written as in this table, else as in *legend*, else as *text*.

        Return None if the cell has a note, or if its style has no sign for the status.
        """
        expected = status_class(status)
        if expected is None or _has_note(text):
            return None
        has_sign, has_word, is_box = style = _style(text)
        key = expected, style, normalise(status)
        if key not in self._found:
            self._found[key] = self._example(*key)
        if (example := self._found[key]) is not None:
            return example
        sign, _, word = legend.get(expected, "").partition(" ")
        if not sign or is_box:
            return rewritten(text, status)
        if has_word:
            return f"{sign} {word}" if has_sign and word else _in_style(text, word or None, status)
        return sign

    def _example(self, expected: str, style: tuple[bool, bool, bool], word: str) -> str | None:
        """Return the most frequent text of the class *expected*, in this *style* and with the *word* if possible."""
        same = [text for text in self._counts if cell_class(text) == expected and not _has_note(text)]
        chosen = [text for text in same if _style(text) == style] or ([] if style[2] else same)
        exact = [text for text in chosen if _words(text) == word] or chosen
        return max(exact, key=self._counts.__getitem__, default=None)


def _style(text: str) -> tuple[bool, bool, bool]:
    """Return whether a cell has a sign, whether it has a word, and whether its sign is a checkbox."""
    return MARK.search(text) is not None, bool(_words(text)), bare(text).startswith("[")


def _in_style(text: str, word: str | None, status: str) -> str | None:
    inner = bare(text)
    result = text.replace(inner, word, 1) if word and inner in text else None
    return result if result and cell_class(result) == status_class(status) else rewritten(text, status)


def legend_of(plan: Plan) -> Mapping[str, str]:
    """Return the sign and word of each class of statuses in the legend, which a line with ``legend:`` begins."""
    return _read_legend(plan.source.text, plan.front_matter.body) if plan.front_matter is not None else {}


@lru_cache(maxsize=1)  # every table of a plan asks for its legend
def _read_legend(text: str, body: int) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in _legend_lines(text, body):
        for part in _SEPARATORS.split(line) if len(line) < MAX_LINE_CHARS else ():
            _add(part, found)
    return found


def _legend_lines(text: str, body: int) -> Iterator[str]:
    """Yield the lines of legends: each to a blank line, but not one directly after its first line."""
    at = body
    while (match := _LEGEND.search(text, at)) is not None:
        at = max(text.rfind("\n", 0, match.start()) + 1, body)
        left, is_first = MAX_LEGEND_LINES, True
        while left and at <= len(text):
            line = text[at : line_end(text, at)]
            at += len(line) + 1
            if _LEGEND.search(line):
                left = MAX_LEGEND_LINES
            elif not line.strip() and not is_first:
                break
            is_first = left == MAX_LEGEND_LINES
            left -= 1
            yield line


def _add(part: str, found: dict[str, str]) -> None:
    """Add the sign and the word of *part* of a legend, such as ``- `🚫` Blocked``, to *found*."""
    sign = MARK.search(part) or _SIGN.match(part)
    if sign is None:
        return
    word = PARENTHESIS.sub("", part[sign.end() :].strip(_AROUND[:-2])).strip(_AROUND)
    name = status_class(word)
    if name is not None:
        found.setdefault(name, f"{sign[0].strip(_AROUND)} {word}")


def _has_note(text: str) -> bool:
    return PARENTHESIS.search(text.strip("*_` ")) is not None


def _words(text: str) -> str:
    return normalise(bare(MARK.sub("", bare(text))))
