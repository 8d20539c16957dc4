"""Load the modules that the configuration key ``plugins`` names."""

from __future__ import annotations

import os
import sys

from linter.formats.adapter import FormatAdapter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from linter.rules.base import Rule

MAX_PLUGINS = 100
GROUP = "planlint.plugins"  # of entry points
ALLOWED = "PLANLINT_PLUGINS"  # environment variable: names of modules, separated by commas
_REQUIRED = ("name", "kinds", "may_match_path", "read")  # formats inherit the rest from `FormatAdapter`
_MEMBERS = (*_REQUIRED, "severities", "reads_context", "may_match_content", "identifies_itself", "is_certain", "notes")


class Plugins:
    """The ``RULES`` (by id), ``SCHEMAS`` (by kind) and ``FORMATS`` of the modules *names*, and the errors.

    *location* returns the location of the setting at a path of keys. If the setting is *trusted*, because the user made
    it, any module may be named; else only those that are installed as plugins or that the user allows.
    """

    def __init__(self, names: Any, location: Callable[..., str], *, trusted: bool = False) -> None:
        self.rules: dict[str, type[Rule]] = {}
        self.schemas: dict[str, list[dict[str, Any]]] = {}
        self.formats: list[FormatAdapter] = []
        self.problems: list[str] = []
        names = names if isinstance(names, list) else []
        if len(names) > MAX_PLUGINS:
            self.problems.append(f"{location('plugins')}: `plugins` has more than {MAX_PLUGINS} entries")
        for name in names[:MAX_PLUGINS]:
            if not isinstance(name, str):
                continue  # reported by the validator
            try:
                self._load(__import__(_module(name) if trusted else _allowed(name), fromlist=["*"]))
            except (Exception, SystemExit) as error:
                reason = f"{type(error).__name__}: {error}"
                self.problems.append(f"{location('plugins', name)}: cannot load plugin `{name}`: {reason}")

    def _load(self, module: Any) -> None:
        for rule in getattr(module, "RULES", ()):
            if not (rule.id and rule.family):
                raise ValueError(f"rule {rule.__name__} has no id or no family")
            self.rules[rule.id] = rule
        for kind, schema in getattr(module, "SCHEMAS", {}).items():
            _check_schema(schema)
            self.schemas.setdefault(kind, []).append(schema)
        for format in getattr(module, "FORMATS", ()):
            missing = [name for name in _MEMBERS if not _has(format, name)]
            if missing:
                raise ValueError(f"format `{getattr(format, 'name', format)}` lacks {', '.join(missing)}")
            self.formats.append(format)


def _has(format: object, name: str) -> bool:
    """Whether *format* has the member *name*, and does not inherit it if it is required."""
    inherited = getattr(FormatAdapter, name, None) if name in _REQUIRED else None
    return hasattr(format, name) and (inherited is None or getattr(type(format), name, None) is not inherited)


def _module(name: str) -> str:
    """Return *name*. Raises ValueError for standard library modules, which may have effects when imported."""
    parts = name.split(".")
    if not all(part.isidentifier() for part in parts):
        raise ValueError("invalid module name")
    if parts[0] in sys.stdlib_module_names or parts[0] == "linter" or "__main__" in parts:
        raise ValueError("a standard library or planlint module is not a plugin")
    return name


def _allowed(name: str) -> str:
    """Return the module of the plugin *name*, which a repository names. Raises ValueError if it is not allowed."""
    module = _module(name)
    if module in [allowed.strip() for allowed in os.environ.get(ALLOWED, "").split(",")]:
        return module
    from importlib.metadata import entry_points  # for configurations with plugins only

    for entry in entry_points(group=GROUP):
        if name in (entry.name, entry.module):
            return _module(entry.module)
    raise ValueError(f"not installed as a plugin (entry point in `{GROUP}`), and not in {ALLOWED}")


def _check_schema(schema: dict[str, Any]) -> None:
    """Check a JSON Schema. Raises jsonschema.SchemaError."""
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)
