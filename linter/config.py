"""Find, read and check configuration. All of its errors are reported at once, with file, line and did-you-mean."""

from __future__ import annotations

import os
import re

from linter.registry import Registry
from linter.settings import FORMATS, OUTPUT_FORMATS, PRESETS, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from linter.rule import Rule

NAMES = ("planlint.toml", ".planlint.toml", "pyproject.toml")
SEVERITIES = ("error", "warning")
FAIL_ON = ("error", "warning", "never")
KINDS = ("progress", "manifest", "tools-manifest")


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
        self._by_folder: dict[str, Settings] = {}
        self._by_file: dict[str, Settings] = {}
        self._inline = _read_inline(inline)

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
            if os.path.isfile(path) and (name != "pyproject.toml" or _speaks_of_us(path)):
                return self._load(path)
        parent = os.path.dirname(folder)
        if folder == top or parent == folder:
            return self._load("")
        return self.for_folder(parent, top)

    def _load(self, path: str) -> Settings:
        if path not in self._by_file:
            problems: list[str] = []
            values = read_values(path, problems, ()) if path else {}
            values.update(self._inline)
            rules, plugin_problems = load_plugins(values.get("plugins", []), path or "--config")
            problems += plugin_problems
            registry = Registry(rules)
            for name, layer in ((path, values), ("command line", self.command_line)):
                problems += _Checker(layer, registry, name, _lines(path) if name == path else []).problems
            if problems:
                raise ConfigError(problems)
            folder = os.path.dirname(path) if path else None
            root = values.get("root")
            if folder and root:
                folder = os.path.normpath(os.path.join(folder, root))
            self._by_file[path] = Settings(values, self.command_line, registry, folder, path)
        return self._by_file[path]


