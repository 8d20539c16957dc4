"""Edits of lists and of the batches of plans: they change what is asked for and no other byte."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from linter.api import lint_text
from linter.formats import progress
from linter.model.plan import Plan
from linter.rules.base import Rule
from linter.rules.batches._moves import BatchScheduler, positions
from linter.rules.batches.batch_order import BatchOrder
from linter.rules.batches.same_batch_dependency import SameBatchDependency
from linter.rules.batches.unscheduled_task import UnscheduledTask
from linter.rules.violation import Violation
from linter.syntax.edits import change_list, quoted, rewrite
from linter.syntax.fix import Edit, apply
from linter.syntax.nodes import Limits, MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.source import Source
from linter.syntax.yaml_reader import parse_yaml

COMMENTS = ("# because", "# so that", "# until", "# unless", "# while", "# the end")
FUZZ = settings(derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])


def data(node: Node | None) -> object:
    if isinstance(node, MappingNode):
        return {key: data(value) for key, value in node.entries.items()}
    if isinstance(node, SequenceNode):
        return [data(item) for item in node.items]
    return node.text if isinstance(node, ScalarNode) else None


def root_of(text: str) -> MappingNode:
    tree = parse_yaml(text, 0, Limits())
    assert isinstance(tree.root, MappingNode) and tree.read_errors == [], (
        text,
        [error.message for error in tree.read_errors],
    )
    return tree.root


def list_at(text: str, key: str = "list") -> SequenceNode:
    node = root_of(text).get(key)
    assert isinstance(node, SequenceNode)
    return node


def changed(text: str, removed: list[int], added: list[str]) -> str | None:
    edits = change_list(text, list_at(text), removed, added)
    return None if edits is None else apply(text, edits)


# apply


@FUZZ
@given(
    st.text("abc\n", max_size=12), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), st.text("XY", max_size=2)))
)
def test_apply_makes_the_edits_that_do_not_overlap_and_of_two_that_do_the_first(
    text: str, wanted: list[tuple[int, int, str]]
) -> None:
    edits = [Edit(min(at, len(text)), min(at + size, len(text)), new) for at, size, new in wanted]
    taken: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if all(edit.start >= other.end for other in taken):
            taken.append(edit)
    expected = text
    for edit in reversed(taken):
        expected = expected[: edit.start] + edit.text + expected[edit.end :]
    assert apply(text, edits) == expected


def test_insertions_at_one_place_keep_their_order() -> None:
    assert apply("ab", [Edit(1, 1, "X"), Edit(1, 1, "Y"), Edit(0, 1, "")]) == "XYb"


# quoted and rewrite


@FUZZ
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "M", "Zs"]), max_size=20))
def test_quoted_text_is_that_text_in_yaml_and_in_json(text: str) -> None:
    assert yaml.safe_load(quoted(text)) == text
    assert json.loads(quoted(text)) == text


def test_quotes_and_backslashes_are_escaped() -> None:
    assert quoted('a "b" \\c') == '"a \\"b\\" \\\\c"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list: 1 # x\n", "list: NEW # x\n"),
        ("list: 'é'\r\n", "list: 'NEW'\r\n"),
        ('list: &a "é" # x\n', 'list: &a "NEW" # x\n'),
        ("list: ''\n", "list: 'NEW'\n"),
        ("list: &a 1\n", "list: &a NEW\n"),
        ("x: &a 1\nlist: *a\n", "x: &a 1\nlist: NEW\n"),
        ("x: &a 'q'\nlist: *a\n", None),
        ("list: !!str xyz\n", None),
        ("list: !!str x\n", None),
        ("list: !!str xyx\n", None),
        ("list: !!str XyX\n", None),
        ("list:\n", None),
        ("list: |\n  x\n", None),
        ("list: >-\n  x", None),
        ("list: x\n  y\n", None),
        ("list: 'x\n  y'\n", None),
    ],
)
def test_a_scalar_on_one_line_is_rewritten_inside_of_its_quotes(text: str, expected: str | None) -> None:
    node = root_of(text).get("list")
    assert isinstance(node, ScalarNode)
    fix = rewrite(Source("x", text), node, "NEW", "title", safe=True)
    assert (None if fix is None else apply(text, fix.edits)) == expected


# change_list, flow

RAW = ["T-1", "a b", "'x, y'", '"q]"', "1.10", "é🎉", "[n, 'm']", "{k: [v]}", "http://x/y", "''", "-x"]
GAPS = ["", " ", "  ", "\n    ", "\r\n      "]
NEW = ["N-1", '"N 2"', "'n, 3'"]


@st.composite
def flow_lists(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A document with a flow list over one or many lines, and the items as written."""
    items = draw(st.lists(st.sampled_from(RAW), max_size=5))
    gap = st.sampled_from(
        GAPS + ([f" # note {index}, ]\n   " for index in range(2)] if draw(st.integers(0, 3)) == 0 else [])
    )
    inner = draw(gap)
    for index, item in enumerate(items):
        last = index == len(items) - 1
        inner += (
            item
            + draw(gap)
            + ("," if not last or draw(st.booleans()) else "")
            + (draw(gap) if last else " " + draw(gap))
        )
    if draw(st.booleans()):
        return f"é: 1\nlist: [{inner}] # keep\nz: [a, b]\n", items
    return f"é: {{list: 1}}\nx:\n  - y: 2\nlist:\r\n  [{inner}]\r\nz: '['", items


