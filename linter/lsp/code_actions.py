"""Code actions for a violation: its fix, a comment that suppresses it, and all safe fixes of the file."""

from __future__ import annotations

from linter.fixes.add_ignores import ignore_edits, may_be_ignored
from linter.fixes.fixer import fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.engine.session import LintSession
    from linter.rules.violation import Violation
    from linter.syntax.fix import Edit


class Action:
    """Edits of the document with a title."""

    __slots__ = ("edits", "is_preferred", "title", "violation")

    def __init__(self, title: str, edits: list[Edit], violation: Violation, *, is_preferred: bool) -> None:
        self.title = title
        self.edits = edits
        self.violation = violation
        self.is_preferred = is_preferred


def intersecting(violations: Sequence[Violation], path: str, start: int, end: int) -> list[Violation]:
    """Return those of *violations* that are in *path* and intersect ``[start, end]``."""
    return [one for one in violations if one.path == path and one.start <= end and one.end >= start]


def offers(run: LintSession, path: str, violations: Sequence[Violation]) -> list[Action]:
    """Return the actions for *violations* in *path* without edits; whether a comment is harmless is not known yet."""
    found = []
    for violation in violations:
        if violation.fix is not None:
            found.append(_of_fix(violation, []))
        if may_be_ignored(run, violation):
            found.append(_of_comment(violation, []))
    return found


def of_violations(run: LintSession, path: str, violations: Sequence[Violation]) -> list[Action]:
    """Return the actions for *violations* in *path*."""
    found: list[Action] = []
    comments = ignore_edits(run, path, violations) if violations else {}
    for index, violation in enumerate(violations):
        if violation.fix is not None:
            found.append(_of_fix(violation, list(violation.fix.edits)))
        comment = comments.get(index)
        if comment is not None:
            found.append(_of_comment(violation, [comment]))
    return found


def _of_fix(violation: Violation, edits: list[Edit]) -> Action:
    assert violation.fix is not None
    safe = violation.fix.safe
    title = violation.fix.title if safe else f"{violation.fix.title} (unsafe; review before applying)"
    return Action(title, edits, violation, is_preferred=safe)


def _of_comment(violation: Violation, edits: list[Edit]) -> Action:
    return Action(f"suppress {violation.rule} here", edits, violation, is_preferred=False)


def fixed(run: LintSession, path: str) -> str | None:
    """Return the text of *path* with all safe fixes applied, or None if there are none.

    *run* must not be used afterwards.
    """
    result = fix(run, unsafe=False)
    return result.after[path] if path in result.changed else None
