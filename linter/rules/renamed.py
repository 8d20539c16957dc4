"""Former ids of rules, which still work; in a configuration there is a note about them (``docs/stability.md``)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# former ids and present ones; ids are never reused
RENAMED: dict[str, str] = {}
_LISTS = ("select", "extend-select", "ignore", "fixable", "unfixable", "extend-safe-fixes")
_TABLES = ("severity", "rules")


def current(id: str) -> str:
    """Return the present id of the rule that is or was called *id*."""
    return RENAMED.get(id, id)


def renamed(values: dict[str, Any], where: str) -> tuple[dict[str, Any], list[str]]:
    """Return *values* with present ids, and a note for each former one; malformed values are unchanged."""
    found: dict[str, str] = {}

    def ids(names: Any) -> Any:
        if not isinstance(names, list):
            return names
        return [one(name) if isinstance(name, str) else name for name in names]

    def one(name: str) -> str:
        if name in RENAMED:
            found[name] = RENAMED[name]
        return current(name)

    values = dict(values)
    for key in _LISTS:
        if key in values:
            values[key] = ids(values[key])
    for key in _TABLES:
        if isinstance(values.get(key), dict):
            values[key] = {one(name): value for name, value in values[key].items()}
    if isinstance(values.get("per-file-ignores"), dict):
        values["per-file-ignores"] = {name: ids(rules) for name, rules in values["per-file-ignores"].items()}
    return values, [f"{where}: rule `{old}` is now called `{new}`" for old, new in found.items()]
