"""Parse suppression comments (``docs/how-to/suppress.md``).

A YAML comment at the end of a line applies to that line; on a line of its own, to the key or item below it and all its
contents; ``ignore-file`` applies to the file. In the body an HTML comment applies to its table row or, on a line of its
own, to the table below it. A comment inside a string is ignored.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from linter.model.clock import today
from linter.model.timestamps import invalid_date_reason, parse
from linter.rules.renamed import current
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode, values
from linter.syntax.source import line_end
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from linter.model.document import Document
    from linter.rules.foreign_suppressions import ForeignSuppression

    _Scope = tuple[int, int, bool]

NAME = "planlint"
YAML = lazy(r"#[ \t]*planlint:[ \t]*(?P<word>ignore(?:-file)?)(?![\w-])(?P<rest>[^\n\r]*)")
HTML = lazy(r"<!--[ \t]*planlint:[ \t]*(?P<word>ignore(?:-file)?)(?![\w-])(?P<rest>(?:(?!<!--|-->)[^\n\r])*+)-->")
RULES = lazy(r"[ \t]*\[([^\]\n\r]*)\]")
_NAME = lazy(r"[^\s,]+")
_UNTIL = lazy(r"\buntil=(\S*)")
_SPACE = lazy(r"\s*")
_BLANK_LINE = lazy(r"\n[ \t]*\r?\n")


class Suppression:
    """One rule in one comment: ``[start, end)`` is its name, ``[comment, comment_end)`` the whole comment.

    It applies to violations that begin in ``[first, last)``, a single line if ``on_line``; ``used`` tells whether there
    was one. ``problem`` is why it is invalid, or empty; ``others`` is the number of other names in the comment.
    """

    __slots__ = (
        "comment",
        "comment_end",
        "end",
        "first",
        "foreign",
        "last",
        "on_line",
        "others",
        "problem",
        "rule",
        "start",
        "until",
        "used",
    )  # fmt: skip

    def __init__(self, rule: str, name: tuple[int, int], comment: tuple[int, int], scope: _Scope) -> None:
        self.rule = rule
        self.start, self.end = name
        self.comment, self.comment_end = comment
        self.first, self.last, self.on_line = scope
        self.until = ""
        self.problem = ""
        self.foreign: ForeignSuppression | None = None
        self.others = 0
        self.used = False

    @property
    def is_expired(self) -> bool:
        """Whether its ``until`` date, the last day on which it applies, has passed."""
        return bool(self.until) and self.until < today()

    def covers(self, rule: str, family: str, offset: int) -> bool:
        """Return whether it applies to violations of *rule*, which is of *family*, at *offset*."""
        if self.problem or self.is_expired or self.rule not in (rule, family):
            return False
        return self.first <= offset < self.last


def suppressions(document: Document) -> list[Suppression]:
    """Return the suppressions in *document*; empty if it could not be read or is JSON."""
    text = document.source.text
    if NAME not in text.lower() or document.root is None or not document.comments:
        return []
    front = document.front_matter
    yaml = (front.start, front.end) if front is not None else (0, len(text))
    if document.comments == "markdown" and front is None:
        yaml = (0, 0)
    found: list[Suppression] = []
    below: _Below | None = None
    for match in _yaml_comments(document, YAML, *yaml):
        begin = text.rfind("\n", 0, match.start()) + 1
        if match["word"] == "ignore-file":
            scope = 0, len(text) + 1, False
        elif text[begin : match.start()].strip(" \t\ufeff"):
            scope = begin, match.end() + 1, True
        else:
            below = below or _Below(document)
            scope = below.first(match.end())
        found += _parsed(match, scope)
    body = front.body if front is not None else 0 if document.comments == "markdown" else -1
    if body >= 0:
        matches = list(HTML.finditer(text, body))
        for match, scope in zip(matches, _scopes_in_body(text, matches), strict=True):
            found += _parsed(match, scope)
    return found + _foreign(document, yaml, body, {one.comment for one in found})


def _foreign(document: Document, yaml: tuple[int, int], body: int, known: set[int]) -> list[Suppression]:
    """The comments meant for planlint that it does not understand, without those that begin at *known* offsets."""
    from linter.rules import foreign_suppressions as foreign

    text = document.source.text
    matches = list(_yaml_comments(document, foreign.YAML, *yaml))
    if body >= 0:
        matches += foreign.HTML.finditer(text, body)
    found = []
    for match in matches:
        if match.start() not in known:
            begin = text.rfind("\n", 0, match.start()) + 1
            meant = foreign.ForeignSuppression(match, is_alone=not text[begin : match.start()].strip(" \t\ufeff"))
            one = Suppression("", (meant.start, meant.end), (match.start(), match.end()), (0, 0, False))
            one.problem = "invalid suppression; expected `planlint: ignore[rule]`"
            one.foreign = meant
            found.append(one)
    return found


def _yaml_comments(document: Document, pattern: re.Pattern[str], start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the matches of *pattern* in ``[start, end)``, except ``#`` inside scalars."""
    text = document.source.text
    matches = list(pattern.finditer(text, start, end))
    if not matches or document.root is None:
        return
    scalars = sorted((node.start, node.end) for node in values(document.root) if isinstance(node, ScalarNode))
    starts = [begin for begin, _ in scalars]
    for match in matches:
        index = bisect_right(starts, match.start()) - 1
        inside = index >= 0 and scalars[index][1] > match.start()
        if not inside and (match.start() == start or text[match.start() - 1] in " \t\n"):
            yield match


