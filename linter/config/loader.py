"""Find, read and check configuration. All of its errors are reported at once, each where its key is."""

from __future__ import annotations

import os

from linter.config.settings import Settings
from linter.config.sources import INLINE, PYPROJECT, Sources, called, has_planlint_table, read_files, shown_path
from linter.config.validation import ConfigValidator
from linter.formats.registry import FORMATS
from linter.rules.registry import Registry
from linter.rules.renamed import RENAMED, renamed
from linter.system.reading import escapes_root, is_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from linter.config.sources import ConfigFile
    from linter.formats.adapter import FormatAdapter
    from linter.rules.base import Rule

NAMES = ("planlint.toml", ".planlint.toml", PYPROJECT)


class ConfigError(Exception):
    """The configuration or the command line is wrong. Exit code 2.

    ``problems`` says where and how, one line each; ``tip`` what to do about it, or is empty.
    """

    def __init__(self, problems: list[str], tip: str = "") -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.tip = tip


class Configuration:
    """The settings of each file: those of the nearest configuration file above it, read once.

    *rules* are known besides the built-in ones and those of plugins.
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
            self._by_file[path] = self._read(path, top)
        return self._by_file[path]

    def _read(self, path: str, top: str | None) -> Settings:
        """The settings of the file at *path* (empty: of none). Raises ConfigError with all that is wrong."""
        problems: list[str] = []
        sources = Sources(self._files(path, top, problems) if path else (), self.inline)
        values, command_line = self._renamed(path, sources.values())
        plugins = command_line.get("plugins", values.get("plugins"))
        registry, plugin_formats = _registry(plugins, sources, problems, self._more_rules)
        problems += ConfigValidator(values, registry, sources.location).problems
        problems += ConfigValidator(command_line, registry, lambda *keys: f"--{keys[0]}").problems
        if problems:
            raise ConfigError(problems)
        return Settings(values, command_line, registry, _folder(path, values), path, sources, plugin_formats)

    def _files(self, path: str, top: str | None, problems: list[str]) -> list[ConfigFile]:
        bound = self._bound(path, top)
        files = read_files(path, bound if top else _readable(bound), problems)
        problems += _led_out(path, Sources(files), bound) if bound else []
        return files

    def _renamed(self, path: str, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """*values* and those of the command line with the present ids of rules; notes tell of former ones."""
        if not RENAMED:
            return values, self.command_line
        values, notes = renamed(values, shown_path(path) if path else INLINE)
        command_line, more = renamed(self.command_line, "command line")
        self.notes += [note for note in notes + more if note not in self.notes]
        return values, command_line

    def _bound(self, path: str, top: str | None) -> str | None:
        """The folder out of which the file at *path* must not lead: its repository (*top*); where there is none, the
        folder of the highest configuration above it. None for one that the command line names, outside of
        this repository."""
        if top is None and self.file is None:
            return _highest(os.path.dirname(path))
        return top if top and is_below(path, top) else None


def _file_in(folder: str) -> str | None:
    """The path of the configuration in *folder*."""
    for name in NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name != PYPROJECT or has_planlint_table(path)):
            return path
    return None


def _highest(folder: str) -> str:
    """The highest folder from *folder* up that holds a configuration."""
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


def _registry(
    plugins: Any, sources: Sources, problems: list[str], more_rules: dict[str, type[Rule]]
) -> tuple[Registry, tuple[FormatAdapter, ...]]:
    """All rules, *more_rules* too, and the formats of *plugins*; adds to *problems*."""
    if not plugins:
        return Registry(more_rules, formats=FORMATS), ()
    from linter.config.plugins import Plugins

    found = Plugins(plugins, sources.location)
    problems += found.problems
    return Registry({**more_rules, **found.rules}, found.schemas, (*found.formats, *FORMATS)), tuple(found.formats)


def _folder(path: str, values: dict[str, Any]) -> str | None:
    """The folder that patterns are relative to; None without a configuration file."""
    return os.path.normpath(os.path.join(os.path.dirname(path), values.get("root") or "")) if path else None


def _led_out(path: str, sources: Sources, top: str) -> list[str]:
    """A configuration that comes with a project names no file and no folder outside of it."""
    problems = []
    values = sources.values()
    for key in ("root", "baseline", "cache-dir"):
        value = values.get(key)
        if not isinstance(value, str):
            continue
        target = os.path.normpath(os.path.join(os.path.dirname(path), value))
        if "\0" in value or not is_below(target, top) or escapes_root(target, top):
            problems.append(f"{sources.location(key)}: `{key}` leads out of {called(top)}")
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
