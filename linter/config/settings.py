"""The settings of one configuration file: enabled rules, severities and files."""

from __future__ import annotations

import os

from linter.config.globs import matches
from linter.config.rule_selection import ENABLING, Decision, decide, most_specific
from linter.rules.registry import ALWAYS_REPORTED, NOT_RUN, Registry
from linter.rules.violation import ERROR
from linter.syntax.nodes import Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from linter.config.sources import Sources
    from linter.formats.adapter import FormatAdapter
    from linter.rules.base import Rule
    from linter.rules.violation import Severity, Violation
    from linter.syntax.fix import Fix

PRESETS = ("default", "strict", "minimal")
FAIL_ON = ("error", "warning", "never")
_LIMITS = ("max-depth", "max-nodes", "max-file-size")
_MINIMAL_FAMILIES = ("syntax", "dependencies", "counts", "meta")
OUTPUT_FORMATS = (
    "text", "concise", "grouped", "json", "json-lines", "github", "gitlab", "sarif", "junit", "rdjson", "markdown",
    "html",
)  # fmt: skip
KINDS = ("progress", "manifest", "tools-manifest")
FORMATS = (*KINDS, "backlog", "gsd", "vbw", "taskmaster", "openspec", "speckit")  # one kind each


class Settings:
    """The checked values by configuration key (``values``), and what follows from them.

    ``folder`` is the directory of the configuration file, which its patterns are relative to. ``layers`` are the values
    by precedence: those of the file and ``--config``, then those of the command line.
    """

    def __init__(
        self,
        values: dict[str, Any],
        command_line: dict[str, Any],
        registry: Registry,
        folder: str | None,
        path: str,
        sources: Sources | None = None,
        plugin_formats: tuple[FormatAdapter, ...] = (),
    ) -> None:
        self.values = {**values, **{key: value for key, value in command_line.items() if key not in _SELECTION}}
        self.layers = (values, command_line)
        self.registry = registry
        self.folder = folder
        self.path = path
        self.sources = sources
        self.plugin_formats = plugin_formats
        self.preset: str = command_line.get("preset") or values.get("preset", "default")
        self.limits = Limits(**{key.replace("-", "_"): self.values[key] for key in _LIMITS if key in self.values})
        self._configures_fixes = not {"fixable", "unfixable", "extend-safe-fixes"}.isdisjoint(self.values)
        self._selected: frozenset[str] | None = None
        self._rules: dict[str, list[Rule]] = {}
        self._formats: tuple[str, ...] | None = None

    @property
    def signature(self) -> str:
        """A string that is equal for equal settings; it does not cover the code of plugins."""
        return repr((self.layers, self.folder, self.path))

    @property
    def fail_on(self) -> str:
        """The lowest severity that makes the exit code 1: ``error``, ``warning`` or ``never``."""
        return str(self.values.get("fail-on", ERROR))

    @property
    def formats(self) -> tuple[str, ...]:
        """The enabled formats."""
        if self._formats is None:
            own = (format.name for format in self.plugin_formats)
            self._formats = tuple(self.values.get("formats", [*FORMATS, *own]))
        return self._formats

    def kind_of(self, path: str) -> str | None:
        """Return the kind that ``kinds`` sets for the file at *path* (relative to ``folder``), or None."""
        return self.kind_entry(path)[0] or None

    def kind_entry(self, path: str) -> tuple[str, str]:
        """Return kind and pattern of the entry of ``kinds`` for the file at *path*; both are empty if there is none."""
        for kind, patterns in self.values.get("kinds", {}).items():
            for pattern in patterns:
                if matches(path, (pattern,)):
                    return kind, pattern
        return "", ""

    @property
    def reads_other_files(self) -> bool:
        """Whether files are plans that no built-in format matches."""
        return bool(self.plugin_formats) or "kinds" in self.values

    @property
    def excludes(self) -> bool:
        """Whether file discovery leaves out any file."""
        return "exclude" in self.values or "include" in self.values

    def is_excluded(self, path: str) -> bool:
        """Whether file discovery leaves out the file at *path* (relative to ``folder``)."""
        if self.excluding_pattern(path) is not None:
            return True
        return "include" in self.values and not matches(path, self.values["include"])

    def excluding_pattern(self, path: str) -> str | None:
        """Return the pattern of ``exclude`` that the file at *path* matches, or None."""
        return next((pattern for pattern in self.values.get("exclude", ()) if matches(path, (pattern,))), None)

    @property
    def selected(self) -> frozenset[str]:
        """The ids of the enabled rules. Rules about unreadable files are enabled unless ignored by id."""
        if self._selected is None:
            self._selected = frozenset(id for id in self.registry.family if self._is_selected(id))
        return self._selected

    def _is_selected(self, id: str) -> bool:
        return self.decision(id).is_on or (id in ALWAYS_REPORTED and not self.is_ignored_by_id(id))

    def decision(self, id: str) -> Decision:
        """Return whether the preset and the selectors enable the rule, and which of them decides."""
        return decide(id, self.registry.family[id], self.layers, is_on=self.in_preset(id))

    def is_ignored_by_id(self, id: str) -> bool:
        """Whether a layer ignores the rule by its id."""
        return any(id in layer.get("ignore", ()) for layer in self.layers)

    def closing_rules(self, kind: str) -> list[Rule]:
        """The rules that run over a document of *kind* that a change completed, with their strict options."""
        if self.preset == "minimal":
            return []
        registry = self.registry
        ids = [id for id in registry.family if registry.reports_at_closing(id) and registry.reads(id, kind)]
        ids = [id for id in ids if decide(id, registry.family[id], self.layers, is_on=True).is_on]
        return [self.rule(id, is_strict=True) for id in ids]

    def in_preset(self, id: str) -> bool:
        """Whether the preset enables the rule."""
        if self.preset == "strict":
            return True
        if self.preset == "minimal" and self.registry.family[id] not in _MINIMAL_FAMILIES and id != "batch-order":
            return False
        return self.registry.is_default(id)

    def rules(self, kind: str) -> list[Rule]:
        """Return the enabled rules for documents of *kind*, ready to run, except those that report read errors."""
        found = self._rules.get(kind)
        if found is None:
            registry = self.registry
            ids = [id for id in registry.family if id in self.selected and id not in NOT_RUN]
            ids = [id for id in ids if registry.reads(id, kind) and not self.is_off(id, kind)]
            found = self._rules[kind] = [self.rule(id) for id in ids]
        return found

    def is_off(self, id: str, kind: str) -> bool:
        """Whether the format disables the rule and no setting enables it."""
        if self.preset == "strict" or not self.registry.is_off(id, kind):
            return False
        selectors = {selector for layer in self.layers for key in ENABLING for selector in layer.get(key, ())}
        return selectors.isdisjoint((id, self.registry.family[id], "all"))

    def rule(self, id: str, *, is_strict: bool = False) -> Rule:
        """Return an instance of the rule with its options set, for *is_strict* as the preset ``strict`` sets them."""
        rule = self.registry.load(id)()
        is_strict = is_strict or self.preset == "strict"
        rule.reads_finished = is_strict or self._is_named(id)
        options = dict(rule.strict_options) if is_strict else {}
        options.update(self.values.get("rules", {}).get(id, {}))
        for name, value in options.items():
            setattr(rule, name.replace("-", "_"), value)
        return rule

    def _is_named(self, id: str) -> bool:
        """Whether a layer selects the rule by its id."""
        return any(id in layer.get(key, ()) for layer in self.layers for key in ENABLING)

    def severity(self, rule: str, reported: Severity) -> Severity:
        """Return the severity of a violation of *rule*, which the rule *reported* with its own severity."""
        selector, layer = self.severity_selector(rule)
        if selector:
            severity: Severity = self.layers[layer]["severity"][selector]
            return severity
        return ERROR if self.preset == "strict" else reported

    def severity_selector(self, rule: str) -> tuple[str, int]:
        """Return the selector in ``severity`` for the rule ("" if there is none) and the number of its layer."""
        for number in (1, 0):
            configured = self.layers[number].get("severity", {})
            for selector in (rule, self.registry.family.get(rule, ""), "all"):
                if selector in configured:
                    return selector, number
        return "", 0

    def fails(self, violation: Violation) -> bool:
        """Whether *violation* makes the exit code 1."""
        return self.fail_on == "warning" or (self.fail_on == ERROR and violation.severity == ERROR)

    def fix(self, rule: str, fix: Fix | None) -> Fix | None:
        """Return *fix* as the configuration allows it: unchanged, made safe, or None."""
        if fix is None or not self._configures_fixes:
            return fix
        values = self.values
        allowed, refused = self._level_of(rule, values.get("fixable", ("all",))), values.get("unfixable", ())
        if not allowed or self._level_of(rule, refused) >= allowed:
            return None
        is_safe = fix.safe or self._level_of(rule, values.get("extend-safe-fixes", ())) > 0
        return fix if is_safe == fix.safe else type(fix)(fix.title, fix.edits, safe=is_safe)

    def _level_of(self, rule: str, selectors: Iterable[str]) -> int:
        return most_specific(selectors, rule, self.registry.family.get(rule, ""))

    @property
    def baseline(self) -> str | None:
        """The absolute path of the baseline file, or None."""
        file = self.values.get("baseline")
        return os.path.normpath(os.path.join(self.folder or os.getcwd(), file)) if file else None

    def is_ignored(self, rule: str, path: str) -> bool:
        """Whether ``per-file-ignores`` disables *rule* for the file at *path* (relative to ``folder``)."""
        return self.ignoring_pattern(rule, path) is not None

    def ignoring_pattern(self, rule: str, path: str) -> str | None:
        """Return the pattern of ``per-file-ignores`` that disables *rule* for the file at *path*, or None."""
        for pattern, selectors in self.values.get("per-file-ignores", {}).items():
            if self._level_of(rule, selectors) and matches(path, (pattern,)):
                return str(pattern)
        return None


_SELECTION = ("select", "extend-select", "ignore", "severity", "preset")
