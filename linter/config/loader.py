"""Find, read and check configuration. All of its errors are reported at once, with file, line and did-you-mean."""

from __future__ import annotations

import os
import re
import sys

from linter.config.settings import Settings
from linter.config.validation import ConfigValidator, line_of, lines_of, shown_path
from linter.rules.registry import Registry
from linter.rules.renamed import RENAMED, renamed
from linter.system.git import find_root
from linter.system.reading import escapes_root, is_below, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from linter.rules.base import Rule

LONGEST_CHAIN = 20  # files that extend each other
PLUGINS = 100
_FORMAT = ("name", "kinds", "severities", "claims", "sniff", "marked", "read")
NAMES = ("planlint.toml", ".planlint.toml", "pyproject.toml")


class ConfigError(Exception):
    """The configuration or the command line is wrong. Exit code 2.

    ``problems`` says where and how, one line each; ``tip`` what to do about it, or is empty.
    """

    def __init__(self, problems: list[str], tip: str = "") -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.tip = tip


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
            return self._load(os.path.abspath(self.file), top)
        path = _file_in(folder)
        if path is not None:
            return self._load(path, top)
        parent = os.path.dirname(folder)
        if folder == top or parent == folder:
            return self._load("")
        return self.for_folder(parent, top)

    def _load(self, path: str, top: str | None = None) -> Settings:
        if path not in self._by_file:
            problems: list[str] = []
            bound = self._bound(path, top) if path else None
            values = read_with_extends(path, problems, (), bound if top else _readable(bound)) if path else {}
            problems += _led_out(path, values, bound) if bound else []
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
                problems += ConfigValidator(layer, registry, name, lines_of(path) if name == path else []).problems
            if problems:
                raise ConfigError(problems)
            folder = os.path.dirname(path) if path else None
            root = values.get("root")
            if folder and root:
                folder = os.path.normpath(os.path.join(folder, root))
            self._by_file[path] = Settings(values, command_line, registry, folder, path)
        return self._by_file[path]

    def _bound(self, path: str, top: str | None) -> str | None:
        """The folder out of which the file at *path* must not lead: its repository (*top*); where there is none, the
        folder of the highest configuration above it. None for one that the command line names, and that stands in no
        repository or in another one."""
        if top is None and self.file is None:
            return _highest(os.path.dirname(path))
        return top if top and is_below(path, top) else None


def _file_in(folder: str) -> str | None:
    """The path of the configuration in *folder*."""
    for name in NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name != "pyproject.toml" or has_planlint_table(path)):
            return path
    return None


def _highest(folder: str) -> str:
    """The highest folder from *folder* up in which a configuration stands."""
    found = folder
    while folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
        if _file_in(folder) is not None:
            found = folder
    return found


def _readable(bound: str | None) -> str | None:
    """What ``extend`` may read without a repository: what is below the working directory, if that is around *bound*."""
    here = os.getcwd()
    return here if bound and is_below(bound, here) else bound


def has_planlint_table(path: str) -> bool:
    """Whether the pyproject.toml at *path* has a table of planlint."""
    from linter.config.toml_reader import MAX_SIZE, read_toml

    try:
        if b"planlint" not in read_regular(path, MAX_SIZE):
            return False
        tool = read_toml(path).get("tool")
    except (OSError, ValueError):
        return False
    return isinstance(tool, dict) and "planlint" in tool


def read_own_values(path: str) -> dict[str, Any]:
    """The values in the file at *path* itself. Raises OSError, ValueError."""
    from linter.config.toml_reader import read_toml

    values = read_toml(path)
    if os.path.basename(path) == "pyproject.toml":
        tool = values.get("tool")
        values = tool.get("planlint", {}) if isinstance(tool, dict) else {}
        if not isinstance(values, dict):
            raise ValueError("tool.planlint must be a table")
    return values


def read_with_extends(path: str, problems: list[str], seen: tuple[str, ...], top: str | None = None) -> dict[str, Any]:
    """The values in the file at *path*, on top of those of the file that it extends; adds to *problems*.

    Nothing outside of the folder *top* is read.
    """
    shown = shown_path(path)
    if top and escapes_root(path, top):
        problems.append(f"{shown}: leads out of {_called(top)}: it is not read")
        return {}
    if len(seen) > LONGEST_CHAIN:
        problems.append(f"{shown}: extend: a chain of more than {LONGEST_CHAIN} files")
        return {}
    try:
        values = read_own_values(path)
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
    if not isinstance(base, str) or "\0" in base or target in (*seen, path):
        problems.append(f"{shown}:{line_of(lines_of(path), 'extend')}: extend must name another configuration file")
        return values
    if top and not is_below(target, top):
        problems.append(f"{shown}:{line_of(lines_of(path), 'extend')}: extend leads out of {_called(top)}")
        return values
    return {**read_with_extends(target, problems, (*seen, path), top), **values}


def _led_out(path: str, values: dict[str, Any], top: str) -> list[str]:
    """A configuration that comes with a project names no file and no folder outside of it."""
    problems = []
    for key in ("root", "baseline", "cache-dir"):
        value = values.get(key)
        if not isinstance(value, str):
            continue
        target = os.path.normpath(os.path.join(os.path.dirname(path), value))
        if "\0" in value or not is_below(target, top) or escapes_root(target, top):
            place = f"{shown_path(path)}:{line_of(lines_of(path), key)}"
            problems.append(f"{place}: {key} leads out of {_called(top)}")
    return problems


def _called(top: str) -> str:
    return "the repository" if find_root(top) == top else "the project, which is no repository"


def _read_inline(texts: Iterable[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for text in texts:
        from linter.config.toml_reader import parse_toml

        try:
            values.update(parse_toml(text))
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
        names = names if isinstance(names, list) else []
        if len(names) > PLUGINS:
            self.problems.append(f"{shown_path(where)}: there are more than {PLUGINS} plugins")
        for name in names[:PLUGINS]:
            try:
                self._load(__import__(_plugin(name), fromlist=["*"]))
            except (Exception, SystemExit) as error:
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


def _plugin(name: object) -> str:
    """The name of a plugin. Raises ValueError: a module of Python was not made as one, and may act when imported."""
    parts = name.split(".") if isinstance(name, str) else [""]
    if not all(part.isidentifier() for part in parts):
        raise ValueError("this is no name of a module")
    if parts[0] in sys.stdlib_module_names or parts[0] == "linter" or "__main__" in parts:
        raise ValueError("this module is no plugin")
    return ".".join(parts)


def _check_schema(schema: dict[str, Any]) -> None:
    """Raises jsonschema.SchemaError."""
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)
