"""The quick judge of shape: checks nodes against the schemas of ``linter/schemas``, without importing jsonschema.

It knows the part of JSON Schema 2020-12 that those schemas use, and a few words of our own: ``x-recommended`` and
``x-strict`` (fields asked for as warnings, and under the preset strict), ``x-spelling`` (statuses whose spelling
varies), ``x-known`` (keys that are in use and mean nothing to us). What is null or blank counts as absent, placeholders
are not judged. A test holds it to jsonschema, on real files and on generated ones.
"""

from __future__ import annotations

from linter.schema.prepared import PreparedMapping, PreparedSchema, missing_fields
from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.scalar_types import NO_TEXTS, NULLS, is_null, is_placeholder, type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from linter.syntax.source import Source

_NAMES = {"array": "a list", "object": "a mapping", "string": "a text", "integer": "a whole number"}
_NAMES |= {"number": "a number", "boolean": "true or false", "null": "nothing"}


def spoken(types: tuple[str, ...]) -> str:
    """``a list or a text``."""
    return " or ".join(_NAMES[name] for name in types)


class ShapeFault:
    """One fault. ``keyword`` is the schema's word that it breaks, ``path`` the keys and indices that lead to it.

    ``expected`` is what the keyword wants: types, allowed values, a pattern, a bound; ``fields`` are what is missing.
    """

    __slots__ = ("expected", "fields", "keyword", "node", "path", "spelling")

    def __init__(
        self, keyword: str, node: Node, path: tuple[str | int, ...], expected: Any, fields: tuple[str, ...] = ()
    ) -> None:
        self.keyword = keyword
        self.node = node
        self.path = path
        self.expected = expected
        self.fields = fields
        self.spelling = ""

    @property
    def pointer(self) -> str:
        """The path as a JSON Pointer (RFC 6901)."""
        return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in self.path)

    @property
    def field(self) -> str:
        """The key that the fault is at; of an item in a list the key of the list."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


def faults(schema: PreparedSchema, root: MappingNode, source: Source) -> list[ShapeFault]:
    """What is wrong with the shape of the document *root*, in the order of its text."""
    checker = _Checker(source)
    checker.mapping(schema, root, ())
    return checker.found


class _Checker:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[ShapeFault] = []

    def mapping(self, schema: PreparedSchema, node: MappingNode, path: tuple[str | int, ...]) -> None:
        """Check *node* against *schema*, and against those that its conditions add."""
        entries = node.entries
        schemas = [schema, *_chosen(schema, node)] if schema.conditions else [schema]
        keys = tuple(entries)
        expected = schema.mapping(keys) if len(schemas) == 1 else PreparedMapping(schemas, keys)
        missing = expected.missing
        for name in expected.asked:
            value = entries[name]  # `is_null`, written out: it is asked of every field of every task
            if value.__class__ is ScalarNode and (value.text in NULLS if value.plain else not value.text.strip()):
                missing = missing_fields(schemas, lambda names: all(is_null(entries.get(name)) for name in names))
                break
        for keyword, fields in missing:
            self.found.append(ShapeFault(keyword, node, path, None, fields))
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
        """Check any value."""
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
        fault = ShapeFault(keyword, node, path, expected)
        fault.spelling = spelling
        self.found.append(fault)


def _is_plainly_right(schema: PreparedSchema, node: ScalarNode) -> bool:
    """Whether the scalar is what *schema* asks for at first sight, as nearly all are."""
    text = node.text
    first = text[:1]
    if schema.any_text and first.isalpha() and first not in "TY":  # which may begin placeholders
        return not (node.plain and text in NO_TEXTS)
    return node.plain and len(text) <= schema.digits and text.isdecimal() and text.isascii()


def _chosen(schema: PreparedSchema, node: MappingNode) -> list[PreparedSchema]:
    """What the conditions of *schema* add for *node*."""
    added: list[PreparedSchema] = []
    for condition, then, other in schema.conditions:
        branch = then if _holds(condition, node) else other
        if branch is not None:
            added.append(branch.prepared)
            added += _chosen(branch.prepared, node)
    return added


def _holds(condition: dict[str, Any], node: MappingNode) -> bool:
    """Whether an ``if`` holds: the fields are there, and have one of the values."""
    if any(is_null(node.get(name)) for name in condition.get("required", ())):
        return False
    options = condition.get("anyOf")
    if options and not any(_holds(option, node) for option in options):
        return False
    for name, sub in condition.get("properties", {}).items():
        value = node.get(name)
        if isinstance(value, ScalarNode) and "enum" in sub and value.text not in sub["enum"]:
            return False
    return True