def _speaks_of_us(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return b"planlint" in file.read() and "planlint" in _toml(path).get("tool", {})
    except (OSError, ValueError):
        return False


def _toml(path: str) -> dict[str, Any]:
    import tomllib

    with open(path, "rb") as file:
        return tomllib.load(file)


def read_values(path: str, problems: list[str], seen: tuple[str, ...]) -> dict[str, Any]:
    """The values in the file at *path*, on top of those of the file that it extends; adds to *problems*."""
    shown = _shown(path)
    try:
        values = _toml(path)
    except (OSError, ValueError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{shown}:{line[1]}" if line else shown
        reason = getattr(error, "strerror", None) or re.sub(r" \(at .*\)$", "", str(error))
        problems.append(f"{where}: cannot be read: {reason}")
        return {}
    if os.path.basename(path) == "pyproject.toml":
        values = values.get("tool", {}).get("planlint", {})
    base = values.pop("extend", None)
    if base is None:
        return values
    target = os.path.normpath(os.path.join(os.path.dirname(path), str(base)))
    if not isinstance(base, str) or target in (*seen, path):
        problems.append(f"{shown}:{_line(_lines(path), 'extend')}: extend must name another configuration file")
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


def load_plugins(names: Any, where: str) -> tuple[dict[str, type[Rule]], list[str]]:
    """Import the modules *names* and collect their ``RULES``, by id; and what went wrong."""
    rules: dict[str, type[Rule]] = {}
    problems: list[str] = []
    for name in names if isinstance(names, list) else []:
        try:
            found = __import__(str(name), fromlist=["RULES"]).RULES
            for rule in found:
                if not (rule.id and rule.family):
                    raise ValueError(f"rule {rule.__name__} has no id or no family")
                rules[rule.id] = rule
        except Exception as error:
            problems.append(f"{_shown(where)}: plugin {name!r} cannot be loaded: {type(error).__name__}: {error}")
    return rules, problems


class _Checker:
    """Checks one layer of values; ``problems`` holds a line for each that is wrong."""

    def __init__(self, values: dict[str, Any], registry: Registry, path: str, lines: list[str]) -> None:
        self.registry = registry
        self.selectors = [*registry.family, *registry.families, "all"]
        self.path = path
        self.lines = lines
        self.problems: list[str] = []
        for key, value in values.items():
            check = _KEYS.get(key)
            if check is None:
                self.report(key, f"unknown key {key!r}" + hint(key, _KEYS))
            else:
                check(self, key, value)

    def report(self, key: str, message: str) -> None:
        place = _shown(self.path)
        if self.lines:
            place += f":{_line(self.lines, key)}"
        self.problems.append(f"{place}: {message}")

    def text(self, key: str, value: Any) -> None:
        if not isinstance(value, str):
            self.report(key, f"{key} must be a text")

    def texts(self, key: str, value: Any) -> None:
        if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            self.report(key, f"{key} must be a list of texts")

    def count(self, key: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.report(key, f"{key} must be a whole number of at least 1")

    def depth(self, key: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 500:
            self.report(key, f"{key} must be a whole number from 1 to 500")

    def rules(self, key: str, value: Any) -> None:
        if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            self.report(key, f"{key} must be a list of rules and families")
            return
        for selector in value:
            self.rule(key, selector)

    def rule(self, key: str, selector: str) -> None:
        if selector not in self.selectors:
            self.report(key, f"unknown rule {selector!r} in {key}" + hint(selector, self.selectors))

    def choices(self, key: str, value: Any, allowed: tuple[str, ...]) -> None:
        if value not in allowed:
            self.report(key, f"{key} must be one of {', '.join(allowed)}" + hint(str(value), allowed))

    def formats(self, key: str, value: Any) -> None:
        self.texts(key, value)
        for item in value if isinstance(value, list) else ():
            self.choices(key, item, FORMATS)

    def table(self, key: str, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.report(key, f"{key} must be a table")
        return {}

    def severity(self, key: str, value: Any) -> None:
        for selector, level in self.table(key, value).items():
            self.rule(key, selector)
            self.choices(f"severity of {selector}", level, SEVERITIES)

    def per_file(self, key: str, value: Any) -> None:
        for pattern, selectors in self.table(key, value).items():
            self.rules(f"{key} {pattern!r}", selectors)

    def kinds(self, key: str, value: Any) -> None:
        for kind, patterns in self.table(key, value).items():
            self.choices("a key of kinds", kind, KINDS)
            self.texts(f"kinds.{kind}", patterns)

    def options(self, key: str, value: Any) -> None:
        for id, options in self.table(key, value).items():
            if id not in self.registry.family:
                self.report(id, f"unknown rule {id!r} in rules" + hint(id, self.registry.family))
                continue
            known = self.registry.load(id).options()
            for option, setting in self.table(f"rules.{id}", options).items():
                wanted = known.get(option.replace("-", "_"))
                if wanted is None:
                    self.report(option, f"rule {id} has no option {option!r}" + hint(option, known))
                elif type(setting).__name__ != wanted.split("[")[0]:
                    self.report(option, f"option {option} of {id} must be a {wanted}")

    def required(self, key: str, value: Any) -> None:
        from linter.version import satisfies

        self.text(key, value)
        problem = satisfies(value) if isinstance(value, str) else ""
        if problem:
            self.report(key, problem)


def _choice(*allowed: str) -> Callable[[_Checker, str, Any], None]:
    return lambda checker, key, value: checker.choices(key, value, allowed)


_KEYS: dict[str, Callable[[_Checker, str, Any], None]] = {
    "preset": _choice(*PRESETS),
    "select": _Checker.rules,
    "extend-select": _Checker.rules,
    "ignore": _Checker.rules,
    "fail-on": _choice(*FAIL_ON),
    "severity": _Checker.severity,
    "per-file-ignores": _Checker.per_file,
    "include": _Checker.texts,
    "exclude": _Checker.texts,
    "kinds": _Checker.kinds,
    "output-format": _choice(*OUTPUT_FORMATS),
    "plugins": _Checker.texts,
    "formats": _Checker.formats,
    "max-file-size": _Checker.count,
    "max-nodes": _Checker.count,
    "max-depth": _Checker.depth,
    "root": _Checker.text,
    "required-version": _Checker.required,
    "rules": _Checker.options,
}


def hint(word: str, known: Iterable[str]) -> str:
    """`` (did you mean …?)`` when a known word is close, else nothing."""
    from linter.suggest import closest

    near = closest(word, known, 3)
    return f" (did you mean {near!r}?)" if near else ""


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().split("\n")
    except OSError:
        return []


def _line(lines: list[str], key: str) -> int:
    """The line (from 1) on which *key*, or the first word of it, is set; 1 when it cannot be told."""
    for word in (key, key.split()[-1].strip("'\""), key.split()[0]):
        pattern = re.compile(rf"""^\s*\[?[^#=]*?["']?\b{re.escape(word)}["']?\s*[=\].]""")
        for number, line in enumerate(lines, 1):
            if pattern.search(line):
                return number
    return 1


def _shown(path: str) -> str:
    if not os.path.isabs(path):
        return path
    try:
        relative = os.path.relpath(path).replace(os.sep, "/")
    except ValueError:
        return path
    return relative if not relative.startswith("../../../") else path
