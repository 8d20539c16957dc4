"""A key that is probably a typing error (``rules.md``, shape)."""

from __future__ import annotations

from linter.rule import Rule
from linter.suggest import closest
from linter.violation import WARNING, Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model import Document
    from linter.shape import ShapeFault
    from linter.violation import Violation


class UnknownField(Rule):
    """See ``unknown_field.md``."""

    id = "unknown-field"
    family = "shape"
    severity = WARNING
    kinds = ()
    fix = "unsafe"
    strict_options = {"strict": True}

    strict: bool = False

    def check(self, document: Document) -> Iterable[Violation]:
        cache: dict[tuple[str, int], str | None] = {}
        for fault in document.shape:
            if fault.keyword == "x-unknown":
                key = (fault.field, id(fault.expected))
                near = cache[key] if key in cache else cache.setdefault(key, suggestion(fault))
                if near is not None or self.strict:
                    yield self._violation(document, fault, near)

    def _violation(self, document: Document, fault: ShapeFault, near: str | None) -> Violation:
        start, end = fault.node.key_span
        fix = None
        if near is not None and document.source.text[start:end] == fault.field:
            fix = Fix(f"rename it to {near}", [Edit(start, end, near)], safe=False)
        return self.violation(
            document,
            (start, end),
            f"unknown field {fault.field!r}" + (f": did you mean {near!r}?" if near else ""),
            {"field": fault.field, "suggestion": near},
            fix=fix,
        )


def suggestion(fault: ShapeFault) -> str | None:
    """The known field that the key misspells. Singular, plural and longer forms are words of their own."""
    key = fault.field
    known = [name for name in fault.expected if not (name.startswith(key) or key.startswith(name))]
    return closest(key, known, 1 if len(key) < 6 else 2)
