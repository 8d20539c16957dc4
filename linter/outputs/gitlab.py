"""``gitlab``: a Code Quality report for merge request widgets and diffs.

The fields are documented at https://docs.gitlab.com/ci/testing/code_quality/.
"""

from __future__ import annotations

from json import JSONEncoder

from linter.outputs.escape import escape_ci_commands, escape_controls
from linter.outputs.fingerprint import Fingerprints
from linter.outputs.links import RepositoryPaths
from linter.rules.links import rule_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.report import Report

SEVERITY = {"error": "major", "warning": "minor"}


def render(report: Report, color: bool = False) -> str:
    """Return a JSON array in ASCII, with one violation per line."""
    encode = JSONEncoder(separators=(", ", ": ")).encode
    paths, fingerprints = RepositoryPaths(), Fingerprints(report)
    lines = []
    for violation in report.violations:
        line, _ = report.sources[violation.path].position(violation.start)
        entry = {
            "type": "issue",
            "check_name": violation.rule,
            "description": escape_controls(violation.full_message),
            "content": {"body": rule_url(violation.rule)},
            "categories": ["Bug Risk"],
            "severity": SEVERITY[violation.severity],
            "fingerprint": fingerprints.of(violation, paths),
            "location": {"path": paths.name(violation.path), "lines": {"begin": line}},
        }
        lines.append(encode(entry))
    return escape_ci_commands("[\n  " + ",\n  ".join(lines) + "\n]\n") if lines else "[]\n"
