"""``rdjson``: the Reviewdog Diagnostic Format (``proto/rdf/reviewdog.proto``), for reviewdog.

Columns count bytes of UTF-8 from 1, and ends are exclusive.
"""

from __future__ import annotations

from json import JSONEncoder

from linter.outputs.escape import escape_ci_commands, escape_controls
from linter.outputs.links import RepositoryPaths
from linter.rules.links import DOCS, rule_url
from linter.syntax.fix import Edit, apply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from linter.engine.report import Report
    from linter.rules.violation import Violation
    from linter.syntax.fix import Fix
    from linter.syntax.source import Source

MAX_SUGGESTION_LINES = 40  # reviewdog offers only suggestions within the diff


def render(report: Report, color: bool = False) -> str:
    """Return one JSON object in ASCII, with one diagnostic per line."""
    encode = JSONEncoder(separators=(", ", ": ")).encode
    paths = RepositoryPaths()
    source = encode({"name": "planlint", "url": DOCS})
    lines = ",\n  ".join(encode(_diagnostic(violation, report, paths)) for violation in report.violations)
    return escape_ci_commands(
        f'{{"source": {source},\n "diagnostics": [' + (f"\n  {lines}\n " if lines else "") + "]}\n"
    )


def _diagnostic(violation: Violation, report: Report, paths: RepositoryPaths) -> dict[str, Any]:
    source = report.sources[violation.path]
    diagnostic: dict[str, Any] = {
        "message": escape_controls(violation.full_message),
        "location": _location(paths.name(violation.path), source, violation.start, violation.end),
        "severity": violation.severity.upper(),
        "code": {"value": violation.rule, "url": rule_url(violation.rule)},
    }
    suggestion = _suggestion(violation.fix, source) if violation.fix else None
    if suggestion:
        diagnostic["suggestions"] = [suggestion]
    if violation.related:
        diagnostic["related_locations"] = [
            {
                "message": escape_controls(location.message),
                "location": _location(
                    paths.name(location.path), report.sources[location.path], location.start, location.end
                ),
            }
            for location in violation.related
        ]
    return diagnostic


def _suggestion(fix: Fix, source: Source) -> dict[str, Any] | None:
    """Return all edits as one, because suggestions are applied singly; None if the edits are too far apart."""
    if not fix.edits:
        return None
    start, end = fix.edits[0].start, max(edit.end for edit in fix.edits)
    if source.text.count("\n", start, end) > MAX_SUGGESTION_LINES:
        return None
    edits = [Edit(edit.start - start, edit.end - start, edit.text) for edit in fix.edits]
    return {"range": _range(source, start, end), "text": apply(source.text[start:end], edits)}


def _location(path: str, source: Source, start: int, end: int) -> dict[str, Any]:
    return {"path": path, "range": _range(source, start, end)}


def _range(source: Source, start: int, end: int) -> dict[str, Any]:
    return {"start": _position(source, start), "end": _position(source, end)}


def _position(source: Source, offset: int) -> dict[str, int]:
    line, column = source.position(offset)
    if not source.text.isascii():
        column = len(source.text[offset - column + 1 : offset].encode("utf-8", "replace")) + 1
    return {"line": line, "column": column}
