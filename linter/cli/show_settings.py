"""``planlint check --show-settings``: the settings of a file, and the origin of each."""

from __future__ import annotations

import os
import sys

from linter.cli.configuration import configuration
from linter.cli.exit_codes import OK, USAGE
from linter.cli.output_targets import print_message
from linter.config.origins import Origins
from linter.config.sources import near_path
from linter.engine.session import LintSession
from linter.engine.workspace import Workspace
from linter.outputs.escape import escape_controls
from linter.syntax.nodes import Limits
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from typing import Any

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.rules.violation import Severity

_LIMITS = Limits()
DEFAULTS: dict[str, Any] = {
    "preset": "default",
    "fail-on": "error",
    "output-format": "text",
    "formats": [],
    "fixable": ["all"],
    "max-file-size": _LIMITS.max_file_size,
    "max-nodes": _LIMITS.max_nodes,
    "max-depth": _LIMITS.max_depth,
}
_SELECTION = ("select", "extend-select", "ignore")
_TABLES = ("severity", "per-file-ignores", "kinds", "rules")


def run_show_settings(options: Namespace) -> int:
    """Print the settings of each named path, or of the working directory. Raises ConfigError."""
    chosen = configuration(options)
    workspace = Workspace(chosen, lambda path, settings: True)
    code = OK
    for index, name in enumerate(options.paths or ["."]):
        path = display_path(name)
        if name == "-":
            path = options.stdin_filename or "stdin.md"
        elif not os.path.lexists(name):
            print_message(f"error: {name}: no such file or directory")
            code = USAGE
            continue
        is_folder = name != "-" and os.path.isdir(name)
        settings = workspace.settings(f"{path}/" if is_folder and path else path)
        origins = Origins(settings)
        lines = [f"settings for {path or '.'}", ""]
        lines += _columns([*_values(settings, origins, options)])
        below = "" if is_folder else workspace.below(path, settings)
        lines += _about_file(origins, below)
        kind = _kind(name, options, chosen) if below and name != "-" else ""
        lines += ["", *_rules(settings, origins, below, kind)]
        sys.stdout.write("\n" * (index > 0) + "".join(escape_controls(line).rstrip() + "\n" for line in lines))
    for note in chosen.notes:
        print_message(note)
    return code


def _kind(name: str, options: Namespace, chosen: Configuration) -> str:
    """Return the kind of document that the file is, or ""."""
    run = LintSession(chosen, gitignore=not options.no_gitignore)
    run.add_path(name)
    return next((document.kind for document in run.documents()), "")


def _values(settings: Settings, origins: Origins, options: Namespace) -> Iterator[tuple[str, str, str]]:
    file = settings.path
    yield "configuration", near_path(file) if file else "none", ""
    for key in dict.fromkeys([*DEFAULTS, *_SELECTION, *settings.values, *settings.layers[1]]):
        if key in _TABLES:
            continue
        if key in _SELECTION:
            for number, layer in enumerate(settings.layers):
                if key in layer:
                    yield key, _text(layer[key]), origins.of(key, layer=number)
        elif key == "output-format":
            yield key, *_output_format(settings, origins, options)
        else:
            value = settings.preset if key == "preset" else settings.values.get(key, DEFAULTS.get(key))
            value = near_path(settings.baseline or "") if key == "baseline" else value
            value = settings.formats if key == "formats" else value
            yield key, _text(value), origins.of(key)
    for key in _TABLES:
        for number, layer in enumerate(settings.layers):
            for name, value in layer.get(key, {}).items():
                for option, setting in value.items() if key == "rules" else [("", value)]:
                    path = (key, name, option) if option else (key, name)
                    yield ".".join(path), _text(setting), origins.of(*path, layer=number)


def _output_format(settings: Settings, origins: Origins, options: Namespace) -> tuple[str, str]:
    if options.output_format:
        return _text(options.output_format), "--output-format"
    variable = os.environ.get("PLANLINT_OUTPUT_FORMAT")
    if variable:
        return _text(variable), "PLANLINT_OUTPUT_FORMAT"
    return _text(settings.values.get("output-format", DEFAULTS["output-format"])), origins.of("output-format")


def _about_file(origins: Origins, below: str) -> list[str]:
    """Return lines about what the configuration sets for this file (relative path; empty for a directory)."""
    kind, excluded = (origins.kind(below), origins.excluded(below)) if below else ("", "")
    lines = [f"kind set by {kind}"] if kind else []
    lines += [f"not discovered in directories: {excluded}"] if excluded else []
    return ["", *lines] if lines else []


def _rules(settings: Settings, origins: Origins, below: str, kind: str) -> Iterator[str]:
    on: list[tuple[str, str, str]] = []
    off: list[tuple[str, str, str]] = []
    for id in settings.registry.family:
        is_on, reason = origins.rule(id, kind)
        ignored = origins.per_file(id, below) if below and is_on else ""
        if not is_on or ignored:
            off.append((f"  {id}", ignored or reason, ""))
            continue
        reported = _severity(settings, id, kind)
        severity = settings.severity(id, reported)
        why = origins.severity(id, reported, kind)
        names_severity = why in ("default severity", reason)
        on.append((f"  {id}", severity, reason if names_severity else f"{reason}; {severity} by {why}"))
    yield f"{len(on)} rules are on:"
    yield from _columns(on)
    if off:
        yield ""
        yield f"{len(off)} are off:"
        yield from _columns(off)


def _severity(settings: Settings, id: str, kind: str) -> Severity:
    own = settings.registry.load(id).severity
    level = settings.registry.level(id, kind) if kind else ""
    return "error" if level == "error" else "warning" if level == "warning" else own


def _columns(rows: list[tuple[str, str, str]]) -> list[str]:
    """Return the rows with their first two columns aligned, up to a maximum width."""
    widths = [max((len(row[at]) for row in rows if len(row[at]) <= 60), default=0) for at in (0, 1)]
    return [f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}" for row in rows]


def _text(value: Any) -> str:
    """Return *value* in TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_text(item) for item in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
