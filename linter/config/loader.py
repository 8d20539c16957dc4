"""Find, read and check configuration files; all errors are reported at once, each with its location."""

from __future__ import annotations

import os

from linter.config.settings import Settings
from linter.config.sources import INLINE, PYPROJECT, Sources, called, has_planlint_table, near_path, read_files
from linter.formats.registry import FORMATS
from linter.rules.registry import Registry
from linter.rules.renamed import RENAMED, renamed
from linter.system.boundary import is_in_git
from linter.system.paths import CONFIG_FILES
from linter.system.reading import escapes_root, is_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from linter.config.sources import ConfigFile
    from linter.formats.adapter import FormatAdapter
    from linter.rules.base import Rule


class ConfigError(Exception):
    """An invalid configuration or command line (exit code 2).

    ``problems`` has one line for each error, with its location; ``tip`` suggests what to do, or is empty.
    """

    def __init__(self, problems: list[str], tip: str = "") -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.tip = tip


class Configuration:
    """The settings of each file, from the nearest configuration file above it; each file is read once.

    *rules* are registered in addition to the built-in rules and those of plugins.
    """

    def __init__(
        self,
        command_line: dict[str, Any] | None = None,
        *,
        file: str | None = None,
        inline: Iterable[str] = (),
        isolated: bool = False,
        rules: Iterable[type[Rule]] = (),
    ) -> None:
        self.command_line = command_line or {}
        self.file = file
        self.isolated = isolated
        self._more_rules = {rule.id: rule for rule in rules}
        self.notes: list[str] = []
        self._by_folder: dict[str, Settings] = {}
        self._by_file: dict[str, Settings] = {}
        self.inline = _read_inline(inline)

    @property
    def has_plugins(self) -> bool:
        """Whether any configuration read so far names plugins."""
        return any(settings.values.get("plugins") for settings in self._by_file.values())

    @property
    def reads_other_files(self) -> bool:
        """Whether any configuration read so far makes plans of files that no built-in format matches."""
        return any(settings.reads_other_files for settings in self._by_file.values())

    @property
    def files(self) -> list[str]:
        """The paths of the configuration files read so far."""
        return [file.path for each in self._by_file.values() if each.sources for file in each.sources.files]

    def for_folder(self, folder: str, top: str | None) -> Settings:
        """Return the settings of files in *folder*, an absolute path.

        The search for a configuration file ends at *top*, the root of the repository. Raises ConfigError.
        """
        below: list[str] = []  # a loop, as a path may have more folders than Python has stack
        while folder not in self._by_folder:
            below.append(folder)
            found = self._own(folder, top)
            if found is not None:
                self._by_folder[folder] = found
                break
            folder = os.path.dirname(folder)
        settings = self._by_folder[folder]
        self._by_folder.update(dict.fromkeys(below, settings))
        return settings

    def _own(self, folder: str, top: str | None) -> Settings | None:
        """Return the settings of *folder* itself, or None if those of its parent apply. Raises ConfigError."""
        if self.isolated:
            return self._load("")
        if self.file is not None:
            return self._load(os.path.abspath(self.file), top)
        path = _file_in(folder)
        if path is not None:
            return self._load(path, top)
        return self._load("") if folder == top or os.path.dirname(folder) == folder else None

    def _load(self, path: str, top: str | None = None) -> Settings:
        if path not in self._by_file:
            self._by_file[path] = self._read(path, top)
        return self._by_file[path]

    def _read(self, path: str, top: str | None) -> Settings:
        """Return the settings of the file at *path* (empty: no file). Raises ConfigError with all errors."""
        problems: list[str] = []
        sources = Sources(self._files(path, top, problems) if path else (), self.inline)
        values, command_line = self._renamed(path, sources.values())
        plugins = command_line.get("plugins", values.get("plugins"))
        trusted = "plugins" in command_line or sources.file_of("plugins") is None
        registry, plugin_formats = _registry(plugins, sources, problems, self._more_rules, trusted=trusted)
        problems += _problems_in(values, registry, sources.location)
        problems += _problems_in(command_line, registry, lambda *keys: f"--{keys[0]}")
        if problems:
            raise ConfigError(problems)
        return Settings(values, command_line, registry, _folder(path, values), path, sources, plugin_formats)

    def _files(self, path: str, top: str | None, problems: list[str]) -> list[ConfigFile]:
        bound = self._bound(path, top)
        files = read_files(path, bound if top else _readable(bound), problems)
        problems += _led_out(path, Sources(files), bound) if bound else []
        return files

    def _renamed(self, path: str, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return *values* and those of the command line with renamed rule ids replaced; adds notes about them."""
        if not RENAMED:
            return values, self.command_line
        values, notes = renamed(values, near_path(path) if path else INLINE)
        command_line, more = renamed(self.command_line, "command line")
        self.notes += [note for note in notes + more if note not in self.notes]
        return values, command_line

    def _bound(self, path: str, top: str | None) -> str | None:
        """Return the directory that the file at *path* must not escape, or None.

        It is the repository (*top*); without one, the directory of the highest configuration file above. None for a
        file that the command line names outside the repository.
        """
        if top is None and self.file is None:
            return _highest(os.path.dirname(path))
        return top if top and is_below(path, top) else None


def _problems_in(values: dict[str, Any], registry: Registry, location: Callable[..., str]) -> list[str]:
    """Return one line for each invalid one of *values*; *location* returns the location of the setting at some keys."""
    if not values:
        return []
    from linter.config.validation import ConfigValidator

    return ConfigValidator(values, registry, location).problems


def _file_in(folder: str) -> str | None:
    """Return the path of the configuration file in *folder*, or None."""
    for name in CONFIG_FILES:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name != PYPROJECT or has_planlint_table(path)):
            return path
    return None


def _highest(folder: str) -> str:
    """Return the highest parent of *folder* that contains a configuration file, or *folder*."""
    found = folder
    while folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
        if _file_in(folder) is not None:
            found = folder
    return found


def _readable(bound: str | None) -> str | None:
    """Return the directory that ``extend`` may read from if there is no repository.

    It is the working directory if *bound* is below it, else *bound*.
    """
    here = os.getcwd()
    return here if bound and is_below(bound, here) else bound


def _registry(
    plugins: Any, sources: Sources, problems: list[str], more_rules: dict[str, type[Rule]], *, trusted: bool
) -> tuple[Registry, tuple[FormatAdapter, ...]]:
    """Return the registry of all rules, including *more_rules*, and the formats of *plugins*; adds to *problems*."""
    if not plugins:
        return Registry(more_rules, formats=FORMATS), ()
    from linter.config.plugins import Plugins

    found = Plugins(plugins, sources.location, trusted=trusted)
    problems += found.problems
    return Registry({**more_rules, **found.rules}, found.schemas, (*found.formats, *FORMATS)), tuple(found.formats)


def _folder(path: str, values: dict[str, Any]) -> str | None:
    """Return the directory that patterns are relative to; None without a configuration file."""
    return os.path.normpath(os.path.join(os.path.dirname(path), values.get("root") or "")) if path else None


def _led_out(path: str, sources: Sources, top: str) -> list[str]:
    """Return problems for the paths of a project's configuration that escape the project."""
    problems = []
    values = sources.values()
    for key in ("root", "baseline", "cache-dir"):
        value = values.get(key)
        if not isinstance(value, str):
            continue
        target = os.path.normpath(os.path.join(os.path.dirname(path), value))
        if "\0" in value or not is_below(target, top) or escapes_root(target, top):
            problems.append(f"{sources.location(key)}: `{key}` is outside of {called(top)}")
        elif key == "baseline" and is_in_git(os.path.relpath(target, top)):
            problems.append(f"{sources.location(key)}: `{key}` is in the directory of git")
    return problems


def _read_inline(texts: Iterable[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    problems = []
    for text in texts:
        from linter.config.toml_reader import parse_toml

        try:
            values.update(parse_toml(text))
        except ValueError as error:
            problems.append(f"{INLINE} {text!r}: {error}")
    if problems:
        raise ConfigError(problems, "the value of --config is a file, or TOML: --config \"preset = 'strict'\"")
    return values
