"""Suggest the known word nearest to an unknown word."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


MAX_WORD_CHARS = 100  # longer words are not looked up: they are not typing errors
COMPARED = 100_000  # words that one suggester compares


def distance(left: str, right: str, limit: int = 2) -> int:
    """Return the edits (insert, delete, replace, swap of neighbors) between the words, at most ``limit + 1``."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row = row, [i]
        for j, b in enumerate(right, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before = previous
    return min(row[-1], limit + 1)


def closest(word: str, known: Iterable[str], limit: int = 2) -> str | None:
    """Return the known word nearest to *word*, at most *limit* edits and less than half of it; None on a tie."""
    if len(word) > MAX_WORD_CHARS:
        return None
    best, found = min(limit, (len(word) - 1) // 2) + 1, None
    folded = word.casefold()
    for candidate in known:
        if candidate.casefold() == folded and candidate != word:
            return candidate
        near = distance(word, candidate, best)
        if near < best:
            best, found = near, candidate
        elif near == best and found is not None and candidate != found:
            found = None
    return found


def closest_id(word: str, known: Iterable[str]) -> str | None:
    """Return the id that *word* misspells; both must have the same digits, because another number is another task."""
    digits = _digits(word)
    return closest(word, (candidate for candidate in known if _digits(candidate) == digits))


class Suggester:
    """Looks up many words among the same known words: each once, up to a limit of comparisons."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(dict.fromkeys(known))
        self._found: dict[str, str | None] = {}
        self._left = COMPARED

    def knows(self, word: str) -> bool:
        """Whether *word* is one of the known words."""
        return word in self._known

    def closest(self, word: str) -> str | None:
        """Return ``closest(word, known)``."""
        if word not in self._found:
            self._left -= len(self._known)
            self._found[word] = closest(word, self._known) if self._left > 0 else None
        return self._found[word]


def by_digits(known: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Return the *known* ids by their digits."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in dict.fromkeys(known):
        if len(name) <= MAX_WORD_CHARS:
            found.setdefault(tuple(_digits(name)), []).append(name)
    return found


class IdSuggester:
    """Looks up many ids, comparing only those with the same digits; *known* is the result of ``by_digits``."""

    def __init__(self, known: Mapping[tuple[str, ...], list[str]]) -> None:
        self._by_digits = known
        self._left = COMPARED

    def closest(self, word: str, other_than: str = "") -> str | None:
        """Return ``closest_id(word, known)`` without the known id *other_than*."""
        if len(word) > MAX_WORD_CHARS or self._left < 0:
            return None
        near = self._by_digits.get(tuple(_digits(word)), [])
        self._left -= len(near)
        return closest(word, (name for name in near if name != other_than))


def kebab(text: str) -> str | None:
    """Return *text* in kebab-case, or None if that would lose a letter."""
    if not text.isascii():
        return None
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return "-".join(re.findall(r"[a-z0-9]+", spaced.lower())) or None


def _digits(text: str) -> list[str]:
    numbers = "".join(character if character.isdigit() else " " for character in text).split()
    return [number.lstrip("0") for number in numbers]
