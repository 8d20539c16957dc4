"""``text``: the source line with carets under the exact span, related places, the fix, and a summary."""

from __future__ import annotations

from linter.outputs.escape import escape_controls, width
from linter.outputs.excerpts import MAX_RELATED, excerpts, other_locations
from linter.rules.links import rule_url
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.engine.report import Report
    from linter.outputs.excerpts import Line
    from linter.rules.violation import Related, Violation

MAX_EXCERPTS = 10_000  # violations with their source lines; more are never read, but take time and fill a log
EXPLAIN = "`planlint explain RULE` describes a rule"

_STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "bold": "\x1b[1m",
    "gutter": "\x1b[1;34m",  # plain blue is hard to read on black
    "related": "\x1b[36m",
    "fix": "\x1b[32m",
    "dim": "\x1b[2m",
}


def render(report: Report, color: bool = False, links: bool = False, columns: int | None = None) -> str:
    """Return blocks and a summary; empty without violations.

    *links* make locations and rules terminal links. *columns* is the width of the terminal, None without one.
    """
    if not report.violations:
        return ""
    pen = _Pen(color, links, columns)
    blocks = [
        _block(violation, report, pen, has_source=index < MAX_EXCERPTS)
        for index, violation in enumerate(report.violations)
    ]
    return "\n".join([*blocks, *wrapped(summary_line(report), columns)]) + "\n"


def styled(style: str, text: str, color: bool) -> str:
    """Return *text* in *style*, one of the severities, ``bold``, …; plain without *color*."""
    return f"{_STYLES[style]}{text}\x1b[0m" if color else text


def wrapped(text: str, columns: int | None) -> list[str]:
    """Return *text* as lines of at most *columns* cells, broken between words and indented after the first."""
    if columns is None or width(text) <= columns:
        return [text]
    lines = []
    line, *words = text.split(" ")
    for word in words:
        if width(line) + 1 + width(word) > columns:
            lines.append(line)
            line = "  " + word
        else:
            line += " " + word
    return [*lines, line]


def summary_line(report: Report) -> str:
    """Return the totals and the next command.

    ``Found 2 errors in 2 of 7 plans; `planlint check --fix` fixes 1, `--unsafe-fixes` 1 more.``
    """
    errors, warnings = report.errors, len(report.violations) - report.errors
    counts = [plural(n, what) for n, what in ((errors, "error"), (warnings, "warning")) if n]
    files = len({violation.path for violation in report.violations})
    return f"Found {' and '.join(counts)} in {files} of {plural(report.documents, 'plan')}; {_next_command(report)}."


def _next_command(report: Report) -> str:
    safe, unsafe = fixable(report)
    if safe:
        return f"`planlint check --fix` fixes {safe:,}" + (f", `--unsafe-fixes` {unsafe:,} more" if unsafe else "")
    if unsafe:
        return f"`planlint check --fix --unsafe-fixes` fixes {unsafe:,}"
    rules = {violation.rule for violation in report.violations}
    return f"`planlint explain {rules.pop()}` describes the rule" if len(rules) == 1 else EXPLAIN


def fixable(report: Report) -> tuple[int, int]:
    """Return the numbers of violations with a safe fix and with an unsafe fix."""
    fixes = [violation.fix.safe for violation in report.violations if violation.fix]
    return sum(fixes), len(fixes) - sum(fixes)


class _Pen:
    def __init__(self, color: bool, links: bool, columns: int | None) -> None:
        self.columns = columns
        self.color = color
        self.links = links

    def __call__(self, style: str, text: str) -> str:
        return styled(style, text, self.color) if style and text else text

    def location(self, path: str, text: str) -> str:
        """Return *text*, a location, as a link to the file at *path*."""
        if not self.links:
            return text
        from linter.outputs.hyperlinks import file_url, link

        return link(text, file_url(path))

    def page(self, rule: str, text: str) -> str:
        """Return *text* as a link to the page of *rule*."""
        if not self.links:
            return text
        from linter.outputs.hyperlinks import link

        return link(text, rule_url(rule))


def _block(violation: Violation, report: Report, pen: _Pen, *, has_source: bool) -> str:
    severity = violation.severity
    label = f"{severity}[{violation.rule}]"
    first, *more = wrapped(f"{label}: {escape_controls(violation.message)}", pen.columns)
    lines = [pen(severity, pen.page(violation.rule, label)) + pen("bold", first[len(label) :])]
    lines += [pen("bold", line) for line in more]
    others = other_locations(violation)
    gutter = _gutter(violation, others, report)
    columns = None if pen.columns is None else pen.columns - gutter - 3
    for index, part in enumerate(excerpts(violation, report, columns, has_lines=has_source)):
        location = pen.location(part.path, escape_controls(f"{part.path}:{part.line}:{part.column}"))
        lines.append(" " * gutter + pen("gutter", ":::" if index else "-->") + " " + location)
        if part.lines and not index:
            lines.append(" " * gutter + pen("gutter", " |"))
        for line in part.lines:
            lines += _source_line(line, gutter, pen, str(severity), columns)
    edge = " " * gutter + pen("gutter", " = ")
    notes = [("", f"and {plural(len(others) - MAX_RELATED, 'more place')}")] if len(others) > MAX_RELATED else []
    if violation.help:
        notes.append(("", f"help: {escape_controls(violation.help)}"))
    if violation.fix:
        kind = "" if violation.fix.safe else " (unsafe; review before applying)"
        notes.append(("fix", f"fix: {escape_controls(violation.fix.title)}{kind}"))
    for style, note in notes:
        first, *more = wrapped(note, columns)
        lines += [edge + pen(style, first), *(" " * (gutter + 3) + pen(style, line) for line in more)]
    lines.append(edge + pen("dim", "rule: " + pen.page(violation.rule, rule_url(violation.rule))))
    return "\n".join(lines) + "\n"


def _gutter(violation: Violation, others: list[Related], report: Report) -> int:
    """Return the width of the greatest line number of the violation."""
    starts = [
        (violation.path, violation.start),
        *((location.path, location.start) for location in others[:MAX_RELATED]),
    ]
    return len(str(max(report.sources[path].position(start)[0] for path, start in starts)))


def _source_line(line: Line, gutter: int, pen: _Pen, severity: str, columns: int | None) -> Iterator[str]:
    """Yield the line and its marks; a label that does not fit next to its mark is below it."""
    edge = pen("gutter", " | ")
    if line.follows_gap:
        yield pen("gutter", "...")
    yield pen("gutter", f"{line.number:>{gutter}}") + edge + escape_controls("".join(text for text, _ in line.pieces))
    for mark in line.marks:
        style = severity if mark.is_primary else "related"
        carets, label = ("^" if mark.is_primary else "-") * mark.cells, escape_controls(mark.label)
        indent, cells = mark.indent, width(label)
        if columns is not None and label and indent + mark.cells + 1 + cells > columns:
            yield " " * gutter + edge + " " * indent + pen(style, carets)
            yield " " * gutter + edge + " " * max(0, min(indent, columns - cells)) + pen(style, label)
        else:
            yield " " * gutter + edge + " " * indent + pen(style, f"{carets} {label}".rstrip())
