"""``speckit``: the task lists of spec-kit (github/spec-kit), ``specs/<feature>/tasks.md``.

A file is ours when a box in it begins with an id such as ``T001``. Nothing of the format is checked by a tool: a
person or an agent reads it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from linter.model.board import TaskFile, TaskItem, no_root
from linter.model.counts import Count
from linter.model.scope import RESOLVED, UNKNOWN, Resolution, Scope
from linter.model.statuses import DONE, OPEN
from linter.syntax.markdown_blocks import FENCE_OPENING, Spans
from linter.syntax.markdown_checkboxes import Box, Heading, items
from linter.syntax.nodes import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.formats.context import FileContext
    from linter.model.document import Document
    from linter.model.plan import Task
    from linter.model.project_files import DocumentLookup
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

KIND = "speckit"
severities = {
    "duplicate-task-id": "error",
    **dict.fromkeys(
        """unknown-dependency self-dependency duplicate-dependency dependency-cycle done-before-dependency
        same-batch-file count-mismatch""".split(),
        "warning",
    ),
    "redundant-dependency": "off",
}

_TEMPLATE = re.compile(r"(?:^|/)templates?/")
_TASK = re.compile(r"T\d{1,9}[a-z]?\b")
_LABEL = re.compile(r"(?:\*\*|__|\[|`)?(T\d{1,9}[a-z]?)\b")
_MENTION = re.compile(r"(?<![\w./-])T\d{1,9}[a-z]?\b")
_PARALLEL = re.compile(r"[\s*_\]:.-]*(?:\[[^]\n]{2,40}\]\s*)?\[P\]")
_MARKED = re.compile(r"[\s*_\]`:.-]*(?:\[[^]\n]{1,40}\][\s*_:.-]*)*")
_GOES_ON = re.compile(
    rf"[ \t]*+\r?\n[ \t]++(?!(?:[-*+]|\d{{1,9}}[.)]|\#{{1,6}})[ \t]|{FENCE_OPENING}|<!--|>)[^\s][^\r\n]*", re.MULTILINE
)
_DEPENDS = re.compile(r"\bdepend(?:s|ent|ing)\s+(?:up)?on:?\s+(?=T\d)", re.IGNORECASE)
_AND = re.compile(r"\s*(?:(?:,|;|&|\+|/)\s*(?:and\s+)?|and\s+)(?=T\d)")
_TO = re.compile(r"\s*(?:[-–—]|through\s|to\s)\s*(?=T\d)")
_WORD = re.compile(r"`([^`\n]+)`|([^\s`]+)")
_FILE = re.compile(r"(?:\./)?(?:[\w@.+\-\[\]()]+/)*[\w@+\-\[\]][\w@.+\-\[\]]*\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
_TARGET = re.compile(r"\b(?:in|into|to|at)\s+`?\Z")
_TOTAL = re.compile(
    r"^[ \t>*_-]*total tasks[*_ \t]*:[*_ \t]*(?P<count>\d{1,9})\b"
    r"(?:[ \t]+(?:numbered[ \t]+)?tasks?\b)?(?P<rest>[*_ \t]*(?:(?:across|in)\b|[(.,;—–<]|\r?$)[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_MARKS = "*_\"',;:"
MOST_IN_RANGES = 100_000  # ids that the ranges of a file stand for: a short text could name millions
ENDINGS = frozenset(  # of files named without a folder; `process.env` is none
    """c cc cfg cjs conf cpp cs css csproj csv dart ex exs go gradle h hpp html ini ipynb java js json jsx kt kts less
    lock lua md mdx mjs php proto ps1 py rb rs rst sass scala scss sh sql svelte svg swift tf toml ts tsx txt vue xml
    yaml yml""".split()
)


def identifies_itself(text: str) -> bool:
    """Nothing in a text that cannot be read says that it is ours."""
    return False


def read(source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
    """The tasks in *source*; None where no box has an id, and for a template."""
    if not forced and _TEMPLATE.search(source.path):
        return None
    hidden = Spans()
    found = list(items(source.text, 0, hidden))
    if not forced and not any(isinstance(item, Box) and _LABEL.match(item.text) for item in found):
        return None
    return Feature(source, found, hidden)


def canonical(id: str) -> str:
    """T1 and T001 are one id."""
    return "T" + id[1:].lstrip("0")


class Step(TaskItem):
    """A task; ``is_parallel`` where it is marked ``[P]``. What it says, ``words``, begins at the offset ``start``."""

    def __init__(self, plan: Feature, box: Box, id: ScalarNode) -> None:
        word = DONE if box.is_done else OPEN
        status = ScalarNode(word, box.start, box.end, -1, -1, plain=True)
        super().__init__(plan, id, status, [], MappingNode(box.start, -1, -1, flow=False))
        self.is_parallel = _PARALLEL.match(box.text, id.end - box.text_start) is not None
        self.start = box.text_start
        self.words = paragraph(plan.source.text, box)
        self.files = list(files(self.words, box.text_start)) if self.is_parallel else []
        self.status_class = word if box.is_done or box.is_open else None
        self.label = _MARKED.sub("", box.text[id.end - box.text_start :], 1)


class Feature(TaskFile):
    """The document. ``groups`` are the runs of neighbouring tasks that are marked ``[P]``."""

    comments = "markdown"

    def __init__(self, source: Source, found: list[Heading | Box], hidden: Spans) -> None:
        super().__init__(KIND, severities, source, no_root(), [])
        self._shape = []
        self._hidden = hidden
        self.groups: list[list[Step]] = [[]]
        steps: list[Step] = []
        section = ""
        for item in found:
            label = _LABEL.match(item.text) if isinstance(item, Box) else None
            if isinstance(item, Box) and label:
                at = item.text_start
                id = ScalarNode(label[1], at + label.start(1), at + label.end(1), -1, -1, plain=True)
                steps.append(Step(self, item, id))
                steps[-1].section = section
            elif isinstance(item, Heading) and item.level == 2:
                section = item.text
            self._group(item, steps[-1] if label else None)
        known = Known([step.name for step in steps])
        for step in steps:
            step.dependencies.extend(dependencies(step.words, step.start, known))
            self.tasks.append(step)

    def _group(self, item: Heading | Box, step: Step | None) -> None:
        """Whether *item* goes on with the run of ``[P]`` tasks, or ends it; a box below a task does neither."""
        if step is not None and step.is_parallel:
            self.groups[-1].append(step)
        elif step is not None or not (isinstance(item, Box) and item.indent):
            self.groups.append([])

    def gather(self, project: DocumentLookup) -> Scope:
        """The tasks of this file alone."""
        return Steps(self)

    def mentions(self) -> Iterator[ScalarNode]:
        """Every other place of the text with an id, also in examples."""
        known = {canonical(task.name) for task in self.tasks}
        said = {node.start for task in self.tasks for node in (task.id, *task.dependencies)}
        for match in _MENTION.finditer(self.source.text):
            if canonical(match[0]) in known and match.start() not in said:
                yield ScalarNode(match[0], *match.span(), -1, -1, plain=True)

    def counts(self, project: DocumentLookup) -> Iterator[Count]:
        """The line ``Total Tasks: 12``, where there is one; of several nobody knows what each of them counts."""
        text = self.source.text
        found = [match for match in _TOTAL.finditer(text) if match.start() not in self._hidden]
        if len(found) == 1:
            start, end = found[0].span("count")
            node = ScalarNode(found[0]["count"], start, end, -1, -1, plain=True)
            first = self.tasks[0].id.span if self.tasks else (start, end)
            count = Count(node, "total tasks", int(node.text), len(self.tasks), self, first)
            count.what = f"the first of {len(self.tasks)} tasks"
            count.is_safe = not re.search(r"\d", found[0]["rest"])  # other numbers there belong to the old one
            yield count


def paragraph(text: str, box: Box) -> str:
    """What stands behind *box*, with the indented lines below that go on with its sentence."""
    end = box.text_start + len(box.text)
    while match := _GOES_ON.match(text, end):
        end = match.end()
    return text[box.text_start : end]


class Known:
    """The ids of a file, and those of them that ranges stand for."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {_number(name): name for name in names if name[-1].isdigit()}
        self._numbers = sorted(self._names)
        self._left = MOST_IN_RANGES

    def between(self, first: str, last: str) -> list[str]:
        """The ids behind *first* and before *last*."""
        begin, end = bisect_right(self._numbers, _number(first)), bisect_left(self._numbers, _number(last))
        found = self._numbers[begin : min(end, begin + self._left)]
        self._left -= len(found)
        return [self._names[number] for number in found]


