"""``concise``: one line per violation."""

from __future__ import annotations

from linter.outputs.escape import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine import Report


def render(report: Report, color: bool = False) -> str:
    """``path:line:column: severity[rule] message``, a line each."""
    lines = []
    for violation in report.violations:
        line, column = report.sources[violation.path].position(violation.start)
        text = harmless(f"{violation.path}:{line}:{column}: {violation.severity}[{violation.rule}] {violation.message}")
        lines.append(text + "\n")
    return "".join(lines)
