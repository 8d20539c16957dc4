"""The identity of a violation: its rule, its file, its location in the data, and the names in it."""

from __future__ import annotations

import pytest

from linter.config.loader import Configuration
from linter.engine.identity import Key, KnownViolations, ViolationFingerprints
from linter.engine.session import LintSession

PLAN = """---
type: progress
prd: a
total_tasks: 7
tasks:
- id: T1
  status: pending
  dependencies: [T8]
- id: T2
  status: completed
  created: nonsense
blockers:
- status: odd
---

| id | status |
|---|---|
| T1 | completed |
"""
FIRST = "- id: T1\n  status: pending\n  dependencies: [T8]\n"


def keys(text: str, path: str = "p/plan.md") -> list[Key]:
    run = LintSession(Configuration({"preset": "strict"}, isolated=True))
    run.add_bytes(path, text.encode())
    violations = run.lint().violations
    identities = ViolationFingerprints(run.document)
    return [key for violation in violations for key in identities.keys(violation)]


def changed(*edits: tuple[str, str]) -> list[Key]:
    text = PLAN
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return keys(text)


def test_the_key_names_rule_file_place_and_what_is_spoken_of() -> None:
    found = keys(PLAN)
    assert Key("unknown-dependency", "p/plan.md", "tasks[T1].dependencies[T8]", "dependency=T8 task=T1") in found
    assert Key("timestamp-format", "p/plan.md", "tasks[T2].created", "field=created") in found
    assert Key("count-mismatch", "p/plan.md", "total_tasks", "field=total_tasks") in found
    assert Key("body-drift", "p/plan.md", " T1", "tasks=T1") in found
    assert Key("missing-field", "p/plan.md", "", "fields=title") in found
    assert Key("missing-field", "p/plan.md", "", "fields=updated") in found


@pytest.mark.parametrize(
    "edits",
    [
        [("prd: a\n", "prd: a\n\n# a comment\n\n")],
        [("type: progress\nprd: a\n", "prd: a\ntype: progress\n")],
        [("total_tasks: 7", "total_tasks: 9")],
        [("nonsense", "gibberish")],
        [("dependencies: [T8]", "dependencies:\n  - T2\n  - T8")],
        [(FIRST, ""), ("nonsense\n", "nonsense\n- id: T1\n  dependencies: [T8]\n  status: pending\n")],
    ],
)
def test_what_moves_or_is_worded_otherwise_is_the_same(edits: list[tuple[str, str]]) -> None:
    assert sorted(changed(*edits)) == sorted(keys(PLAN))


@pytest.mark.parametrize("edit", [("[T8]", "[T9]"), ("id: T2", "id: T3"), ("total_tasks", "pending_tasks")])
def test_another_fault_in_its_place_is_another(edit: tuple[str, str]) -> None:
    assert set(changed(edit)) - set(keys(PLAN))
    assert set(keys(PLAN)) - set(changed(edit))


def test_mending_one_of_several_makes_nothing_new() -> None:
    after = changed(("prd: a\n", "prd: a\ntitle: Something\n"))
    assert not set(after) - set(keys(PLAN))
    assert {key.about for key in set(keys(PLAN)) - set(after)} == {"fields=title"}


def test_a_cycle_is_the_same_wherever_it_is_shown() -> None:
    cycle = "---\ntype: progress\nprd: a\ntasks:\n{}---\n"
    tasks = [f"- id: {a}\n  status: pending\n  dependencies: [{b}]\n" for a, b in ("AB", "BC", "CA")]
    first, second = (keys(cycle.format("".join(order))) for order in (tasks, tasks[::-1]))
    assert {key for key in first if key.rule == "dependency-cycle"} == {
        Key("dependency-cycle", "p/plan.md", "", f"members={name}") for name in "ABC"
    }
    assert sorted(first) == sorted(second)


def test_what_an_alias_repeats_is_at_its_anchor() -> None:
    text = "---\ntype: progress\nprd: a\ntasks:\n- &t {id: T1, status: odd}\nold: {tasks: [*t, *t]}\n---\n"
    assert [key.place for key in keys(text) if key.rule == "invalid-value"] == ["tasks[T1].status"]


def test_known_keys_are_taken_as_often_as_they_were_there() -> None:
    one, two = Key("r", "p", "a", ""), Key("r", "p", "b", "")
    known = KnownViolations([one, one, two])
    assert known.take((one,)) and known.take((one,)) and not known.take((one,))
    assert not known.take((one, two))  # not in part
    assert known.left() == [two]
