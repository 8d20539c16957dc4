"""``text``: the source line with carets under the exact span, related places, the fix, and a summary."""

from __future__ import annotations

from linter.outputs.escape import escape_controls, width
from linter.rules.links import rule_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.report import Report
    from linter.rules.violation import Violation
    from linter.syntax.source import Source

WINDOW = 110  # columns of a source line to show
RELATED = 6  # related places to show

STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "bold": "\x1b[1m",
    "gutter": "\x1b[34m",
    "related": "\x1b[36m",
    "fix": "\x1b[32m",
    "dim": "\x1b[2m",
}


def render(report: Report, color: bool = False, links: bool = False) -> str:
    """Return blocks and a summary; empty without violations. *links* make locations and rules terminal links."""
    if not report.violations:
        return ""
    pen = _Pen(color, links)
    blocks = [_block(violation, report, pen) for violation in report.violations]
    return "\n".join([*blocks, summary_line(report) + "\n"])


def summary_line(report: Report) -> str:
    """Return the totals: ``Found 2 errors in 2 of 7 plans; 1 fixable with `--fix`, 1 more with `--unsafe-fixes`.``"""
    errors, warnings = report.errors, len(report.violations) - report.errors
    counts = [plural(n, what) for n, what in ((errors, "error"), (warnings, "warning")) if n]
    files = len({violation.path for violation in report.violations})
    line = f"Found {' and '.join(counts)} in {files} of {plural(report.documents, 'plan')}"
    safe, unsafe = fixable(report)
    if safe:
        line += f"; {safe:,} fixable with `--fix`"
    if unsafe:
        line += f", {unsafe:,} more with `--unsafe-fixes`" if safe else f"; {unsafe:,} fixable with `--unsafe-fixes`"
    return line + "."


def fixable(report: Report) -> tuple[int, int]:
    """Return the numbers of violations with a safe fix and with an unsafe fix."""
    fixes = [violation.fix.safe for violation in report.violations if violation.fix]
    return sum(fixes), len(fixes) - sum(fixes)


def plural(count: int, what: str) -> str:
    """Return count and noun: ``1 error``, ``2,000 errors``."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")


class _Pen:
    def __init__(self, color: bool, links: bool) -> None:
        self.color = color
        self.links = links

    def __call__(self, style: str, text: str) -> str:
        return f"{STYLES[style]}{text}\x1b[0m" if self.color and text else text

    def place(self, path: str, text: str) -> str:
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


def _block(violation: Violation, report: Report, pen: _Pen) -> str:
    severity = violation.severity
    lines = [
        pen(severity, pen.page(violation.rule, f"{severity}[{violation.rule}]"))
        + pen("bold", ": " + escape_controls(violation.message)),
    ]
    here = (violation.path, violation.start, violation.end)
    own = [place.message for place in violation.related if (place.path, place.start, place.end) == here]
    others = [place for place in violation.related if (place.path, place.start, place.end) != here]
    places: list[tuple[str, int, int, str, str]] = [(*here, ", ".join(own), severity)]
    places += [(place.path, place.start, place.end, place.message, "related") for place in others[:RELATED]]
    numbers = [report.sources[path].position(start)[0] for path, start, *_ in places]
    gutter = max(len(str(number)) for number in numbers)
    path = ""
    for index, (place, number) in enumerate(zip(places, numbers, strict=True)):
        source = report.sources[place[0]]
        if not index or place[0] != path:
            path = place[0]
            line, column = source.position(place[1])
            arrow = "-->" if index == 0 else ":::"
            lines.append(
                " " * gutter + pen("gutter", arrow) + " " + pen.place(path, escape_controls(f"{path}:{line}:{column}"))
            )
        if source.text:
            lines += _snippet(source, number, place[1:], gutter, pen, first=index == 0)
    hidden = len(others) - RELATED
    if hidden > 0:
        lines.append(" " * gutter + pen("gutter", " = ") + f"and {plural(hidden, 'more place')}")
    if violation.help:
        lines.append(" " * gutter + pen("gutter", " = ") + "help: " + escape_controls(violation.help))
    if violation.fix:
        kind = "" if violation.fix.safe else " (unsafe; review before applying)"
        lines.append(
            " " * gutter + pen("gutter", " = ") + pen("fix", "fix: " + escape_controls(violation.fix.title)) + kind
        )
    lines.append(
        " " * gutter + pen("gutter", " = ") + pen("dim", "rule: " + pen.page(violation.rule, rule_url(violation.rule)))
    )
    return "\n".join(lines) + "\n"


def _snippet(
    source: Source, number: int, place: tuple[int, int, str, str], gutter: int, pen: _Pen, *, first: bool
) -> list[str]:
    start, end, message, style = place
    before, marked, after = excerpt(source, number, start, end)
    line = escape_controls(before + marked + after)
    caret = ("^" if style != "related" else "-") * max(width(marked), 1)
    edge = pen("gutter", " | ")
    shown = [" " * gutter + pen("gutter", " |")] if first else []
    shown.append(pen("gutter", f"{number:>{gutter}}") + edge + line)
    shown.append(" " * gutter + edge + " " * width(before) + pen(style, f"{caret} {escape_controls(message)}".rstrip()))
    return shown


def excerpt(source: Source, number: int, start: int, end: int) -> tuple[str, str, str]:
    """Return the part of line *number* around ``[start, end)``, escaped, as text before, in and after the span."""
    at, line_end = source.line_span(number)
    length = line_end - at
    _, column = source.position(start)
    begin = min(column - 1, length)
    stop = min(max(begin + end - start, begin + 1), max(length, begin + 1))
    left = max(0, min(begin - 30, length - WINDOW)) if length > WINDOW else 0
    right = min(length, max(left + WINDOW, min(stop, left + 2 * WINDOW)))
    stop = min(stop, max(right, begin + 1))
    text = source.text[at + left : at + right]
    before = ("…" if left else "") + _shown(text[: begin - left])
    after = _shown(text[stop - left :]) + ("…" if right < length else "")
    return before, _shown(text[begin - left : stop - left]), after


def _shown(text: str) -> str:
    return escape_controls(text.replace("\t", "    ")) if text else ""
