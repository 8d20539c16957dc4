"""After ``planlint set``, what agreed with the tasks agrees, and what did not is unchanged and named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.config.loader import Configuration
from linter.engine.session import LintSession
from linter.fixes.set_status import set_statuses
from linter.fixes.set_status_boards import set_on_board

WORDS = ("pending", "in_progress", "completed", "blocked", "deferred")
COUNTED = {
    "completed_tasks": "completed",
    "in_progress_tasks": "in_progress",
    "blocked_tasks": "blocked",
    "pending_tasks": "pending",
    "deferred_tasks": "deferred",
}
DATES: tuple[list[str], ...] = ([], ["  started_at: null", "  completed_at: null"], ["  completed_at: 2026-01-02"])
DATED = re.compile(r"^\s*(?:updated|started|completed|started_at|completed_at):")


@st.composite
def plans(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A plan whose derived values are right or off, and the statuses to set."""
    off = st.sampled_from([0, 0, 0, 1, 3])
    names = [f"T{number}" for number in range(1, draw(st.integers(1, 5)) + 1)]
    states = [draw(st.sampled_from(WORDS)) for _ in names]
    done = states.count("completed")
    share = 100 * done // len(names)
    lines = ["type: progress", "prd: plan", f"status: {draw(st.sampled_from(['planning', *WORDS[:4]]))}"]
    lines += draw(st.sampled_from([[], ["created: '2026-01-01'"], ["created: 2026-01-01"]]))
    lines += [line for line in ('updated: "2026-01-02"', "started: null", "completed: null") if draw(st.booleans())]
    lines += [f"total_tasks: {len(names) + draw(off)}"] if draw(st.booleans()) else []
    lines += [f"{field}: {states.count(state) + draw(off)}" for field, state in COUNTED.items() if draw(st.booleans())]
    lines += [f"progress: {draw(st.sampled_from([share, share, 0, 100, 37]))}"] if draw(st.booleans()) else []
    if draw(st.booleans()):
        state = "completed" if done == len(names) else "in_progress"
        lines += ["phases:", f"- {{id: 1, status: {state}, completed: {done + draw(off)}}}"]
    lines.append("tasks:")
    for name, state in zip(names, states, strict=True):
        lines += [f"- id: {name}", f"  status: {state}"]
        lines += draw(
            st.sampled_from([[], ["  started_at: null", "  completed_at: null"], ["  completed_at: 2026-01-02"]])
        )
    body = ["", "| ID | Status |", "|---|---|"] if draw(st.booleans()) else []
    if body:
        body += [f"| {name} | {state if draw(st.booleans()) else draw(st.sampled_from(WORDS))} |" for name, state in
                 zip(names, states, strict=True)]  # fmt: skip
    if draw(st.booleans()):
        body += ["", *(f"- [{'x' if draw(off) else 'x' if s == 'completed' else ' '}] {n}: a step" for n, s in
                       zip(names, states, strict=True))]  # fmt: skip
    wanted = draw(st.dictionaries(st.sampled_from(names), st.sampled_from(WORDS), min_size=1))
    return "\n".join(["---", *lines, "---", *body, ""]), wanted


