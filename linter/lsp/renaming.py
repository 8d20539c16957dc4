"""Rename a task id wherever it occurs, in formats where ids are only text in files."""

from __future__ import annotations

import re

from linter.fixes.fixer import find_problem
from linter.lsp.limits import MAX_NAME_CHARS
from linter.lsp.navigation import named, references
from linter.lsp.occurrences import at
from linter.model.plan import Plan
from linter.syntax.edits import quoted, rewrite
from linter.syntax.fix import Edit, apply
from linter.syntax.scalar_types import readings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.session import LintSession
    from linter.lsp.occurrences import Occurrence
    from linter.model.project import Project

_PLAIN = re.compile(r"[A-Za-z][\w.-]*\Z", re.ASCII)
_BY_FILE = "the id is the name of the file: rename that, its SUMMARY and what depends on it"
_REFUSED = {
    "backlog": "the id is part of the file's name, and Backlog.md gives it: create another task and archive this one",
    "gsd": _BY_FILE,
    "vbw": _BY_FILE,
    "taskmaster": "Task Master gives the ids, and keeps them in other files too: use its command 'move'",
}
_SPECKIT = re.compile(r"T\d{1,9}[a-z]?\Z")
_OPENSPEC = re.compile(r"\d+(?:\.\d+)+[a-z]?\Z")
_RANGE = re.compile(r"\bT(\d{1,9})[a-z]?[`*]*\s*(?:[-–—]|\.\.\.?|through\s|to\s)\s*[`*]*T?(\d{1,9})\b")


class RenameError(Exception):
    """The task cannot be renamed; the message tells why."""


def nameable(plan: Plan, offset: int) -> Occurrence | None:
    """Return the id at *offset*, or None. Raises RenameError if it cannot be changed in an editor."""
    found = at(plan, offset)
    if found is None:
        return None
    reason = _REFUSED.get(plan.kind, "")
    if plan.kind == "openspec" and not _OPENSPEC.match(found.name):
        reason = "the checkbox has no id"
    if plan.kind == "speckit":
        reason = _range_with(plan, found.name)
    elif plan.kind not in (Plan.kind, "openspec"):
        reason = reason or f"the format {plan.kind} does not support renaming"
    if reason:
        raise RenameError(reason)
    return found


def _range_with(plan: Plan, name: str) -> str:
    number = int(re.sub(r"\D", "", name))
    for match in _RANGE.finditer(plan.source.text):
        if int(match[1]) <= number <= int(match[2]):
            line = plan.source.position(match.start())[0]
            return f"the range '{' '.join(match[0].split())}' in line {line} includes it; rename it by hand"
    return ""


def rename(project: Project, plan: Plan, offset: int, new: str) -> dict[str, list[Edit]]:
    """Return the edits, by path, that rename the task at *offset* to *new* wherever it occurs. Raises RenameError."""
    found = nameable(plan, offset)
    if found is None:
        raise RenameError("no task here")
    new = new.strip()
    _validate(project, plan, found, new)
    edits: dict[str, dict[tuple[int, int], Edit]] = {}
    for one in references(project, plan, offset):
        edit = _renamed(one, new)
        edits.setdefault(one.plan.path, {})[edit.start, edit.end] = edit  # an alias leads to its anchor
    return {path: [found[location] for location in sorted(found)] for path, found in edits.items()}


def verify(run: LintSession, edits: dict[str, list[Edit]]) -> None:
    """Check that *edits* change only what they are meant to. Raises RenameError."""
    for path, of_file in edits.items():
        if path in run.paths:
            document = run.document(path)
            after = run.read_as(path, apply(document.source.text, of_file))
            if (problem := find_problem(document, after, of_file)) is not None:
                raise RenameError(f"{path} would be damaged: {problem}")


def _validate(project: Project, plan: Plan, found: Occurrence, new: str) -> None:
    """Check *new*. Raises RenameError if it is not an id of the format, or the id of another task."""
    if plan.kind == "speckit" and not _SPECKIT.match(new):
        raise RenameError("an id is a T and a number, such as T012")
    if plan.kind == "openspec":
        group = found.name.partition(".")[0]
        if not _OPENSPEC.match(new) or new.partition(".")[0] != group:
            raise RenameError(f"an id of this group is a number such as {group}.7")
    if not new or not new.isprintable() or "|" in new or len(new) > MAX_NAME_CHARS:
        raise RenameError(f"an id must be one line of at most {MAX_NAME_CHARS} printable characters without '|'")
    if plan.kind == Plan.kind:
        taken = [task for task in project.near(plan, new) if task.name == new and new != found.name]
    else:
        taken = [task for task in project.resolve(plan, new, plan.tasks[0]).tasks if task not in named(project, found)]
    if taken:
        raise RenameError(f"{taken[0].plan.path} already has a task `{new}`")


def _renamed(one: Occurrence, new: str) -> Edit:
    if one.node is None or one.plan.kind != Plan.kind:
        return Edit(one.start, one.end, new)
    written = new if one.node.plain and _is_plain(new) else quoted(new) if one.node.plain else new
    fix = rewrite(one.plan.source, one.node, written, "", safe=True)
    if fix is None or (not one.node.plain and ("'" in new or '"' in new or "\\" in new)):
        return Edit(one.start, one.end, quoted(new))
    return fix.edits[0]


def _is_plain(text: str) -> bool:
    return _PLAIN.match(text) is not None and not readings(text)
