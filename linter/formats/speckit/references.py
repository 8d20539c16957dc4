"""The task ids of spec-kit, and the dependencies stated in text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_RANGE_IDS = 100_000  # ids that the ranges of a file may expand to: a short text could name millions

_END = r"(?![A-Za-z0-9_])"
ID = rf"T\d{{1,9}}[A-Za-z]?{_END}(?:[.'-](?!T\d)[A-Za-z0-9_]++){{0,8}}+"
_ID = re.compile(ID)
_LABEL = re.compile(rf"(?:\[P\][ \t]+)?(?:\*\*|__|\[|`)?({ID})")
_STRUCK = re.compile(r"(?:\*\*|__)?~~[ \t]*+(?=[*_\[`]{0,2}T\d)")
_MENTION = re.compile(rf"(?<![\w./-]){ID}")
_NUMBER = re.compile(r"T(\d{1,9})")
_PLAIN = re.compile(r"T\d{1,9}\Z")
_SHORT_RANGE = re.compile(r"T(\d{2,9})-(\d{2,9})\Z")
_WORD_TAIL = re.compile(r"(?:'[A-Za-z]+|[.-][A-Za-z][A-Za-z0-9_]+)\Z")  # T2's, T2-based
_MARKS = r"[*_`\s]*+"
_VERBS = r"depend(?:s|ent|ing)?[\s_-]*+(?:up)?on|waits?[\s_-]+(?:for|on)|blocked[\s_-]*+(?:by|on)|requires?|needs?"
_AUXILIARY = r"(?:(?:is|are|also|both|then|now|still|itself)\s+){0,2}"
_PHRASE = re.compile(
    rf"(?<![\w-])(?:(?:{_VERBS}|(?:depends|dependency|dependencies|deps|prerequisites?)(?=[*_ \t]*+:))"
    rf"{_MARKS}:?{_MARKS}|(?:\A|(?<=[(,;—–]))[ \t]*+after\s+)(?:tasks?\s+)?[`*\[]*+(?=T\d)",
    re.IGNORECASE,
)
_JOINED = rf"[`*\]]*+\s*(?:[-–—,&+/]|\.{{2,3}}|…|and\s|to\s|through\s)\s*(?:and\s+)?[`*\[]*+{ID}"
_PLURAL = r"depend[\s_-]*+(?:up)?on|wait[\s_-]+(?:for|on)|(?:are|be)\s+blocked[\s_-]*+(?:by|on)|require|need"
_NEW_SUBJECT = re.compile(
    rf"{ID}(?:[`*\]]*+\s+{_AUXILIARY}(?:{_VERBS})\b"
    rf"|(?:{_JOINED}){{1,8}}[`*\]]*+\s+(?:\([^()\n]{{1,60}}\)\s+)?(?:(?:all|both|also|then)\s+){{0,2}}(?:{_PLURAL})\b)"
)
_NEW_CLAUSE = re.compile(  # after a comma: not an item of the list, but the next statement
    rf"{ID}[`*\]]*+\s+(?:is|are|can|may|must|should|will|runs?|starts?|follows?|blocks?|unblocks?)\b", re.IGNORECASE
)
_LAST = re.compile(rf"{ID}(?:{_JOINED}|[`*\]]*+\s*;\s*[`*\[]*+{ID}){{0,8}}[`*\]]*+\s*+(?:[).\]|]|\Z)")
_NEGATION = re.compile(r"(?:\bnot|n['’]t|\bno\s+longer|\bnever|\bwithout)\s+(?:\w+\s+)?\Z", re.IGNORECASE)
_OTHERS = re.compile(  # another subject than the task: `all stories depend on T003`
    rf"\b(?:stories|phases|tasks|others|everything|else|US\d{{1,3}}|(?:every|each|any)\s+(?:other\s+)?\w{{1,20}})\s+{_AUXILIARY}\Z",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(rf"(?<![\w./-]){ID}[`*\]]*(?:\s*\([^()\n]*+\))?\s+{_AUXILIARY}\Z")
_AND = re.compile(r"[`*\]]*+\s*(?:(?:,|;|&|\+|/)\s*(?:and\s+)?|and\s+)[`*\[]*+(?=T\d)")
_NOTE = r"\s*\((?:[^()\nT]|T(?!\d)|\([^()\n]{0,60}\)){1,120}+\)"
_ITEM = rf"[`*\[]*+{ID}(?:\s*[-–]\s*{ID})?[`*\]]*+(?:{_NOTE})?"
_NEXT = r"\s*(?:[,&+/]\s*(?:and\s+)?|and\s+)"
_AND_BEHIND_NOTE = re.compile(  # T1 (the schema), T2 (the index); what follows is only the rest of the list
    rf"[`*\]]*+{_NOTE}{_NEXT}[`*\[]*+(?=T\d)(?={_ITEM}(?:{_NEXT}{_ITEM}){{0,15}}\s*(?:[.;)|\]—–]|$))", re.MULTILINE
)
_TO = re.compile(r"[`*\]]*+\s*(?:[-–—]|\.{2,3}|…|through\s|to\s)\s*[`*\[]*+(?=T\d)")
_ELSEWHERE = re.compile(
    r"[`*\]]*+\s*(?:\(|(?:of|from|in)\s+)(?:the\s+)?(?:another\s+)?[`*\[]*+(?:specs?\b|features?\b|\d{3}-\w)",
    re.IGNORECASE,
)  # ids of another file
_MAX_LOOK_BEHIND = 40  # characters


def canonical(id: str) -> str:
    """Return the form that equal ids share: T1 and T001, T001A and T001a."""
    return "T" + id[1:].lstrip("0").lower()


def number(id: str) -> int:
    """Return the number of an id or of its longer forms: 12 of ``T012a.1``."""
    match = _NUMBER.match(id)
    return int(match[1]) if match else -1


def label(text: str) -> re.Match[str] | None:
    """Return the match whose group 1 is the id that *text* begins with."""
    return _LABEL.match(text)


def mentions(text: str) -> Iterator[re.Match[str]]:
    """Yield every id in *text*."""
    return _MENTION.finditer(text)


def struck_ids(text: str) -> tuple[int, int] | None:
    """Return the numbers of the first and last id that *text* begins with and strikes out (``~~T012~~``), or None."""
    struck = _STRUCK.match(text)
    first = _LABEL.match(text, struck.end()) if struck else None
    if struck is None or first is None:
        return None
    return id_range(text[struck.end() :]) or (number(first[1]), number(first[1]))


def id_range(text: str) -> tuple[int, int] | None:
    """Return the numbers of the first and last id of the range that *text* begins with, or None."""
    first = _LABEL.match(text)
    if first is None:
        return None
    short = _short_range(first[1])
    if short:
        return short
    to = _TO.match(text, first.end())
    last = _ID.match(text, to.end()) if to else None
    return (number(first[1]), number(last[0])) if last else None


def _short_range(text: str) -> tuple[int, int] | None:
    """Return the numbers of ``T012-015``; ``T012-1`` is a single id."""
    match = _SHORT_RANGE.match(text)
    if match is None or len(match[1]) != len(match[2]) or int(match[1]) >= int(match[2]):
        return None
    return int(match[1]), int(match[2])


class KnownIds:
    """The ids of a file, for resolving references and expanding ranges."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[int, str] = {}
        self._all: set[str] = set()
        for name in names:
            self._all.add(canonical(name))
            if _PLAIN.match(name):
                self._names[number(name)] = name
        self._numbers = sorted(self._names)
        self._left = MAX_RANGE_IDS

    def __contains__(self, id: str) -> bool:
        return canonical(id) in self._all

    def cut(self, text: str) -> str:
        """Return *text* without trailing words: ``T2`` for ``T2's`` and ``T2-based``."""
        while text not in self and (tail := _WORD_TAIL.search(text)):
            text = text[: tail.start()]
        return text

    def between(self, first: int, last: int) -> list[str]:
        """Return the plain ids with a number greater than *first* and less than *last*."""
        begin, end = bisect_right(self._numbers, first), bisect_left(self._numbers, last)
        found = self._numbers[begin : min(end, begin + self._left)]
        self._left -= len(found)
        return [self._names[number] for number in found]


