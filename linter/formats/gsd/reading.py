"""Read the files of GSD and VBW into the model."""

from __future__ import annotations

import re

from linter.formats.context import absolute
from linter.formats.gsd.fields import check_fields, cross_phase
from linter.formats.gsd.milestones import is_archived, is_shipped, past_work
from linter.formats.gsd.names import PlanName, is_plan, is_summary, padded, pair_of, phase_of, summaries
from linter.formats.gsd.reports import Summary, orphan
from linter.formats.gsd.roadmap import Roadmap
from linter.formats.gsd.scope import GsdScope, PlanFile
from linter.formats.gsd.state import State
from linter.model.board import TaskItem, no_root
from linter.model.id_texts import shape, split_field
from linter.model.statuses import BLOCKED, CLOSED, DONE, OPEN, RUNNING, normalise
from linter.schema.validator import ShapeError
from linter.syntax import front_matter, lenient_front_matter
from linter.syntax.nodes import Limits, MappingNode, Node, ReadError, ScalarNode, SequenceNode
from linter.syntax.scalar_types import text_of
from linter.syntax.yaml_reader import parse_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.formats.context import FileContext
    from linter.model.document import Document
    from linter.syntax.source import Source

_STATUS = re.compile(r"""(?m)^status[ \t]*:[ \t]*["']?([\w-]+)""")
_WORDS = {OPEN: "open (it has no SUMMARY)", DONE: "done", BLOCKED: "halted", RUNNING: "not complete"}
_LATE = re.compile(
    r"\ufeff?(?:[ \t]*\r?\n|[ \t]*<!--(?:(?!-->)[\s\S]){0,4000}-->[ \t]*\r?\n|#[^\n]*\n){1,100}"
    r"(?=---[ \t]*\r?\n[a-z_-]+[ \t]*:)"
)
_NUMBER = re.compile(r"\d{1,3}[A-Za-z]?\Z")
_WHOLE = re.compile(r"\d{1,6}\Z")


class FormatVariant:
    """The differences between GSD and VBW; the first four ``required`` fields identify a plan."""

    def __init__(
        self, kind: str, tool: str, severities: dict[str, str], scope: type[GsdScope], required: tuple[str, ...]
    ) -> None:
        self.kind = kind
        self.tool = tool
        self.severities = severities
        self.scope = scope
        self.required = required


def read_with(
    flavour: FormatVariant, source: Source, limits: Limits, forced: bool, context: FileContext
) -> Document | None:
    """Return the document in *source*, or None if it is not of the format."""
    directory, _, file = source.path.rpartition("/")
    if is_summary(file):
        front, root, read_errors = _front_matter(flavour, source, limits)
        error = orphan(source, flavour.tool, context)
        summary = Summary(
            flavour.kind, flavour.severities, source, root, [*read_errors, error] if error else read_errors
        )
        summary.front_matter = front
        summary.is_shipped = is_shipped(context, absolute(directory))
        summary.comments = "markdown" if front is None else "yaml"
        return summary if front or error else None
    if file == "STATE.md":
        front, root, read_errors = _front_matter(flavour, source, limits)
        state = State(flavour.kind, flavour.severities, source, root, read_errors)
        state.front_matter, state.context = front, context
        state.comments = "markdown" if front is None else "yaml"
        return state
    if file == "ROADMAP.md":
        roadmap = Roadmap(flavour.kind, flavour.severities, source, no_root(), [])
        roadmap.is_shipped = is_archived(absolute(directory))
        roadmap.fill(context)
        return roadmap if roadmap.phases else None
    if is_plan(file) or forced:
        return _plan(flavour, source, limits, context, directory, file)
    return None


def _plan(
    flavour: FormatVariant, source: Source, limits: Limits, context: FileContext, directory: str, file: str
) -> Document | None:
    folder = absolute(directory)
    if folder.endswith("/plans"):
        folder = folder.rpartition("/")[0]
    front, root, read_errors = _front_matter(flavour, source, limits)
    name = PlanName(file, folder.rpartition("/")[2])
    has_shape = any(field in root.entries for field in flavour.required[:4])
    if not has_shape and (front is not None or not (name.plan and phase_of(folder.rpartition("/")[2]))):
        return None
    plan = PlanFile(flavour.kind, flavour.severities, source, root, read_errors)
    plan.front_matter, plan.plan_name, plan.context, plan.scope = front, name, context, flavour.scope
    plan.phase_folder = folder
    plan.comments = "markdown" if front is None else "yaml"
    _fill(plan, flavour, context, directory, file)
    plan.is_ticked = name.pair in past_work(context, folder).ticked
    plan.is_shipped = is_shipped(context, folder)
    if plan.is_shipped:
        return plan  # shipped plans are not completed later
    plan.shape.extend(check_fields(plan))
    written = {key.replace("-", "_") for key in root.entries}
    missing = [field for field in flavour.required if field not in written]
    unseen = _unseen(source, front, flavour)
    if unseen is not None:
        plan.read_errors.append(unseen)
    elif missing and "/quick/" not in folder:
        plan.shape.append(ShapeError("x-recommended", root, (), None, tuple(missing)))
    return plan


