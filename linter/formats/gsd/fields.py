"""What the front matter of a plan says against its file: its number, its checkpoints, plans of other phases."""

from __future__ import annotations

import re

from linter.formats.gsd.names import bare, padded, pair_of
from linter.schema.validator import ShapeFault
from linter.syntax.markdown_blocks import Spans, fenced_code
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_placeholder, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.formats.gsd.scope import PlanFile

_CHECKPOINT = re.compile(r"""<task\s+type=["']?checkpoint""")
_NUMBER = re.compile(r"\d{1,3}[A-Za-z]?\Z")
_DIGITS = re.compile(r"\d+(?:\.\d+)*\Z")
CROSS = "cross_phase_deps"


def judge(plan: PlanFile) -> Iterator[ShapeFault]:
    """Where the plan's own fields contradict its file."""
    if "/quick/" not in f"{plan.phase_folder}/":  # their files have the number of the errand
        yield from _number(plan)
    autonomous = text_of(plan.root.get("autonomous"))
    if autonomous is not None and autonomous.text.strip().lower() == "true" and has_checkpoint(plan):
        fault = ShapeFault("x-form", autonomous, ("autonomous",), "false, as a plan with a checkpoint task needs it")
        fault.spelling = "false"
        yield fault


def _number(plan: PlanFile) -> Iterator[ShapeFault]:
    written, name = text_of(plan.root.get("plan")), plan.plan_name
    if written is None or not name.plan or is_placeholder(written, plan.source):
        return
    text = written.text.strip()
    pair = pair_of(text)
    number = pair[1] if pair else bare(text) if _NUMBER.match(text) else None
    if number is not None and number != bare(name.plan):
        fault = ShapeFault("x-form", written, ("plan",), f"{name.plan}, the number in the file's name")
        if not pair:
            fault.spelling = name.plan
        yield fault


def has_checkpoint(plan: PlanFile) -> bool:
    """Whether a task of the body is a checkpoint, at which somebody has to look."""
    text = plan.source.text
    body = plan.front_matter.body if plan.front_matter else 0
    code: Spans | None = None
    for match in _CHECKPOINT.finditer(text, body):
        code = code or fenced_code(text, body)
        if match.start() not in code:
            return True
    return False


def cross_phase(plan: PlanFile) -> Iterator[ScalarNode]:
    """The plans of other phases that VBW's ``cross_phase_deps`` names, as references ``phase 01 plan 02``."""
    entries = plan.root.get(CROSS)
    for entry in entries.items if isinstance(entries, SequenceNode) else ():
        phase, number = text_of(entry.get("phase")), text_of(entry.get("plan"))
        if not isinstance(entry, MappingNode) or phase is None or number is None:
            continue
        pair = pair_of(number.text) or (phase.text.strip(), number.text.strip())
        if _DIGITS.match(phase.text.strip()) and _NUMBER.match(pair[1]):
            text = "phase {} plan {}".format(*padded(phase.text.strip(), pair[1]).rpartition("-")[::2])
            yield ScalarNode(text, number.start, number.end, number.key_start, number.key_end, plain=False)
