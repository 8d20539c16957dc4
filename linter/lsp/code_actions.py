"""Code actions for a violation: its fix, a comment that suppresses it, and all safe fixes of the file."""

from __future__ import annotations

from linter.fixes.add_ignores import ignore_edits
from linter.fixes.fixer import fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.engine.session import LintSession
    from linter.rules.violation import Violation
    from linter.syntax.fix import Edit


class Action:
    """Edits of the document with a title; *kind* is an LSP code action kind."""

    __slots__ = ("edits", "is_preferred", "kind", "title", "violation")

    def __init__(self, title: str, kind: str, edits: list[Edit], violation: Violation, *, is_preferred: bool) -> None:
        self.title = title
        self.kind = kind
        self.edits = edits
        self.violation = violation
        self.is_preferred = is_preferred


def actions(run: LintSession, path: str, violations: Sequence[Violation], start: int, end: int) -> list[Action]:
    """Return the actions for those of *violations* that intersect ``[start, end]``."""
    found: list[Action] = []
    asked = [one for one in violations if one.path == path and one.start <= end and one.end >= start]
    comments = ignore_edits(run, path, asked) if asked else {}
    for index, violation in enumerate(asked):
        if violation.fix is not None:
            safe = violation.fix.safe
            title = violation.fix.title if safe else f"{violation.fix.title} (unsafe; review before applying)"
            found.append(Action(title, "quickfix", list(violation.fix.edits), violation, is_preferred=safe))
        comment = comments.get(index)
        if comment is not None:
            title = f"suppress {violation.rule} here"
            found.append(Action(title, "quickfix", [comment], violation, is_preferred=False))
    return found


def fixed(run: LintSession, path: str) -> str | None:
    """Return the text of *path* with all safe fixes applied, or None if there are none.

    *run* must not be used afterwards.
    """
    result = fix(run, unsafe=False)
    return result.after[path] if path in result.changed else None
