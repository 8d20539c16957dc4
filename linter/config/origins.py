"""Where each setting comes from, and why a rule is enabled or disabled, in words."""

from __future__ import annotations

from linter.config.rule_selection import PRESET
from linter.config.sources import Sources, near_path
from linter.rules.registry import ALWAYS_REPORTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.config.rule_selection import Decision
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
        return f"{near_path(file.path)}:{file.position(keys)[0]}" if file else DEFAULT

    def preset(self) -> str:
        """Return the preset and its origin: ``preset strict (planlint.toml:1)``."""
        return f"preset {self.settings.preset} ({self.of('preset')})"

    def rule(self, id: str, kind: str = "") -> tuple[bool, str]:
        """Return whether the rule is enabled (for documents of *kind*), and the reason."""
        settings, decision = self.settings, self.settings.decision(id)
        if id in ALWAYS_REPORTED and not decision.is_on and not settings.is_ignored_by_id(id):
            return True, "always on, unless ignored by name"
        if decision.is_on and kind and settings.is_off(id, kind):
            return False, f"by the format {kind}, until it is selected"
        return decision.is_on, self._reason(decision)

    def _reason(self, decision: Decision) -> str:
        if decision.key == PRESET:
            return self.preset()
        if not decision.selector:
            return f"not in select ({self.of('select', layer=decision.layer)})"
        return self._selector(decision.key, decision.selector, decision.layer)

    def _selector(self, key: str, selector: str, layer: int) -> str:
        return f"{key} '{selector}' ({self.of(key, selector, layer=layer)})"

    def severity(self, id: str, reported: Severity, kind: str = "") -> str:
        """Return why a violation reported with the severity *reported* has its final severity."""
        selector, layer = self.settings.severity_selector(id)
        if selector:
            return self._selector("severity", selector, layer)
        if self.settings.preset == "strict" and reported != "error":
            return self.preset()
        return f"the format {kind}" if kind and self.settings.registry.level(id, kind) else "default severity"

    def per_file(self, id: str, path: str) -> str:
        """Return the entry of ``per-file-ignores`` that disables the rule for the file at *path*, or "".

        *path* is relative to the directory of the configuration.
        """
        pattern = self.settings.ignoring_pattern(id, path)
        return f"per-file-ignores '{pattern}' ({self.of('per-file-ignores', pattern)})" if pattern is not None else ""

    def excluded(self, path: str) -> str:
        """Return why ``include`` or ``exclude`` leaves out the file at *path* (also relative), or ""."""
        pattern = self.settings.excluding_pattern(path)
        if pattern is not None:
            return f"exclude '{pattern}' ({self.of('exclude', pattern)})"
        if self.settings.is_excluded(path):
            return f"not matched by include ({self.of('include')})"
        return ""

    def kind(self, path: str) -> str:
        """Return the entry of ``kinds`` that sets the kind of the file at *path* (also relative), or ""."""
        kind, pattern = self.settings.kind_entry(path)
        return f"kinds.{kind} '{pattern}' ({self.of('kinds', kind, pattern)})" if kind else ""
