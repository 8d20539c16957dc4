"""Parts of a spec-kit task list other than checkboxes: the dependencies section, and task lines without a checkbox."""

from __future__ import annotations

import re
from bisect import bisect_right

from linter.formats.speckit.references import ID, KnownIds, label, listed, phrases
from linter.syntax.markdown_checkboxes import Box, Heading
from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linter.syntax.markdown_blocks import Spans

_LINE = re.compile(r"^[^\n]*\bT\d[^\n]*", re.MULTILINE)
_NUMBERED = r"(?:\d{1,3}[.)]\s++)?"
_TITLE = (  # **Foundation**: T003 needs T002
    r"(?:(?:\*\s++)?\*\*(?:(?!T\d)[^*\n]){1,80}+\*\*[:\s–—-]*+(?=[*_`\[]*T\d))?"
)
_SUBJECT = re.compile(
    rf"[\s;,.()_`>+|-]*+{_NUMBERED}{_TITLE}[\s;,.()*_`>+|-]*+{_NUMBERED}"
    r"(?:(?:and|while|then|tasks?)\s+)*+[*_`\[]*+(?=T\d)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?:;|(?<=\w{3})\.|(?<=[)`\d])\.)\s+(?=(?:and\s+)?[*_`\[]*T\d)")  # not `e.g. T003`
_ASIDE = re.compile(r"\([^()\n]*+\)|\[[^][\n]*+\]")
_ADVERBS = r"(?:(?:is|are|all|both|each|also|only|then|now|still|itself|must|will)\s+){0,3}"
_NO_SUBJECT = re.compile(  # the verb begins a clause, as in `T003: the tide table, depends on T001`
    rf"(?:[(\[{{|—–:;,.→]|\s-|\b(?:and|but|or|so|then))[\s*_`]*{_ADVERBS}\Z", re.IGNORECASE
)
_NAME = re.compile(  # of the task: `T015 browser tests depend on T014`
    r"[\s*_`]*+(?:(?!(?:that|which|who|not|cannot|never|first|before|after|until|blocks?|is|are|must|because|since)\b)"
    rf"[\w'-]+\s+){{0,4}}{_ADVERBS}\Z",
    re.IGNORECASE,
)
_MAX_GAP = 60  # characters before a verb
_ANY = re.compile(rf"(?<![\w./-]){ID}")
_BULLET = re.compile(
    rf"^(?P<indent>[ \t]*)(?:[-*+]|\d{{1,9}}[.)])[ \t]+(?P<text>(?:\*\*|__|\[|`)?(?P<id>{ID})[^\n]*)", re.M
)
_NO_TASK = re.compile(  # several ids, or the reason why the task does not exist
    rf"^\W{{0,4}}{ID}\W{{0,4}}(?:\s(?:and|to|through)\s)?\W{{0,4}}T\d|~~|\b(?:removed?|dropped|deleted|merged|moved|deferred|skipped|cancell?ed|obsolete|superseded|replaced|renumbered"
    r"|intentionally|reserved|unused|not needed|no longer|n/a)\b",
    re.IGNORECASE,
)


def dependency_lines(
    text: str, found: Sequence[Heading | Box], hidden: Spans, known: KnownIds
) -> Iterator[tuple[str, ScalarNode]]:
    """Yield pairs of a known task and a dependency stated in sections called ``Dependencies``."""
    boxes = {text.rfind("\n", 0, box.start) + 1 for box in found if isinstance(box, Box)}
    for start, end in _sections(text, found):
        for line in _LINE.finditer(text, start, end):
            if line.start() not in boxes and line.start() not in hidden:
                yield from _statements(line[0], line.start(), known)


def _sections(text: str, found: Sequence[Heading | Box]) -> Iterator[tuple[int, int]]:
    """Yield the span from each dependencies heading to the next one of the same or a higher level."""
    opened: Heading | None = None
    for item in found:
        if not isinstance(item, Heading):
            continue
        if opened is not None and item.level <= opened.level:
            yield opened.end, item.start
            opened = None
        if opened is None and item.text.lower().strip("*_ ").startswith("dependenc"):
            opened = item
    if opened is not None:
        yield opened.end, len(text)


def _statements(line: str, base: int, known: KnownIds) -> Iterator[tuple[str, ScalarNode]]:
    """Yield the dependencies of each phrase for the ids that begin the part of the line before it.

    Nothing is yielded if other ids make the subject unclear.
    """
    subjects: list[str] = []
    at = 0
    for start, behind in phrases(line):
        clauses = [clause.end() for clause in _CLAUSE.finditer(line, at, start)]
        subject = _SUBJECT.match(line, clauses[-1] if clauses else at, start)
        if subject:
            nodes, end = listed(line, subject.end(), base, known, of_subjects=True)
            subjects = [node.text for node in nodes if node.text in known]
            at = end
        if _ANY.search(line, at, start) or not _is_own_verb(line[at:start]):
            subjects = []
        references, at = listed(line, behind, base, known)
        for number, name in enumerate(subjects):
            for node in references:
                if (node.text in known or not number) and (len(subjects) == 1 or node.text != name):
                    yield name, node


def _is_own_verb(gap: str) -> bool:
    """Whether the ids before *gap* are the subject of the verb after it; ``everything else`` may be."""
    words = _ASIDE.sub(" ", gap)
    return bool(_NO_SUBJECT.search(words[-_MAX_GAP:]) or (len(words) <= _MAX_GAP and _NAME.match(words)))


def lines_without_box(text: str, found: Sequence[Heading | Box], hidden: Spans) -> Iterator[ScalarNode]:
    """Yield the ids of list items without a checkbox that resemble the tasks below the same heading."""
    headings = [item.start for item in found if isinstance(item, Heading)]
    positions = {
        (bisect_right(headings, item.start), item.indent)
        for item in found
        if isinstance(item, Box) and label(item.text)
    }
    for match in _BULLET.finditer(text):
        position = bisect_right(headings, match.start()), len(match["indent"].expandtabs(4))
        if position in positions and match.start() not in hidden and not _NO_TASK.search(match["text"]):
            yield ScalarNode(match["id"], *match.span("id"), -1, -1, plain=True)
