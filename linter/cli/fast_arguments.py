"""Read simple command lines without argparse, whose import and set-up take longer than reading a plan.

``FastArgumentParser`` is described by the same calls as an ``ArgumentParser``. It reads plain options and paths, and
leaves everything else (help, errors, ``@FILE``, abbreviated or joined options) to argparse.
"""

from __future__ import annotations

from types import SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import Any


class FastArgumentParser:
    """The part of ``argparse.ArgumentParser`` that descriptions of commands use."""

    def __init__(self) -> None:
        self._options: dict[str, dict[str, Any]] = {}
        self._defaults: dict[str, Any] = {}
        self._paths = ""

    def add_argument_group(self, _title: str) -> FastArgumentParser:
        """Return the parser itself, because groups only matter for the help."""
        return self

    def add_argument(self, *names: str, **option: Any) -> None:
        """See ``argparse.ArgumentParser.add_argument``."""
        if not names[0].startswith("-"):
            self._paths = names[0]
            self._defaults[names[0]] = []
            return
        name = next((name for name in names if name.startswith("--")), names[0])
        option["dest"] = option.get("dest") or name.lstrip("-").replace("-", "_")
        self._options.update(dict.fromkeys(names, option))
        self._defaults[option["dest"]] = option.get("default", False if option.get("action") == "store_true" else None)

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
            option = self._options.get(name)
            if option is None or (is_joined and not name.startswith("--")):
                return None
            if option.get("action") == "store_true":
                if is_joined:
                    return None
                values[option["dest"]] = True
                continue
            if not is_joined:
                value = next(rest, "")
                if value[:1] in ("", "-", "@"):
                    return None
            if not _store(values, option, value):
                return None
        return SimpleNamespace(**{**values, self._paths: paths})  # type: ignore[return-value]


def _store(values: dict[str, Any], option: dict[str, Any], value: str) -> bool:
    """Store *value* in *values*; return False if argparse has to do it."""
    if option.get("action", "store") not in ("store", "append") or not option.keys().isdisjoint(("type", "nargs")):
        return False
    if value not in option.get("choices", (value,)):
        return False
    dest = option["dest"]
    values[dest] = [*(values[dest] or ()), value] if option.get("action") == "append" else value
    return True
