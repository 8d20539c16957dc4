"""``grouped``: the violations of each file below its path."""

from __future__ import annotations

from itertools import groupby

from linter.outputs.escape import escape_controls
from linter.outputs.text import styled, summary_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.report import Report


def render(report: Report, color: bool = False) -> str:
    """Return aligned ``line:column  severity[rule] message`` lines and a summary; empty without violations."""
    if not report.violations:
        return ""
    blocks = []
    for path, violations in groupby(report.violations, lambda violation: violation.path):
        source = report.sources[path]
        rows = [("{}:{}".format(*source.position(one.start)), f"{one.severity}[{one.rule}]", one) for one in violations]
        place_width = max(len(location) for location, _, _ in rows)
        label_width = max(len(label) for _, label, _ in rows)
        lines = [styled("bold", escape_controls(path), color)]
        for location, label, one in rows:
            mark = styled(one.severity, label, color) + " " * (label_width - len(label))
            lines.append(f"  {location:>{place_width}}  {mark}  {escape_controls(one.full_message)}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join([*blocks, summary_line(report) + "\n"])
