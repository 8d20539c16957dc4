"""Write comments that suppress violations (``--add-ignore``): on the line, or above it, or for the file.

Comments that would change the data of a document are not written.
"""

from __future__ import annotations

from linter.fixes.fixer import find_problem
from linter.rules.registry import ALWAYS_REPORTED
from linter.rules.suppression_comments import HTML, RULES, YAML
from linter.syntax.fix import Edit, apply
from linter.syntax.source import line_end
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linter.engine.session import LintSession
    from linter.fixes.fixer import Fixed
    from linter.model.document import Document
    from linter.rules.violation import Violation

    # the edit that adds a comment for these rules to the line at this offset
    Place = Callable[[Document, int, list[str]], Edit | None]

MAX_PARSES = 40  # of one document, to see which of the comments change no data
MAX_PARSED_CHARS = 4_000_000  # by all of these together, but for the first few
MIN_PARSES = 4
_INDENT = lazy(r"[ \t]*+")
_TABLE_END = lazy(r"\|[ \t\r]*\Z")


def add_ignores(run: LintSession, fixed: Fixed) -> int:
    """Suppress the violations of *run* in memory, and return how many; *fixed* gets the texts."""
    before = len(run.report.violations)
    for place in (_above_table, _on_line, _above, _for_file):
        requested: dict[str, dict[int, list[str]]] = {}
        for violation in run.report.violations:
            document = run.document(violation.path)
            if not _can_be_hidden(violation, document) or (place is _above_table and not violation.members):
                continue
            for offset in _offsets(violation):
                start = document.source.text.rfind("\n", 0, offset) + 1
                rules = requested.setdefault(violation.path, {}).setdefault(start, [])
                if violation.rule not in rules:
                    rules.append(violation.rule)
                if place is _above_table:
                    break
        if not requested:
            continue
        for path, lines in requested.items():
            _comment(run, fixed, path, place, lines)
        run.lint()
    return before - len(run.report.violations)


def _offsets(violation: Violation) -> list[int]:
    """Return where to suppress *violation* in its file."""
    if violation.members and violation.home != violation.path:
        return [place.start for place in violation.locations if place.path == violation.path]
    return [start for start, _ in violation.members] or [violation.start]