def dependencies(text: str, base: int, known: KnownIds) -> Iterator[ScalarNode]:
    """Yield the ids that *text*, at the offset *base*, states as dependencies of its task, each once."""
    reported: set[str] = set()
    for start, at in phrases(text):
        if _OTHER_SUBJECT.search(text, max(start - _MAX_LOOK_BEHIND, 0), start):
            continue
        found, end = listed(text, at, base, known)
        if _ELSEWHERE.match(text, end):
            continue
        yield from (node for node in found if canonical(node.text) not in reported)
        reported.update(canonical(node.text) for node in found)


def phrases(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start of each phrase such as ``depends on`` in *text*, and the start of the ids after it."""
    for phrase in _PHRASE.finditer(text):
        before = max(phrase.start() - _MAX_LOOK_BEHIND, 0), phrase.start()
        if not _NEGATION.search(text, *before) and not _OTHERS.search(text, *before):
            yield phrase.span()


def listed(
    text: str, at: int, base: int, known: KnownIds, *, of_subjects: bool = False
) -> tuple[list[ScalarNode], int]:
    """Return the ids of the list at the offset *at* of *text*, ranges expanded, and the offset after it."""
    found: list[ScalarNode] = []
    while match := _ID.match(text, at):
        short = _short_range(match[0])
        if short:
            head, _, tail = match[0].partition("-")
            ends = [(head, *match.span()), (f"T{tail}", *match.span())]
        else:
            ends = [_cut(match, known)]
            to = _TO.match(text, ends[0][2])
            last = _ID.match(text, to.end()) if to else None
            if last:
                ends.append(_cut(last, known))
        found.append(_node(*ends[0], base))
        for name, start, end in ends[1:]:
            inner = known.between(number(ends[0][0]), number(name))
            found += [_node(one, ends[0][1], end, base) for one in inner]
            found.append(_node(name, start, end, base))
        at = ends[-1][2]
        more = _AND.match(text, at)
        if more is None and not of_subjects and not _ELSEWHERE.match(text, at):
            more = _AND_BEHIND_NOTE.match(text, at)
        if more is None or (not of_subjects and _is_new_statement(text, more)):
            break
        at = more.end()
    return found, at


def _is_new_statement(text: str, separator: re.Match[str]) -> bool:
    """Whether the ids after *separator* begin the next statement: ``depends on T1; T2 is independent``."""
    at = separator.end()
    if ";" in separator[0]:
        return _LAST.match(text, at) is None
    return bool(_NEW_SUBJECT.match(text, at) or ("," in separator[0] and _NEW_CLAUSE.match(text, at)))


def _cut(match: re.Match[str], known: KnownIds) -> tuple[str, int, int]:
    text = known.cut(match[0])
    return text, match.start(), match.start() + len(text)


def _node(text: str, start: int, end: int, base: int) -> ScalarNode:
    return ScalarNode(text, base + start, base + end, -1, -1, plain=True)
