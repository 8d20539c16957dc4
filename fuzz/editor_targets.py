"""Requests of an editor."""

from __future__ import annotations

import random
import zlib
from typing import Any

from fuzz.assertions import assert_sound, is_same_task, lint_bytes, rendered
from fuzz.inputs import path_of, split
from linter.engine.session import LintSession
from linter.syntax.fix import apply


def editor(data: bytes) -> None:
    """Requests of an editor are answered with spans in the files, and typing leaves no stale results."""
    from linter.lsp import code_actions as actions
    from linter.lsp import completion
    from linter.lsp.session import Session
    from linter.model.plan import Plan

    choice, data = split(data)
    path = path_of(choice)
    text = data.decode("utf-8", "surrogateescape" if choice & 64 else "replace")  # half of a pair is what editors send
    session = Session()
    chance = random.Random(zlib.crc32(data))
    for _ in range(2):
        session.open(path, text)
        run = session.run(path)
        assert_sound(run.report)
        fresh = Session()
        fresh.open(path, text)
        assert rendered(run.report, "json") == rendered(fresh.run(path).report, "json"), "what was typed left something"
        plan = session.document(path)
        around = session.plan_around(path)
        offsets = [chance.randint(0, len(text)) for _ in range(3)]
        if isinstance(plan, Plan) and plan.root is not None:
            offsets += [task.id.start for task in plan.tasks[:3]]
            for offset in offsets:
                _asked(run, plan, offset)
        for offset in offsets:
            found = completion.complete(text, offset, *around) if around else completion.begin(path, text, offset)
            assert all(proposal.text for proposal in found), "an empty proposal"
        for action in actions.of_violations(
            run, path, actions.intersecting(run.report.violations, path, *sorted(offsets)[:2])
        ):
            assert action.title and all(0 <= edit.start <= edit.end <= len(text) for edit in action.edits)
        actions.fixed(session.fresh(path), path)
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(("\n", " ", "- ", "T1", ":", "[", '"', "")) + text[at + chance.randint(0, 3) :]


def _asked(run: LintSession, plan: Any, offset: int) -> None:
    """Make all requests at one position; a renamed task keeps its edges in the graph."""
    from linter.lsp import navigation, outline, renaming

    project = run.project()
    length = len(plan.source.text)
    spans = [(one.start, one.end) for one in navigation.references(project, plan, offset) if one.plan is plan]
    spans += [
        (task.id.start, task.id.end) for task in navigation.definition(project, plan, offset) if task.plan is plan
    ]
    spans += [part for symbol in outline.symbols(plan) for part in (symbol.span, symbol.own)]
    spans += [span for span, _ in outline.lenses(plan)]
    assert all(0 <= start <= end <= length for start, end in spans), "a place outside of the file"
    for symbol in outline.symbols(plan):
        assert symbol.span[0] <= symbol.own[0] and symbol.own[1] <= symbol.span[1], "a name outside of what it names"
    navigation.card(project, plan, offset)
    try:
        found = renaming.nameable(plan, offset)
        if found is None:
            return
        new = {"speckit": "T998", "openspec": found.name.partition(".")[0] + ".998"}.get(plan.kind, "T998")
        edits = renaming.rename(project, plan, offset, new)
    except renaming.RenameError as error:
        assert str(error)
        return
    renamed = lint_bytes(plan.path, apply(plan.source.text, edits.get(plan.path, [])).encode())
    after = renamed.document(plan.path)
    names = zip([task.name for task in plan.tasks], [task.name for task in after.tasks], strict=True)  # type: ignore[attr-defined]
    renames = [(old, name) for old, name in names if old != name]
    assert all(name == new and (old == found.name or is_same_task(plan, old, found.name)) for old, name in renames), (
        renames
    )