def ignore_edits(run: LintSession, path: str, violations: Iterable[Violation]) -> dict[int, Edit]:
    """Return the edit that writes the comment for each of *violations*, all in *path*, by its index.

    Violations for which no comment is possible are left out. The document is parsed at most ``MAX_PARSES`` times, a
    large one less often.
    """
    document = run.document(path)
    text = document.source.text
    hidden = [(index, one) for index, one in enumerate(violations) if _can_be_hidden(one, document)]
    starts = {index: text.rfind("\n", 0, violation.start) + 1 for index, violation in hidden}
    found: dict[int, Edit] = {}
    parses = max(MIN_PARSES, min(MAX_PARSES, MAX_PARSED_CHARS // (len(text) + 1)))
    for place in (_above_table, _on_line, _above):
        edits: dict[int, Edit] = {}
        for index, violation in hidden:
            if index in found or (place is _above_table and not violation.members):
                continue
            edit = place(document, starts[index], [violation.rule])
            if edit is not None:
                edits[index] = edit
        by_line = {starts[index]: edit for index, edit in edits.items()}  # whichever rule it names, it changes the same
        harmless, parses = _without_loss(run, document, by_line, parses)
        found.update({index: edit for index, edit in edits.items() if starts[index] in harmless})
    return found


def may_be_ignored(run: LintSession, violation: Violation) -> bool:
    """Whether a comment may suppress *violation*; ``ignore_edits`` tells whether it would change no data."""
    document = run.document(violation.path)
    if not _can_be_hidden(violation, document):
        return False
    start = document.source.text.rfind("\n", 0, violation.start) + 1
    return any(place(document, start, [violation.rule]) is not None for place in (_on_line, _above))


def _without_loss(run: LintSession, document: Document, edits: dict[int, Edit], parses: int) -> tuple[set[int], int]:
    """Return the keys of the *edits* that change no data, and how many of the *parses* are left."""
    harmless: set[int] = set()
    groups = [sorted(edits, key=lambda key: edits[key].start)] if edits else []
    while groups and parses > 0:
        group = groups.pop()
        parses -= 1
        after = apply(document.source.text, [edits[key] for key in group])
        if not find_problem(document, run.read_as(document.path, after), []):
            harmless.update(group)
        elif len(group) > 1:
            middle = len(group) // 2
            groups += [group[:middle], group[middle:]]
    return harmless, parses


def _can_be_hidden(violation: Violation, document: Document) -> bool:
    always = (*ALWAYS_REPORTED, "unused-suppression", "invalid-suppression")
    return violation.rule not in always and document.root is not None and not document.path.endswith(".json")


def _comment(run: LintSession, fixed: Fixed, path: str, place: Place, lines: dict[int, list[str]]) -> None:
    """Add the comments of one document, without those that would change its data."""
    document = run.document(path)
    fixed.before.setdefault(path, document.source.text)
    if place is _for_file:
        lines = {0: list(dict.fromkeys(rule for rules in lines.values() for rule in rules))}
    edits = [edit for start, rules in sorted(lines.items()) if (edit := place(document, start, rules))]
    groups = [edits] if edits else []
    while groups:  # the last first, so that earlier offsets remain valid
        group = groups.pop()
        document = run.document(path)
        after = apply(document.source.text, group)
        if not find_problem(document, run.reread(path, after), []):
            fixed.after[path] = after
            continue
        run.reread(path, document.source.text)
        if len(group) > 1:
            middle = len(group) // 2
            groups += [group[:middle], group[middle:]]


def _above_table(document: Document, start: int, rules: list[str]) -> Edit | None:
    """On a line of its own, above the table in the body that contains the line."""
    text = document.source.text
    if not _is_in_body(document, start) or not text.startswith("|", start):
        return None
    while start > 0 and text[text.rfind("\n", 0, start - 1) + 1] == "|":
        start = text.rfind("\n", 0, start - 1) + 1
    return Edit(start, start, f"<!-- planlint: ignore[{', '.join(rules)}] -->{_line_ending(text, text.find(chr(10)))}")


def _on_line(document: Document, start: int, rules: list[str]) -> Edit | None:
    """At the end of the line, or in the comment that is already there."""
    text = document.source.text
    end = line_end(text, start)
    in_body = _is_in_body(document, start)
    for match in (HTML if in_body else YAML).finditer(text, start, end):
        named = RULES.match(match["rest"])
        if match["word"] == "ignore" and named:
            at = match.start("rest") + named.end(1)
            return Edit(at, at, "".join(f", {rule}" for rule in rules))
    line = text[start:end]
    stop = start + len(line.rstrip())
    if stop == start:
        return None
    if not in_body:
        return Edit(stop, stop, f"  # planlint: ignore[{', '.join(rules)}]")
    comment = f"<!-- planlint: ignore[{', '.join(rules)}] -->"
    cell = _TABLE_END.search(line)
    if cell is None:
        return Edit(stop, stop, f" {comment}")
    at = start + len(line[: cell.start()].rstrip())
    return Edit(at, at, f" {comment}")


def _above(document: Document, start: int, rules: list[str]) -> Edit | None:
    """On a line of its own above a key or item, for everything in it."""
    text = document.source.text
    if _is_in_body(document, start):
        return None
    front = document.front_matter
    if start < (front.start if front else 0):
        return None
    end = text.find("\n", start)
    at = start + text.startswith("\ufeff", start)
    indent = _INDENT.match(text, at)
    assert indent is not None
    return Edit(at, at, f"{indent[0]}# planlint: ignore[{', '.join(rules)}]{_line_ending(text, end)}")


def _for_file(document: Document, _start: int, rules: list[str]) -> Edit | None:
    """At the top, for the whole file."""
    text = document.source.text
    front = document.front_matter
    at = front.start if front else 1 if text[:1] == "\ufeff" else 0
    comment = f"planlint: ignore-file[{', '.join(rules)}]"
    comment = f"<!-- {comment} -->" if _is_in_body(document, at) else f"# {comment}"
    return Edit(at, at, f"{comment}{_line_ending(text, text.find(chr(10)))}")


def _line_ending(text: str, newline: int) -> str:
    return "\r\n" if newline > 0 and text[newline - 1] == "\r" else "\n"


def _is_in_body(document: Document, offset: int) -> bool:
    front = document.front_matter
    if front is None:
        return document.comments == "markdown"
    return 0 <= front.body <= offset
