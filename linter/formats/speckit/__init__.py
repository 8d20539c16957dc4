"""``speckit``: the task lists of spec-kit (``linter/formats/speckit.md``), ``specs/<feature>/tasks.md``.

A file is of the format if a checkbox in it begins with an id such as ``T001``. Only people and agents read the format;
no tool checks it.
"""

from __future__ import annotations

import re

from linter.formats.speckit.changed_files import files
from linter.formats.speckit.references import (
    KnownIds,
    canonical,
    dependencies,
    id_range,
    label,
    mentions,
    number,
    struck_ids,
)
from linter.formats.speckit.scope import FeatureScope
from linter.formats.speckit.sections import dependency_lines, lines_without_box
from linter.formats.speckit.totals import total_count, total_lines, total_witnesses
from linter.model.board import TaskFile, TaskItem, no_root
from linter.model.statuses import DONE, OPEN
from linter.syntax.markdown_blocks import FENCE_OPENING, Spans
from linter.syntax.markdown_checkboxes import Box, Heading, items
from linter.syntax.nodes import MappingNode, ReadError, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.formats.context import FileContext
    from linter.model.counts import Count
    from linter.model.document import Document
    from linter.model.project_files import DocumentLookup
    from linter.model.scope import Scope
    from linter.model.witness import Witness
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

KIND = "speckit"
severities = {
    "duplicate-task-id": "error",
    **dict.fromkeys(
        """unknown-dependency self-dependency duplicate-dependency dependency-cycle done-before-dependency
        same-batch-dependency same-batch-file count-mismatch ignored-field""".split(),
        "warning",
    ),
}

_TEMPLATE = re.compile(r"(?:^|/)templates?/")
_PARALLEL = re.compile(r"[\s*_\]:.-]*(?:\[[^]\n]{2,40}\]\s*)?\[P\]")
_MARKED = re.compile(r"[\s*_\]`:.-]*(?:\[[^]\n]{1,40}\][\s*_:.-]*)*")
_GOES_ON = re.compile(
    rf"[ \t]*+\r?\n[ \t]++(?!(?:[-*+]|\d{{1,9}}[.)]|\#{{1,6}})[ \t]|{FENCE_OPENING}|<!--|>)[^\s][^\r\n]*", re.MULTILINE
)


def identifies_itself(text: str) -> bool:
    """Return False: text that cannot be parsed has no mark of the format."""
    return False


