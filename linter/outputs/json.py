"""``json``, version 1 (``docs/outputs/json.md``): violations with positions, data, related places and fixes.

Fields are only added within a version.
"""

from __future__ import annotations

from json import JSONEncoder

from linter import __version__
from linter.outputs.escape import escape_ci_commands
from linter.outputs.text import fixable
from linter.rules.links import rule_url
from linter.rules.registry import FAMILY
from linter.rules.violation import Violation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from linter.engine.report import Report
    from linter.syntax.fix import Fix
    from linter.syntax.source import Source


def render(report: Report, color: bool = False) -> str:
    """Return one JSON object with one violation per line, in ASCII so that control characters are escaped."""
    encode = JSONEncoder(separators=(", ", ": ")).encode
    head = f'{{"version": 1, "tool": {encode({"name": "planlint", "version": __version__})},\n "violations": ['
    lines = ",\n  ".join(encode(entry) for entry in entries(report))
    if lines:
        lines = f"\n  {lines}\n "
    counted = ""
    if report.wants_statistics:
        from linter.outputs.statistics import counts

        counted = f',\n "statistics": {encode(counts(report))}'
    text = f'{head}{lines}],\n "summary": {encode(summary(report))}{counted}}}\n'
    return escape_ci_commands(text)


def summary(report: Report) -> dict[str, int]:
    """Return the totals of the run: ``files`` is the sum of ``plans``, ``unreadable`` and ``skipped``."""
    safe, unsafe = fixable(report)
    return {
        "files": report.files,
        "plans": report.plans,
        "unreadable": report.documents - report.plans,
        "skipped": report.files - report.documents,
        "errors": report.errors,
        "warnings": len(report.violations) - report.errors,
        "fixable": safe + unsafe,
        "fixable_safely": safe,
        "suppressed": report.suppressed,
        "baselined": len(report.baselined),
        **({} if report.gone is None else {"gone": report.gone}),
    }


def entries(report: Report) -> Iterator[dict[str, Any]]:
    """Yield the violations as documented, including those of the baseline."""
    known = set(map(id, report.baselined))
    found = sorted([*report.violations, *report.baselined], key=Violation.order) if known else report.violations
    return (_violation(violation, report, id(violation) in known) for violation in found)


def family(rule: str, report: Report) -> str:
    """Return the family of *rule*, built in or from a plugin."""
    return report.plugins[rule].family if rule in report.plugins else FAMILY.get(rule, "")


def _violation(violation: Violation, report: Report, is_known: bool) -> dict[str, Any]:
    source = report.sources[violation.path]
    return {
        "rule": violation.rule,
        "family": family(violation.rule, report),
        "severity": violation.severity,
        "url": rule_url(violation.rule),
        "path": violation.path,
        **_span(source, violation.start, violation.end),
        "message": violation.message,
        "help": violation.help,
        "data": violation.data,
        "related": [
            {
                "path": location.path,
                **_span(report.sources[location.path], location.start, location.end),
                "message": location.message,
            }
            for location in violation.related
        ],
        "fix": _fix(violation.fix, source) if violation.fix else None,
        **({"baselined": True} if is_known else {}),
    }


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    edits = [{**_span(source, edit.start, edit.end), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def _span(source: Source, start: int, end: int) -> dict[str, Any]:
    return {"start": _position(source, start), "end": _position(source, end)}


def _position(source: Source, offset: int) -> dict[str, int]:
    line, column = source.position(offset)
    return {"line": line, "column": column, "offset": offset}
