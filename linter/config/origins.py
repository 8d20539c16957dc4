"""Where each setting comes from, and why a rule is enabled or disabled, in words."""

from __future__ import annotations

from linter.config.globs import matches
from linter.config.settings import specificity
from linter.config.sources import Sources, shown_path
from linter.rules.registry import ALWAYS_REPORTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from linter.config.settings import Settings
    from linter.rules.violation import Severity

DEFAULT = "default"


class Origins:
    """Explains the *settings* of one configuration file together with the command line."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._sources = settings.sources or Sources()

    def of(self, *keys: str, layer: int | None = None) -> str:
        """Return where the setting *keys* is set: ``planlint.toml:3``, ``--config``, ``--ignore`` or ``default``.

        *layer* 0 looks at the configuration only, 1 at the command line only.
        """
        key = keys[0]
        if layer != 0 and key in self.settings.layers[1]:
            return f"--{key}"
        if layer == 1:
            return DEFAULT
        if key in self._sources.inline:
            return "--config"
        file = self._sources.file_of(key)
        return f"{shown_path(file.path)}:{file.position(keys)[0]}" if file else DEFAULT

    def preset(self) -> str:
        """Return the preset and its origin: ``preset strict (planlint.toml:1)``."""
        return f"preset {self.settings.preset} ({self.of('preset')})"

    def rule(self, id: str, kind: str = "") -> tuple[bool, str]:
        """Return whether the rule is enabled (for documents of *kind*), and the reason.

        The result agrees with ``Settings.selected`` and the severities of the format.
        """
        settings = self.settings
        family = settings.registry.family[id]
        is_on, level, reason = settings.in_preset(id), 0, self.preset()
        is_ignored_by_name = False
        for number, layer in enumerate(settings.layers):
            if "select" in layer:
                is_on, reason = False, f"not in select ({self.of('select', layer=number)})"
            key, selector, specific = _nearest(layer, ("select", "extend-select"), id, family)
            if specific:
                is_on, level, reason = True, specific, self._selector(key, selector, number)
            key, selector, against = _nearest(layer, ("ignore",), id, family)
            if is_on and against and against >= level:
                is_on, level, reason = False, 0, self._selector(key, selector, number)
            is_ignored_by_name = is_ignored_by_name or id in layer.get("ignore", ())
        if id in ALWAYS_REPORTED and not is_on and not is_ignored_by_name:
            return True, "always reported unless it is ignored by its name"
        if is_on and kind and settings.is_off(id, kind):
            return False, f"by the format {kind}, until it is selected"
        return is_on, reason

    def _selector(self, key: str, selector: str, layer: int) -> str:
        return f"{key} '{selector}' ({self.of(key, selector, layer=layer)})"

    def severity(self, id: str, reported: Severity, kind: str = "") -> str:
        """Return why a violation reported with the severity *reported* has its final severity."""
        family = self.settings.registry.family[id]
        for number in (1, 0):
            configured = self.settings.layers[number].get("severity", {})
            for selector in (id, family, "all"):
                if selector in configured:
                    return self._selector("severity", selector, number)
        if self.settings.preset == "strict" and reported != "error":
            return self.preset()
        return f"the format {kind}" if kind and self.settings.registry.level(id, kind) else "the rule's own"

    def per_file(self, id: str, path: str) -> str:
        """Return the entry of ``per-file-ignores`` that disables the rule for the file at *path*, or "".

        *path* is relative to the directory of the configuration.
        """
        family = self.settings.registry.family[id]
        for pattern, selectors in self.settings.values.get("per-file-ignores", {}).items():
            if any(specificity(selector, id, family) for selector in selectors) and matches(path, (pattern,)):
                return f"per-file-ignores '{pattern}' ({self.of('per-file-ignores', pattern)})"
        return ""

    def excluded(self, path: str) -> str:
        """Return why ``include`` or ``exclude`` leaves out the file at *path* (also relative), or ""."""
        for pattern in self.settings.values.get("exclude", ()):
            if matches(path, (pattern,)):
                return f"exclude '{pattern}' ({self.of('exclude', pattern)})"
        if self.settings.is_excluded(path):
            return f"include does not name it ({self.of('include')})"
        return ""

    def kind(self, path: str) -> str:
        """Return the entry of ``kinds`` that sets the kind of the file at *path* (also relative), or ""."""
        for kind, patterns in self.settings.values.get("kinds", {}).items():
            for pattern in patterns:
                if matches(path, (pattern,)):
                    return f"kinds.{kind} '{pattern}' ({self.of('kinds', kind, pattern)})"
        return ""


def _nearest(layer: dict[str, Any], keys: Iterable[str], id: str, family: str) -> tuple[str, str, int]:
    """Return key, selector and specificity of the most specific selector for the rule in the lists *keys*.

    The specificity is 0 if no selector matches.
    """
    found = ("", "", 0)
    for key in keys:
        for selector in layer.get(key, ()):
            level = specificity(selector, id, family)
            if level > found[2]:
                found = key, selector, level
    return found
