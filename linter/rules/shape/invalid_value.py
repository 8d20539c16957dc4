"""Find values outside their enum, pattern, range or length."""

from __future__ import annotations

from linter.rules.base import Rule, did_you_mean, related
from linter.rules.shape.status_spelling import respelled
from linter.syntax.edits import rewrite
from linter.syntax.fix import Edit, Fix
from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model.document import Document
    from linter.rules.violation import Violation
    from linter.schema.validator import ShapeFault

_KEYWORDS = ("enum", "pattern", "minimum", "maximum", "maxLength", "minProperties", "x-other", "x-form")


class InvalidValue(Rule):
    """See ``invalid_value.md``."""

    id = "invalid-value"
    family = "shape"
    kinds = ()
    fix = "unsafe"

    def check(self, document: Document) -> Iterable[Violation]:
        alike: dict[str, list[ShapeFault]] = {}
        for fault in document.shape:
            if fault.keyword in _KEYWORDS and not respelled(fault):
                if fault.cause:
                    alike.setdefault(fault.cause, []).append(fault)
                else:
                    yield self._violation(document, fault)
        for cause, faults in alike.items():
            if self.reads_finished or not all(fault.is_past for fault in faults):
                yield self._of_one_cause(document, cause, faults)

    def _of_one_cause(self, document: Document, cause: str, faults: list[ShapeFault]) -> Violation:
        """Return the violation of all *faults*, at the first of them."""

        def rebuild(indices: Sequence[int]) -> Violation:
            found = [self._violation(document, faults[index]) for index in indices]
            first, *others = found
            first.data["count"] = len(found)
            if others:
                edits = [edit for violation in found if violation.fix for edit in violation.fix.edits]
                first.message += f" (and {len(others)} more)"
                first.related = tuple(related(document, (other.start, other.end), "invalid too") for other in others)
                title = f"Set {len(edits)} values of `{faults[0].field}`"
                first.fix = Fix(title, edits, safe=False) if edits else None
                first.help = None
            return first

        return self.group(cause, [fault.node.span for fault in faults], rebuild)

    def _violation(self, document: Document, fault: ShapeFault) -> Violation:
        from linter.rules.shape._value_texts import problem_of, suggestion

        node, text = fault.node, getattr(fault.node, "text", "")
        near = suggestion(fault, text)
        fix = None
        if near is not None and isinstance(node, ScalarNode):
            title = f"Set `{fault.field}` to {near}"
            whole = fault.keyword == "x-form" and not document.front_matter  # in JSON the quotes are wrong too
            edit = Fix(title, [Edit(node.start, node.end, near)], safe=False)
            fix = edit if whole else rewrite(document.source, node, near, title, safe=False)
        return self.violation(
            document,
            node,
            f"`{fault.field}` {problem_of(fault, text)}",
            {
                "field": fault.field,
                "path": fault.pointer,
                "value": text,
                "expected": list(fault.expected) if fault.keyword == "enum" else fault.expected,
            },
            fix=fix,
            help=did_you_mean(near),
        )
