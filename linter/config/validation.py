"""Check the values of a configuration."""

from __future__ import annotations

from linter.config.settings import FAIL_ON, FORMATS, OUTPUT_FORMATS, PRESETS
from linter.syntax.fix import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from typing import Any

    from linter.rules.registry import Registry

    Path = tuple[str, ...]  # keys from the top

SEVERITIES = ("error", "warning")
MAX_PATTERNS = 1000
MAX_PATTERN_CHARS = 1000
MAX_PROBLEMS = 100  # to list
_TYPES = {"bool": "a boolean", "int": "an integer", "str": "a string", "list[str]": "a list of strings"}


class ConfigValidator:
    """Checks one layer of values; ``problems`` has one line for each invalid value.

    *location* returns the location of the setting at a path of keys.
    """

    def __init__(self, values: dict[str, Any], registry: Registry, location: Callable[..., str]) -> None:
        self.registry = registry
        self.selectors = [*registry.family, *registry.families, "all"]
        self.location = location
        self.problems: list[str] = []
        if "required-version" in values:
            self.required(("required-version",), values["required-version"])
            if self.problems:
                return  # other problems may be keys of another version
        for key, value in values.items():
            check = KEYS.get(key)
            if check is None:
                self.report((key,), f"unknown key `{shortened(key)}`{self.hint(key, KEYS)}")
            else:
                check(self, (key,), value)

    def report(self, path: Path, message: str) -> None:
        """Add a problem of the setting at *path*."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(f"{self.location(*path)}: {message}")
        elif len(self.problems) == MAX_PROBLEMS:
            self.problems.append(f"{self.location(*path)}: more problems follow, which are not listed")

    def hint(self, word: str, known: Iterable[str]) -> str:
        """Return ``hint(word, known)`` until ``MAX_PROBLEMS`` problems are listed, then ""."""
        return hint(word, known) if len(self.problems) < MAX_PROBLEMS else ""

    def text(self, path: Path, value: Any) -> None:
        if not isinstance(value, str):
            self.report(path, f"`{_key(path)}` must be a string")

    def texts(self, path: Path, value: Any) -> None:
        if not _is_strings(value):
            self.report(path, f"`{_key(path)}` must be a list of strings")

    def patterns(self, path: Path, value: Any) -> None:
        self.texts(path, value)
        if isinstance(value, list):
            self.bounded(path, value)

    def bounded(self, path: Path, patterns: Collection[Any]) -> None:
        if len(patterns) > MAX_PATTERNS:
            self.report(path, f"`{_key(path)}` has more than {MAX_PATTERNS} patterns")
        for pattern in patterns:
            if isinstance(pattern, str) and len(pattern) > MAX_PATTERN_CHARS:
                self.report((*path, pattern), f"a pattern is longer than {MAX_PATTERN_CHARS} characters")

    def count(self, path: Path, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.report(path, f"`{_key(path)}` must be an integer of at least 1")

    def depth(self, path: Path, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 500:
            self.report(path, f"`{_key(path)}` must be an integer from 1 to 500")

    def rules(self, path: Path, value: Any) -> None:
        if not _is_strings(value):
            self.report(path, f"`{_key(path)}` must be a list of rules and families")
            return
        for selector in dict.fromkeys(value):
            self.rule((*path, selector), selector)

    def rule(self, path: Path, selector: str) -> None:
        if selector not in self.selectors:
            near = self.hint(selector, self.selectors)
            self.report(path, f"unknown rule `{shortened(selector)}` in `{_key(path[:-1])}`{near}")

    def choices(self, path: Path, value: Any, allowed: tuple[str, ...], what: str = "") -> None:
        if value not in allowed:
            what = what or f"`{_key(path)}`"
            self.report(path, f"{what} must be one of {', '.join(allowed)}{self.hint(str(value), allowed)}")

    def known_formats(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*FORMATS, *(kind for format in self.registry.formats for kind in format.kinds))))

    def formats(self, path: Path, value: Any) -> None:
        self.texts(path, value)
        for item in value if isinstance(value, list) else ():
            self.choices((*path, str(item)), item, self.known_formats(), f"an entry of `{_key(path)}`")

    def table(self, path: Path, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.report(path, f"`{_key(path)}` must be a table")
        return {}

    def severity(self, path: Path, value: Any) -> None:
        for selector, level in self.table(path, value).items():
            self.rule((*path, selector), selector)
            self.choices((*path, selector), level, SEVERITIES, f"the severity of `{shortened(selector)}`")

    def per_file(self, path: Path, value: Any) -> None:
        table = self.table(path, value)
        self.bounded(path, table)
        for pattern, selectors in table.items():
            self.rules((*path, pattern), selectors)

    def kinds(self, path: Path, value: Any) -> None:
        for kind, patterns in self.table(path, value).items():
            self.choices((*path, kind), kind, self.known_formats(), f"a key of `{_key(path)}`")
            self.patterns((*path, kind), patterns)

    def options(self, path: Path, value: Any) -> None:
        for id, options in self.table(path, value).items():
            if id not in self.registry.family:
                near = self.hint(id, self.registry.family)
                self.report((*path, id), f"unknown rule `{shortened(id)}` in `{_key(path)}`{near}")
                continue
            known = {name.replace("_", "-"): type for name, type in self.registry.load(id).options().items()}
            for option, setting in self.table((*path, id), options).items():
                wanted = known.get(option.replace("_", "-"))
                keys = (*path, id, option)
                if wanted is None:
                    near = self.hint(option, known)
                    self.report(keys, f"rule `{id}` has no option `{shortened(option)}`{near}")
                elif not _is_of(setting, wanted):
                    self.report(keys, f"`{_key(keys)}` must be {_TYPES.get(wanted, wanted)}")

    def required(self, path: Path, value: Any) -> None:
        from linter.config.required_version import find_version_problem

        self.text(path, value)
        problem = find_version_problem(value) if isinstance(value, str) else None
        if problem:
            self.report(path, problem)


def _key(path: Path) -> str:
    return shortened(".".join(path))


def _is_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_of(value: Any, wanted: str) -> bool:
    """Whether *value* has the annotated type of an option."""
    return _is_strings(value) if wanted == "list[str]" else type(value).__name__ == wanted.split("[")[0]


class OneOf:
    """A check that the value is one of ``allowed``."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed

    def __call__(self, checker: ConfigValidator, path: Path, value: Any) -> None:
        checker.choices(path, value, self.allowed)


