"""The schemas of ``linter/schemas``, made ready for the quick judge of shape (``linter.schema.validator``)."""

from __future__ import annotations

from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from typing import Any

BOUNDS = ("minimum", "maximum", "maxLength", "minProperties")


class Schema:
    """A schema made ready for checking, once something asks for it: references and ``allOf`` without conditions are
    resolved into it."""

    types: tuple[str, ...]
    enum: tuple[str, ...]
    allowed: frozenset[str]  # the enum
    spelling: str
    pattern: re.Pattern[str] | None
    bounds: dict[str, float]
    properties: dict[str, Schema]
    patterns: list[tuple[re.Pattern[str], Schema]]
    additional: Schema | None
    items: Schema | None
    known: set[str]
    required: list[tuple[str, ...]]  # of each tuple one
    recommended: list[tuple[str, ...]]
    strict: list[tuple[str, ...]]
    dependent: dict[str, list[str]]
    conditions: list[tuple[dict[str, Any], Schema | None, Schema | None]]
    asked: tuple[str, ...]  # fields of which it matters whether they have a value
    any_scalar: bool  # whether any scalar, any text, any list, any mapping (but for what is in it) is right
    any_text: bool
    digits: int  # so many in a row are a number that is right
    plain_list: bool
    any_mapping: bool
    is_anything: bool  # whether nothing is asked of the value

    def __init__(self, raw: dict[str, Any], definitions: dict[str, dict[str, Any]]) -> None:
        self._raw = raw
        self._definitions = definitions
        self._plans: dict[tuple[str, ...], PreparedMapping] = {}

    def __getattr__(self, name: str) -> Any:
        if "types" in self.__dict__:
            raise AttributeError(name)
        self.types, self.enum, self.spelling = (), (), ""
        self.pattern, self.additional, self.items = None, None, None
        self.bounds, self.properties, self.dependent = {}, {}, {}
        self.patterns, self.required, self.recommended, self.strict, self.conditions = [], [], [], [], []
        self.known = set()
        self._add(self._raw)
        self._summarise()
        return getattr(self, name)

    def _summarise(self) -> None:
        """What the judge asks first."""
        self.allowed = frozenset(self.enum)
        is_plain = not (self.enum or self.pattern or self.bounds)
        self.any_scalar = is_plain and (not self.types or {"string", "number"} <= set(self.types))
        self.any_text = is_plain and (not self.types or "string" in self.types)
        self.digits = self._digits()
        self.any_mapping = (not self.types or "object" in self.types) and "minProperties" not in self.bounds
        inside = (self.items, self.properties, self.patterns, self.additional, self.conditions, self.dependent)
        asked = (self.required, self.recommended, self.strict)
        self.is_anything = is_plain and not self.types and not any(inside) and not any(asked)
        groups = (
            *self.required,
            *self.recommended,
            *self.strict,
            *((key, *others) for key, others in self.dependent.items()),
        )
        self.asked = tuple(dict.fromkeys(name for names in groups for name in names))
        self.plain_list = self.items is None and (not self.types or "array" in self.types)

    def _digits(self) -> int:
        if self.enum or (self.types and not {"integer", "number"}.intersection(self.types)):
            return 0
        if self.bounds.get("minimum", 0) > 0:
            return 0
        return len(str(int(self.bounds["maximum"]) + 1)) - 1 if "maximum" in self.bounds else 15

    def check_of(self, key: str) -> Schema | None:
        """The schema of the value at *key*, None where anything is right there."""
        sub = self.properties.get(key) or _for_other_key(self, key)
        return None if sub is None or sub.is_anything else sub

    def plan(self, keys: tuple[str, ...]) -> PreparedMapping:
        """What is to be checked of a mapping with these *keys*."""
        plan = self._plans.get(keys)
        if plan is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            plan = self._plans[keys] = PreparedMapping([self], keys)
        return plan

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
    """What *schemas* say of any mapping that has these *keys*, so that it is worked out once for all that have them.

    ``checks`` are the keys whose values are judged, ``missing`` what is absent while all of ``asked`` have values, and
    ``unknown`` the keys that no schema knows, with those that they may misspell.
    """

    def __init__(self, schemas: list[Schema], keys: tuple[str, ...]) -> None:
        present = set(keys)
        self.checks = [(key, sub) for schema in schemas for key in keys if (sub := schema.check_of(key)) is not None]
        self.missing = missing_fields(schemas, lambda names: present.isdisjoint(names))
        self.asked = [name for schema in schemas for name in schema.asked if name in present]
        self.unknown: list[tuple[str, tuple[str, ...]]] = []
        if any(schema.additional for schema in schemas) or not any(schema.properties for schema in schemas):
            return
        for key in keys:
            if not any(_knows(schema, key) for schema in schemas):
                known = tuple(name for schema in schemas for name in schema.properties if name not in present)
                self.unknown.append((key, known))


_MOST_PLANS = 1000
_schemas: dict[str, Schema] = {}


def schema_of(kind: str) -> Schema:
    """The schema of the document kind, made ready once."""
    if kind not in _schemas:
        from linter.schema.definitions import compiled

        raw: dict[str, Any] = getattr(compiled, kind.upper().replace("-", "_"))
        _schemas[kind] = Schema(raw, raw.get("$defs", {}))
    return _schemas[kind]


def missing_fields(
    schemas: list[Schema], are_absent: Callable[[tuple[str, ...]], bool]
) -> list[tuple[str, tuple[str, ...]]]:
    """All absent fields of one mapping, in one entry for each degree of need; *are_absent*: whether all of some are."""
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


def _knows(schema: Schema, key: str) -> bool:
    return key in schema.properties or key in schema.known or any(p.match(key) for p, _ in schema.patterns)


def _alternatives(names: list[str | list[str]]) -> list[tuple[str, ...]]:
    return [(name,) if isinstance(name, str) else tuple(name) for name in names]


def _absent(wanted: list[tuple[str, ...]], are_absent: Callable[[tuple[str, ...]], bool]) -> list[str]:
    """The first name of each tuple of which no name has a value."""
    return [names[0] for names in wanted if are_absent(names)]


def _for_other_key(schema: Schema, key: str) -> Schema | None:
    for pattern, sub in schema.patterns:
        if pattern.search(key):
            return sub
    return schema.additional
