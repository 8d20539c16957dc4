"""The quick judge of shape: checks nodes against the schemas of ``linter/schemas``, without importing jsonschema.

It knows the part of JSON Schema 2020-12 that those schemas use, and a few words of our own: ``x-recommended`` and
``x-strict`` (fields asked for as warnings, and under the preset strict), ``x-spelling`` (statuses whose spelling
varies), ``x-known`` (keys that are in use and mean nothing to us). What is null or blank counts as absent, placeholders
are not judged. A test holds it to jsonschema, on real files and on generated ones.
"""

from __future__ import annotations

import re

from linter.nodes import Mapping, Node, Scalar, Sequence
from linter.scalars import is_null, is_placeholder, type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from linter.source import Source

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


class Schema:
    """A schema made ready for checking. References and ``allOf`` without conditions are resolved into it."""

    def __init__(self, raw: dict[str, Any], definitions: dict[str, dict[str, Any]]) -> None:
        self.types: tuple[str, ...] = ()
        self.enum: tuple[str, ...] = ()
        self.spelling = ""
        self.pattern: re.Pattern[str] | None = None
        self.bounds: dict[str, float] = {}
        self.properties: dict[str, Schema] = {}
        self.patterns: list[tuple[re.Pattern[str], Schema]] = []
        self.additional: Schema | None = None
        self.items: Schema | None = None
        self.known: set[str] = set()
        self.required: list[tuple[str, ...]] = []  # of each tuple one
        self.recommended: list[tuple[str, ...]] = []
        self.strict: list[tuple[str, ...]] = []
        self.dependent: dict[str, list[str]] = {}
        self.conditions: list[tuple[dict[str, Any], Schema | None, Schema | None]] = []
        self._definitions = definitions
        self._add(raw)
        self._summarise()

    def _summarise(self) -> None:
        """What the fast path asks: whether any scalar, and any list, is right."""
        self.any_scalar = not self.types or {"string", "number"} <= set(self.types)
        self.plain = not (self.enum or self.pattern or self.bounds)
        self.plain_list = self.items is None and (not self.types or "array" in self.types)
        self.names = self.properties.keys() | self.known

    def _add(self, raw: dict[str, Any]) -> None:
        definitions = self._definitions
        if "$ref" in raw:
            self._add(definitions[raw["$ref"].rpartition("/")[2]])
        for part in raw.get("allOf", ()):
            self._add(part)
        types: str | list[str] = raw.get("type", [])
        if types:
            self.types = (types,) if isinstance(types, str) else tuple(types)
        self.enum = tuple(raw.get("enum", self.enum))
        self.spelling = raw.get("x-spelling", self.spelling)
        if "pattern" in raw:
            self.pattern = re.compile(raw["pattern"])
        self.bounds.update({key: raw[key] for key in BOUNDS if key in raw})
        for name, sub in raw.get("properties", {}).items():
            self.properties[name] = Schema(sub, definitions)
        for pattern, sub in raw.get("patternProperties", {}).items():
            self.patterns.append((re.compile(pattern), Schema(sub, definitions)))
        if "additionalProperties" in raw:
            self.additional = Schema(raw["additionalProperties"], definitions)
        if "items" in raw:
            self.items = Schema(raw["items"], definitions)
        self.known.update(raw.get("x-known", ()))
        self.required += [(name,) for name in raw.get("required", ())]
        if "anyOf" in raw:
            self.required.append(tuple(option["required"][0] for option in raw["anyOf"]))
        self.recommended += _alternatives(raw.get("x-recommended", ()))
        self.strict += _alternatives(raw.get("x-strict", ()))
        self.dependent.update(raw.get("dependentRequired", {}))
        if "if" in raw:
            then, other = (Schema(raw[word], definitions) if word in raw else None for word in ("then", "else"))
            self.conditions.append((raw["if"], then, other))


_schemas: dict[str, Schema] = {}


def schema_of(kind: str) -> Schema:
    """The schema of the document kind, made ready once."""
    if kind not in _schemas:
        from linter.schemas import compiled

        raw: dict[str, Any] = getattr(compiled, kind.upper().replace("-", "_"))
        _schemas[kind] = Schema(raw, raw.get("$defs", {}))
    return _schemas[kind]


BOUNDS = ("minimum", "maximum", "maxLength", "minProperties")


def faults(schema: Schema, root: Mapping, source: Source) -> list[ShapeFault]:
    """What is wrong with the shape of the document *root*, in the order of its text."""
    checker = _Checker(source)
    checker.mapping([schema], root, ())
    return checker.found


