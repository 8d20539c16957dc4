"""Apply fixes and lint again until no fix is left, then write all files or none.

Only results that parse to the same data, except for the values in the fixes, are written. Files in which the run
reported nothing are not changed: a fix that would need that is undone (``docs/explanation/safe-fixes.md``).
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from itertools import pairwise

from linter.engine.identity import ViolationFingerprints
from linter.fixes.verification import find_unexpected_change
from linter.syntax.fix import apply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.engine.identity import Key
    from linter.engine.session import LintSession
    from linter.model.document import Document
    from linter.rules.violation import Violation
    from linter.syntax.fix import Edit

MAX_PASSES = 50
MAX_REREAD_CHARS = 2_000_000  # of one file to read again: large files get fewer passes


class Texts:
    """The texts of files by path, before and after changes."""

    def __init__(self) -> None:
        self.before: dict[str, str] = {}
        self.after: dict[str, str] = {}

    @property
    def changed(self) -> list[str]:
        """The paths whose text has changed."""
        return [path for path in sorted(self.after) if self.after[path] != self.before[path]]


class Fixed(Texts):
    """The result of fixing: new texts, fixed violations, and refused files with reasons."""

    def __init__(self) -> None:
        super().__init__()
        self.applied: list[Violation] = []  # with those that a fix made in the same file
        self.reported: list[Violation] = []  # violations with a fix of the wanted kind that are no longer reported
        self.refused: dict[str, str] = {}
        self.hidden = 0  # violations that were suppressed by a comment


def fix(run: LintSession, *, unsafe: bool) -> Fixed:
    """Apply the fixes of the documents of *run* in memory; *run* then has the fixed documents and their report."""
    fixed = Fixed()
    seen: dict[str, set[str]] = {}
    spent: dict[str, int] = {}
    if not run.is_linted:
        run.lint()
    reported = {violation.path for violation in run.report.violations}
    requested = _keyed(run, [violation for violation in run.report.violations if _is_selected(violation, unsafe)])
    _fix_all(run, unsafe, reported, fixed, seen, spent)
    while elsewhere := _needed_elsewhere(run, unsafe, reported, fixed):
        for path, other in elsewhere.items():
            fixed.refused[path] = f"it depends on a fix in {other}"
            fixed.after[path] = fixed.before[path]
            fixed.applied = [violation for violation in fixed.applied if violation.path != path]
            run.reread(path, fixed.before[path])
        run.lint()
        _fix_all(run, unsafe, reported, fixed, seen, spent)
    left = Counter(keys for keys, _ in _keyed(run, run.report.violations)) if requested else Counter()
    for keys, violation in requested:
        left[keys] -= 1
        if left[keys] < 0:
            fixed.reported.append(violation)
    return fixed


def _is_selected(violation: Violation, unsafe: bool) -> bool:
    return violation.fix is not None and (violation.fix.safe or unsafe)


def _keyed(run: LintSession, violations: Iterable[Violation]) -> list[tuple[tuple[Key, ...], Violation]]:
    fingerprints = ViolationFingerprints(run.document)
    return [(fingerprints.keys(violation), violation) for violation in violations]


def _fix_all(
    run: LintSession,
    unsafe: bool,
    reported: set[str],
    fixed: Fixed,
    seen: dict[str, set[str]],
    spent: dict[str, int],
) -> None:
    """Apply the fixes in the files *reported*, and fixes that become possible in them, until none is left."""
    for _ in range(MAX_PASSES):
        by_path: dict[str, list[Violation]] = {}
        for violation in run.report.violations:
            if _is_selected(violation, unsafe) and violation.path in reported and violation.path not in fixed.refused:
                by_path.setdefault(violation.path, []).append(violation)
        if not by_path:
            break
        progress = False
        for path, violations in by_path.items():
            if spent.get(path, 0) > MAX_REREAD_CHARS:
                continue
            spent[path] = spent.get(path, 0) + len(run.document(path).source.text)
            progress = _fix_document(run, path, violations, fixed, seen.setdefault(path, set())) or progress
        if not progress:
            break
        run.lint()


def _needed_elsewhere(run: LintSession, unsafe: bool, reported: set[str], fixed: Fixed) -> dict[str, str]:
    """Return the changed files that caused fixable violations in a file without any before, each with that file."""
    found: dict[str, str] = {}
    for violation in run.report.violations:
        if violation.path not in reported and _is_selected(violation, unsafe):
            near = [location.path for location in violation.related if location.path in fixed.changed]
            found.update(dict.fromkeys(near or fixed.changed, violation.path))
    return found


def _fix_document(run: LintSession, path: str, violations: list[Violation], fixed: Fixed, seen: set[str]) -> bool:
    """Make one pass over one document; return whether its text changed."""
    document = run.document(path)
    text = document.source.text
    fixed.before.setdefault(path, text)
    seen.add(text)
    chosen, edits = choose(violations)
    new = apply(text, edits)
    if new in seen:
        return False  # the fixes undo each other: keep the present text
    found = find_problem(document, run.reread(path, new), edits)
    if found:
        fixed.refused[path] = found
        run.reread(path, text)
        return False
    fixed.after[path] = new
    fixed.applied += chosen
    return True


def choose(violations: Iterable[Violation]) -> tuple[list[Violation], list[Edit]]:
    """Return the fixes that can be applied together, and their sorted edits; of two that meet the first wins."""
    chosen: list[Violation] = []
    taken: list[Edit] = []
    for violation in sorted(violations, key=_place):
        edits = violation.fix.edits if violation.fix else ()
        overlaps = any(after.start < before.end for before, after in pairwise(edits))
        if edits and not overlaps and not any(_is_met(edit, taken) for edit in edits):
            chosen.append(violation)
            for edit in edits:
                insort(taken, edit, key=_start)
    return chosen, taken


def _place(violation: Violation) -> tuple[object, ...]:
    assert violation.fix is not None
    edits = [(edit.start, edit.end, edit.text) for edit in violation.fix.edits]
    return edits[:1], violation.order(), edits


def _start(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _is_met(edit: Edit, taken: list[Edit]) -> bool:
    """Whether *edit* overlaps or touches one of the sorted edits; adjacent edits may change the same list."""
    index = bisect_right(taken, edit.end, key=lambda other: other.start)
    return index > 0 and taken[index - 1].end >= edit.start


def find_problem(before: Document, after: Document | None, edits: list[Edit]) -> str | None:
    """Return why the edited document must not be written, or None if it may be."""
    if after is None or after.root is None or before.root is None:
        return "the result would be invalid"
    if before.front_matter is not None and after.front_matter is not None:
        front = [edit for edit in edits if edit.start < before.front_matter.body]
    else:
        front = edits
    what = find_unexpected_change(before.root, after.root, front)
    return f"{what} would change too" if what else None
