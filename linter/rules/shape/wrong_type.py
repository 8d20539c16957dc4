"""Find values of a type that the format does not allow."""

from __future__ import annotations

from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.schema.validator import type_names
from linter.syntax.scalar_types import type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation

_MILD = frozenset(["critical_path", "files_modified"])  # a mapping there is a list with headings


class WrongType(Rule):
    """See ``wrong_type.md``."""

    id = "wrong-type"
    family = "shape"
    kinds = ()

    fix = "unsafe"

    def check(self, document: Document) -> Iterable[Violation]:
        texts = {text.node.start: text for text in getattr(document, "id_texts", ()) if not text.is_item}
        for error in document.shape:
            if error.keyword == "type":
                found = type_of(error.node)
                what = f"`{error.field}`" if error.field else "the document"
                if error.path and isinstance(error.path[-1], int):
                    what = f"item of {what}"
                text = texts.pop(error.node.start, None)
                yield self.violation(
                    document,
                    error.node,
                    f"{what}: expected {type_names(error.expected)}, found {type_names((found,))}",
                    {
                        "field": error.field,
                        "path": error.pointer,
                        "expected": " or ".join(error.expected),
                        "found": found,
                    },
                    severity=WARNING if found == "object" and error.field in _MILD else None,
                    fix=text.as_list(document.source) if text else None,
                )
        for text in texts.values():
            yield self.violation(
                document,
                text.node,
                f"`{text.field}`: expected {type_names(('array',))}, found {type_names(('string',))}",
                {"field": text.field, "path": text.path, "expected": "array", "found": "string"},
                fix=text.as_list(document.source),
            )
