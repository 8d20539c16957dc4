"""``planlint rules``."""

from __future__ import annotations

import sys
from textwrap import wrap

from linter.cli.configuration import settings_here
from linter.cli.exit_codes import OK
from linter.cli.terminal_table import GAP, row_lines
from linter.rules.docs import load
from linter.system.terminal import page_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence
    from typing import Any

    from linter.rules.base import Rule

NARROWEST = 36  # columns for a summary next to the other cells
INDENT = "    "
HEADER = ("rule", "severity", "default", "fix", "summary")
FOOTER = "default: whether a rule is on without being selected. 'planlint explain RULE' shows a rule's page."


def run_rules(options: Namespace) -> int:
    """List all rules. Raises ConfigError."""
    rules = [_data(rule) for rule in settings_here(options).registry.all()]
    if options.output_format == "json":
        from json import dumps

        print(dumps({"version": 1, "rules": rules}, indent=1))
        return OK
    width = page_columns() if sys.stdout.isatty() else 0
    for line in _lines(rules, width):
        print(line)
    return OK


def _lines(rules: list[dict[str, Any]], width: int) -> Iterator[str]:
    """Yield the lines of the table. With a *width* in columns (0: any), it wraps summaries, or puts them below."""
    widths = [max(len(rule["rule"]) for rule in rules), *map(len, HEADER[1:3]), len("unsafe")]
    left = (width or NARROWEST) - sum(widths) - len(GAP) * len(widths)
    is_below = bool(width) and left < NARROWEST
    yield from [*wrap(_line(HEADER[:-1], widths), width), INDENT + HEADER[-1]] if is_below else [_line(HEADER, widths)]
    family = ""
    for rule in rules:
        if rule["family"] != family:
            family = rule["family"]
            yield f"\n{family}:"
        row = (rule["rule"], rule["severity"], "on" if rule["default"] else "off", rule["fix"] or "-")
        if is_below:
            yield from wrap(_line(row, widths), width)
            yield from wrap(rule["summary"], width, initial_indent=INDENT, subsequent_indent=INDENT)
        elif width:
            yield from row_lines((*row, rule["summary"]), (*widths, left))
        else:
            yield _line((*row, rule["summary"]), widths)
    yield ""
    yield from wrap(FOOTER, width) if width else [FOOTER]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return GAP.join(f"{cell:<{size}}" for cell, size in zip(cells, (*widths, 0), strict=False)).rstrip()


def _data(rule: type[Rule]) -> dict[str, Any]:
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
