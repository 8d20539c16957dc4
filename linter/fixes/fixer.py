"""Apply fixes: splice edits into the text, look again, until nothing is left to mend; then write, all or nothing.

Nothing is written that does not parse to the same data but for the values that the fixes named. No file is changed in
which the run reported nothing: a fix that would need that is taken back.
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

PASSES = 50
REREAD = 2_000_000  # characters of one file that are read again: a large one gets fewer passes


class Texts:
    """The texts of files, by path, as they were and as they are to be."""

    def __init__(self) -> None:
        self.before: dict[str, str] = {}
        self.after: dict[str, str] = {}

    @property
    def changed(self) -> list[str]:
        """The paths whose text differs now."""
        return [path for path in sorted(self.after) if self.after[path] != self.before[path]]


class Fixed(Texts):
    """What fixing came to: new texts, the violations that were mended, and what was refused and why."""

    def __init__(self) -> None:
        super().__init__()
        self.applied: list[Violation] = []  # with those that a fix made in the same file
        self.reported: list[Violation] = []  # what was reported, had a fix of the wanted kind, and is not reported now
        self.refused: dict[str, str] = {}
        self.hidden = 0  # violations that got a suppressing comment


def fix(run: LintSession, *, unsafe: bool) -> Fixed:
    """Fix what the documents of *run* violate, in memory; *run* holds the fixed documents and their report after it."""
    fixed = Fixed()
    seen: dict[str, set[str]] = {}
    spent: dict[str, int] = {}
    if not run.is_linted:
        run.lint()
    reported = {violation.path for violation in run.report.violations}
    asked = _keyed(run, [violation for violation in run.report.violations if _is_wanted(violation, unsafe)])
    _fix_all(run, unsafe, reported, fixed, seen, spent)
    while elsewhere := _needed_elsewhere(run, unsafe, reported, fixed):
        for path, other in elsewhere.items():
            fixed.refused[path] = f"a fix would need another one in {other}"
            fixed.after[path] = fixed.before[path]
            fixed.applied = [violation for violation in fixed.applied if violation.path != path]
            run.reread(path, fixed.before[path])
        run.lint()
        _fix_all(run, unsafe, reported, fixed, seen, spent)
    left = Counter(keys for keys, _ in _keyed(run, run.report.violations)) if asked else Counter()
    for keys, violation in asked:
        left[keys] -= 1
        if left[keys] < 0:
            fixed.reported.append(violation)
    return fixed


def _is_wanted(violation: Violation, unsafe: bool) -> bool:
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
    """Fix what is reported in the files *reported*, and what follows from that in them, until nothing is left."""
    for _ in range(PASSES):
        by_path: dict[str, list[Violation]] = {}
        for violation in run.report.violations:
            if _is_wanted(violation, unsafe) and violation.path in reported and violation.path not in fixed.refused:
                by_path.setdefault(violation.path, []).append(violation)
        if not by_path:
            break
        progress = False
        for path, violations in by_path.items():
            if spent.get(path, 0) > REREAD:
                continue
            spent[path] = spent.get(path, 0) + len(run.document(path).source.text)
            progress = _fix_document(run, path, violations, fixed, seen.setdefault(path, set())) or progress
        if not progress:
            break
        run.lint()


def _needed_elsewhere(run: LintSession, unsafe: bool, reported: set[str], fixed: Fixed) -> dict[str, str]:
    """The changed files that made something fixable in a file where nothing had been reported, each with that file."""
    found: dict[str, str] = {}
    for violation in run.report.violations:
        if violation.path not in reported and _is_wanted(violation, unsafe):
            near = [place.path for place in violation.related if place.path in fixed.changed]
            found.update(dict.fromkeys(near or fixed.changed, violation.path))
    return found


def _fix_document(run: LintSession, path: str, violations: list[Violation], fixed: Fixed, seen: set[str]) -> bool:
    """One pass over one document; whether its text changed."""
    document = run.document(path)
    text = document.source.text
    fixed.before.setdefault(path, text)
    seen.add(text)
    chosen, edits = choose(violations)
    new = apply(text, edits)
    if new in seen:
        return False  # the fixes undo each other: what is there now stays
    found = find_problem(document, run.reread(path, new), edits)
    if found:
        fixed.refused[path] = found
        run.reread(path, text)
        return False
    fixed.after[path] = new
    fixed.applied += chosen
    return True


def choose(violations: Iterable[Violation]) -> tuple[list[Violation], list[Edit]]:
    """The fixes that can be made at once, and their edits, sorted; of two that meet the one that begins first."""
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
    """Whether *edit* overlaps or touches one of the sorted edits: what touches may mean a list that both change."""
    index = bisect_right(taken, edit.end, key=lambda other: other.start)
    return index > 0 and taken[index - 1].end >= edit.start


def find_problem(before: Document, after: Document | None, edits: list[Edit]) -> str | None:
    """Return why the edited document must not be written, or None if it may be."""
    if after is None or after.root is None or before.root is None:
        return "the fixed text does not parse"
    if before.front_matter is not None and after.front_matter is not None:
        front = [edit for edit in edits if edit.start < before.front_matter.body]
    else:
        front = edits
    what = find_unexpected_change(before.root, after.root, front)
    return f"{what} would change too, which nothing asked for" if what else None
