"""``sarif``: SARIF 2.1.0 (OASIS), within the limits of GitHub code scanning.

Limits: https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
"""

from __future__ import annotations

import os
from json import JSONEncoder
from urllib.parse import quote

from linter import __version__
from linter.outputs.escape import escape_ci_commands, escape_controls
from linter.outputs.fingerprint import Fingerprints
from linter.outputs.links import RepositoryPaths
from linter.outputs.sarif_rules import descriptor
from linter.rules.links import DOCS
from linter.rules.violation import ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from linter.engine.report import Report
    from linter.rules.violation import Violation
    from linter.syntax.fix import Fix
    from linter.syntax.source import Source

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS = 25_000  # in a run
MAX_RUNS = 20  # in a file
MAX_RELATED = 100  # of a result
MAX_COMPRESSED_BYTES = 10_000_000  # of the file after gzip
_encode = JSONEncoder(separators=(",", ":")).encode


def render(report: Report, color: bool = False) -> str:
    """Return a SARIF log in ASCII with one result per line, and several runs if there are too many results for one.

    If the file would be too large, fixes and related places are left out, then the least important results.
    """
    limit = min(MAX_RESULTS * MAX_RUNS, len(report.violations) + len(report.baselined) + len(report.hidden))
    text = _log(report, limit, lean=False)
    while len(text) > MAX_COMPRESSED_BYTES and _compressed(text) > MAX_COMPRESSED_BYTES and limit:
        text = _log(report, limit, lean=True)
        limit //= 2
    return text


def _log(report: Report, limit: int, *, lean: bool) -> str:
    found = [(violation, properties) for violations, properties in _groups(report) for violation in violations]
    if len(found) > limit:
        found.sort(key=lambda result: ("suppressions" in result[1], result[0].severity != ERROR))
    ids = sorted({violation.rule for violation, _ in found})
    writer = _Writer(report, {id: index for index, id in enumerate(ids)}, lean=lean)
    results = [writer.result(violation, properties) for violation, properties in found[:limit]]
    left_out = len(found) - len(results)
    driver = {
        "name": "planlint",
        "informationUri": DOCS,
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [descriptor(id, report) for id in ids],
    }
    runs = [
        _run(driver, results[first : first + MAX_RESULTS], report, writer.paths.here, first // MAX_RESULTS, left_out)
        for first in range(0, len(results) or 1, MAX_RESULTS)
    ]
    return escape_ci_commands(f'{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[\n' + ",\n".join(runs) + "\n]}\n")


def _groups(report: Report) -> list[tuple[Sequence[Violation], dict[str, Any]]]:
    """Return groups of violations with the properties that their results share.

    Code scanning ignores ``suppressions`` and would open an alert for each, so GitHub Actions gets none of them.
    """
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return [(report.violations, {})]
    known = {**_suppressed("external", "in the baseline"), "baselineState": "unchanged"}
    return [
        (report.violations, {"baselineState": "new"} if report.baselined else {}),
        (report.baselined, known),
        *(([violation], _suppressed("inSource", comment)) for violation, comment in report.hidden),
    ]


def _suppressed(kind: str, reason: str) -> dict[str, Any]:
    suppression = {"kind": kind, "status": "accepted", "justification": _text(reason)}
    return {"suppressions": [suppression]}


def _run(driver: dict[str, Any], results: list[str], report: Report, prefix: str, number: int, left_out: int) -> str:
    invocation: dict[str, Any] = {"executionSuccessful": not report.has_internal_errors}
    if left_out:
        text = f"{left_out} more results do not fit into this file: see the text or json output"
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    part = f"part-{number + 1}/" if number else ""
    head = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "planlint/" + quote(prefix, safe="/") + part},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
    }
    return _encode(head)[:-1] + ',"results":[' + ("\n" + ",\n".join(results) + "\n" if results else "") + "]}"


def _compressed(text: str) -> int:
    from zlib import compress

    return len(compress(text.encode(), 6))


class _Writer:
    """Creates results. A *lean* one leaves out fixes and related places."""

    def __init__(self, report: Report, index: dict[str, int], *, lean: bool) -> None:
        self.report = report
        self.index = index
        self.lean = lean
        self.paths = RepositoryPaths()
        self.fingerprints = Fingerprints(report)
        self.uris: dict[str, str] = {}

    def result(self, violation: Violation, properties: dict[str, Any]) -> str:
        result: dict[str, Any] = {
            "ruleId": violation.rule,
            "ruleIndex": self.index[violation.rule],
            "level": violation.severity,
            "message": {"text": _text(violation.full_message)},
            "locations": [self._location(violation.path, violation.start, violation.end)],
            "partialFingerprints": {"planlintViolation/v1": self.fingerprints.of(violation, self.paths)},
            **properties,
        }
        if violation.related and not self.lean:
            result["relatedLocations"] = [
                {
                    "id": number,
                    "message": {"text": _text(location.message)},
                    **self._location(location.path, location.start, location.end),
                }
                for number, location in enumerate(violation.related[:MAX_RELATED])
            ]
        if violation.fix and violation.fix.edits and not self.lean:
            result["fixes"] = [self._fix(violation.fix, violation.path)]
        return _encode(result)

    def _location(self, path: str, start: int, end: int) -> dict[str, Any]:
        region = _one_line(self.report.sources[path], start, end)
        return {"physicalLocation": {"artifactLocation": {"uri": self._uri(path)}, "region": region}}

    def _fix(self, fix: Fix, path: str) -> dict[str, Any]:
        source = self.report.sources[path]
        replacements = [
            {"deletedRegion": _region(source, edit.start, edit.end), "insertedContent": {"text": edit.text}}
            for edit in fix.edits
        ]
        change = {"artifactLocation": {"uri": self._uri(path)}, "replacements": replacements}
        title = _text(fix.title) + ("" if fix.safe else " (unsafe; review before applying)")
        return {"description": {"text": title}, "artifactChanges": [change]}

    def _uri(self, path: str) -> str:
        uri = self.uris.get(path)
        if uri is None:
            uri = self.uris[path] = quote(os.fsencode(self.paths.name(path)), safe="/")
        return uri


def _region(source: Source, start: int, end: int) -> dict[str, int]:
    line, column = source.position(start)
    end_line, end_column = source.position(max(start, end))
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _one_line(source: Source, start: int, end: int) -> dict[str, int]:
    """Return the region, cut at the end of its first line: GitHub shows it in a diff only if all its lines changed."""
    region = _region(source, start, end)
    if region["endLine"] > region["startLine"]:
        region["endLine"] = region["startLine"]
        region["endColumn"] = max(len(source.line(region["startLine"])), region["startColumn"]) + 1
    return region


def _text(text: str) -> str:
    """Return a message: braces are doubled (SARIF 3.11.5), and nothing in it is a link (3.11.6)."""
    return escape_controls(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")