@settings(FUZZ, max_examples=80)
@given(flow_lists(), st.sets(st.integers(0, 4)), st.lists(st.sampled_from(NEW), max_size=2))
def test_a_flow_list_changes_to_exactly_the_list_asked_for(
    document: tuple[str, list[str]], removed: set[int], added: list[str]
) -> None:
    text, items = document
    assume(items or "[]" in text)
    gone = sorted(index for index in removed if index < len(items))
    before = list_at(text)
    assert [text[item.start : item.end] for item in before.items] == items
    found = changed(text, gone, added)
    if found is None:
        assert gone and "#" in text[before.start : before.end]
        return
    after = list_at(found)
    kept = [item for index, item in enumerate(items) if index not in gone]
    assert [found[item.start : item.end] for item in after.items] == kept + added
    assert found[: after.start] == text[: before.start]
    assert found[after.end :] == text[before.end :]
    assert found.count("#") == text.count("#")
    if not gone and not added:
        assert found == text


@pytest.mark.parametrize(
    ("text", "removed", "added", "expected"),
    [
        ("list: [a, b, c]", [1], [], "list: [a, c]"),
        ("list: [a, b, c]", [0], [], "list: [b, c]"),
        ("list: [a, b, c]", [2], ["d"], "list: [a, b, d]"),
        ("list: [a, b, c]", [0, 1, 2], [], "list: []"),
        ("list: [a, b, ]", [0, 1], [], "list: []"),
        ("list: []", [], ["d", "e"], "list: [d, e]"),
        ("list: [\n  a, # one\n  b # two\n]", [], ["d"], "list: [\n  a, # one\n  b, d # two\n]"),
        ("list: [\n  a,\n  b\n]", [0], [], "list: [\n  b\n]"),
        ("list: [a, # one\n  b]", [1], [], None),
        ("list: [!!str a, b]", [0], [], None),
        ("list: [a, ! b]", [1], [], None),
        ("list: [!!str a, b]", [1], [], "list: [!!str a]"),
        ("x: &l [a]\nlist: *l", [], ["b"], None),
        ("list: &l [a]\ny: *l", [], ["b"], None),
        ("list: !!seq [a]", [], ["b"], None),
    ],
)
def test_a_flow_list_keeps_its_style(text: str, removed: list[int], added: list[str], expected: str | None) -> None:
    assert changed(text, removed, added) == expected


def test_a_comment_in_an_empty_flow_list_is_not_lost() -> None:
    found = changed("list: [ # none yet\n]\n", [], ["a"])
    assert found is None or "# none yet" in found


# change_list, block

SCALARS = ["T-1", "a b", "'x, y'", '"# q"', "1.10", "é🎉", "'- z'"]
COLLECTIONS = ["[n, 'm']", "{k: [v]}"]
LONG_SCALARS = ["|\n{pad}  text", "'over\n{pad}  lines'", "!!str t", "&a t"]
LONG_COLLECTIONS = ["k: v\n{pad}  l: w", "- nested\n{pad}  - too", "[n,\n{pad}  m]"]