KEYS: dict[str, Callable[[ConfigValidator, Path, Any], None]] = {
    "preset": OneOf(*PRESETS),
    "select": ConfigValidator.rules,
    "extend-select": ConfigValidator.rules,
    "ignore": ConfigValidator.rules,
    "fail-on": OneOf(*FAIL_ON),
    "severity": ConfigValidator.severity,
    "per-file-ignores": ConfigValidator.per_file,
    "include": ConfigValidator.patterns,
    "exclude": ConfigValidator.patterns,
    "kinds": ConfigValidator.kinds,
    "output-format": OneOf(*OUTPUT_FORMATS),
    "plugins": ConfigValidator.texts,
    "formats": ConfigValidator.formats,
    "max-file-size": ConfigValidator.count,
    "max-nodes": ConfigValidator.count,
    "max-depth": ConfigValidator.depth,
    "root": ConfigValidator.text,
    "baseline": ConfigValidator.text,
    "cache-dir": ConfigValidator.text,
    "fixable": ConfigValidator.rules,
    "unfixable": ConfigValidator.rules,
    "extend-safe-fixes": ConfigValidator.rules,
    "required-version": ConfigValidator.required,
    "rules": ConfigValidator.options,
}


def hint(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean …?)`` if a known word is similar, else ""."""
    from linter.model.did_you_mean import closest

    near = closest(word, known, 3)
    return f" (did you mean `{near}`?)" if near else ""
