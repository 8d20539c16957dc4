"""The JSON Schema of the configuration file, from the checks of ``config.validation`` and the options of rules.

It is written in draft 07, which SchemaStore requires and the TOML language servers support.
"""

from __future__ import annotations

from linter.config.key_docs import KEY_DOCS
from linter.config.required_version import CLAUSE
from linter.config.settings import FORMATS, KINDS
from linter.config.validation import KEYS, SEVERITIES, ConfigValidator, OneOf
from linter.rules.docs import load
from linter.rules.links import DOCS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from linter.rules.base import Rule
    from linter.rules.registry import Registry

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_SELECTOR = {"$ref": "#/definitions/selector"}
_SELECTORS = {"type": "array", "items": _SELECTOR}
_SHAPES: dict[Any, dict[str, Any]] = {
    ConfigValidator.text: _TEXT,
    ConfigValidator.texts: _TEXTS,
    ConfigValidator.rules: _SELECTORS,
    ConfigValidator.count: {"type": "integer", "minimum": 1},
    ConfigValidator.depth: {"type": "integer", "minimum": 1, "maximum": 500},
    ConfigValidator.formats: {"type": "array", "items": {"enum": list(FORMATS)}},
    ConfigValidator.severity: {
        "type": "object",
        "propertyNames": _SELECTOR,
        "additionalProperties": {"enum": list(SEVERITIES)},
    },
    ConfigValidator.per_file: {"type": "object", "additionalProperties": _SELECTORS},
    ConfigValidator.kinds: {
        "type": "object",
        "properties": dict.fromkeys(KINDS, _TEXTS),
        "additionalProperties": False,
    },
    ConfigValidator.required: {"type": "string", "pattern": f"^{CLAUSE}(,{CLAUSE})*$"},
}
_OPTIONS = {"bool": "boolean", "int": "integer", "float": "number", "str": "string", "list": "array", "dict": "object"}


def config_schema(registry: Registry) -> dict[str, Any]:
    """Return the schema of ``planlint.toml`` and of ``[tool.planlint]``, with the rules of *registry*."""
    properties = {key: {**_documentation(key), **_shape(key, registry)} for key in [*KEYS, "extend"]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"{DOCS}/schemas/config.json",
        "title": "planlint",
        "description": "Configuration of planlint, the linter for plans kept in git.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "definitions": {
            "selector": {
                "description": "A rule, a family of rules, or all.",
                "enum": [*registry.family, *registry.families, "all"],
            }
        },
    }


def _documentation(key: str) -> dict[str, Any]:
    description, default, _ = KEY_DOCS[key]
    # "all" is a list that later releases extend
    return {"description": description} | ({} if default in (None, "all") else {"default": default})


def _shape(key: str, registry: Registry) -> dict[str, Any]:
    check = KEYS.get(key, ConfigValidator.text)
    if isinstance(check, OneOf):
        return {"enum": list(check.allowed)}
    if check is ConfigValidator.options:
        rules = {rule.id: _rule(rule) for rule in registry.all()}
        return {"type": "object", "properties": rules, "additionalProperties": False}
    return _SHAPES[ConfigValidator.texts if check is ConfigValidator.patterns else check]


def _rule(rule: type[Rule]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for name, kind in rule.options().items():
        shape = {"type": _OPTIONS[kind.split("[")[0]], "default": getattr(rule, name)}
        options |= dict.fromkeys((name.replace("_", "-"), name), shape)  # both spellings are accepted
    return {"description": load(rule).summary, "type": "object", "properties": options, "additionalProperties": False}