def read(source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
    """Return the tasks in *source*, or None if no checkbox has an id, and for templates."""
    if not forced and _TEMPLATE.search(source.path):
        return None
    hidden = Spans()
    found = list(items(source.text, 0, hidden))
    if not forced and not any(isinstance(item, Box) and label(item.text) for item in found):
        return None
    return Feature(source, found, hidden)


class Step(TaskItem):
    """A task; ``is_parallel`` if marked ``[P]``. Its text, ``words``, begins at the offset ``start``."""

    def __init__(self, plan: Feature, box: Box, id: ScalarNode) -> None:
        word = DONE if box.is_done else OPEN
        status = ScalarNode(word, box.start, box.end)
        super().__init__(plan, id, status, [], MappingNode(box.start))
        behind = box.text[id.end - box.text_start :]
        marks = _MARKED.match(behind)
        self.is_parallel = box.text.startswith("[P]") or _PARALLEL.match(behind) is not None
        self.start = id.end + (marks.end() if marks else 0)
        self.words = plan.source.text[self.start : paragraph_end(plan.source.text, box.text_start + len(box.text))]
        self.files = list(files(self.words, self.start)) if self.is_parallel else []
        self.status_class = word if box.is_done or box.is_open else None
        self.label = behind[self.start - id.end :]


class Feature(TaskFile):
    """The task list of a feature.

    ``groups`` are the runs of adjacent tasks marked ``[P]``, ``ranges`` the first and last numbers of checkboxes that
    are not tasks, because they are for several (``- [x] T001-T010 …``) or struck out, ``unboxed`` the ids of task lines
    without a checkbox.
    """

    comments = "markdown"

    def __init__(self, source: Source, found: list[Heading | Box], hidden: Spans) -> None:
        super().__init__(KIND, severities, source, no_root(), [])
        self._shape = []
        self._hidden = hidden
        self.groups: list[list[Step]] = [[]]
        self.ranges: list[tuple[int, int]] = []
        self._covered: Spans | None = None
        steps: list[Step] = []
        section = ""
        for item in found:
            step = self._step(item) if isinstance(item, Box) else None
            if step is not None:
                step.section = section
                steps.append(step)
            elif isinstance(item, Heading) and item.level == 2:
                section = item.text
            self._group(item, step)
        self.tasks += steps
        self.known = KnownIds([step.name for step in steps])
        self._connect(steps, found)
        self.unboxed = self._find_unboxed(found)

    def _step(self, box: Box) -> Step | None:
        match = label(box.text)
        numbers = struck_ids(box.text) if match is None else id_range(box.text)
        if numbers is not None:
            self.ranges.append(numbers)
        if match is None or numbers is not None:
            return None
        at = box.text_start
        return Step(self, box, ScalarNode(match[1], at + match.start(1), at + match.end(1)))

    def _group(self, item: Heading | Box, step: Step | None) -> None:
        """Continue or end the run of ``[P]`` tasks; a checkbox below a task does neither."""
        if step is not None and step.is_parallel:
            self.groups[-1].append(step)
        elif step is not None or not (isinstance(item, Box) and item.indent):
            self.groups.append([])

    def _connect(self, steps: list[Step], found: list[Heading | Box]) -> None:
        """Add the dependencies in task lines, then those that the dependencies section adds."""
        by_id: dict[str, Step] = {}
        for step in steps:
            by_id.setdefault(canonical(step.name), step)
            step.dependencies.extend(dependencies(step.words, step.start, self.known))
        stated = {(canonical(step.name), canonical(node.text)) for step in steps for node in step.dependencies}
        for subject, node in dependency_lines(self.source.text, found, self._hidden, self.known):
            pair = canonical(subject), canonical(node.text)
            if pair not in stated and pair[0] in by_id:
                stated.add(pair)
                by_id[pair[0]].dependencies.append(node)

    def _find_unboxed(self, found: list[Heading | Box]) -> frozenset[str]:
        ids: dict[str, ScalarNode] = {}
        for node in lines_without_box(self.source.text, found, self._hidden):
            if node.text not in self.known and not self.is_in_range(node.text):
                ids.setdefault(canonical(node.text), node)
        for node in ids.values():
            message = f"`{node.text}` has no checkbox, so it is not counted as a task"
            data: dict[str, object] = {"field": "task", "reason": "box"}
            self.read_errors.append(ReadError("ignored-field", node.start, node.end, message, data))
        return frozenset(ids)

    def is_in_range(self, id: str) -> bool:
        """Whether a checkbox for several tasks, or one that is struck out, covers *id*."""
        if self._covered is None:
            self._covered = Spans()
            end = -1
            for first, last in sorted(self.ranges):
                if last > end:
                    self._covered.add(max(first, end), last + 1)
                    end = last + 1
        return number(id) in self._covered

    def gather(self, project: DocumentLookup) -> Scope:
        """Return the scope of the tasks of this file."""
        return FeatureScope(self)

    def mentions(self) -> Iterator[ScalarNode]:
        """Yield every other occurrence of an id in the text, also in examples."""
        linked = {node.start for task in self.tasks for node in (task.id, *task.dependencies)}
        for match in mentions(self.source.text):
            id = self.known.cut(match[0])
            if id in self.known and match.start() not in linked:
                yield ScalarNode(id, match.start(), match.start() + len(id))

    def counts(self, project: DocumentLookup) -> Iterator[Count]:
        """Yield a wrong ``Total Tasks: 12``, if there is exactly one such line.

        If a checkbox covers several tasks or is struck out, their number is unknown.
        """
        found = list(total_lines(self.source.text, self._hidden))
        if len(found) == 1 and not self.ranges:
            yield total_count(self, found[0])

    def witnesses(self, count: Count, project: DocumentLookup) -> Iterator[Witness]:
        """Yield what in the file supports its number of tasks."""
        yield from total_witnesses(self, count, self._hidden)


def paragraph_end(text: str, end: int) -> int:
    """Return the end of the sentence on the line that ends at *end*, which indented lines may continue."""
    while match := _GOES_ON.match(text, end):
        end = match.end()
    return end
