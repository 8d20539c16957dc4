"""The steps of ``planlint set``: edits with descriptions, applied in memory and verified."""

from __future__ import annotations

from linter.fixes.fixer import Texts, find_problem
from linter.syntax.edits import rewrite
from linter.syntax.fix import Edit, apply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.engine.session import LintSession
    from linter.model.plan import Plan
    from linter.syntax.nodes import ScalarNode

    Followed = Iterator[tuple[list[Edit], str]]  # edits and a description of them


class Refused(Exception):
    """Nothing was written; the message tells why."""


class Update(Texts):
    """The result of setting statuses: new texts, and descriptions of what was changed and not changed."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[str] = []
        self.left: list[str] = []
        self.warnings: list[str] = []  # violations of plans whose last task is completed now


def write(plan: Plan, node: ScalarNode, new: str) -> Edit | None:
    """Return the edit that sets a scalar, which may be empty, to *new*; None if it spans several lines."""
    if node.end == node.start:
        at = plan.source.text.find(":", node.key_end) + 1
        return Edit(at, at, f" {new}") if at and not plan.source.text[node.key_end : at - 1].strip() else None
    fix = rewrite(plan.source, node, new, "", safe=True)
    return fix.edits[0] if fix else None


def location(plan: Plan, node: ScalarNode) -> str:
    """Return the location of *node* as ``path:line``."""
    return place_at(plan, node.start)


def place_at(plan: Plan, offset: int) -> str:
    """Return the location of *offset* as ``path:line``."""
    return f"{plan.path}:{plan.source.position(offset)[0]}"


def perform(run: LintSession, update: Update, path: str, steps: list[tuple[list[Edit], str]]) -> None:
    """Apply the edits in memory and verify the result. Raises Refused."""
    document = run.document(path)
    text = document.source.text
    update.before.setdefault(path, text)
    update.after.setdefault(path, text)
    if not steps:
        return
    edits = sorted((edit for step, _ in steps for edit in step), key=lambda edit: edit.start)
    after = apply(text, edits)
    found = find_problem(document, run.reread(path, after), edits)
    if found:
        raise Refused(f"{path}: {found}")
    update.after[path] = after
    update.changes += [what for _, what in steps]
