"""The schemas of ``linter/schema/definitions``, prepared for ``linter.schema.validator``."""

from __future__ import annotations

from functools import cached_property

from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from typing import Any

BOUNDS = ("minimum", "maximum", "maxLength", "minProperties")


class Schema:
    """A schema as written, prepared when something is first validated against it: most schemas never are."""

    def __init__(self, raw: dict[str, Any], definitions: dict[str, dict[str, Any]]) -> None:
        self._raw = raw
        self._definitions = definitions

    @cached_property
    def prepared(self) -> PreparedSchema:
        """The prepared schema."""
        return PreparedSchema(self._raw, self._definitions)


class PreparedSchema:
    """A schema prepared for validation, with references and ``allOf`` without conditions merged into it."""

    def __init__(self, raw: dict[str, Any], definitions: dict[str, dict[str, Any]]) -> None:
        self._definitions = definitions
        self._mappings: dict[tuple[str, ...], PreparedMapping] = {}
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
        self.required: list[tuple[str, ...]] = []  # one field of each tuple
        self.recommended: list[tuple[str, ...]] = []
        self.strict: list[tuple[str, ...]] = []
        self.dependent: dict[str, list[str]] = {}
        self.conditions: list[tuple[dict[str, Any], Schema | None, Schema | None]] = []
        self._add(raw)
        self._summarise()

    def _summarise(self) -> None:
        """Precompute the properties that the validator checks first."""
        self.allowed = frozenset(self.enum)
        is_plain = not (self.enum or self.pattern or self.bounds)
        # whether any scalar, string, list or mapping is valid, whatever it contains
        self.any_scalar = is_plain and (not self.types or {"string", "number"} <= set(self.types))
        self.any_text = is_plain and (not self.types or "string" in self.types)
        self.plain_list = self.items is None and (not self.types or "array" in self.types)
        self.any_mapping = (not self.types or "object" in self.types) and "minProperties" not in self.bounds
        self.digits = self._digits()  # a number of at most that many digits is valid
        inside = (self.items, self.properties, self.patterns, self.additional, self.conditions, self.dependent)
        fields = (self.required, self.recommended, self.strict)
        self.is_anything = is_plain and not self.types and not any(inside) and not any(fields)
        dependent = [(key, *others) for key, others in self.dependent.items()]
        groups = (*self.required, *self.recommended, *self.strict, *dependent)
        # the fields for which an empty value matters
        self.expected_names = tuple(dict.fromkeys(name for names in groups for name in names))

    def _digits(self) -> int:
        if self.enum or (self.types and not {"integer", "number"}.intersection(self.types)):
            return 0
        if self.bounds.get("minimum", 0) > 0:
            return 0
        return len(str(int(self.bounds["maximum"]) + 1)) - 1 if "maximum" in self.bounds else 15

    def check_of(self, key: str) -> PreparedSchema | None:
        """Return the schema of the value at *key*, or None if any value is valid there."""
        sub = self.properties.get(key) or _for_other_key(self, key)
        return None if sub is None or sub.prepared.is_anything else sub.prepared

    def mapping(self, keys: tuple[str, ...]) -> PreparedMapping:
        """Return the checks for a mapping with these *keys*."""
        mapping = self._mappings.get(keys)
        if mapping is None:
            if len(self._mappings) >= _MAX_MAPPINGS:
                self._mappings.clear()
            mapping = self._mappings[keys] = PreparedMapping([self], keys)
        return mapping

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
            self.pattern = lazy(raw["pattern"])
        self.bounds.update({key: raw[key] for key in BOUNDS if key in raw})
        for name, sub in raw.get("properties", {}).items():
            self.properties[name] = Schema(sub, definitions)
        for pattern, sub in raw.get("patternProperties", {}).items():
            self.patterns.append((lazy(pattern), Schema(sub, definitions)))
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


class PreparedMapping:
    """The checks of *schemas* for all mappings that have these *keys*, computed once.

    ``checks`` are the keys whose values are validated, ``missing`` the absent fields, provided that every field of
    ``expected_names`` has a value, and ``unknown`` the keys that no schema defines, each with the keys that it may
    misspell.
    """

    def __init__(self, schemas: list[PreparedSchema], keys: tuple[str, ...]) -> None:
        present = set(keys)
        self.checks = [(key, sub) for schema in schemas for key in keys if (sub := schema.check_of(key)) is not None]
        self.missing = missing_fields(schemas, lambda names: present.isdisjoint(names))
        self.expected_names = [name for schema in schemas for name in schema.expected_names if name in present]
        self.unknown: list[tuple[str, tuple[str, ...]]] = []
        if any(schema.additional for schema in schemas) or not any(schema.properties for schema in schemas):
            return
        known = tuple(name for schema in schemas for name in schema.properties if name not in present)
        self.unknown = [(key, known) for key in keys if not any(_knows(schema, key) for schema in schemas)]


_MAX_MAPPINGS = 1000
_schemas: dict[str, PreparedSchema] = {}


def schema_of(kind: str) -> PreparedSchema:
    """Return the prepared schema of a document kind."""
    if kind not in _schemas:
        from linter.schema.definitions import compiled

        raw: dict[str, Any] = getattr(compiled, kind.upper().replace("-", "_"))
        _schemas[kind] = PreparedSchema(raw, raw.get("$defs", {}))
    return _schemas[kind]


def missing_fields(
    schemas: list[PreparedSchema], are_absent: Callable[[tuple[str, ...]], bool]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the absent fields of one mapping as pairs of keyword and field names.

    The keywords are ``required``, ``x-recommended`` and ``x-strict``. *are_absent* tells whether all of the given
    fields are absent.
    """
    required: dict[str, None] = {}
    for schema in schemas:
        required.update(dict.fromkeys(_absent(schema.required, are_absent)))
        for key, others in schema.dependent.items():
            if not are_absent((key,)):
                required.update({name: None for name in others if are_absent((name,))})
    fields = {
        "required": tuple(required),
        "x-recommended": tuple(name for schema in schemas for name in _absent(schema.recommended, are_absent)),
        "x-strict": tuple(name for schema in schemas for name in _absent(schema.strict, are_absent)),
    }
    return [(keyword, names) for keyword, names in fields.items() if names]


def _knows(schema: PreparedSchema, key: str) -> bool:
    return key in schema.properties or key in schema.known or any(p.match(key) for p, _ in schema.patterns)


def _alternatives(names: list[str | list[str]]) -> list[tuple[str, ...]]:
    return [(name,) if isinstance(name, str) else tuple(name) for name in names]


def _absent(wanted: list[tuple[str, ...]], are_absent: Callable[[tuple[str, ...]], bool]) -> list[str]:
    """Return the first name of each tuple in which every name is absent."""
    return [names[0] for names in wanted if are_absent(names)]


def _for_other_key(schema: PreparedSchema, key: str) -> Schema | None:
    for pattern, sub in schema.patterns:
        if pattern.search(key):
            return sub
    return schema.additional
