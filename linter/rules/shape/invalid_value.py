"""Find values outside their enum, pattern, range or length."""

from __future__ import annotations

from linter.model.did_you_mean import closest, did_you_mean, kebab
from linter.rules.base import Rule
from linter.rules.shape.status_spelling import respelled
from linter.syntax.edits import rewrite
from linter.syntax.fix import Edit, Fix
from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation
    from linter.schema.validator import ShapeFault

KEBAB = "^[a-z0-9]+(-[a-z0-9]+)*$"
USUAL = (  # common statuses, in the order of a message
    "pending", "not_started", "in_progress", "in-progress", "completed", "complete", "blocked", "deferred", "skipped",
)  # fmt: skip
SHOWN = 8  # allowed values in a message, unless more are common
LONGEST_VALUE = 80  # characters of an invalid value in a message
_KEYWORDS = ("enum", "pattern", "minimum", "maximum", "maxLength", "minProperties", "x-other", "x-form")


class InvalidValue(Rule):
    """See ``invalid_value.md``."""

    id = "invalid-value"
    family = "shape"
    kinds = ()
    fix = "unsafe"

    def check(self, document: Document) -> Iterable[Violation]:
        for fault in document.shape:
            if fault.keyword in _KEYWORDS and not respelled(fault):
                yield self._violation(document, fault)

    def _violation(self, document: Document, fault: ShapeFault) -> Violation:
        node, text = fault.node, getattr(fault.node, "text", "")
        near = _suggestion(fault, text)
        fix = None
        if near is not None and isinstance(node, ScalarNode):
            title = f"Set `{fault.field}` to {near}"
            whole = fault.keyword == "x-form" and not document.front_matter  # in JSON the quotes are wrong too
            edit = Fix(title, [Edit(node.start, node.end, near)], safe=False)
            fix = edit if whole else rewrite(document.source, node, near, title, safe=False)
        return self.violation(
            document,
            node,
            f"`{fault.field}` {_problem(fault, text)}",
            {
                "field": fault.field,
                "path": fault.pointer,
                "value": text,
                "expected": list(fault.expected) if fault.keyword == "enum" else fault.expected,
            },
            fix=fix,
            help=did_you_mean(near),
        )


def _problem(fault: ShapeFault, text: str) -> str:
    expected = fault.expected
    if fault.keyword == "enum":
        usual = [value for value in USUAL if value in expected]
        shown = [*usual, *(value for value in expected if value not in usual)][: max(SHOWN, len(usual))]
        text = text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
        return f"is `{text}`, expected one of {', '.join(shown)}" + (" …" if len(expected) > len(shown) else "")
    if fault.keyword == "pattern":
        wanted = "kebab-case" if expected == KEBAB else f"the pattern `{expected}`"
        return f"is `{text}`, expected {wanted}"
    if fault.keyword == "x-other":
        return f"violates `{expected}` of its schema"
    if fault.keyword == "x-form":
        return f"is `{text}`, expected {expected}"
    if fault.keyword == "minProperties":
        return "must not be empty"
    if fault.keyword == "maxLength":
        return f"must be at most {expected} characters long"
    return f"must be {'at least' if fault.keyword == 'minimum' else 'at most'} {expected}, found {text}"


def _suggestion(fault: ShapeFault, text: str) -> str | None:
    if fault.keyword == "enum":
        return closest(text, fault.expected)
    if fault.keyword == "x-form":
        return fault.spelling or None
    if fault.keyword == "pattern" and fault.expected == KEBAB:
        return kebab(text)
    return None
