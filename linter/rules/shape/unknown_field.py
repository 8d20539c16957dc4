"""Find keys that are probably typing errors."""

from __future__ import annotations

from linter.rules.base import Rule, did_you_mean
from linter.rules.violation import WARNING
from linter.syntax.fix import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation
    from linter.schema.validator import ShapeError

GUESSES = 2000  # unknown names per file to look up


class UnknownField(Rule):
    """See ``unknown_field.md``."""

    id = "unknown-field"
    family = "shape"
    severity = WARNING
    omits_finished = True
    kinds = ()
    fix = "unsafe"
    strict_options = {"strict": True}

    strict: bool = False

    def check(self, document: Document) -> Iterable[Violation]:
        suggestions = Suggestions()
        for error in document.shape:
            if error.keyword == "x-unknown":
                near = suggestions.of(error)
                if near is not None or self.strict:
                    yield self._violation(document, error, near)

    def _violation(self, document: Document, error: ShapeError, near: str | None) -> Violation:
        start, end = error.node.key_span
        fix = None
        if near is not None and document.source.text[start:end] == error.field:
            fix = Fix(f"Rename `{error.field}` to `{near}`", [Edit(start, end, near)], safe=False)
        return self.violation(
            document,
            (start, end),
            f"unknown field `{error.field}`",
            {"field": error.field, "suggestion": near},
            help=did_you_mean(near),
            fix=fix,
        )


class Suggestions:
    """The known fields that the unknown keys of one file misspell, each looked up once, up to ``GUESSES`` keys."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, tuple[str, ...]], str | None] = {}

    def of(self, error: ShapeError) -> str | None:
        """Return the known field that the key of *error* misspells, or None."""
        key = (error.field, error.expected)
        if key not in self._found:
            self._found[key] = _suggestion(*key) if len(self._found) < GUESSES else None
        return self._found[key]


def _suggestion(field: str, known: tuple[str, ...]) -> str | None:
    """Return the one of *known* that *field* misspells in one of its words, or None.

    Singular, plural, longer forms and short words (``by`` for ``at``) are different words.
    """
    from linter.model.did_you_mean import closest  # a clean plan needs none

    limit = 1 if len(field) < 6 else 2
    near = (name for name in known if abs(len(name) - len(field)) <= limit)
    words = field.split("_")
    return closest(field, [name for name in near if _one_word_differs(words, name.split("_"))], limit)


def _one_word_differs(left: list[str], right: list[str]) -> bool:
    if len(left) != len(right):
        return False
    pairs = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if len(pairs) != 1 or min(map(len, pairs[0])) < 4:
        return False
    a, b = pairs[0]
    same_stem = len(a) > 7 and a[: len(a) - 2] == b[: len(a) - 2]
    return not (a.startswith(b) or b.startswith(a) or same_stem)
