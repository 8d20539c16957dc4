"""Comments that say "not here" (``cli.md``, Suppressing).

A YAML comment at a line's end holds for that line; alone on a line, for the key or item below it with all that it
contains; ``ignore-file`` for the file. In the body an HTML comment holds for the table row that it stands in, or alone
for the table below it. A comment mark inside of a string is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from linter.clock import today
from linter.lazy import lazy
from linter.nodes import Mapping, Scalar, Sequence, values
from linter.renamed import current
from linter.timestamps import impossible, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model import Document
    from linter.violation import Violation

MARK = "planlint:"
YAML = lazy(r"#[ \t]*planlint:[ \t]*(?P<word>ignore(?:-file)?)(?P<rest>[^\n\r]*)")
HTML = lazy(r"<!--[ \t]*planlint:[ \t]*(?P<word>ignore(?:-file)?)(?P<rest>[^\n\r]*?)[ \t]*-->")
RULES = lazy(r"[ \t]*\[([^\]\n\r]*)\]")
_NAME = lazy(r"[^\s,]+")
_UNTIL = lazy(r"\buntil=(\S*)")


class Suppression:
    """One rule that one comment names. ``[start, end)`` is the name, ``[comment, comment_end)`` the whole comment.

    It holds for violations that begin in ``[first, last)``; ``used`` says whether there was one. ``problem`` is what
    makes it invalid, or nothing; ``others`` how many names stand beside it.
    """

    __slots__ = (
        "comment", "comment_end", "end", "first", "last", "others", "problem", "rule", "start", "until", "used",
    )  # fmt: skip

    def __init__(self, rule: str, name: tuple[int, int], comment: tuple[int, int], held: tuple[int, int]) -> None:
        self.rule = rule
        self.start, self.end = name
        self.comment, self.comment_end = comment
        self.first, self.last = held
        self.until = ""
        self.problem = ""
        self.others = 0
        self.used = False

    @property
    def is_expired(self) -> bool:
        """Whether its ``until`` is over: it holds on that day, and not after it."""
        return bool(self.until) and self.until < today()

    def holds(self, violation: Violation, family: str) -> bool:
        """Whether it speaks of *violation*."""
        if self.problem or self.is_expired or self.rule not in (violation.rule, family):
            return False
        return self.first <= violation.start < self.last


def suppressions(document: Document) -> list[Suppression]:
    """What the comments of *document* suppress; nothing where it could not be read, or is JSON."""
    text = document.source.text
    if MARK not in text or document.root is None or not document.comments:
        return []
    front = document.front_matter
    yaml = (front.start, front.end) if front is not None else (0, len(text))
    if document.comments == "markdown" and front is None:
        yaml = (0, 0)
    found = [one for match in _yaml_comments(document, *yaml) for one in _parsed(match, _held_yaml(document, match))]
    body = front.body if front is not None else 0 if document.comments == "markdown" else -1
    if body >= 0:
        for match in HTML.finditer(text, body):
            found += _parsed(match, _held_body(text, match))
    return found


def _yaml_comments(document: Document, start: int, end: int) -> Iterator[re.Match[str]]:
    """The comments between the offsets that are none inside of a scalar."""
    text = document.source.text
    matches = list(YAML.finditer(text, start, end))
    if not matches or document.root is None:
        return
    scalars = sorted((node.start, node.end) for node in values(document.root) if isinstance(node, Scalar))
    starts = [begin for begin, _ in scalars]
    for match in matches:
        index = bisect_right(starts, match.start()) - 1
        inside = index >= 0 and scalars[index][1] > match.start()
        if not inside and (match.start() == start or text[match.start() - 1] in " \t\n"):
            yield match


def _held_yaml(document: Document, match: re.Match[str]) -> tuple[int, int]:
    text = document.source.text
    if match["word"] == "ignore-file":
        return 0, len(text) + 1
    begin = text.rfind("\n", 0, match.start()) + 1
    if text[begin : match.start()].strip(" \t\ufeff"):
        return begin, match.end() + 1
    return _below(document, match.end())


def _below(document: Document, at: int) -> tuple[int, int]:
    """The first key or list item behind *at*, with all that it contains."""
    assert document.root is not None
    best: tuple[int, int] | None = None
    for node in values(document.root):
        parts: list[tuple[int, int]] = []
        if isinstance(node, Mapping):
            parts = [(value.key_start, max(value.end, value.key_end)) for value in node.entries.values()]
        elif isinstance(node, Sequence):
            parts = [(item.start, item.end) for item in node.items]
        for start, end in parts:
            if start >= at and (best is None or (start, -end) < (best[0], -best[1])):
                best = (start, end)
    return best or (at, at)


def _held_body(text: str, match: re.Match[str]) -> tuple[int, int]:
    if match["word"] == "ignore-file":
        return 0, len(text) + 1
    begin = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    end = len(text) if end < 0 else end
    if (text[begin : match.start()] + text[match.end() : end]).strip():
        return begin, end
    table = re.compile(r"\s*").match(text, end)
    start = text.rfind("\n", 0, table.end()) + 1 if table else end
    blank = re.compile(r"\n[ \t]*\r?(?:\n|\Z)").search(text, start)
    return start, blank.start() if blank else len(text)


def _parsed(match: re.Match[str], held: tuple[int, int]) -> Iterator[Suppression]:
    comment = (
        match.start(),
        match.end() - (len(match["rest"]) - len(match["rest"].rstrip()) if match[0][0] == "#" else 0),
    )
    at = match.start("rest")
    rules = RULES.match(match["rest"])
    names = list(_NAME.finditer(rules[1])) if rules else []
    if rules is None or not names:
        broken = Suppression("", (match.start("word"), match.end("word")), comment, held)
        broken.problem = f"{match['word']} must name rules: {match['word']}[rule]"
        yield broken
        return
    rest = match["rest"][rules.end() :]
    until = _UNTIL.search(rest)
    for name in names:
        start = at + rules.start(1) + name.start()
        one = Suppression(current(name[0]), (start, start + len(name[0])), comment, held)
        one.others = len(names) - 1
        if until is not None:
            date = until[1].rstrip(";,.")
            stamp = parse(date)
            one.until = date
            if stamp is None or stamp.time or impossible(stamp):
                one.problem = f"until={until[1]} is no date: write until=YYYY-MM-DD"
        yield one
