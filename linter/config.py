"""Find, read and check configuration. All of its errors are reported at once, with file, line and did-you-mean."""

from __future__ import annotations

import os
import re

from linter.config_check import Checker, line_of, lines_of, shown_path
from linter.registry import Registry
from linter.renamed import RENAMED, renamed
from linter.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from linter.rule import Rule

_FORMAT = ("name", "kinds", "severities", "claims", "sniff", "marked", "read")
NAMES = ("planlint.toml", ".planlint.toml", "pyproject.toml")


class ConfigError(Exception):
    """The configuration is wrong: ``problems`` says where and how, one line each. Exit code 2."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Configuration:
    """The settings of each file: those of the nearest configuration file above it, read once."""

    def __init__(
        self,
        command_line: dict[str, Any] | None = None,
        *,
        file: str | None = None,
        inline: Iterable[str] = (),
        isolated: bool = False,
    ) -> None:
        self.command_line = command_line or {}
        self.file = file
        self.isolated = isolated
        self.notes: list[str] = []
        self._by_folder: dict[str, Settings] = {}
        self._by_file: dict[str, Settings] = {}
        self.inline = _read_inline(inline)

    @property
    def has_plugins(self) -> bool:
        """Whether a configuration that was read names any."""
        return any(settings.values.get("plugins") for settings in self._by_file.values())

    def for_folder(self, folder: str, top: str | None) -> Settings:
        """The settings of files in *folder*, an absolute path; *top* is the repository's root, where the search ends.

        Raises ConfigError.
        """
        found = self._by_folder.get(folder)
        if found is None:
            found = self._by_folder[folder] = self._find(folder, top)
        return found

    def _find(self, folder: str, top: str | None) -> Settings:
        if self.isolated:
            return self._load("")
        if self.file is not None:
            return self._load(os.path.abspath(self.file))
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name != "pyproject.toml" or speaks_of_us(path)):
                return self._load(path)
        parent = os.path.dirname(folder)
        if folder == top or parent == folder:
            return self._load("")
        return self.for_folder(parent, top)

    def _load(self, path: str) -> Settings:
        if path not in self._by_file:
            problems: list[str] = []
            values = read_values(path, problems, ()) if path else {}
            values.update(self.inline)
            plugins = Plugins(values.get("plugins", []), path or "--config")
            problems += plugins.problems
            registry = Registry(plugins.rules, plugins.schemas, plugins.formats)
            command_line = self.command_line
            if RENAMED:
                values, notes = renamed(values, shown_path(path) if path else "--config")
                command_line, more = renamed(command_line, "command line")
                self.notes += [note for note in notes + more if note not in self.notes]
            for name, layer in ((path, values), ("command line", command_line)):
                problems += Checker(layer, registry, name, lines_of(path) if name == path else []).problems
            if problems:
                raise ConfigError(problems)
            folder = os.path.dirname(path) if path else None
            root = values.get("root")
            if folder and root:
                folder = os.path.normpath(os.path.join(folder, root))
            self._by_file[path] = Settings(values, command_line, registry, folder, path)
        return self._by_file[path]


def speaks_of_us(path: str) -> bool:
    """Whether the pyproject.toml at *path* has a table of planlint."""
    try:
        with open(path, "rb") as file:
            return b"planlint" in file.read() and "planlint" in _toml(path).get("tool", {})
    except (OSError, ValueError):
        return False


def own_values(path: str) -> dict[str, Any]:
    """The values in the file at *path* itself. Raises OSError, ValueError."""
    values = _toml(path)
    if os.path.basename(path) == "pyproject.toml":
        values = values.get("tool", {}).get("planlint", {})
    return values


def _toml(path: str) -> dict[str, Any]:
    import tomllib

    with open(path, "rb") as file:
        return tomllib.load(file)


def read_values(path: str, problems: list[str], seen: tuple[str, ...]) -> dict[str, Any]:
    """The values in the file at *path*, on top of those of the file that it extends; adds to *problems*."""
    shown = shown_path(path)
    try:
        values = own_values(path)
    except (OSError, ValueError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{shown}:{line[1]}" if line else shown
        reason = getattr(error, "strerror", None) or re.sub(r" \(at .*\)$", "", str(error))
        problems.append(f"{where}: cannot be read: {reason}")
        return {}
    base = values.pop("extend", None)
    if base is None:
        return values
    target = os.path.normpath(os.path.join(os.path.dirname(path), str(base)))
    if not isinstance(base, str) or target in (*seen, path):
        problems.append(f"{shown}:{line_of(lines_of(path), 'extend')}: extend must name another configuration file")
        return values
    return {**read_values(target, problems, (*seen, path)), **values}


def _read_inline(texts: Iterable[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for text in texts:
        import tomllib

        try:
            values.update(tomllib.loads(text))
        except ValueError as error:
            raise ConfigError([f"--config {text!r}: no TOML 'key = value': {error}"]) from None
    return values


class Plugins:
    """What the modules *names* bring: ``RULES`` by id, ``SCHEMAS`` by kind, ``FORMATS``; and what went ``problems``."""

    def __init__(self, names: Any, where: str) -> None:
        self.rules: dict[str, type[Rule]] = {}
        self.schemas: dict[str, list[dict[str, Any]]] = {}
        self.formats: list[Any] = []
        self.problems: list[str] = []
        for name in names if isinstance(names, list) else []:
            try:
                self._load(__import__(str(name), fromlist=["*"]))
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                self.problems.append(f"{shown_path(where)}: plugin {name!r} cannot be loaded: {reason}")

    def _load(self, module: Any) -> None:
        for rule in getattr(module, "RULES", ()):
            if not (rule.id and rule.family):
                raise ValueError(f"rule {rule.__name__} has no id or no family")
            self.rules[rule.id] = rule
        for kind, schema in getattr(module, "SCHEMAS", {}).items():
            _check_schema(schema)
            self.schemas.setdefault(kind, []).append(schema)
        for format in getattr(module, "FORMATS", ()):
            missing = [name for name in _FORMAT if not hasattr(format, name)]
            if missing:
                raise ValueError(f"format {getattr(format, 'name', format)!r} has no {', '.join(missing)}")
            self.formats.append(format)


def _check_schema(schema: dict[str, Any]) -> None:
    """Raises jsonschema.SchemaError."""
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)
