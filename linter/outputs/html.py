"""``html``: a page with the violations, their source and the diagrams of their plans; its URL stores the filters."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2s
from html import escape
from itertools import groupby

from linter.model.plan import Plan
from linter.outputs.diagrams.style import css
from linter.outputs.escape import escape_controls
from linter.outputs.excerpts import MAX_RELATED, excerpts, other_locations
from linter.outputs.json import summary
from linter.outputs.page import escaped, page
from linter.outputs.text import summary_line
from linter.rules.links import rule_url
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.engine.report import Report
    from linter.outputs.excerpts import FileExcerpt
    from linter.rules.violation import Violation

GRAPHS = 20  # plans to draw, those with most violations first
TASKS, ARROWS = 1_500, 20_000  # of all these plans; larger ones need `planlint graph`

_PIECES = {None: "{}", "primary": "<mark>{}</mark>", "related": '<mark class="r">{}</mark>'}


def render(report: Report, color: bool = False) -> str:
    """Return the page. *color* has no effect: the page has light and dark colours."""
    parts = ['<a class="skip" href="#violations">Skip to the violations</a>', *_head(report)]
    if report.violations:
        parts += _filters(report)
    parts.append("<main>")
    parts += _files(report)
    parts += _graphs(report)
    parts.append('<div id="violations">')
    names: set[str] = set()
    for path, violations in groupby(report.violations, lambda violation: violation.path):
        parts.append(f'<section data-file="{escaped(path)}"><h2>{escaped(path)}</h2>')
        parts += [_article(violation, report, names) for violation in violations]
        parts.append("</section>")
    if not report.violations:
        parts.append("<p>No violations found.</p>")
    parts.append("</div></main>")
    return page("planlint report", "\n".join(parts), css())


def _head(report: Report) -> Iterator[str]:
    totals = summary(report)
    yield "<header><h1>planlint report</h1>"
    if report.violations:
        yield f"<p>{escaped(summary_line(report))}</p>"
    yield '<ul class="counts">'
    for name, label in (
        ("errors", "errors"),
        ("warnings", "warnings"),
        ("fixable", "fixable"),
        ("fixable_safely", "of them safely"),
        ("suppressed", "suppressed"),
        ("baselined", "in the baseline"),
        ("files", "files read"),
        ("plans", "plans"),
        ("skipped", "skipped"),
    ):
        kind = f' class="{name[:-1]}"' if name in ("errors", "warnings") and totals[name] else ""
        yield f"<li{kind}><b>{totals[name]:,}</b> {label}</li>"
    yield "</ul></header>"


def _filters(report: Report) -> Iterator[str]:
    yield '<form role="search" aria-label="Filter the violations"><div>'
    rules = Counter(violation.rule for violation in report.violations)
    severities = Counter(violation.severity for violation in report.violations)
    files = Counter(violation.path for violation in report.violations)
    for name, counts in (("severity", severities), ("rule", rules), ("file", files)):
        options = "".join(
            f'<option value="{escaped(v)}">{escaped(v)} ({n:,})</option>' for v, n in sorted(counts.items())
        )
        yield f'<label>{name} <select name="{name}"><option value="">all</option>{options}</select></label>'
    yield '<label>text <input type="search" name="q" autocomplete="off" spellcheck="false"></label>'
    yield '<button type="reset" name="reset" hidden>Show all</button>'
    yield f'<output aria-live="polite">{len(report.violations):,} violations</output>'
    yield "</div></form>"


def _files(report: Report) -> Iterator[str]:
    if not report.violations:
        return
    counts: dict[str, list[int]] = {}
    for violation in report.violations:
        counts.setdefault(violation.path, [0, 0])[violation.severity != "error"] += 1
    yield f"<details><summary>{plural(len(counts), 'file')} with violations</summary><table>"
    yield '<thead><tr><th>file</th><th class="num">errors</th><th class="num">warnings</th></tr></thead><tbody>'
    for path, (errors, warnings) in counts.items():
        link = f'<a href="#{_fragment(path)}">{escaped(path)}</a>'
        yield f'<tr><td>{link}</td><td class="num">{errors:,}</td><td class="num">{warnings:,}</td></tr>'
    yield "</tbody></table></details>"
    yield (
        "<p>Keys: <kbd>j</kbd> and <kbd>k</kbd> next and previous violation, <kbd>/</kbd> search."
        " Filters are stored in the URL; copy it to share this view. In a graph, the arrow keys and <kbd>Enter</kbd>"
        " select a task.</p>"
    )


def _fragment(path: str) -> str:
    from urllib.parse import quote_plus

    return escaped("file=" + quote_plus(escape_controls(path)))  # the script compares the path as it is displayed


def _article(violation: Violation, report: Report, names: set[str]) -> str:
    severity, rule = violation.severity, escaped(violation.rule)
    source = report.sources[violation.path]
    line, column = source.position(violation.start)
    name = _name(violation, line, names)
    parts = [
        f'<article id="{name}" class="{severity}" data-severity="{severity}" data-rule="{rule}" tabindex="-1">',
        f'<a class="at" href="#{name}" title="link to this violation">{line}:{column}</a>',
        f'<h3><b>{severity}</b> <a href="{escaped(rule_url(violation.rule))}">{rule}</a> '
        f"{escaped(violation.message)}</h3>",
    ]
    lines = _source(excerpts(violation, report), violation)
    if lines:
        parts.append(f"<pre>{lines.rstrip()}</pre>")
    hidden = len(other_locations(violation)) - MAX_RELATED
    if hidden > 0:
        parts.append(f"<p>and {plural(hidden, 'more place')}</p>")
    if violation.help:
        parts.append(f"<p>help: {escaped(violation.help)}</p>")
    if violation.fix:
        kind = "fix" if violation.fix.safe else "unsafe fix"
        parts.append(f"<p>{kind}: {escaped(violation.fix.title)}</p>")
    return "".join([*parts, "</article>"])


def _source(files: list[FileExcerpt], violation: Violation) -> str:
    """Return the source lines with their marks: ``^`` for the violation, ``-`` for related places."""
    parts = []
    gutter = len(str(max(line.number for file in files for line in file.lines))) if any(f.lines for f in files) else 0
    for file in files:
        if file.path != violation.path:
            parts.append(f'<span class="f">{escaped(f"{file.path}:{file.line}")}</span>\n')
        for line in file.lines:
            parts.append('<span class="n">...</span>\n' if line.follows_gap else "")
            parts.append(f'<span class="n">{line.number:>{gutter}} | </span>')
            parts += [_PIECES[kind].format(escape(text)) for text, kind in line.pieces]
            parts.append("\n")
            for mark in line.marks:
                kind = "c" if mark.is_primary else "c r"
                carets = " " * (gutter + 3 + mark.indent) + ("^" if mark.is_primary else "-") * mark.cells
                label = f' <span class="r">{escaped(mark.label)}</span>' if mark.label else ""
                parts.append(f'<span class="{kind}" aria-hidden="true">{carets}</span>{label}\n')
    return "".join(parts)


def _name(violation: Violation, line: int, names: set[str]) -> str:
    """Return an element id that is the same in later reports."""
    text = f"{violation.path}\0{violation.rule}\0{line}\0{violation.message}"
    name = base = "f" + blake2s(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    while name in names:
        name = f"{base}-{len(names)}"
    names.add(name)
    return name


def _graphs(report: Report) -> Iterator[str]:
    """Yield the diagrams of the plans that have violations."""
    project = report.project
    if project is None or not report.violations:
        return
    by_path: dict[str, list[Violation]] = {}
    for violation in report.violations:
        by_path.setdefault(violation.path, []).append(violation)
    groups: dict[int, list[Plan]] = {}
    for document in project.named.values():
        if isinstance(document, Plan) and document.tasks:
            groups.setdefault(id(project.namespace(document)), []).append(document)
    weights = [(sum(len(by_path.get(plan.path, ())) for plan in plans), plans) for plans in groups.values()]
    weights = sorted((pair for pair in weights if pair[0]), key=lambda pair: -pair[0])
    if not weights:
        return
    from linter.outputs.diagrams.builder import picture
    from linter.outputs.diagrams.svg import drawing

    yield '<section id="graphs" aria-labelledby="drawn"><h2 id="drawn">Graphs of the plans</h2>'
    drawn, room, arrows = 0, TASKS, ARROWS
    for count, plans in weights:
        size = sum(len(plan.tasks) for plan in plans)
        links = sum(len(task.dependencies) for plan in plans for task in plan.tasks)
        if drawn == GRAPHS or size > room or links > arrows:
            continue
        room -= size
        arrows -= links
        drawn += 1
        made = picture(project, plans, [v for plan in plans for v in by_path.get(plan.path, ())])
        text = f"{escaped(made.title)} ({plural(count, 'violation')})"
        state = " open" if drawn == 1 else ""
        yield f'<details{state}><summary>{text}</summary><div><button type="button" data-fit aria-pressed="true">'
        yield 'Fit to the page</button></div><div class="graph fit" tabindex="0" role="region"'
        yield f' aria-label="Graph of {escaped(made.title)}">{drawing(made)}</div></details>'
    if len(weights) > drawn:
        yield f"<p>{len(weights) - drawn:,} more plans have violations: planlint graph draws them.</p>"
    yield "</section>"
