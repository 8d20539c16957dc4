"""The configuration, rules and time of a run from the command line."""

from __future__ import annotations

import os

from linter.config.loader import ConfigError, Configuration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from linter.config.settings import Settings

_LISTS = ("select", "extend_select", "ignore")
_VALUES = ("preset", "fail_on")


def configuration(options: Namespace, kind: type[Configuration] = Configuration) -> Configuration:
    """Return the configuration from ``--config``, ``--isolated`` and the rule options.

    Raises ConfigError.
    """
    file, inline = os.environ.get("PLANLINT_CONFIG") or None, []
    for text in getattr(options, "config", None) or ():
        if "=" in text and not os.path.exists(text):
            inline.append(text)
        else:
            file = text
    isolated = getattr(options, "isolated", False)
    if file is not None and not isolated and not os.path.isfile(file):
        raise ConfigError([f"configuration file {file} does not exist"])
    command_line = _rule_options(options) if hasattr(options, "select") else {}
    return kind(command_line, file=file, inline=inline, isolated=isolated)


def settings_here(options: Namespace) -> Settings:
    """Return the settings of the working directory, with the rules of its plugins. Raises ConfigError."""
    from linter.engine.workspace import Workspace

    return Workspace(configuration(options), lambda path, settings: True).settings("")


def set_time(options: Namespace) -> None:
    """Set the time of the run to ``--now``. Raises ConfigError."""
    if options.now is not None:
        from linter.model.clock import set_now

        if not set_now(options.now):
            raise ConfigError([f"invalid value {options.now!r} for '--now': expected a date or an RFC 3339 timestamp"])


def _rule_options(options: Namespace) -> dict[str, Any]:
    """Return the rule options as configuration values by key."""
    values: dict[str, Any] = {}
    for name in _LISTS:
        given = getattr(options, name)
        if given:
            selectors = [selector.strip() for text in given for selector in text.split(",")]
            values[name.replace("_", "-")] = [selector for selector in selectors if selector]
    if options.severity:
        values["severity"] = dict(([*text.split("=", 1), ""])[:2] for text in options.severity)
    for name in _VALUES:
        if getattr(options, name, None):
            values[name.replace("_", "-")] = getattr(options, name)
    if options.baseline:
        values["baseline"] = os.path.abspath(options.baseline)
    return values