class BlockList:
    """A document with a block list, kept in parts: the text before each item, and the lines of the item."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.end = draw(st.sampled_from(["\n", "\r\n"]))
        self.pad = draw(st.sampled_from(["", "  ", "    "]))
        dash = draw(st.sampled_from(["- ", "- ", "-   "]))
        self.head = draw(st.sampled_from(["é: [x]", "é: '- a'", "# - list"])) + self.end
        self.behind_key = draw(st.sampled_from(["", " ", " # the list: it"])) + self.end
        self.tail = draw(st.sampled_from(["", "# end{}", "z: [a, b]{}", "{}z:{}- y{}"])).replace("{}", self.end)
        self.items: list[tuple[str, str]] = []  # before, lines
        self.is_scalar: list[bool] = []
        self.stays: list[bool] = []  # whether more than the item would be lost with its line
        for _ in range(draw(st.integers(1, 5))):
            before = draw(st.sampled_from(["", "", self.pad + "# note" + self.end, self.end]))
            style = draw(st.sampled_from([SCALARS] * 4 + [COLLECTIONS, LONG_SCALARS, LONG_COLLECTIONS]))
            comment = draw(st.sampled_from(["", "", "", " # why"])) if style in (SCALARS, COLLECTIONS) else ""
            # nested items after a dash are indented as if the dash were the usual one
            prefix = self.pad + (dash if style in (SCALARS, COLLECTIONS) else "- ")
            raw = draw(st.sampled_from(style)).replace("{pad}", self.pad).replace("\n", self.end)
            self.items.append((before, prefix + raw + comment + self.end))
            self.is_scalar.append(style in (SCALARS, LONG_SCALARS))
            self.stays.append(bool(comment) or style in (LONG_SCALARS, LONG_COLLECTIONS))
            self.is_long = style is LONG_SCALARS if self.is_scalar[-1] else getattr(self, "is_long", False)
            self.prefix = prefix if self.is_scalar[-1] else getattr(self, "prefix", "")

    def __repr__(self) -> str:
        return repr(self.written())

    def written(self, removed: tuple[int, ...] = (), added: tuple[str, ...] = ()) -> str:
        """The document with the change made."""
        is_empty = len(removed) == len(self.items) and not added
        text = self.head + "list:" + (" []" if is_empty else "") + self.behind_key
        place = max((index for index, is_scalar in enumerate(self.is_scalar) if is_scalar), default=-1)
        for index, (before, lines) in enumerate(self.items):
            text += before + ("" if index in removed else lines)
            if index == place:
                text += "".join(self.prefix + item + self.end for item in added)
        return text + self.tail


@st.composite
def block_lists(draw: st.DrawFn) -> BlockList:
    return BlockList(draw)


@settings(FUZZ, max_examples=80)
@given(block_lists(), st.sets(st.integers(0, 4)), st.lists(st.sampled_from(NEW), max_size=2))
def test_a_block_list_changes_line_by_line_and_keeps_every_comment(
    document: BlockList, removed: set[int], added: list[str]
) -> None:
    text = document.written()
    gone = tuple(sorted(index for index in removed if index < len(document.items)))
    found = changed(text, list(gone), added)
    left_to_people = any(document.stays[index] for index in gone)
    if added and (document.is_long or not any(document.is_scalar)):
        left_to_people = True
    assert found == (None if left_to_people else document.written(gone, tuple(added)))
    if found is None or (len(gone) == len(document.items) and not added):
        return
    kept = [data(item) for index, item in enumerate(list_at(text).items) if index not in gone]
    after = [data(item) for item in list_at(found).items]
    new = [yaml.safe_load(item) for item in added]
    assert [item for item in after if item not in new] == kept and [item for item in after if item in new] == new


@pytest.mark.parametrize(
    ("text", "removed", "added", "expected"),
    [
        ("list:\n- a\n- b\n", [0], ["c"], "list:\n- b\n- c\n"),
        ("list:\n- a", [], ["c"], "list:\n- a\n- c"),
        ("list:\n- a\n- b", [0], [], "list:\n- b"),
        ("list:\n- a\n", [0], [], "list: []\n"),
        ("list: # c\n- a\n", [0], [], "list: [] # c\n"),
        ("list:\n- a\nz: 1\n", [0], [], "list: []\nz: 1\n"),
        ("? list # c: d\n:\n- a\n", [0], [], None),
        ("list:\n- a\n-\n", [], ["c"], None),
        ("list:\r\n- a\r\n", [0], ["c"], "list:\r\n- c\r\n"),
        ("list:\n- a\n- rationale: x\n  more: y\n", [], ["c"], "list:\n- a\n- c\n- rationale: x\n  more: y\n"),
        ("list:\n- k: v\n", [], ["c"], None),
        ("list:\n- a # why\n", [0], [], None),
        ("list:\n- a # why\n", [], ["c"], "list:\n- a # why\n- c\n"),
        ("list:\n- - a\n", [0], [], None),
        ("? list\n: - a\n  - b\n", [0], [], None),
        ("list: &l\n- a\ny: *l", [], ["b"], None),
        ("list: !!seq\n- a\n", [0], [], None),
    ],
)
def test_a_block_list_keeps_its_style(text: str, removed: list[int], added: list[str], expected: str | None) -> None:
    assert changed(text, removed, added) == expected


def test_a_list_without_a_key_is_changed_but_not_emptied() -> None:
    text = "- a\n- b\n"
    root = parse_yaml(text, 0, Limits()).root
    assert isinstance(root, SequenceNode)
    edits = change_list(text, root, [0], ["c"])
    assert edits is not None and apply(text, edits) == "- b\n- c\n"
    assert change_list(text, root, [0, 1]) is None
    text = "list:\n-\n  - a\nz:"
    (inner,) = list_at(text).items
    assert isinstance(inner, SequenceNode) and change_list(text, inner, [0]) is None


def test_an_anchored_list_is_left_alone_behind_a_comment_too() -> None:
    assert changed("list: # c\n  &l\n  - a\n  - b\ny: *l\n", [0], []) is None


# Mover

RULES: list[type[Rule]] = [BatchOrder, SameBatchDependency, UnscheduledTask]


def plan_of(text: str) -> Plan:
    plan = progress.read(Source("x-progress.md", text), Limits())
    assert isinstance(plan, Plan) and plan.read_errors == [], (
        text,
        [error.message for error in plan.read_errors] if plan else "",
    )
    return plan


def batches_of(plan: Plan) -> dict[tuple[str, str], list[str]]:
    return {(batch.group, batch.key): [item.text for item in batch.items] for batch in plan.batches}


def notes_of(plan: Plan) -> dict[str, object]:
    """The parts of the schedule other than the batches."""
    assert plan.schedule is not None
    batches = {batch.group or batch.key for batch in plan.batches}
    return {key: data(node) for key, node in plan.schedule.entries.items() if key not in batches}


def behind(plan: Plan, name: str) -> set[str]:
    """Everything that waits for *name*, and itself."""
    found = {name}
    while True:
        more = {task.name for task, _, awaited in plan.edges() if awaited.name in found} - found
        if not more:
            return found
        found |= more


def wrong_order(plan: Plan, *, strictly: bool) -> set[tuple[str, str]]:
    """The dependencies that the batches violate: in an earlier batch, or (not *strictly*) in the same one."""
    place = positions(plan)
    pairs = [(task.name, awaited.name) for task, _, awaited in plan.edges()]
    return {
        (name, awaited)
        for name, awaited in pairs
        if name in place and awaited in place and place[name] < place[awaited] + (0 if strictly else 1)
    }


@st.composite
def plans(draw: st.DrawFn) -> str:
    """A plan of up to six tasks with any dependencies, and batches in one of the styles that people write."""
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    size = draw(st.integers(1, 6))
    names = [f"T-{number}" for number in range(1, size + 1)]
    quote = draw(st.sampled_from(["", "", '"', "'"]))
    lines = ["---", "type: progress", "prd: é", "tasks:"]
    for name in names:
        lines.append(f"  - id: {quote}{name}{quote}")
        lines.append(
            f"    status: {draw(st.sampled_from(['pending', 'pending', 'in_progress', 'completed', 'cancelled']))}"
        )
        others = draw(st.lists(st.sampled_from([*names, "X-9"]), max_size=2))
        lines.append(f"    dependencies: [{', '.join(others)}]")
    count = draw(st.integers(1, 4))
    batches: list[list[str]] = [[] for _ in range(count)]
    for name in draw(st.permutations(names)):
        place = draw(st.integers(-1, count - 1))
        if place >= 0:
            batches[place].append(name)
    style = draw(st.sampled_from(["flow", "flow", "block", "block", "all flow", "over lines", "mapping", "mixed"]))
    comment = draw(st.sampled_from(["", "", "", " # because 🎉"]))
    written = [", ".join(f"{quote}{name}{quote}" for name in batch) for batch in batches]
    schedule = ["parallelization:"]
    if style == "all flow":
        inner = ", ".join(f"batch_{number}: [{items}]" for number, items in enumerate(written, 1))
        schedule = [f"parallelization: {{{inner}}}{comment}"]
    else:
        for number, items in enumerate(written, 1):
            key = f"  batch_{number}:"
            kind = style if style != "mixed" else draw(st.sampled_from(["flow", "block", "mapping"]))
            if kind == "block" and batches[number - 1]:
                schedule += [key, *(f"    - {item}" for item in items.split(", "))]
                schedule[-1] += comment
            elif kind == "over lines" and batches[number - 1]:
                schedule += [f"{key} [", *(f"    {item}," for item in items.split(", ")), f"  ]{comment}"]
            elif kind == "mapping":
                schedule += [key, f"    tasks: [{items}]{comment}", "    note: x"]
            else:
                schedule.append(f"{key} [{items}]{comment}")
        if draw(st.integers(0, 5)) == 0:
            schedule.append(f"  batch_{count + 1}:")
        if draw(st.booleans()):
            schedule.append("  critical_path: [T-1]")
    rest = ["# the end", "total_tasks: 1"]
    parts = [schedule, rest] if draw(st.booleans()) else [rest, schedule]
    return end.join([*lines, *parts[0], *parts[1], "---", "# Body", ""])


def check_edits(text: str, edits: Sequence[Edit], moved: str) -> Plan:
    """Make the edits and return the document: each task occurs as often as before, and only what had to move did."""
    plan, fixed = plan_of(text), apply(text, edits)
    after = plan_of(fixed)
    assert isinstance(plan.root, MappingNode) and isinstance(after.root, MappingNode)
    # nothing but the batches changed
    for key, node in plan.root.entries.items():
        if key != "parallelization":
            twin = after.root.entries[key]
            assert text[node.start : node.end].rstrip() == fixed[twin.start : twin.end].rstrip()
    assert notes_of(after) == notes_of(plan)
    assert fixed.partition("\n---")[2] == text.partition("\n---")[2]
    assert [fixed.count(comment) for comment in COMMENTS] == [text.count(comment) for comment in COMMENTS]
    assert fixed.count("\r\n") == (fixed.count("\n") if "\r\n" in text else 0)
    # no task is lost, none occurs twice
    before_all = Counter(name for batch in batches_of(plan).values() for name in batch)
    after_all = Counter(name for batch in batches_of(after).values() for name in batch)
    assert after_all == before_all | Counter([moved])
    for batch, names in batches_of(after).items():
        assert max(Counter(names).values(), default=0) <= max(Counter(batches_of(plan).get(batch)).values(), default=1)
    # who moved, and whether the rest stayed where it was, in its order
    key_before = {name: batch.key for name, batch in plan.batch_of.items()}
    movers = {name for name, batch in after.batch_of.items() if key_before.get(name) != batch.key}
    assert movers <= behind(plan, moved)
    for batch, names in batches_of(after).items():
        stayed = [name for name in batches_of(plan).get(batch, []) if name not in movers]
        assert [name for name in names if name not in movers] == stayed
    return after


def check_fix(text: str, violation: Violation, rule: Rule) -> None:
    """The task is after its dependencies, no order is worse than before, the violation is gone."""
    assert violation.fix is not None
    moved = violation.data["task"]
    plan, after = plan_of(text), check_edits(text, violation.fix.edits, moved)
    assert moved not in plan.batch_of or plan.batch_of[moved].key != after.batch_of[moved].key
    for strictly in (True, False):
        assert wrong_order(after, strictly=strictly) <= wrong_order(plan, strictly=strictly)
    assert moved not in [name for name, _ in wrong_order(after, strictly=False)]
    assert (violation.rule, violation.data) not in [(v.rule, v.data) for v in rule.check(after)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.id))
@settings(FUZZ, max_examples=80)
@given(text=plans())
def test_a_fix_of_the_batches_moves_what_has_to_and_nothing_else(rule: type[Rule], text: str) -> None:
    for violation in rule().check(plan_of(text)):
        if violation.fix is not None:
            check_fix(text, violation, rule())


@settings(FUZZ, max_examples=80)
@given(plans(), st.data())
def test_a_task_that_is_moved_to_any_place_is_there(text: str, choose: st.DataObject) -> None:
    plan = plan_of(text)
    assume(plan.batches)
    mover = BatchScheduler(plan)
    task = choose.draw(st.sampled_from(plan.tasks))
    target = choose.draw(st.integers(0, len(mover.stops)))
    edits = mover.move(task, target)
    if edits is None:
        return
    keys = [batch.key for batch in plan.batches]
    after = check_edits(text, edits, task.name)
    key = keys[target] if target < len(keys) else f"batch_{len(keys) + 1}"
    if "#" in text:  # a batch with a comment keeps its tasks
        assert after.batch_of[task.name].key in (key, f"{keys[target - 1]}_1")
    else:
        assert after.batch_of[task.name].key == key


def plan_text(schedule: str, *tasks: str, end: str = "\n") -> str:
    """A plan of pending tasks, ``T-2: T-1, T-3`` each with its dependencies; the schedule as written."""
    lines = ["---", "type: progress", "tasks:"]
    for task in tasks or ("T-1:", "T-2: T-1", "T-3: T-2", "T-4:"):
        name, _, dependencies = task.partition(":")
        lines += [f"  - id: {name}", "    status: pending", f"    dependencies: [{dependencies.strip()}]"]
    return end.join([*lines, "parallelization:", *schedule.split("\n"), "---", "# Body", ""])


def fixes_of(text: str) -> list[tuple[Violation, Rule]]:
    found = [(violation, rule()) for rule in RULES for violation in rule().check(plan_of(text))]
    checked = lint_text(text, "plan.md", isolated=True, select=[SameBatchDependency.id]).violations
    return found + [
        (violation, SameBatchDependency()) for violation in checked if violation.rule == SameBatchDependency.id
    ]


@pytest.mark.parametrize(
    ("schedule", "rule", "fixed"),
    [
        (
            "  batch_1: [T-2, T-4]\n  batch_2: [T-1] # because\n  batch_3: [T-3]",
            "batch-order",
            "  batch_1: [T-4]\n  batch_2: [T-1] # because\n  batch_3: [T-2]\n  batch_4: [T-3]",
        ),
        (
            "  batch_1: [T-1, 'T-2', T-4]\n  batch_2: [T-3]\n  note: x",
            "same-batch-dependency",
            "  batch_1: [T-1, T-4]\n  batch_2: ['T-2']\n  batch_3: [T-3]\n  note: x",
        ),
        (
            "  batch_1:\n  - T-1\n  - T-2 # because\n  - T-4\n  batch_2:\n  - T-3",
            "same-batch-dependency",
            None,
        ),
        (
            "  batch_1:\n    # because\n    - T-1\n    - T-2\n    - T-4",
            "same-batch-dependency",
            "  batch_1:\n    # because\n    - T-1\n    - T-4\n  batch_2:\n    - T-2",
        ),
        (
            "  batch_1: [T-1, T-4]\n  batch_2: [T-2]\n  batch_3: []",
            "unscheduled-task",
            "  batch_1: [T-1, T-4]\n  batch_2: [T-2]\n  batch_3: [T-3]",
        ),
        (
            "  batch_1: [T-1]\n  batch_2: [T-2]\n  batch_3: [T-3]",
            "unscheduled-task",
            "  batch_1: [T-1, T-4]\n  batch_2: [T-2]\n  batch_3: [T-3]",
        ),
        (
            "  {batch_1: [T-1, T-2, T-4]} # because",
            "same-batch-dependency",
            "  {batch_1: [T-1, T-4], batch_2: [T-2]} # because",
        ),
        (
            "  batch_1:\n    tasks: [T-1, T-2, T-4]\n  batch_2:\n    tasks:\n      - T-3\n    note: a\n      b\n  x: y",
            "same-batch-dependency",
            "  batch_1:\n    tasks: [T-1, T-4]\n  batch_2:\n    tasks:\n      - T-2\n    note: a\n      b\n"
            "  batch_3:\n    tasks:\n      - T-3\n  x: y",
        ),
        (
            "  batch_1:\n    tasks: [T-1, T-2, T-4]\n  batch_2:\n    tasks:\n      - T-3\n    note: |\n      a",
            "same-batch-dependency",
            None,
        ),
        (
            "  batch_1:\n    tasks: [T-2, T-4]\n  batch_2:\n    note: x\n    tasks:\n      - T-1\n  batch_3: [T-3]",
            "batch-order",
            "  batch_1:\n    tasks: [T-4]\n  batch_2:\n    note: x\n    tasks:\n      - T-1\n"
            "  batch_3: [T-2]\n  batch_4: [T-3]",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_schedule_reads_as_a_person_would_write_it(schedule: str, rule: str, fixed: str | None, end: str) -> None:
    text = plan_text(schedule, end=end)
    ((violation, _),) = [(v, r) for v, r in fixes_of(text) if v.rule == rule]
    if fixed is None:
        assert violation.fix is None
    else:
        assert violation.fix is not None
        assert apply(text, violation.fix.edits) == plan_text(fixed, end=end)


ODD = {
    "in one line": "  {batch_1: [T-1, T-2], batch_2: [T-3]}",
    "in braces over lines": "  {\n  batch_1: [T-1, T-2], # because\n  batch_2: [T-3]\n  }",
    "in braces with a comma at the end": "  {\n  batch_1: [T-1, T-2],\n  }",
    "out of order": "  batch_2: [T-1, T-4]\n  batch_1: [T-2, T-3]",
    "out of order, block": "  batch_2:\n    - T-1\n    - T-4\n  batch_1:\n    - T-2\n    - T-3\n  note: x",
    "numbers with a gap": "  batch_1: [T-2]\n  batch_5: [T-1, T-3]",
    "named batches": "  batch_1_setup: [T-2]\n  batch_2_build: [T-1]\n  batch_3_rest: [T-4]",
    "phases": "  phase_1:\n    batches:\n      batch_1: [T-2]\n"
    "  phase_2:\n    batches:\n      - batch_1: [T-1]\n      - batch_2: [T-4]",
    "nested lists": "  batch_1: [T-2, [T-3]]\n  batch_2: [T-1, [T-4]]",
    "nested lists, block": "  batch_1:\n    - T-2\n    - T-3\n    - [T-4]\n  batch_2:\n    - T-1",
    "mappings among the items": "  batch_1:\n    - T-2\n    - rationale: x\n"
    "  batch_2:\n    - T-1\n    - rationale: y\n      more: z\n  batch_3:\n    - T-3",
    "comments all over": "  batch_1:\n    # because\n    - T-2\n    # so that\n    - T-4\n  # until\n"
    "  batch_2:\n    - T-1 # unless\n    # while",
    "a list over lines": "  batch_1: [T-1,\n    T-2,\n    T-3] # because\n  note: x",
    "no indent": "  batch_1:\n  - T-1\n  - T-2\n  note: x",
    "notes that look like batches": "  batch_1: [T-1, T-2]\n  batch_1_status: done\n  batch_2_status: x",
    "an alias as an item": "  x: &a T-2\n  batch_1: [*a, T-4]\n  batch_2: [T-1, T-3]",
    "null items": "  batch_1: [T-2, ~]\n  batch_2: [T-1, T-3]",
    "a batch without a value": "  batch_1: [T-1, T-2]\n  batch_2:\n  batch_3: [T-4]",
    "an empty list": "  batch_1: [T-1, T-2]\n  batch_2: []\n  batch_3:\n  batch_4: [T-4]",
    "a list that others use": "  batch_1: &x [T-1, T-2]\n  batch_2: [T-3, T-4]\n  critical_path: *x",
    "a number that is no place": "  batch_999999999999999999999: [T-1, T-2]",
}


@pytest.mark.parametrize("schedule", ODD.values(), ids=list(ODD))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_schedule_in_any_style_is_fixed_or_left_to_people(schedule: str, end: str) -> None:
    text = plan_text(schedule, end=end)
    found = fixes_of(text)
    assert found
    for violation, rule in found:
        if violation.fix is not None:
            check_fix(text, violation, rule)


BROKEN = {
    "a note has the key of the new batch": ("  batch_1: [T-1, T-2]\n  batch_2: later",),
    "a mapping has the key of the new batch": ("  batch_1: [T-1, T-2]\n  batch_2: {note: x}",),
    "the item before is empty": ("  batch_1:\n    - T-2\n    -\n  batch_2:\n    - T-1\n    -",),
    "an id with a comma in a list in brackets": ("  batch_1: [T-1, T-2, T-3]", "T-1:", "T-2:", "T-3:", "T-4, x:"),
    "an id with a bracket in a list in brackets": ("  batch_1: [T-1, T-2, T-3]", "T-1:", "T-2:", "T-3:", "T-4]:"),
    "an id written as a block of text": ("  batch_1: [T-1]", "T-1:", "|-\n      T-2:"),
    "an item with an anchor": ("  batch_1: [&a T-2, T-4]\n  batch_2: [T-1, T-3]\n  critical_path: [*a]",),
    "an item with an anchor behind another": (
        "  batch_1: [T-4, &a T-2]\n  batch_2: [T-1, T-3]\n  critical_path: [*a]",
    ),
    "a task in the batch that it is moved to": ("  batch_1: [T-2]\n  batch_2: [T-1]\n  batch_3: [T-2, T-3, T-4]",),
    "a task twice in one batch": ("  batch_1: [T-2, T-2]\n  batch_2: [T-1]\n  batch_3: [T-3, T-4]",),
    "a question mark before the id": ("  batch_1: [T-1]", "T-1:", "?a:"),
    "a mapping that two batches share": ("  batch_1: &b\n    tasks: [T-1, T-4]\n  batch_2: *b", "T-1:", "T-3:", "T-4:"),
    "lines that end with CR alone": ("  batch_1:\r    - T-1\r    - T-2",),
}


@pytest.mark.parametrize("parts", BROKEN.values(), ids=list(BROKEN))
def test_a_schedule_that_cannot_be_edited_safely_is_left_to_people(parts: tuple[str, ...]) -> None:
    text = plan_text(*parts)
    for violation, rule in fixes_of(text):
        if violation.fix is not None:
            check_fix(text, violation, rule)


@pytest.mark.parametrize(
    ("schedule", "moved", "fixed"),
    [
        ("  batch_1: [T-1]\n  batch_2: [T-4]", {"T-4": 0}, "  batch_1: [T-1, T-4]"),
        ("  batch_1: [T-1]\n  batch_2: [T-4]\n  note: x", {"T-4": 0}, "  batch_1: [T-1, T-4]\n  note: x"),
        (
            "  batch_1:\n    - T-1\n  batch_2:\n    - T-3\n    - T-4\n  note: x",
            {"T-4": 0, "T-3": 0},
            "  batch_1:\n    - T-1\n    - T-3\n    - T-4\n  note: x",
        ),
        (
            "  batch_1: [T-1]\n  batch_2: [T-4] # because",
            {"T-4": 0},
            "  batch_1: [T-1, T-4]\n  batch_2: [] # because",
        ),
        (
            "  batch_1: [T-1]\n  batch_2: [T-2]\n  batch_3: [T-3]",
            {"T-2": 0},
            "  batch_1: [T-1, T-2]\n  batch_2: []\n  batch_3: [T-3]",
        ),
        ("  {batch_1: [T-1], batch_2: [T-4]}", {"T-4": 0}, "  {batch_1: [T-1, T-4], batch_2: []}"),
        ("  batch_1: [T-4, T-1]\n  batch_2: []", {"T-4": 1}, "  batch_1: [T-1]\n  batch_2: [T-4]"),
        ("  batch_1: [T-4]", {"T-4": 1}, "  batch_1: []\n  batch_2: [T-4]"),
        ("  batch_1: [T-1, T-4]", {"T-4": 2}, None),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_last_batch_that_nothing_is_left_in_goes_and_any_other_stays_empty(
    schedule: str, moved: dict[str, int], fixed: str | None, end: str
) -> None:
    text = plan_text(schedule, end=end)
    edits = BatchScheduler(plan_of(text)).edits.put(moved)
    assert (None if edits is None else apply(text, edits)) == (None if fixed is None else plan_text(fixed, end=end))


def test_the_last_batch_is_not_deleted_while_others_use_it() -> None:
    text = plan_text("  batch_1: [T-1]\n  batch_2: &x [T-4]\n  critical_path: *x")
    plan = plan_of(text)
    edits = BatchScheduler(plan).move(plan.by_id["T-4"], 0)
    assert edits is None or plan_of(apply(text, edits))


def test_tasks_in_a_cycle_are_not_moved() -> None:
    text = plan_text("  batch_1: [T-1, T-2]\n  batch_2: [T-3, T-4]", "T-1: T-2", "T-2: T-1", "T-3:", "T-4: T-1")
    plan = plan_of(text)
    mover = BatchScheduler(plan)
    assert mover.move(plan.by_id["T-1"], 1) is None
    assert not [v for v, _ in fixes_of(text) if {v.data["task"], v.data.get("dependency")} == {"T-1", "T-2"}]


def test_what_waits_on_two_ways_goes_behind_the_longer_one() -> None:
    names = "first, begin, short, long, longer, last"
    tasks = ["first:", "begin: first", "short: begin", "long: begin", "longer: long", "last: short, longer"]
    plan = plan_of(plan_text(f"  batch_1: [{names}]", *tasks))
    edits = BatchScheduler(plan).move(plan.by_id["begin"])
    assert edits is not None
    after = positions(plan_of(apply(plan.source.text, edits)))
    assert after == {"first": 0, "begin": 1, "short": 2, "long": 2, "longer": 3, "last": 4}


def test_tasks_that_move_together_are_in_the_order_of_their_declaration() -> None:
    text = plan_text("  batch_1: [T-1, T-10, T-9]", "T-1:", "T-9: T-1", "T-10: T-1")
    edits = BatchScheduler(plan_of(text)).edits.put({"T-10": 1, "T-9": 1})
    assert edits is not None and "batch_1: [T-1]\n  batch_2: [T-9, T-10]\n" in apply(text, edits)


def test_what_is_where_it_is_to_be_is_not_touched() -> None:
    plan = plan_of(plan_text("  batch_1: [T-1, T-4]\n  batch_2: [T-2]"))
    assert BatchScheduler(plan).move(plan.by_id["T-1"], 0) == []
    assert BatchScheduler(plan).move(plan.by_id["T-2"]) == []


def test_a_batch_with_an_empty_item_is_left_to_people() -> None:
    text = plan_text("  batch_1:\n    - T-4\n    -\n    - T-1\n  batch_2: [T-2]")
    assert BatchScheduler(plan_of(text)).edits.put({"T-4": 1}) is None
    assert BatchScheduler(plan_of(text)).edits.put({"T-2": 0}) is None


@pytest.mark.parametrize(("budget", "moves"), [(11, 1), (12, 2), (23, 2), (24, 3)])
def test_the_moves_of_one_plan_have_a_budget(budget: int, moves: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One task in a plan of two batches takes twelve steps."""
    monkeypatch.setattr("linter.rules.batches._moves.BUDGET", budget)
    plan = plan_of(plan_text("  batch_1: [T-1, T-4]\n  batch_2: [T-2]"))
    mover = BatchScheduler(plan)
    found = [mover.move(plan.by_id["T-4"], 1) for _ in range(5)]
    assert [edits is not None for edits in found] == [number < moves for number in range(5)]


