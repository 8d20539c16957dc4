"""``planlint rules``."""

from __future__ import annotations

from linter.cli.configuration import settings_here
from linter.cli.exit_codes import OK
from linter.rules.docs import load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from linter.rules.base import Rule


def run_rules(options: Namespace) -> int:
    """List all rules. Raises ConfigError."""
    found = [_facts(rule) for rule in settings_here(options).registry.all()]
    if options.output_format == "json":
        from json import dumps

        print(dumps({"version": 1, "rules": found}, indent=1))
        return OK
    family = ""
    for facts in found:
        if facts["family"] != family:
            family = facts["family"]
            print(f"{'' if facts is found[0] else chr(10)}{family}")
        on = " " if facts["default"] else "-"
        print(f"  {facts['rule']:<24}{facts['severity']:<8}{on} {facts['fix'] or '':<7} {facts['summary']}")
    print("\n'-': off until selected; 'safe', 'unsafe': has a fix; 'planlint explain RULE' shows a rule's page")
    return OK


def _facts(rule: type[Rule]) -> dict[str, Any]:
    from linter.rules.links import rule_url

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
