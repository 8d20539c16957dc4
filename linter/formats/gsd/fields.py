"""Fields of a plan that contradict its file: its number, its checkpoints, plans of other phases."""

from __future__ import annotations

import re

from linter.formats.gsd.names import bare, padded, pair_of
from linter.model.statuses import normalise
from linter.schema.validator import ShapeError
from linter.syntax.markdown_blocks import Spans, fenced_code
from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_null, is_placeholder, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.formats.gsd.scope import PlanFile

_CHECKPOINT = re.compile(r"""<task\s+type=["']?checkpoint""")
_NUMBER = re.compile(r"\d{1,3}[A-Za-z]?\Z")
_INTEGER = re.compile(r"\d{1,6}\Z")
_NEGATIVE = re.compile(r"-\d{1,6}\Z")
TYPES = ("execute", "tdd")
_DIGITS = re.compile(r"\d+(?:\.\d+)*\Z")
CROSS = "cross_phase_deps"


def check_fields(plan: PlanFile) -> Iterator[ShapeError]:
    """Yield fields of the plan that contradict its file or have a wrong type."""
    yield from _types(plan)
    if "/quick/" not in f"{plan.phase_folder}/":  # quick plans are numbered by the quick task
        yield from _number(plan)
    autonomous = text_of(plan.root.get("autonomous")) if not plan.all_closed else None
    if autonomous is not None and autonomous.text.strip().lower() == "true" and has_checkpoint(plan):
        error = ShapeError("x-form", autonomous, ("autonomous",), "false for a plan with a checkpoint task")
        error.spelling = "false"
        yield error


def _types(plan: PlanFile) -> Iterator[ShapeError]:
    """Check types: ``wave`` an integer from 0, ``autonomous`` a boolean, ``files_modified`` a list, ``type`` a name."""
    wave, autonomous, kind = (_written(plan, field) for field in ("wave", "autonomous", "type"))
    if wave is not None:
        text = wave.text.strip() if isinstance(wave, ScalarNode) else ""
        if _NEGATIVE.match(text):
            yield ShapeError("minimum", wave, ("wave",), 0)
        elif not _INTEGER.match(text):
            yield ShapeError("type", wave, ("wave",), ("integer",))
    if autonomous is not None:
        text = autonomous.text.strip().lower() if isinstance(autonomous, ScalarNode) else ""
        if text not in ("true", "false"):
            yield ShapeError("type", autonomous, ("autonomous",), ("boolean",))
    for field in ("files_modified", "files-modified"):
        files = _written(plan, field)
        is_none = isinstance(files, ScalarNode) and normalise(files.text) in ("none", "n/a", "-", "[]")
        if files is not None and not isinstance(files, SequenceNode) and not is_none:
            yield ShapeError("type", files, (field,), ("array",))
    is_judged = plan.kind == "gsd" and "/quick/" not in f"{plan.phase_folder}/" and not plan.all_closed
    if kind is not None and is_judged:
        if not isinstance(kind, ScalarNode):
            yield ShapeError("type", kind, ("type",), ("string",))
        elif kind.text.strip().lower() not in TYPES:
            yield ShapeError("enum", kind, ("type",), TYPES)


def _written(plan: PlanFile, field: str) -> Node | None:
    node = plan.root.get(field)
    return None if node is None or is_null(node) or is_placeholder(node, plan.source) else node


def _number(plan: PlanFile) -> Iterator[ShapeError]:
    written, name = text_of(plan.root.get("plan")), plan.plan_name
    if written is None or not name.plan or is_placeholder(written, plan.source):
        return
    text = written.text.strip()
    pair = pair_of(text)
    number = pair[1] if pair else bare(text) if _NUMBER.match(text) else None
    if number is not None and number != bare(name.plan):
        error = ShapeError("x-form", written, ("plan",), f"{name.plan}, the number in the file's name")
        if not pair:
            error.spelling = name.plan
        yield error


def has_checkpoint(plan: PlanFile) -> bool:
    """Whether a task in the body is a checkpoint, which needs a person."""
    text = plan.source.text
    body = plan.front_matter.body if plan.front_matter else 0
    code: Spans | None = None
    for match in _CHECKPOINT.finditer(text, body):
        code = code or fenced_code(text, body)
        if match.start() not in code:
            return True
    return False


def cross_phase(plan: PlanFile) -> Iterator[ScalarNode]:
    """Yield the plans in VBW's ``cross_phase_deps`` as references ``phase 01 plan 02``."""
    entries = plan.root.get(CROSS)
    for entry in entries.items if isinstance(entries, SequenceNode) else ():
        phase, number = text_of(entry.get("phase")), text_of(entry.get("plan"))
        if not isinstance(entry, MappingNode) or phase is None or number is None:
            continue
        pair = pair_of(number.text) or (phase.text.strip(), number.text.strip())
        if _DIGITS.match(phase.text.strip()) and _NUMBER.match(pair[1]):
            text = "phase {} plan {}".format(*padded(phase.text.strip(), pair[1]).rpartition("-")[::2])
            yield ScalarNode(text, number.start, number.end, number.key_start, number.key_end, plain=False)
