"""Rules, and what changes files: fixes, suppressions, statuses and patches."""

from __future__ import annotations

import json
import re
import zlib

from fuzz.assertions import assert_format_kept, assert_sound, is_same_task, lint_bytes, rendered
from fuzz.inputs import LARGEST, path_of, split
from linter.config.settings import OUTPUT_FORMATS
from linter.fixes.fixer import Fixed, fix
from linter.fixes.verification import find_unexpected_change

_LIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_COMMAND = re.compile(r"^\s*::(?!: )", re.MULTILINE)  # text points to another file with an arrow of three colons


def rules(data: bytes) -> None:
    """No rule raises, spans are within the file, every output is valid, and a second run gives the same."""
    choice, data = split(data)
    path = path_of(choice)
    run = lint_bytes(path, data)
    assert_sound(run.report)
    first = {name: rendered(run.report, name) for name in OUTPUT_FORMATS}
    parsed = json.loads(first["json"])
    assert len(parsed["violations"]) == len(run.report.violations)
    assert "unreadable-file" not in first["json"] or run.report.fails
    again = lint_bytes(path, data)
    assert rendered(again.report, "json") == first["json"], "a second run says something else"
    for name, text in first.items():
        _harmless(name, text)


def _harmless(name: str, text: str) -> None:
    live = _LIVE.search(text)
    assert live is None, f"{name}: live {live[0]!r}"
    assert "##[" not in text, f"{name}: a workflow command"
    if name != "github":
        assert _COMMAND.search(text) is None, f"{name}: a workflow command"


def fixes(data: bytes) -> None:
    """The result of fixes parses, differs only in the values that the fixes name, and has nothing left to fix."""
    choice, data = split(data)
    path = path_of(choice)
    unsafe = choice >= 128
    run = lint_bytes(path, data)
    fixed = fix(run, unsafe=unsafe)
    assert_sound(run.report)
    if not fixed.changed:
        return
    before, after = fixed.before[path], fixed.after[path]
    assert_format_kept(before, after)
    again = lint_bytes(path, after.encode())
    assert rendered(again.report, "json") == rendered(run.report, "json"), "the report of what was fixed is stale"
    more = fix(again, unsafe=unsafe)
    assert not more.changed, ("fixed twice is not fixed once", [v.rule for v in more.applied])


def suppressions(data: bytes) -> None:
    """Added suppressions change no data and hide something; they never hide read errors."""
    from linter.fixes.add_ignores import add_ignores

    choice, data = split(data)
    path = path_of(choice)
    run = lint_bytes(path, data)
    assert_sound(run.report)
    document = run.project().named.get(path)
    count = len(run.report.violations)
    fixed = Fixed()
    hidden = add_ignores(run, fixed)
    assert len(run.report.violations) + hidden == count
    assert_sound(run.report)
    if path in fixed.changed and document is not None:
        after = run.document(path)
        assert document.root is not None and after.root is not None
        assert find_unexpected_change(document.root, after.root, []) is None, "a comment changed the data"
        assert_format_kept(fixed.before[path], fixed.after[path])


def set_status(data: bytes) -> None:
    """Setting a status sets that and no other, or is refused with a reason."""
    from linter.fixes.set_status import Refused, set_statuses
    from linter.fixes.set_status_boards import set_on_board
    from linter.model.board import TaskFile
    from linter.model.plan import Plan

    choice, data = split(data)
    path = path_of(choice)
    run = lint_bytes(path, data)
    plan = run.project().named.get(path)
    if not isinstance(plan, Plan) or not plan.tasks:
        return
    change = set_on_board if isinstance(plan, TaskFile) else set_statuses
    chosen = zlib.crc32(data) % len(plan.tasks)
    name = plan.tasks[chosen].name
    status = ("completed", "in_progress", "blocked", "pending", "done")[len(data) % 5]
    before = [task.state for task in plan.tasks]
    try:
        update = change(run, path, {name: status}, force=choice >= 128)
    except Refused as error:
        assert str(error)
        return
    after = run.document(path)
    assert isinstance(after, Plan)
    assert [task.name for task in after.tasks] == [task.name for task in plan.tasks], "other tasks"
    changed = [task.name for task, state in zip(after.tasks, before, strict=True) if task.state != state]
    assert all(other == name or is_same_task(plan, other, name) for other in changed), "the status of another task"
    if path in update.changed:
        assert_format_kept(update.before[path], update.after[path])


def patches(data: bytes) -> None:
    """The patch of two texts turns one into the other."""
    from linter.fixes.unified_diff import patch

    before, _, after = data[:LARGEST].decode("utf-8", "replace").partition("\f")
    lines = patch("x", before, after)
    assert bool(lines) == (before != after)
    assert _patched(before, lines) == after, "the patch makes something else"


def _patched(before: str, lines: list[str]) -> str:
    old = re.findall(r"[^\n]*\n|[^\n]+\Z", before)
    new: list[str] = []
    at = 0
    for line in lines[2:]:
        content = line[1:].removesuffix("\n\\ No newline at end of file\n")
        if line.startswith("@@"):
            start, _, length = line.split(" ")[1][1:].partition(",")
            first = int(start) - (length != "0")
            new += old[at:first]
            at = first
        elif line[0] == "+":
            new.append(content)
        else:
            assert old[at] == content, "a line of the patch is none of the file"
            new += [content] * (line[0] == " ")
            at += 1
    return "".join(new + old[at:])