def dependencies(text: str, base: int, known: Known) -> Iterator[ScalarNode]:
    """The ids behind ``depends on``, a range as all of its ids; *text* begins at the offset *base*."""
    for phrase in _DEPENDS.finditer(text):
        at = phrase.end()
        while match := _TASK.match(text, at):
            yield ScalarNode(match[0], base + match.start(), base + match.end(), -1, -1, plain=True)
            at = match.end()
            to = _TO.match(text, at)
            last = _TASK.match(text, to.end()) if to else None
            if last:
                span = base + match.start(), base + last.end()
                for inner in known.between(match[0], last[0]):
                    yield ScalarNode(inner, *span, -1, -1, plain=True)
                yield ScalarNode(last[0], base + last.start(), base + last.end(), -1, -1, plain=True)
                at = last.end()
            more = _AND.match(text, at)
            if more is None:
                break
            at = more.end()


def _number(id: str) -> int:
    return int(id[1:].rstrip("abcdefghijklmnopqrstuvwxyz"))


def files(text: str, base: int) -> Iterator[ScalarNode]:
    """The file that a task changes: the one it names; of several those that it names as a place (``in src/a.py``)."""
    found: dict[str, tuple[ScalarNode, bool]] = {}
    for match in _WORD.finditer(text):
        if "." not in match[0]:
            continue
        word = _bare(match[match.lastindex or 0])
        if not _FILE.match(word) or ("/" not in word and word.rpartition(".")[2].lower() not in ENDINGS):
            continue
        start = text.index(word, match.start())
        place = ScalarNode(word, base + start, base + start + len(word), -1, -1, plain=True)
        is_target = _TARGET.search(text, max(match.start() - 40, 0), match.start()) is not None
        before = found.get(word, (place, False))
        found[word] = before[0], before[1] or is_target
    for place, is_target in found.values():
        if is_target or len(found) == 1:
            yield place