class _Checker:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[ShapeFault] = []

    def mapping(self, schemas: list[Schema], node: Mapping, path: tuple[str | int, ...]) -> None:
        """Check *node* against all of the *schemas*, and against those that their conditions add."""
        schemas = [*schemas, *(chosen for schema in schemas for chosen in _chosen(schema, node))]
        self._missing(schemas, node, path)
        for schema in schemas:
            properties = schema.properties
            for key, value in node.entries.items():
                sub = properties.get(key)
                if sub is None:
                    sub = _for_other_key(schema, key)
                    if sub is None:
                        continue
                kind = value.__class__
                if kind is Scalar:
                    if sub.enum:
                        if value.text in sub.enum:  # type: ignore[attr-defined]
                            continue
                    elif sub.plain and sub.any_scalar:
                        continue
                elif kind is Sequence and sub.plain_list:
                    continue
                self.value(sub, value, (*path, key))
        self._unknown(schemas, node, path)

    def value(self, schema: Schema, node: Node, path: tuple[str | int, ...]) -> None:
        """Check any value."""
        if is_null(node) or is_placeholder(node, self.source):
            return
        kind = type_of(node)
        if schema.types and kind not in schema.types and not (kind == "integer" and "number" in schema.types):
            self._report("type", node, path, schema.types)
        elif isinstance(node, Scalar):
            self._scalar(schema, node, kind, path)
        elif isinstance(node, Sequence) and schema.items is not None:
            for index, item in enumerate(node.items):
                self.value(schema.items, item, (*path, index))
        elif isinstance(node, Mapping):
            if len(node.entries) < schema.bounds.get("minProperties", 0):
                self._report("minProperties", node, path, schema.bounds["minProperties"])
            self.mapping([schema], node, path)

    def _scalar(self, schema: Schema, node: Scalar, kind: str, path: tuple[str | int, ...]) -> None:
        if schema.enum and node.text not in schema.enum:
            self._report("enum", node, path, schema.enum, schema.spelling)
        elif schema.pattern and kind == "string" and not schema.pattern.search(node.text):
            self._report("pattern", node, path, schema.pattern.pattern)
        elif schema.bounds:
            self._bounds(schema, node, kind, path)

    def _bounds(self, schema: Schema, node: Scalar, kind: str, path: tuple[str | int, ...]) -> None:
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

    def _missing(self, schemas: list[Schema], node: Mapping, path: tuple[str | int, ...]) -> None:
        """All absent fields of one mapping in one fault for each degree of need."""
        get = node.entries.get
        required: dict[str, None] = {}
        for schema in schemas:
            required.update(dict.fromkeys(_absent(schema.required, get)))
            for key, others in schema.dependent.items():
                if not is_null(get(key)):
                    required.update({name: None for name in others if is_null(get(name))})
        for keyword, fields in (
            ("required", list(required)),
            ("x-recommended", [name for schema in schemas for name in _absent(schema.recommended, get)]),
            ("x-strict", [name for schema in schemas for name in _absent(schema.strict, get)]),
        ):
            if fields:
                self.found.append(ShapeFault(keyword, node, path, None, tuple(fields)))

    def _unknown(self, schemas: list[Schema], node: Mapping, path: tuple[str | int, ...]) -> None:
        if any(schema.additional for schema in schemas) or not any(schema.properties for schema in schemas):
            return
        if node.entries.keys() <= schemas[0].names:
            return
        for key, value in node.entries.items():
            for schema in schemas:
                if key in schema.properties or key in schema.known or any(p.match(key) for p, _ in schema.patterns):
                    break
            else:
                known = tuple(name for schema in schemas for name in schema.properties if name not in node.entries)
                self._report("x-unknown", value, (*path, key), known)

    def _report(self, keyword: str, node: Node, path: tuple[str | int, ...], expected: Any, spelling: str = "") -> None:
        fault = ShapeFault(keyword, node, path, expected)
        fault.spelling = spelling
        self.found.append(fault)


def _alternatives(names: list[str | list[str]]) -> list[tuple[str, ...]]:
    return [(name,) if isinstance(name, str) else tuple(name) for name in names]


def _absent(wanted: list[tuple[str, ...]], get: Callable[[str], Node | None]) -> list[str]:
    """The first name of each tuple of which no name has a value."""
    return [names[0] for names in wanted if all(is_null(get(name)) for name in names)]


def _chosen(schema: Schema, node: Mapping) -> list[Schema]:
    """What the conditions of *schema* add for *node*."""
    added: list[Schema] = []
    for condition, then, other in schema.conditions:
        branch = then if _holds(condition, node) else other
        if branch is not None:
            added.append(branch)
            added += _chosen(branch, node)
    return added


def _holds(condition: dict[str, Any], node: Mapping) -> bool:
    """Whether an ``if`` holds: the fields are there, and have one of the values."""
    if any(is_null(node.get(name)) for name in condition.get("required", ())):
        return False
    options = condition.get("anyOf")
    if options and not any(_holds(option, node) for option in options):
        return False
    for name, sub in condition.get("properties", {}).items():
        value = node.get(name)
        if isinstance(value, Scalar) and "enum" in sub and value.text not in sub["enum"]:
            return False
    return True


def _for_other_key(schema: Schema, key: str) -> Schema | None:
    for pattern, sub in schema.patterns:
        if pattern.search(key):
            return sub
    return schema.additional