def derived(text: str) -> Iterator[tuple[str, Any, bool, int]]:
    """Yield name, value, agreement with the tasks, and line of everything that follows from them."""
    front = yaml.safe_load(text.split("---")[1])
    states = {task["id"]: task["status"] for task in front["tasks"]}
    classes = list(states.values())
    lines = text.split("\n")

    def line(start: str) -> int:
        return next(index for index, content in enumerate(lines, 1) if content.startswith(start))

    done = classes.count("completed")
    for field, found in front.items():
        if field in COUNTED or field == "total_tasks":
            right = classes.count(COUNTED[field]) if field in COUNTED else len(classes)
            yield field, found, found == right, line(f"{field}:")
        elif field == "progress":
            left = len(classes) - classes.count("deferred")
            shares = [100 * done / total for total in (len(classes), left) if total]
            yield field, found, any(abs(found - share) < 1 for share in shares), line("progress:")
    for phase in front.get("phases", ()):
        yield "phase done", phase["completed"], phase["completed"] == done, line("- {id: 1")
    for index, content in enumerate(lines, 1):
        row = re.match(r"\| (T\d) \| (\w+) \|", content)
        if row:
            yield f"cell {row[1]}", row[2], row[2] == states[row[1]], index
        box = re.match(r"- \[(.)\] (T\d):", content)
        if box and states[box[2]] != "deferred":
            yield f"box {box[2]}", box[1], (box[1] == "x") == (states[box[2]] == "completed"), index


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(plans())
def test_what_agreed_agrees_and_what_did_not_is_left_and_named(drawn: tuple[str, dict[str, str]]) -> None:
    text, wanted = drawn
    run = LintSession(Configuration(isolated=True))
    run.add_bytes("plan.md", text.encode())
    update = set_statuses(run, "plan.md", wanted, force=True)
    after = update.after["plan.md"]
    states = {task["id"]: task["status"] for task in yaml.safe_load(after.split("---")[1])["tasks"]}
    assert states == {**{t["id"]: t["status"] for t in yaml.safe_load(text.split("---")[1])["tasks"]}, **wanted}
    if after == text:
        return
    was = {name: (value, agrees) for name, value, agrees, _ in derived(text)}
    named = {int(line.split(":")[1]) for line in update.left}
    may_change = set()
    for name, value, agrees, line in derived(after):
        before, agreed = was.get(name, (value, agrees))
        if agreed:
            assert agrees or (name.startswith("cell") and line in named), f"{name} agreed before"
            may_change.add(line)
        elif not agrees:
            assert value == before, f"{name} did not agree and was changed"
            assert line in named, f"{name} is not named"
        else:
            assert line not in named or before != value, f"{name} is right now"
    old, new = text.split("\n"), after.split("\n")
    assert len(old) == len(new)
    for index, (one, other) in enumerate(zip(old, new, strict=True), 1):
        if one != other and index not in may_change:
            is_date = DATED.match(one) and (one.endswith("null") or one.startswith("updated"))
            assert is_date or re.match(r"(?:  )?status:", one) or one.startswith("- {id: 1"), (one, other)


@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(plans())
def test_a_null_date_is_set_when_work_starts_or_ends_and_no_other(drawn: tuple[str, dict[str, str]]) -> None:
    text, wanted = drawn
    run = LintSession(Configuration(isolated=True))
    run.add_bytes("plan.md", text.encode())
    before = yaml.safe_load(text.split("---")[1])
    after = yaml.safe_load(set_statuses(run, "plan.md", wanted, force=True).after["plan.md"].split("---")[1])
    for old, new in [(before, after), *zip(before["tasks"], after["tasks"], strict=True)]:
        for field in ("started", "completed", "started_at", "completed_at"):
            if field not in old or (field in ("started", "completed") and "tasks" not in old):
                continue
            ends = old["status"] != "completed" == new["status"] and field.startswith("completed")
            starts = old["status"] in ("pending", "planning", "blocked") and new["status"] == "in_progress"
            is_set = old[field] is None and (ends or (starts and field.startswith("started")))
            assert (new[field] is not None) if is_set else (new[field] == old[field])


BOARDS = ("specs/001-a/tasks.md", ".taskmaster/tasks/tasks.json", "openspec/changes/a/tasks.md")


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(BOARDS), st.lists(st.booleans(), min_size=1, max_size=4), st.integers(0, 2), st.data())
def test_in_other_formats_too(path: str, done: list[bool], off: int, data: st.DataObject) -> None:
    marks = ["x" if is_done else " " for is_done in done]
    if path.endswith(".json"):
        tasks = [
            f'  {{"id": {n}, "title": "a", "status": "{"done" if is_done else "pending"}", "dependencies": []}}'
            for n, is_done in enumerate(done, 1)
        ]
        counts = f'{{"taskCount": {len(done) + off},\n "completedCount": {sum(done) + off}}}'
        text = '{"master": {"tasks": [\n' + ",\n".join(tasks) + f'\n], "metadata": {counts}\n}}}}\n'
    else:
        names = [f"T{n:03}" if "specs" in path else f"1.{n}" for n in range(1, len(done) + 1)]
        lines = [f"- [{mark}] {name} Do it" for mark, name in zip(marks, names, strict=True)]
        text = "\n".join(["## 1. Work", *lines, "", f"**Total Tasks**: {len(done) + off}", ""])
    run = LintSession(Configuration(isolated=True))
    run.add_bytes(path, text.encode())
    index = data.draw(st.integers(0, len(done) - 1))
    name = str(index + 1) if path.endswith(".json") else names[index]
    status = data.draw(st.sampled_from(["done", "pending"]))
    update = set_on_board(run, path, {name: status})
    after = update.after[path]
    pairs = zip(text.split("\n"), after.split("\n"), strict=True)
    differing = [one for one, other in pairs if one != other]
    if (status == "done") == done[index]:
        assert after == text
        return
    has_count = path.endswith(".json") and not off
    assert len(differing) == 1 + has_count
    if "openspec" not in path:
        assert len(update.left) == (0 if not off else 2 if path.endswith(".json") else 1)