class _Below:
    """The keys and list items of a document by start offset, the longest first."""

    def __init__(self, document: Document) -> None:
        assert document.root is not None
        parts: list[tuple[int, int]] = []
        for node in values(document.root):
            if isinstance(node, MappingNode):
                parts += [(value.key_start, -max(value.end, value.key_end)) for value in node.entries.values()]
            elif isinstance(node, SequenceNode):
                parts += [(item.start, -item.end) for item in node.items]
        self._parts = sorted(parts)

    def first(self, at: int) -> _Scope:
        """Return the range of the first key or list item after *at*."""
        index = bisect_left(self._parts, (at,))
        if index == len(self._parts):
            return at, at, False
        start, end = self._parts[index]
        return start, -end, False


def _scopes_in_body(text: str, matches: list[re.Match[str]]) -> list[_Scope]:
    """Return the range of each comment in the body: its row, or the table below it.

    It works from the last comment to the first, so that no part of the text is scanned more than once.
    """
    lines = list(_lines(text, matches))
    shared = {begin for (begin, _), (other, _) in pairwise(lines) if begin == other}
    scope: list[_Scope] = []
    comment = -1  # start of the next line that is only a comment
    table, end = len(text), len(text)  # the next table: the start of its search, and its end
    for match, (begin, stop) in zip(reversed(matches), reversed(lines), strict=True):
        if match["word"] == "ignore-file":
            scope.append((0, len(text) + 1, False))
        elif begin in shared or (text[begin : match.start()] + text[match.end() : stop]).strip():
            scope.append((begin, stop, True))
        else:
            start = text.rfind("\n", 0, _SPACE.match(text, stop).end()) + 1  # type: ignore[union-attr]
            if start != comment:  # else it is above another comment and has the same range
                blank = _BLANK_LINE.search(text, start, max(table, start))
                end = blank.start() if blank else end
                table = start
            comment = begin
            scope.append((table, end, False))
    return scope[::-1]


def _lines(text: str, matches: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the line of each match, in order; a line with many is looked for once."""
    begin, end = 0, -1
    for match in matches:
        if match.start() > end:
            begin, end = text.rfind("\n", 0, match.start()) + 1, line_end(text, match.end())
        yield begin, end


def _parsed(match: re.Match[str], scope: _Scope) -> Iterator[Suppression]:
    comment = (
        match.start(),
        match.end() - (len(match["rest"]) - len(match["rest"].rstrip()) if match[0][0] == "#" else 0),
    )
    at = match.start("rest")
    rules = RULES.match(match["rest"])
    names = list(_NAME.finditer(rules[1])) if rules else []
    if rules is None or not names:
        broken = Suppression("", (match.start("word"), match.end("word")), comment, scope)
        broken.problem = f"blanket suppression, list the rules: `{match['word']}[rule, …]`"
        yield broken
        return
    rest = match["rest"][rules.end() :]
    until = _UNTIL.search(rest)
    date = until[1].rstrip(";,.") if until else ""
    stamp = parse(date) if len(date) < 100 else None
    for name in names:
        start = at + rules.start(1) + name.start()
        one = Suppression(current(name[0]), (start, start + len(name[0])), comment, scope)
        one.others = len(names) - 1
        if until is not None:
            one.until = date
            if stamp is None or stamp.time or invalid_date_reason(stamp):
                one.problem = f"invalid date `{until[1]}` in `until`, expected YYYY-MM-DD"
        yield one
