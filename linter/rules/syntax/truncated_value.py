"""Find unquoted strings that are cut off by `` #``, which begins a comment in YAML."""

from __future__ import annotations

from linter.model.statuses import status_class
from linter.model.timestamps import parse
from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.edits import quoted
from linter.syntax.fix import Edit, Fix
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_null
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model.document import Document
    from linter.rules.violation import Violation

_MAY_CUT = lazy(r"[ \t]#\w")
_CUT = lazy(r"[ \t]++(#(\w).*)")
_TOOLS = lazy(r"#(?:planlint|noqa|nosec|type:|yamllint|pragma)")
_COMMENT = lazy(r"\s#\s.*\Z")
_PROSE = ("title", "name", "description", "note", "notes", "summary", "goal", "objective", "tasks_summary")
MIN_WORDS = 3  # before `#word` in a field that may not be prose


class TruncatedValue(Rule):
    """See ``truncated_value.md``."""

    id = "truncated-value"
    family = "syntax"
    severity = WARNING
    kinds = ("progress", "manifest")
    fix = "unsafe"

    def check(self, document: Document) -> Iterable[Violation]:
        front, text = document.front_matter, document.source.text
        start, end = (front.start, front.end) if front is not None else (0, len(text))
        if document.root is None or not _MAY_CUT.search(text, start, end):
            return
        for field, node in _scalars(document.root):
            at = node.end if node.end > node.start else text.find(":", node.key_end) + 1
            cut = _CUT.match(text, at, end)
            if cut and at > 0 and not _TOOLS.match(cut[1]) and _is_cut(field, node, is_number=cut[2].isdecimal()):
                yield self._violation(document, field, node, at, _COMMENT.sub("", text[at : cut.end()]).rstrip())

    def _violation(self, document: Document, field: str, node: ScalarNode, at: int, rest: str) -> Violation:
        whole = (node.text + rest).strip()
        fix = None
        if "\n" not in document.source.text[node.start : node.end]:
            start = node.start if node.end > node.start else at + len(rest) - len(rest.lstrip())
            fix = Fix(f"Quote `{field}`", [Edit(start, at + len(rest), quoted(whole))], safe=False)
        what = f"truncated to `{node.text}`" if node.text else "null"
        return self.violation(
            document,
            node,
            f"`{field}` is {what}, because ` #` starts a comment",
            {"field": field, "found": node.text, "suggestion": whole},
            fix=fix,
        )


def _is_cut(field: str, node: ScalarNode, *, is_number: bool) -> bool:
    """Whether the words before and after `` #`` belong together."""
    text = node.text.strip()
    if is_null(node):
        return is_number and not text
    if status_class(text) or parse(text):
        return False
    words = text.split()
    return field in _PROSE or len(words) >= (2 if is_number else MIN_WORDS)


def _scalars(root: MappingNode) -> Iterator[tuple[str, ScalarNode]]:
    """Yield the unquoted scalars of block mappings and lists, each with its field."""
    stack: list[tuple[str, object]] = [("", root)]
    seen: set[int] = set()
    while stack:
        field, node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            if node.plain:
                yield field, node
        elif isinstance(node, MappingNode) and not node.flow:
            stack.extend(reversed(node.entries.items()))
        elif isinstance(node, SequenceNode) and not node.flow:
            stack.extend((field, item) for item in reversed(node.items))
