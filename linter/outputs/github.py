"""``github``: workflow commands that GitHub Actions shows as annotations (escaping as in actions/toolkit)."""

from __future__ import annotations

import os

from linter.outputs.escape import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine import Report
    from linter.violation import Violation

LONGEST = 4000  # the runner cuts a message at 4,096 characters


def render(report: Report, color: bool = False) -> str:
    """A command a violation; columns only where the span stays on one line, as the runner demands."""
    prefix = _workspace_prefix()
    return "".join(_command(violation, report, prefix) + "\n" for violation in report.violations)


def _command(violation: Violation, report: Report, prefix: str) -> str:
    source = report.sources[violation.path]
    line, column = source.position(violation.start)
    end_line, end_column = source.position(max(violation.end, violation.start))
    properties = {"file": prefix + violation.path, "line": str(line), "endLine": str(end_line)}
    if line == end_line:
        properties.update(col=str(column), endColumn=str(end_column))
    properties["title"] = f"planlint: {violation.rule}"
    fields = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{violation.severity} {fields}::{_message(violation, report)}"


def _message(violation: Violation, report: Report) -> str:
    lines = [harmless(violation.message)]
    for place in violation.related[:20]:
        line, _ = report.sources[place.path].position(place.start)
        lines.append(harmless(f"- {place.message} ({place.path}:{line})"))
    if violation.fix:
        lines.append(harmless(f"fix: {violation.fix.title}"))
    text = "\n".join(lines)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    value = harmless(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return value.replace(":", "%3A").replace(",", "%2C")


def _workspace_prefix() -> str:
    """From GITHUB_WORKSPACE, which annotations are relative to, to the working directory, which paths are."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if not workspace:
        return ""
    relative = os.path.relpath(os.getcwd(), workspace).replace(os.sep, "/")
    return "" if relative == "." or relative.startswith("..") else relative + "/"
