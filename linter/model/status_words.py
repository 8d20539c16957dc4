"""The words and signs of a table of statuses, or of a legend in the body, for a status to write into a cell."""

from __future__ import annotations

import re
from functools import lru_cache

from linter.model.status_cells import MARK, PARENTHESIS, bare, cell_class, rewritten
from linter.model.statuses import normalise, status_class
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linter.model.plan import Plan

MAX_LEGEND_LINES = 12
MAX_LINE_CHARS = 1000
_LEGEND = lazy(r"\b(?:legend|key)\b[*_` ]*:", re.IGNORECASE)
_SEPARATORS = lazy(r"[,|;]")
_SIGN = lazy(r"[ \t>*_`+-]*[^\w\s*_`>+\-:=()\[\]|]{1,3}")
_AROUND = "*_`:=–—- \t\r()"


def written_as(text: str, status: str, others: Iterable[str], legend: Mapping[str, str]) -> str | None:
    """Return the cell *text* with *status*, written as in *others* of its table, else as in *legend*, else as *text*.

    Return None if the cell has a note, or if its style has no sign for the status.
    """
    expected = status_class(status)
    if expected is None or _has_note(text):
        return None
    has_sign, has_word, is_box = style = _style(text)
    same = [other for other in others if cell_class(other) == expected and not _has_note(other)]
    chosen = [other for other in same if _style(other) == style] or ([] if is_box else same)
    if chosen:
        exact = [other for other in chosen if _words(other) == normalise(status)] or chosen
        return max(exact, key=exact.count)
    sign, _, word = legend.get(expected, "").partition(" ")
    if not sign or is_box:
        return rewritten(text, status)
    if has_word:
        return f"{sign} {word}" if has_sign and word else _in_style(text, word or None, status)
    return sign


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
    left, is_first = 0, False
    for line in text[body:].split("\n"):
        if _LEGEND.search(line):
            left = MAX_LEGEND_LINES
        elif not line.strip() and not is_first:
            left = 0
        is_first = left == MAX_LEGEND_LINES
        for part in _SEPARATORS.split(line) if left and len(line) < MAX_LINE_CHARS else ():
            _add(part, found)
        left = max(left - 1, 0)
    return found


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
