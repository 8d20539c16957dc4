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
    from linter.schema.validator import ShapeError

_KEYWORDS = ("enum", "pattern", "minimum", "maximum", "maxLength", "minProperties", "x-other", "x-form")


class InvalidValue(Rule):
    """See ``invalid_value.md``."""

    id = "invalid-value"
    family = "shape"
    kinds = ()
    fix = "unsafe"

    def check(self, document: Document) -> Iterable[Violation]:
        alike: dict[str, list[ShapeError]] = {}
        for error in document.shape:
            if error.keyword in _KEYWORDS and not respelled(error):
                if error.cause:
                    alike.setdefault(error.cause, []).append(error)
                else:
                    yield self._violation(document, error)
        for cause, errors in alike.items():
            if self.reads_finished or not all(error.is_past for error in errors):
                yield self._of_one_cause(document, cause, errors)

    def _of_one_cause(self, document: Document, cause: str, errors: list[ShapeError]) -> Violation:
        """Return the violation of all *errors*, at the first of them."""

        def rebuild(indices: Sequence[int]) -> Violation:
            found = [self._violation(document, errors[index]) for index in indices]
            first, *others = found
            first.data["count"] = len(found)
            if others:
                edits = [edit for violation in found if violation.fix for edit in violation.fix.edits]
                first.message += f" (and {len(others)} more)"
                first.related = tuple(related(document, (other.start, other.end), "also invalid") for other in others)
                title = f"Set {len(edits)} values of `{errors[0].field}`"
                first.fix = Fix(title, edits, safe=False) if edits else None
                first.help = None
            return first

        return self.group(cause, [error.node.span for error in errors], rebuild)

    def _violation(self, document: Document, error: ShapeError) -> Violation:
        from linter.rules.shape._value_texts import problem_of, suggestion

        node, text = error.node, getattr(error.node, "text", "")
        near = suggestion(error, text)
        fix = None
        if near is not None and isinstance(node, ScalarNode):
            title = f"Set `{error.field}` to {near}"
            whole = error.keyword == "x-form" and not document.front_matter  # in JSON the quotes are wrong too
            edit = Fix(title, [Edit(node.start, node.end, near)], safe=False)
            fix = edit if whole else rewrite(document.source, node, near, title, safe=False)
        return self.violation(
            document,
            node,
            f"`{error.field}` {problem_of(error, text)}",
            {
                "field": error.field,
                "path": error.pointer,
                "value": text,
                "expected": list(error.expected) if error.keyword == "enum" else error.expected,
            },
            fix=fix,
            help=did_you_mean(near),
        )
