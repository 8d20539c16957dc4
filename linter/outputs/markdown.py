"""``markdown``: GitHub-flavored Markdown for a comment, a wiki, or the summary of a GitHub Actions job."""

from __future__ import annotations

import html
import os
import re

from linter.outputs.escape import escape_controls
from linter.outputs.links import RepositoryPaths
from linter.outputs.text import summary_line
from linter.rules.links import rule_url
from linter.system.words import plural, truncate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.report import Report
    from linter.rules.violation import Violation

_MAX_CYCLES, _MAX_CYCLE_TASKS = 8, 40  # to draw
_MARKS = re.compile(r"[\\`*_\[\]|~$]")
# GitHub and GitLab turn these into links or mentions: a zero-width space, written as a reference, prevents it
_LINKS = re.compile(r"@(?=\w)|[#!%](?=\d)|:(?=//)|\bwww(?=\.)", re.IGNORECASE)


def render(report: Report, color: bool = False) -> str:
    """Return the totals, the violations by rule, the cycles as a graph, and all violations in a table."""
    return document(report)


def document(report: Report, room: int | None = None) -> str:
    """Return the document in at most *room* bytes; violations that do not fit are counted.

    Empty if nothing fits.
    """
    if not report.violations:
        text = f"### planlint: no violations in {plural(report.documents, 'plan')}\n"
        return text if room is None or len(text) <= room else ""
    title = f"### planlint\n\n{summary_line(report)}\n"
    parts = [title]
    left = None if room is None else room - len(title.encode()) - 200  # for the note about the rest
    for part in (_by_rule(report), _cycles(report)):
        size = len(part.encode())
        if part and (left is None or size < left):
            parts.append(part)
            left = None if left is None else left - size
    if left is None or left > 0:
        parts += _table(report, left)
    return "\n".join(parts) if room is None or room > len(title.encode()) else ""


def _by_rule(report: Report) -> str:
    rows = ["| rule | errors | warnings | fixes |", "|---|---:|---:|---:|"]
    counts: dict[str, list[int]] = {}
    for violation in report.violations:
        count = counts.setdefault(violation.rule, [0, 0, 0])
        count[violation.severity != "error"] += 1
        count[2] += violation.fix is not None
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1][0], -item[1][1], item[0])):
        numbers = " | ".join(f"{number:,}" if number else "" for number in count)
        rows.append(f"| {_rule(rule)} | {numbers} |")
    return "\n".join(rows) + "\n"


def _table(report: Report, room: int | None) -> list[str]:
    """Return the violations as table rows, errors first, as far as they fit."""
    rows = ["| | where | rule | what |", "|---|---|---|---|"]
    ranked = sorted(report.violations, key=lambda violation: violation.severity != "error")
    tree, paths = _tree(), RepositoryPaths()
    for index, violation in enumerate(ranked):
        row = _row(violation, report, f"{tree}/{_quoted(paths.name(violation.path))}" if tree else "")
        if room is not None:
            room -= len(row.encode()) + 1
            if room < 0:
                return ["\n".join(rows) + "\n", f"… and {len(ranked) - index:,} more: see the log.\n"]
        rows.append(row)
    return ["\n".join(rows) + "\n"]


def _row(violation: Violation, report: Report, address: str) -> str:
    line, _ = report.sources[violation.path].position(violation.start)
    where = escape(f"{violation.path}:{line}")
    if address:
        where = f"[{where}]({address}?plain=1#L{line})"
    message = escape(violation.full_message)
    if violation.related:
        message += "".join(
            f"<br>{escape(_place(location.path, location.start, report))}" for location in violation.related[:6]
        )
    return f"| {violation.severity} | {where} | {_rule(violation.rule)} | {message} |"


def _place(path: str, start: int, report: Report) -> str:
    return f"{path}:{report.sources[path].position(start)[0]}"


def _rule(rule: str) -> str:
    return f"[{escape(rule)}]({rule_url(rule)})"


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(os.fsencode(path), safe="/")


def _tree() -> str:
    """Return the URL of the repository at the commit that GitHub or GitLab runs on; empty elsewhere."""
    get = os.environ.get
    if get("GITHUB_REPOSITORY") and get("GITHUB_SHA"):
        return f"{get('GITHUB_SERVER_URL') or 'https://github.com'}/{get('GITHUB_REPOSITORY')}/blob/{get('GITHUB_SHA')}"
    if get("CI_PROJECT_URL") and get("CI_COMMIT_SHA"):
        return f"{get('CI_PROJECT_URL')}/-/blob/{get('CI_COMMIT_SHA')}"
    return ""


def _cycles(report: Report) -> str:
    """Return dependency cycles as a Mermaid graph; an arrow leads to the dependency."""
    cycles = [violation.data["cycle"] for violation in report.violations if "cycle" in violation.data]
    if not cycles:
        return ""
    lines = ["```mermaid", "flowchart LR"]
    for number, cycle in enumerate(cycles[:_MAX_CYCLES]):
        names = cycle[:-1]
        if len(names) > _MAX_CYCLE_TASKS:
            half, hidden = _MAX_CYCLE_TASKS // 2, len(names) - _MAX_CYCLE_TASKS + 1
            names = [*names[:half], f"… {hidden} more …", *names[1 - half :]]
        ids = [f"c{number}t{index}" for index in range(len(names))]
        lines += [f'  {id}["{_label(name)}"]' for id, name in zip(ids, names, strict=True)]
        lines += [f"  {id} --> {other}" for id, other in zip(ids, [*ids[1:], ids[0]], strict=True)]
    rest = len(cycles) - _MAX_CYCLES
    more = f"\nand {plural(rest, 'more cycle')}\n" if rest > 0 else ""
    return "\n".join([*lines, "```", more])


def _label(name: str) -> str:
    """Return *name* with all characters that may be special to Mermaid as character codes."""
    shown = escape_controls(truncate(name, 60))
    return re.sub(r"[^\w .…/-]", lambda match: f"#{ord(match[0])};", shown)


def escape(text: str) -> str:
    """Return *text* as Markdown that shows it literally, also in a table cell."""
    text = _MARKS.sub(lambda match: "\\" + match[0], escape_controls(text))
    return _LINKS.sub(lambda match: match[0] + "&#8203;", html.escape(text, quote=False))
