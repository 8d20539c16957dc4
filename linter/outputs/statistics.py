"""``--statistics``: the number of violations of each rule, most first, as a table with bars or as data for JSON."""

from __future__ import annotations

from linter.outputs.text import styled, summary_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from linter.engine.report import Report

_MAX_BAR_CELLS = 24
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEAD = ("count", "rule", "severity", "fixable")


def table(report: Report, color: bool = False, encoding: str = "utf-8") -> str:
    """Return a row for each rule and severity; the bars are ``#`` if *encoding* has no block characters.

    Empty without violations.
    """
    counted = counts(report)
    if not counted:
        return ""
    rows = [(f"{row['count']:,}", row["rule"], row["severity"], _fixable(row)) for row in counted]
    widths = [max(map(len, column)) for column in zip(_HEAD, *rows, strict=True)]
    most = max(counted[0]["count"], 10)  # so that a single violation has a short bar
    bar = _blocks if encoding.lower().replace("-", "").startswith("utf") else _marks
    lines = [_row(_HEAD, widths).rstrip()]
    for cells, row in zip(rows, counted, strict=True):
        drawn = bar(row["count"] / most)
        lines.append(f"{_row(cells, widths)}  {styled(row['severity'], drawn, color)}")
    return "\n".join([*lines, "", summary_line(report) + "\n"])


def counts(report: Report) -> list[dict[str, Any]]:
    """Return ``rule``, ``severity``, ``count``, ``fixable`` and ``fixable_safely`` (numbers), most frequent first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for violation in report.violations:
        key = (violation.rule, violation.severity)
        fresh = {"rule": key[0], "severity": key[1], "count": 0, "fixable": 0, "fixable_safely": 0}
        row = found.setdefault(key, fresh)
        row["count"] += 1
        row["fixable"] += violation.fix is not None
        row["fixable_safely"] += violation.fix is not None and violation.fix.safe
    return sorted(found.values(), key=lambda row: (-row["count"], row["rule"], row["severity"]))


def _fixable(row: dict[str, Any]) -> str:
    safe, unsafe = row["fixable_safely"], row["fixable"] - row["fixable_safely"]
    return ", ".join(f"{count:,} {how}" for count, how in ((safe, "safely"), (unsafe, "unsafely")) if count) or "-"


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join([f"{cells[0]:>{widths[0]}}", *(f"{c:<{w}}" for c, w in zip(cells[1:], widths[1:], strict=True))])


def _blocks(share: float) -> str:
    eighths = max(1, round(share * _MAX_BAR_CELLS * 8))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _marks(share: float) -> str:
    return "#" * max(1, round(share * _MAX_BAR_CELLS))