@pytest.mark.parametrize(("size", "is_moved"), [(1000, True), (1001, False)])
def test_a_thousand_tasks_are_moved_with_one_and_no_more(size: int, is_moved: bool) -> None:
    names = [f"T-{number}" for number in range(size)]
    tasks = [f"{name}: {before}" for name, before in zip(names, ["", *names], strict=False)]
    plan = plan_of(plan_text(f"  batch_1: [{', '.join(names)}]", *tasks))
    assert (BatchScheduler(plan).move(plan.by_id["T-0"], 1) is not None) == is_moved


def test_a_long_chain_behind_one_task_is_moved_or_left_to_people_in_no_time() -> None:
    size = 1100
    names = [f"T-{number}" for number in range(size)]
    tasks = [f"{name}: {before}" for name, before in zip(names, ["", *names], strict=False)]
    text = plan_text(f"  batch_1: [{', '.join(names)}]", *tasks)
    plan = plan_of(text)
    mover = BatchScheduler(plan)
    assert mover.move(plan.by_id["T-1"]) is None
    edits = mover.move(plan.by_id[names[-200]], 1)
    assert edits is not None
    assert len(check_edits(text, edits, names[-200]).batches) == 201


@pytest.mark.parametrize(
    ("keys", "index"),
    [
        ("batch_2_1 batch_2_2 batch_3_1", None),  # T2 would leave phase 2
        ("batch_2_1 batch_3_1 batch_3_2", 2),
        ("batch_2_1 batch_2_2 batch_2_3", 2),
        ("batch_1 batch_1_1 batch_2", 2),  # a batch that a fix has put between two
    ],
)
def test_in_numbers_with_parts_the_first_is_the_phase(keys: str, index: int | None) -> None:
    first, second, third = keys.split()
    schedule = f"  {first}: [T0]\n  {second}: [T1, T2]\n  {third}: [T3]\n"
    tasks = "- id: T0\n- id: T1\n- {id: T2, dependencies: [T1]}\n- id: T3\n"
    plan = plan_of(f"---\ntype: progress\ntasks:\n{tasks}parallelization:\n{schedule}---\n")
    edits = BatchScheduler(plan).move(plan.by_id["T2"])
    after = positions(plan_of(apply(plan.source.text, edits))) if edits else {}
    assert after.get("T2") == index
