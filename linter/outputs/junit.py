"""``junit``: JUnit XML (https://github.com/testmoapp/junitxml), a suite per file and a failed case per violation.

A plan without violations is a suite with one passed case. There are no timings, so that equal input gives equal output.
"""

from __future__ import annotations

import html

from linter.outputs.escape import escape_controls
from linter.outputs.links import RepositoryPaths
from linter.rules.links import rule_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.engine.report import Report
    from linter.rules.violation import Violation


def render(report: Report, color: bool = False) -> str:
    """Return an XML document; case names are unique in their suite, as GitLab and others identify cases by name."""
    by_path: dict[str, list[Violation]] = {path: [] for path in report.named}
    for violation in report.violations:
        by_path.setdefault(violation.path, []).append(violation)
    paths = RepositoryPaths()
    suites = "".join(_suite(by_path[path], report, paths.name(path)) for path in sorted(by_path))
    clean = sum(not violations for violations in by_path.values())
    counts = _counts(report.violations, clean)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="planlint" {counts}>\n{suites}</testsuites>\n'


def _counts(violations: Sequence[Violation], clean: int) -> str:
    errors = sum(violation.rule == "internal-error" for violation in violations)
    failures = len(violations) - errors
    return f'tests="{len(violations) + clean}" failures="{failures}" errors="{errors}" skipped="0" time="0"'


def _suite(violations: list[Violation], report: Report, name: str) -> str:
    file = _attribute(name)
    head = f'  <testsuite name="{file}" package="org.planlint" {_counts(violations, not violations)}>\n'
    attributes = f'classname="{_attribute(name.rpartition(".")[0] or name)}" file="{file}"'
    if not violations:
        return f'{head}    <testcase name="org.planlint" {attributes} time="0"/>\n  </testsuite>\n'
    names: dict[str, int] = {}
    cases = "".join(_case(violation, attributes, report, names) for violation in violations)
    return f"{head}{cases}  </testsuite>\n"


def _case(violation: Violation, attributes: str, report: Report, names: dict[str, int]) -> str:
    line, column = report.sources[violation.path].position(violation.start)
    name = f"org.planlint.{violation.rule}: {escape_controls(violation.full_message)}"
    nth = names[name] = names.get(name, 0) + 1
    if nth > 1:
        name += f" ({nth})"
    element = "error" if violation.rule == "internal-error" else "failure"
    return (
        f'    <testcase name="{_attribute(name)}" {attributes} line="{line}" column="{column}" time="0">\n'
        f'      <{element} message="{_attribute(violation.full_message)}" type="{violation.severity}">'
        f"{_body(violation, report, line, column)}</{element}>\n    </testcase>\n"
    )


def _body(violation: Violation, report: Report, line: int, column: int) -> str:
    lines = [f"{violation.path}:{line}:{column}: {violation.severity}[{violation.rule}] {violation.full_message}"]
    for location in violation.related:
        line, column = report.sources[location.path].position(location.start)
        lines.append(f"{location.path}:{line}:{column}: {location.message}")
    if violation.fix:
        lines.append(f"fix: {violation.fix.title}")
    lines.append(f"help: {rule_url(violation.rule)}")
    return "\n".join(html.escape(escape_controls(text), quote=False) for text in lines)


def _attribute(text: str) -> str:
    return html.escape(escape_controls(text), quote=False).replace('"', "&quot;")
