"""``planlint rules``."""

from __future__ import annotations

import sys

from linter.cli.check import USAGE
from linter.config.loader import ConfigError, Configuration
from linter.rules.docs import load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from linter.rules.base import Rule


def run_rules(options: Namespace) -> int:
    """List every rule."""
    try:
        found = [_facts(rule) for rule in settings_here(options).registry.all()]
    except ConfigError as error:
        for problem in error.problems:
            print(f"planlint: error: {problem}", file=sys.stderr)
        return USAGE
    if options.output_format == "json":
        from json import dumps

        print(dumps({"version": 1, "rules": found}, indent=1))
        return 0
    family = ""
    for facts in found:
        if facts["family"] != family:
            family = facts["family"]
            print(f"{'' if facts is found[0] else chr(10)}{family}")
        on = " " if facts["default"] else "-"
        print(f"  {facts['rule']:<24}{facts['severity']:<8}{on} {facts['fix'] or '':<7} {facts['summary']}")
    print("\n'-': off until selected; 'safe', 'unsafe': has a fix; 'planlint explain RULE' shows a rule's page")
    return 0


def settings_here(options: Namespace) -> Any:
    """The settings of the working directory, with the rules of its plugins. Raises ConfigError."""
    from linter.cli.check import configuration
    from linter.engine.workspace import Workspace

    chosen: Configuration = configuration(options)
    return Workspace(chosen, lambda path, settings: True).settings("")


def _facts(rule: type[Rule]) -> dict[str, Any]:
    from linter.outputs.links import rule_url

    return {
        "rule": rule.id,
        "family": rule.family,
        "severity": rule.severity,
        "default": rule.default,
        "fix": rule.fix,
        "summary": load(rule).summary,
        "options": rule.options(),
        "url": rule_url(rule.id),
    }
