"""``github``: the text output, then workflow commands that GitHub Actions shows as annotations.

A step may show ten annotations of each severity, and the rest are lost. So the worst come first, one of each rule and
file before repeats, and the tenth counts the rest. Escaping follows actions/toolkit.
"""

from __future__ import annotations

import os
from collections import Counter

from linter.outputs import text
from linter.outputs.escape import escape_controls
from linter.outputs.json import family
from linter.outputs.links import RepositoryPaths
from linter.rules.registry import ALWAYS_REPORTED
from linter.system.words import join_first, noun, plural, truncate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.report import Report
    from linter.rules.violation import Severity, Violation

MAX_ANNOTATIONS = 10  # of each severity in a step
MAX_MESSAGE_CHARS = 4000  # the runner truncates a message at 4,096 characters
# causes come before consequences
_WORST = ("syntax", "dependencies", "batches", "status", "counts", "timestamps", "shape", "references")


def render(report: Report, color: bool = False) -> str:
    """Return text and commands; empty without violations."""
    commands = [command for severity in ("error", "warning") for command in _commands(report, severity)]
    return "\n".join([text.render(report, color), *commands, ""]) if commands else ""


def _commands(report: Report, severity: Severity) -> list[str]:
    found = [violation for violation in report.violations if violation.severity == severity]
    chosen, rest = choose(found, report)
    groups: dict[tuple[str, str], list[Violation]] = {}
    for violation in rest:
        groups.setdefault((violation.path, violation.rule), []).append(violation)
    paths = RepositoryPaths()
    commands = []
    for violation in chosen:
        more = groups.pop((violation.path, violation.rule), [])
        commands.append(_command(violation, report, paths, more))
    return [*commands, _pointer(rest, severity)] if rest else commands


def choose(violations: list[Violation], report: Report) -> tuple[list[Violation], list[Violation]]:
    """Return the violations to annotate, worst first, and the rest; there is room for a pointer to the rest."""
    ranked = sorted(violations, key=lambda violation: (_rank(violation, report), violation.order()))
    if len(ranked) <= MAX_ANNOTATIONS:
        return ranked, []
    firsts: dict[tuple[str, str], Violation] = {}
    for violation in ranked:
        firsts.setdefault((violation.path, violation.rule), violation)
    chosen = _spread(list(firsts.values()))
    repeats = [violation for violation in ranked if violation is not firsts[violation.path, violation.rule]]
    chosen += repeats[: MAX_ANNOTATIONS - 1 - len(chosen)]
    taken = set(map(id, chosen))
    return chosen, [violation for violation in ranked if id(violation) not in taken]


def _spread(ranked: list[Violation]) -> list[Violation]:
    """Return as many violations as fit, alternating between rules and files, worst first."""
    chosen: list[Violation] = []
    rules: Counter[str] = Counter()
    files: Counter[str] = Counter()
    while ranked and len(chosen) < MAX_ANNOTATIONS - 1:
        violation = min(ranked, key=lambda one: (rules[one.rule], files[one.path]))
        ranked.remove(violation)
        chosen.append(violation)
        rules[violation.rule] += 1
        files[violation.path] += 1
    return chosen


def _rank(violation: Violation, report: Report) -> int:
    if violation.rule in ALWAYS_REPORTED:
        return 0
    name = family(violation.rule, report)
    return _WORST.index(name) + 1 if name in _WORST else len(_WORST) + 1


def _command(violation: Violation, report: Report, paths: RepositoryPaths, more: list[Violation]) -> str:
    """Return a command; columns only if the span is on one line, as the runner requires."""
    source = report.sources[violation.path]
    line, column = source.position(violation.start)
    end_line, end_column = source.position(max(violation.end, violation.start))
    properties = {"file": paths.name(violation.path), "line": str(line), "endLine": str(end_line)}
    if line == end_line:
        properties.update(col=str(column), endColumn=str(end_column))
    properties["title"] = f"planlint: {violation.rule}"
    fields = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{violation.severity} {fields}::{_data(_message(violation, report, more))}"


def _message(violation: Violation, report: Report, more: list[Violation]) -> str:
    lines = [escape_controls(violation.full_message)]
    for location in violation.related[:20]:
        line, _ = report.sources[location.path].position(location.start)
        lines.append(escape_controls(f"- {location.message} ({location.path}:{line})"))
    if violation.fix:
        lines.append(escape_controls(f"fix: {violation.fix.title}"))
    if more:
        numbers = sorted({report.sources[one.path].position(one.start)[0] for one in more})
        where = join_first(list(map(str, numbers)), 12)
        lines.append(f"{len(more):,} more {violation.rule} in this file: {noun(len(numbers), 'line')} {where}")
    return "\n".join(lines)


def _pointer(rest: list[Violation], severity: Severity) -> str:
    counts = Counter(violation.rule for violation in rest)
    rules = [f"{count:,} {rule}" for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    files = len({violation.path for violation in rest})
    title = f"planlint: {plural(len(rest), f'more {severity}')} in {plural(files, 'file')}"
    where = "the job summary" if os.environ.get("GITHUB_STEP_SUMMARY") else "the log of the step"
    summary = f"{join_first(rules, 30)}: see {where}"
    return f"::{severity} title={_property(title)}::{_data(escape_controls(summary))}"


def _data(value: str) -> str:
    return truncate(value, MAX_MESSAGE_CHARS).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(escape_controls(value)).replace(":", "%3A").replace(",", "%2C")
