"""Defects that hide a progress file from its readers: misplaced front matter, empty files, a mistyped ``type``."""

from __future__ import annotations

import re
from itertools import islice, pairwise

from linter.formats import progress_signs as signs
from linter.model.did_you_mean import distance
from linter.model.document import Document
from linter.syntax import front_matter
from linter.syntax.markdown_blocks import fenced_code
from linter.syntax.nodes import MappingNode, ReadError, ScalarNode, SequenceNode
from linter.syntax.yaml_reader import parse_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.plan import Plan
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

BLANKS = "\0 \t\r\n\ufeff"
_BEFORE = re.compile(r"\ufeff?(?:[ \t]*\r?\n|[ \t]*<!--(?:(?!-->)[\s\S]){0,4000}-->[ \t]*\r?\n|#[^\n]*\n){0,100}")
_OPENING = re.compile(r"[ \t]*(?P<dashes>-{3,})[ \t]*\r?\n")
_LONG_CLOSING = re.compile(r"(?m)^-{4,}(?=[ \t]*\r?$)")
_FENCE = re.compile(r"[\ufeff\s]*(?P<fence>`{3,}|~{3,})[^`\n]*\n(?:[ \t]*\r?\n)*")
_RULE = re.compile(r"(?m)^(?:---|\.\.\.)[ \t]*\r?$")
_NOT_A_PLAN = re.compile(
    r"(?:readme|index|notes?|worknotes|context|todo|changelog|claude|agents|license|contributing)\.\w+\Z", re.IGNORECASE
)
_KEYS = frozenset(
    (*signs.SIGNS, "type", "doc_type", "phase", "status", "title", "created", "updated", "completed_tasks", "owners")
)
_MAX_RULES = 100  # thematic breaks in a body that may begin another front matter
_ONE_EDIT = 1


def read(source: Source, limits: Limits) -> Document | None:
    """Return the document of a plan file with misplaced front matter, or None for other texts."""
    text = source.text
    if not text.strip(BLANKS):
        return _empty(source)
    misplaced = _misplaced(source, _BEFORE.match(text).end(), limits)  # type: ignore[union-attr]
    if misplaced is not None:
        return misplaced
    fence = _FENCE.match(text)
    if fence is None:
        return None
    closing = re.compile(rf"(?m)^ {{0,3}}{fence['fence'][0]}{{{len(fence['fence'])},}}[ \t]*\r?$").search(
        text, fence.end()
    )
    if closing is None or text[closing.end() :].strip() or not _is_plan(source, text[fence.end() :], limits):
        return None
    message = "front matter inside a code fence is not read"
    return _unread(source, fence.span("fence"), message, "code-fence")


def _misplaced(source: Source, at: int, limits: Limits) -> Document | None:
    """Return the document of a file with the front matter of a plan at *at*, where it is not read, or None."""
    opening = _OPENING.match(source.text, at)
    if opening is None or (opening.start("dashes") == 0 and opening["dashes"] == "---"):
        return None
    rest = source.text[opening.end("dashes") :]
    is_long = len(opening["dashes"]) > len("---")
    if not _is_plan(source, "---" + (_LONG_CLOSING.sub("---", rest, count=1) if is_long else rest), limits):
        return None
    line = source.position(at)[0]
    if line > 1:
        message, reason = f"front matter is not read: it begins on line {line}, expected line 1", "not-first"
    elif is_long:
        message, reason = (
            f"front matter is not read: it begins with `{opening['dashes'][:20]}`, expected `---`",
            "opening",
        )
    else:
        message, reason = "front matter is not read: it is indented", "opening"
    return _unread(source, opening.span("dashes"), message, reason)


def behind(source: Source, body: int, limits: Limits) -> Document | None:
    """Return the document of a file with the front matter of a plan directly at *body*, behind another, or None."""
    start = len(source.text) - len(source.text[body:].lstrip())
    return _misplaced(source, start, limits)


def visibility_errors(plan: Plan, front: front_matter.FrontMatter, limits: Limits) -> Iterator[ReadError]:
    """Yield what readers do not see in *plan*, or that they do not see it."""
    if front.opening:
        message = "byte order mark before the front matter: it is not read"
        yield ReadError("invisible-file", 1, 4, message, {"reason": "byte-order-mark"})
    if not plan.has_schema and (error := mistyped(plan.root)):
        yield error
    if error := second_front_matter(plan.source, front.body, limits):
        yield error


def _empty(source: Source) -> Document | None:
    name = source.path.rpartition("/")[2]
    if _NOT_A_PLAN.match(name):
        return None
    what = "contains only NUL bytes" if "\0" in source.text else "is empty"
    document = _unread(source, (0, min(1, len(source.text))), f"plan file {what}", "empty")
    document.is_doubtful = True
    return document


def _is_plan(source: Source, text: str, limits: Limits) -> bool:
    """Whether front matter at the start of *text* makes the file a plan."""
    front = front_matter.split(text)
    if front is None or front.body < 0:
        return False
    yaml = text[front.start : front.end]
    root = parse_yaml(yaml, 0, limits).root
    if not isinstance(root, MappingNode):
        return signs.identifies_itself(yaml, source.path)
    return signs.is_ours(root, source.path)


def _unread(source: Source, span: tuple[int, int], message: str, reason: str) -> Document:
    error = ReadError("invisible-file", *span, message, {"reason": reason})
    return Document(source, None, [error], "progress")


def mistyped(root: MappingNode) -> ReadError | None:
    """Return a warning about a ``type`` similar to ``progress`` next to tasks with ids, or None."""
    tasks = root.get("tasks")
    items = tasks.items if isinstance(tasks, SequenceNode) else []
    if not any(isinstance(item, MappingNode) and "id" in item.entries for item in items):
        return None
    for field in ("type", "doc_type"):
        node = root.get(field)
        if isinstance(node, ScalarNode) and _is_near(node.text.strip()):
            message = f"`{field}` is `{node.text.strip()}`, expected `progress`: the file is not read as a plan"
            data: dict[str, object] = {"reason": "type", "field": field, "found": node.text.strip()}
            return ReadError("invisible-file", *node.span, message, data, severity="warning")
    return None


def _is_near(text: str) -> bool:
    if text == "progress" or len(text) > 60:
        return False
    folded = text.casefold()
    return distance(folded, "progress", _ONE_EDIT) <= _ONE_EDIT or re.match(r"progress[^a-z0-9]", folded) is not None


def near_miss(source: Source, root: MappingNode) -> Document | None:
    """Return the document of a file with tasks and a ``type`` similar to ``progress``, or None."""
    error = mistyped(root)
    return Document(source, None, [error], "progress") if error else None


def second_front_matter(source: Source, body: int, limits: Limits) -> ReadError | None:
    """Return a warning about front matter in the body, which begins at *body* and is not read, or None."""
    text = source.text
    if not signs.has_sign(text, body):
        return None
    hidden = fenced_code(text, body)
    rules = islice((match for match in _RULE.finditer(text, body) if match.start() not in hidden), _MAX_RULES)
    for opening, closing in pairwise(rules):
        start = text.find("\n", opening.end()) + 1
        yaml = text[start : closing.start()]
        if not opening[0].startswith("-") or len(yaml) > signs.HEAD or not signs.has_sign(yaml):
            continue
        root = parse_yaml(yaml, start, limits).root
        if isinstance(root, MappingNode) and len(_KEYS.intersection(root.entries)) > 1:
            message = "second front matter is not read"
            data: dict[str, object] = {"reason": "second-front-matter"}
            span = opening.start(), opening.start() + 3
            return ReadError("invisible-file", *span, message, data, severity="warning")
    return None