def _bare(word: str) -> str:
    """*word* without the marks of a sentence around it; ``app/(auth)/page.tsx`` is a path."""
    word = word.strip(_MARKS).rstrip(".")
    if word.startswith("(") and (word.endswith(")") or word.count("(") > word.count(")")):
        word = word[1:].lstrip(_MARKS)
    return word.rstrip(_MARKS + ").") if word.count(")") > word.count("(") else word.rstrip(_MARKS)


class Steps(Scope):
    """The tasks of one file; ids begin anew in each feature."""

    calls_parallel = True

    def __init__(self, feature: Feature) -> None:
        self.feature = feature
        super().__init__([feature])

    def key(self, task: Task) -> str:
        """The id without leading zeros."""
        return canonical(task.name)

    def resolve(self, task: Task, text: str) -> Resolution:
        """The task of that id, however many zeros it has."""
        found = self.ids.get(canonical(text))
        return Resolution(RESOLVED, found) if found else Resolution(UNKNOWN)

    def are_ordered(self, task: Task, other: Task) -> bool:
        """Never: a task that waits for its neighbour may not be marked ``[P]`` either."""
        return False

    def parallel(self) -> Iterator[list[Step]]:
        """The pairs of tasks in a run of ``[P]`` that name one file, each with the nearest one before it."""
        for group in self.feature.groups:
            last: dict[str, Step] = {}
            for step in group:
                names = [file.text.removeprefix("./") for file in step.files]
                for other in {id(last[name]): last[name] for name in names if name in last}.values():
                    yield [other, step]
                last.update(dict.fromkeys(names, step))
