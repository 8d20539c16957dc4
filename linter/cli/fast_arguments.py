"""Read simple command lines without argparse, whose import and set-up take longer than reading a plan.

``FastArgumentParser`` is described by the same calls as an ``ArgumentParser``. It reads plain options and paths, and
leaves everything else (help, errors, ``@FILE``, abbreviated or joined options) to argparse.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import Any


class _Namespace:
    """The options as attributes, as in ``argparse.Namespace``."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


class FastArgumentParser:
    """The part of ``argparse.ArgumentParser`` that descriptions of commands use."""

    def __init__(self) -> None:
        self._options: dict[str, dict[str, Any]] = {}
        self._defaults: dict[str, Any] = {}
        self._paths = ""

    def add_argument_group(self, _title: str) -> FastArgumentParser:
        """Return the parser itself, because groups only matter for the help."""
        return self

    def add_argument(self, *names: str, **facts: Any) -> None:
        """See ``argparse.ArgumentParser.add_argument``."""
        if not names[0].startswith("-"):
            self._paths = names[0]
            self._defaults[names[0]] = []
            return
        name = next((name for name in names if name.startswith("--")), names[0])
        facts["dest"] = facts.get("dest") or name.lstrip("-").replace("-", "_")
        self._options.update(dict.fromkeys(names, facts))
        self._defaults[facts["dest"]] = facts.get("default", False if facts.get("action") == "store_true" else None)

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace | None:
        """Return the options, or None if argparse has to read them or report an error."""
        values = dict(self._defaults)
        paths: list[str] = []
        rest = iter(arguments)
        for argument in rest:
            if argument in ("", "--") or argument[0] == "@":
                return None
            if argument == "-" or argument[0] != "-":
                paths.append(argument)
                continue
            name, is_joined, value = argument.partition("=")
            facts = self._options.get(name)
            if facts is None or (is_joined and not name.startswith("--")):
                return None
            if facts.get("action") == "store_true":
                if is_joined:
                    return None
                values[facts["dest"]] = True
                continue
            if not is_joined:
                value = next(rest, "")
                if value[:1] in ("", "-", "@"):
                    return None
            if not _store(values, facts, value):
                return None
        return _Namespace(**{**values, self._paths: paths})  # type: ignore[return-value]


def _store(values: dict[str, Any], facts: dict[str, Any], value: str) -> bool:
    """Store *value* in *values*; return False if argparse has to do it."""
    if facts.get("action", "store") not in ("store", "append") or not facts.keys().isdisjoint(("type", "nargs")):
        return False
    if value not in facts.get("choices", (value,)):
        return False
    dest = facts["dest"]
    values[dest] = [*(values[dest] or ()), value] if facts.get("action") == "append" else value
    return True