def _unseen(source: Source, front: front_matter.FrontMatter | None, flavour: FormatVariant) -> ReadError | None:
    """Return what keeps the tool from reading the front matter, which must be at the first byte, or None."""
    late = _LATE.match(source.text) if front is None else None
    if late is None and not (front is not None and front.opening):
        return None
    at = late.end() if late else 1
    line = source.position(at)[0]
    where = f"begins on line {line}, expected line 1" if late else "follows a byte order mark"
    message = f"front matter {where}: {flavour.tool} reads none of its fields"
    reason = "not-first" if late else "byte-order-mark"
    return ReadError("invisible-file", at, at + 3, message, {"reason": reason}, severity="error")


def _front_matter(
    flavour: FormatVariant, source: Source, limits: Limits
) -> tuple[front_matter.FrontMatter | None, MappingNode, list[ReadError]]:
    """Return the front matter, read line by line if it is not valid YAML."""
    front = front_matter.split(source.text)
    if front is None or front.body < 0:
        return None, no_root(), []
    yaml = source.text[front.start : front.end]
    tree = parse_yaml(yaml, front.start, limits)
    if isinstance(tree.root, MappingNode):
        return front, tree.root, tree.read_errors
    help = f"{flavour.tool} reads the file line by line and accepts it"
    if flavour.kind == "gsd":  # newer versions parse YAML
        help = "many versions of GSD read the file line by line, others lose the front matter"
    read_errors = []
    for strict in tree.read_errors:
        error = ReadError(strict.rule, strict.start, strict.end, strict.message, strict.data, help=help)
        error.until_finished = True
        read_errors.append(error)
    return front, lenient_front_matter.read(yaml, front.start), read_errors


def _fill(plan: PlanFile, flavour: FormatVariant, context: FileContext, directory: str, file: str) -> None:
    root, name = plan.root, plan.plan_name
    where = text_of(root.get("plan"))
    first = (where.start, where.end) if where else (0, plan.source.first_line_end)
    shapes = {shape(id) for id in (name.canonical, name.id, name.plan, f"{name.phase}-{name.plan}") if id}
    references = [node for field in ("depends_on", "depends-on") for node in split_field(plan, field, shapes)]
    references = [node for node in references if normalise(node.text) not in ("none", "n/a", "-", "[]")]
    written = name.canonical
    if flavour.kind == "vbw":
        written = name.padded
        references = [*(_padded(node, name) for node in references), *cross_phase(plan)]
    id = ScalarNode(written, *first)
    task = TaskItem(plan, id, None, references, root)
    task.wave = text_of(root.get("wave"))
    wave = task.wave.text.strip() if task.wave else ""
    task.rank = int(wave) if _WHOLE.match(wave) else None
    task.files = _texts(root.get("files_modified")) or _texts(root.get("files-modified"))
    task.status_class = _status(flavour, context, directory, file, name)
    task.status_words = _WORDS[task.status_class]
    own = text_of(root.get("status"))
    if own is not None and normalise(own.text) == "superseded":
        task.status_class, task.status_words = CLOSED, "superseded"
    plan.tasks.append(task)


def _padded(node: ScalarNode, name: PlanName) -> ScalarNode:
    """Return a VBW reference, ``2`` or ``1-2``, in the form ``01-02``."""
    text = node.text.strip()
    pair = pair_of(text) or ((name.phase, text) if _NUMBER.match(text) else None)
    text = padded(*pair) if pair else node.text
    return ScalarNode(text, node.start, node.end, node.key_start, node.key_end, node.plain)


def _status(flavour: FormatVariant, context: FileContext, directory: str, file: str, name: PlanName) -> str:
    """Return the status class of a plan: done if it has a SUMMARY, which in VBW must also be complete."""
    names = context.names(directory)
    summary = next((candidate for candidate in summaries(file, name) if candidate in names), None)
    if summary is None:
        return OPEN
    text = context.text(f"{directory}/{summary}" if directory else summary) or ""
    front = front_matter.split(text)
    match = _STATUS.search(text, front.start, front.end) if front else None
    outcome = match[1].lower() if match else ""
    if outcome == "halted":
        return BLOCKED
    return RUNNING if flavour.kind == "vbw" and outcome in ("partial", "failed") else DONE


def _texts(node: Node | None) -> list[ScalarNode]:
    """Return the scalars of a list; a single scalar is a list of one."""
    items = node.items if isinstance(node, SequenceNode) else [node]
    return [text for item in items if (text := text_of(item))]
