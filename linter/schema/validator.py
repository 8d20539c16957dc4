"""Validate documents against the schemas of ``linter/schema/definitions``, without importing jsonschema.

The validator supports the part of JSON Schema 2020-12 that those schemas use, and these extensions: ``x-recommended``
and ``x-strict`` (fields whose absence is a warning, or reported by the preset ``strict`` only), ``x-spelling`` (status
values whose spelling varies) and ``x-known`` (keys that are in use but have no meaning here). Null and blank values
count as absent, and placeholders are not validated. A test compares the results with those of jsonschema.
"""

from __future__ import annotations

from linter.schema.prepared import PreparedMapping, PreparedSchema, missing_fields
from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.scalar_types import NO_TEXTS, NULLS, is_null, is_placeholder, type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from linter.syntax.source import Source

_NAMES = {
    "array": "a list",
    "object": "a mapping",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "null": "null",
}


def type_names(types: tuple[str, ...]) -> str:
    """Return *types* in words: ``a list, a string or null``."""
    *others, last = (_NAMES[name] for name in types)
    return f"{', '.join(others)} or {last}" if others else last


class ShapeError:
    """A value that does not match its schema.

    ``keyword`` is the schema keyword that is violated, and ``path`` the keys and indices that lead to the value.
    ``expected`` is the argument of the keyword: types, allowed values, a pattern or a bound. ``fields`` are the missing
    fields. Errors of one ``cause`` are one violation; ``is_past`` tells whether the task that has it is closed.
    """

    __slots__ = ("cause", "expected", "fields", "is_past", "keyword", "node", "path", "spelling")

    def __init__(
        self, keyword: str, node: Node, path: tuple[str | int, ...], expected: Any, fields: tuple[str, ...] = ()
    ) -> None:
        self.keyword = keyword
        self.node = node
        self.path = path
        self.expected = expected
        self.fields = fields
        self.spelling = ""
        self.cause = ""
        self.is_past = False

    @property
    def pointer(self) -> str:
        """The path as a JSON Pointer (RFC 6901)."""
        return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in self.path)

    @property
    def field(self) -> str:
        """The key of the value, or of the list that contains it."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


def validate(schema: PreparedSchema, root: MappingNode, source: Source) -> list[ShapeError]:
    """Return the schema errors of the document *root*, in document order."""
    checker = _Checker(source)
    checker.mapping(schema, root, ())
    return checker.found


class _Checker:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[ShapeError] = []

    def mapping(self, schema: PreparedSchema, node: MappingNode, path: tuple[str | int, ...]) -> None:
        """Check *node* against *schema* and against the schemas that its conditions add."""
        entries = node.entries
        schemas = [schema, *_chosen(schema, node)] if schema.conditions else [schema]
        keys = tuple(entries)
        expected = schema.mapping(keys) if len(schemas) == 1 else PreparedMapping(schemas, keys)
        missing = expected.missing
        for name in expected.expected_names:
            value = entries[name]  # `is_null`, inlined: this runs for every field of every task
            if value.__class__ is ScalarNode and (value.text in NULLS if value.plain else not value.text.strip()):
                missing = missing_fields(schemas, lambda names: all(is_null(entries.get(name)) for name in names))
                break
        for keyword, fields in missing:
            self.found.append(ShapeError(keyword, node, path, None, fields))
        for key, sub in expected.checks:
            value = entries[key]
            kind = value.__class__
            if kind is ScalarNode:
                if sub.any_scalar or value.text in sub.allowed or _is_plainly_right(sub, value):  # type: ignore
                    continue
            elif kind is SequenceNode and sub.plain_list:
                continue
            self.value(sub, value, (*path, key))
        for key, known in expected.unknown:
            self._report("x-unknown", entries[key], (*path, key), known)

    def value(self, schema: PreparedSchema, node: Node, path: tuple[str | int, ...]) -> None:
        """Check a value of any type."""
        if is_null(node) or is_placeholder(node, self.source):
            return
        kind = type_of(node)
        if schema.types and kind not in schema.types and not (kind == "integer" and "number" in schema.types):
            self._report("type", node, path, schema.types)
        elif isinstance(node, ScalarNode):
            self._scalar(schema, node, kind, path)
        elif isinstance(node, SequenceNode) and schema.items is not None:
            items = schema.items.prepared
            for index, item in enumerate(node.items):
                if item.__class__ is MappingNode and items.any_mapping and not item.flow:
                    self.mapping(items, item, (*path, index))
                else:
                    self.value(items, item, (*path, index))
        elif isinstance(node, MappingNode):
            if len(node.entries) < schema.bounds.get("minProperties", 0):
                self._report("minProperties", node, path, schema.bounds["minProperties"])
            self.mapping(schema, node, path)

    def _scalar(self, schema: PreparedSchema, node: ScalarNode, kind: str, path: tuple[str | int, ...]) -> None:
        if schema.enum and node.text not in schema.enum:
            self._report("enum", node, path, schema.enum, schema.spelling)
        elif schema.pattern and kind == "string" and not schema.pattern.search(node.text):
            self._report("pattern", node, path, schema.pattern.pattern)
        elif schema.bounds:
            self._bounds(schema, node, kind, path)

    def _bounds(self, schema: PreparedSchema, node: ScalarNode, kind: str, path: tuple[str | int, ...]) -> None:
        bounds = schema.bounds
        if kind == "string":
            if len(node.text) > bounds.get("maxLength", len(node.text)):
                self._report("maxLength", node, path, bounds["maxLength"])
            return
        value = float(node.text)
        for keyword, wrong in (
            ("minimum", value < bounds.get("minimum", value)),
            ("maximum", value > bounds.get("maximum", value)),
        ):
            if wrong:
                self._report(keyword, node, path, bounds[keyword])

    def _report(self, keyword: str, node: Node, path: tuple[str | int, ...], expected: Any, spelling: str = "") -> None:
        error = ShapeError(keyword, node, path, expected)
        error.spelling = spelling
        self.found.append(error)


def _is_plainly_right(schema: PreparedSchema, node: ScalarNode) -> bool:
    """Whether a quick look shows that the scalar is valid, as nearly all are."""
    text = node.text
    first = text[:1]
    if schema.any_text and first.isalpha() and first not in "TY":  # the first letters of placeholders
        return not (node.plain and text in NO_TEXTS)
    return node.plain and len(text) <= schema.digits and text.isdecimal() and text.isascii()


def _chosen(schema: PreparedSchema, node: MappingNode) -> list[PreparedSchema]:
    """Return the schemas that the conditions of *schema* add for *node*."""
    added: list[PreparedSchema] = []
    for condition, then, other in schema.conditions:
        branch = then if _matches(condition, node) else other
        if branch is not None:
            added.append(branch.prepared)
            added += _chosen(branch.prepared, node)
    return added


def _matches(condition: dict[str, Any], node: MappingNode) -> bool:
    """Whether an ``if`` applies: its fields are present and have one of the values."""
    if any(is_null(node.get(name)) for name in condition.get("required", ())):
        return False
    options = condition.get("anyOf")
    if options and not any(_matches(option, node) for option in options):
        return False
    for name, sub in condition.get("properties", {}).items():
        value = node.get(name)
        if value is not None and "enum" in sub and not (isinstance(value, ScalarNode) and value.text in sub["enum"]):
            return False
    return True
