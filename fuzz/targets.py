"""Properties of any input. Each target takes bytes and raises if a property is violated."""

from __future__ import annotations

from collections.abc import Callable

from fuzz.change_targets import fixes, patches, rules, set_status, suppressions
from fuzz.editor_targets import editor
from fuzz.inputs import start
from fuzz.reading_targets import json_text, plain_yaml, reading, yaml_text
from fuzz.settings_targets import baseline, cached, configuration, patterns
from fuzz.trees import trees

__all__ = ["TARGETS", "Target", "start"]

Target = Callable[[bytes], None]

TARGETS: dict[str, Target] = {
    "reading": reading,
    "json": json_text,
    "yaml": yaml_text,
    "plain-yaml": plain_yaml,
    "rules": rules,
    "fixes": fixes,
    "suppressions": suppressions,
    "configuration": configuration,
    "patterns": patterns,
    "baseline": baseline,
    "set": set_status,
    "editor": editor,
    "cached": cached,
    "patches": patches,
    "trees": trees,
}
