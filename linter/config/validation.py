"""Check the values of a configuration against what the rules and the settings know."""

from __future__ import annotations

import os
import re

from linter.config.settings import FORMATS, OUTPUT_FORMATS, PRESETS
from linter.syntax.fix import shortened
from linter.system.paths import relative
from linter.system.reading import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from typing import Any

    from linter.rules.registry import Registry

SEVERITIES = ("error", "warning")
MAX_PATTERNS = 1000
MAX_PATTERN_CHARS = 1000  # characters
MAX_PROBLEMS = 100  # problems of a configuration that are told
FAIL_ON = ("error", "warning", "never")


class ConfigValidator:
    """Checks one layer of values; ``problems`` holds a line for each that is wrong."""

    def __init__(self, values: dict[str, Any], registry: Registry, path: str, lines: list[str]) -> None:
        self.registry = registry
        self.selectors = [*registry.family, *registry.families, "all"]
        self.path = path
        self.lines = lines
        self.problems: list[str] = []
        if "required-version" in values:
            self.required("required-version", values["required-version"])
            if self.problems:
                return  # what else seems wrong may be what another version knows
        for key, value in values.items():
            check = KEYS.get(key)
            if check is None:
                self.report(key, f"unknown key {shortened(key)!r}{self.hint(key, KEYS)}")
            else:
                check(self, key, value)

    def report(self, key: str, message: str) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            self.problems[MAX_PROBLEMS:] = [f"{shown_path(self.path)}: and more"]
            return
        place = shown_path(self.path)
        if self.lines:
            place += f":{line_of(self.lines, key)}"
        self.problems.append(f"{place}: {message}")

    def hint(self, word: str, known: Iterable[str]) -> str:
        """As the function ``hint``, as long as it is told."""
        return hint(word, known) if len(self.problems) < MAX_PROBLEMS else ""

    def text(self, key: str, value: Any) -> None:
        if not isinstance(value, str):
            self.report(key, f"{key} must be a text")

    def texts(self, key: str, value: Any) -> None:
        if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            self.report(key, f"{key} must be a list of texts")

    def patterns(self, key: str, value: Any) -> None:
        self.texts(key, value)
        if isinstance(value, list):
            self.bounded(key, value)

    def bounded(self, key: str, patterns: Collection[Any]) -> None:
        if len(patterns) > MAX_PATTERNS:
            self.report(key, f"{key} has more than {MAX_PATTERNS} patterns")
        if any(isinstance(pattern, str) and len(pattern) > MAX_PATTERN_CHARS for pattern in patterns):
            self.report(key, f"a pattern of {key} is longer than {MAX_PATTERN_CHARS} characters")

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
            near = self.hint(selector, self.selectors)
            self.report(key, f"unknown rule {shortened(selector)!r} in {key}{near}")

    def choices(self, key: str, value: Any, allowed: tuple[str, ...], at: str = "") -> None:
        if value not in allowed:
            self.report(at or key, f"{key} must be one of {', '.join(allowed)}" + self.hint(str(value), allowed))

    def known_formats(self) -> tuple[str, ...]:
        return (*FORMATS, *(kind for format in self.registry.formats for kind in format.kinds))

    def formats(self, key: str, value: Any) -> None:
        self.texts(key, value)
        for item in value if isinstance(value, list) else ():
            self.choices(key, item, self.known_formats())

    def table(self, key: str, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.report(key, f"{key} must be a table")
        return {}

    def severity(self, key: str, value: Any) -> None:
        for selector, level in self.table(key, value).items():
            self.rule(key, selector)
            self.choices(f"severity of {selector}", level, SEVERITIES, selector)

    def per_file(self, key: str, value: Any) -> None:
        self.bounded(key, self.table(key, value))
        for pattern, selectors in self.table(key, value).items():
            self.rules(f"{key} {pattern!r}", selectors)

    def kinds(self, key: str, value: Any) -> None:
        for kind, patterns in self.table(key, value).items():
            self.choices("a key of kinds", kind, self.known_formats(), kind)
            self.patterns(f"kinds.{kind}", patterns)

    def options(self, key: str, value: Any) -> None:
        for id, options in self.table(key, value).items():
            if id not in self.registry.family:
                self.report(id, f"unknown rule {shortened(id)!r} in rules" + self.hint(id, self.registry.family))
                continue
            known = self.registry.load(id).options()
            for option, setting in self.table(f"rules.{id}", options).items():
                wanted = known.get(option.replace("-", "_"))
                if wanted is None:
                    self.report(option, f"rule {id} has no option {shortened(option)!r}" + self.hint(option, known))
                elif type(setting).__name__ != wanted.split("[")[0]:
                    self.report(option, f"option {option} of {id} must be a {wanted}")

    def required(self, key: str, value: Any) -> None:
        from linter.config.required_version import satisfies

        self.text(key, value)
        problem = satisfies(value) if isinstance(value, str) else ""
        if problem:
            self.report(key, problem)


class OneOf:
    """A check that the value is one of ``allowed``."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed

    def __call__(self, checker: ConfigValidator, key: str, value: Any) -> None:
        checker.choices(key, value, self.allowed)


KEYS: dict[str, Callable[[ConfigValidator, str, Any], None]] = {
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
    """`` (did you mean …?)`` when a known word is close, else nothing."""
    from linter.model.did_you_mean import closest

    near = closest(word, known, 3)
    return f" (did you mean {near!r}?)" if near else ""


def lines_of(path: str) -> list[str]:
    """The lines of the file at *path*; none where it cannot be read."""
    if not path:
        return []
    from linter.config.toml_reader import MAX_SIZE

    try:
        return read_regular(path, MAX_SIZE).decode("utf-8", "replace").split("\n")
    except (OSError, ValueError):
        return []


def line_of(lines: list[str], key: str) -> int:
    """The line (from 1) on which *key*, else its first word, is set; 1 when it cannot be told."""
    for word in dict.fromkeys([key, *key.split()[:1]]):
        pattern = re.compile(rf"""^\s*\[*(?:[\w."'-]+\.)?["']?{re.escape(word)}["']?\s*[=\].]""")
        for number, line in enumerate(lines, 1):
            if word in line and pattern.search(line):
                return number
    return 1


def shown_path(path: str) -> str:
    """*path* as people know it: relative to the working directory where that is near."""
    if not os.path.isabs(path):
        return path
    near = relative(path)
    return near if not near.startswith("../../../") else path
