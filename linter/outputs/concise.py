"""``concise``: one line per violation."""

from __future__ import annotations

from linter.outputs.escape import escape_controls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.report import Report
    from linter.rules.violation import Violation


def render(report: Report, color: bool = False, links: bool = False) -> str:
    """Return ``path:line:column: severity[rule] message`` lines; *links* make location and rule terminal links."""
    lines = []
    for violation in report.violations:
        line, column = report.sources[violation.path].position(violation.start)
        location, label = f"{violation.path}:{line}:{column}", f"{violation.severity}[{violation.rule}]"
        text = escape_controls(f"{location}: {label} {violation.full_message}")
        if links:
            text = _linked(text, escape_controls(location), label, violation)
        lines.append(text + "\n")
    return "".join(lines)


def _linked(text: str, location: str, label: str, violation: Violation) -> str:
    from linter.outputs.hyperlinks import file_url, link
    from linter.rules.links import rule_url

    head = f"{location}: {label}"
    if not text.startswith(head):
        return text
    return f"{link(location, file_url(violation.path))}: {link(label, rule_url(violation.rule))}{text[len(head) :]}"
