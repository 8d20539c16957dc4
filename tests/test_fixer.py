"""The choice and repetition of fixes: one artificial rule on texts in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

import pytest

from linter.engine.report import Report
from linter.engine.session import LintSession
from linter.fixes import fixer
from linter.fixes.fixer import choose, fix
from linter.formats import manifest, progress
from linter.model.document import Document
from linter.rules.violation import Related, Violation
from linter.syntax.fix import Edit, Fix, apply
from linter.syntax.nodes import Limits
from linter.syntax.source import Source

HEAD = "---\ntype: progress\ntasks: []\n"
Judge = Callable[[str, str], Iterable[Violation]]


def violation(path: str, *edits: tuple[int, int, str], safe: bool = True, rule: str = "r") -> Violation:
    fixes = [Edit(*edit) for edit in edits]
    return Violation(rule, path, 0, 0, "m", {}, fix=Fix("t", fixes, safe=safe) if fixes else None)


def replaced(path: str, text: str, old: str, new: str, *, safe: bool = True) -> Iterable[Violation]:
    """Yield a violation whose fix replaces *old* by *new*, if *old* occurs."""
    start = text.find(old)
    if start >= 0:
        yield violation(path, (start, start + len(old), new), safe=safe)


class Desk:
    """The parts of a run that ``fix`` uses: documents, and a report of what *lint_unit* finds in them."""

    def __init__(self, lint_unit: Judge, **texts: str) -> None:
        self.lint_unit = lint_unit
        self.documents = {path: self.read(path, f"{HEAD}{text}\n---\n") for path, text in texts.items()}
        self.report = Report()
        self.is_linted = False
        self.lints = 0

    def read(self, path: str, text: str) -> Document | None:
        return progress.read(Source(path, text), Limits())

    def document(self, path: str) -> Document:
        found = self.documents[path]
        assert found is not None
        return found

    def reread(self, path: str, text: str) -> Document | None:
        found = self.read(path, text)
        if found is not None:
            self.documents[path] = found
        return found

    def lint(self) -> None:
        self.lints += 1
        self.is_linted = True
        found = (self.lint_unit(path, self.document(path).source.text) for path in self.documents)
        self.report = Report([violation for violations in found for violation in violations])

    def fixed(self, *, unsafe: bool = False) -> fixer.Fixed:
        return fix(cast(LintSession, self), unsafe=unsafe)

    def text(self, path: str) -> str:
        return self.document(path).source.text.removeprefix(HEAD).removesuffix("\n---\n")


def count_up(path: str, text: str) -> Iterable[Violation]:
    """Yield a violation that each fix brings back: the number must always be one more."""
    start = text.index("n: ") + 3
    number = text[start:].split("\n")[0]
    yield violation(path, (start, start + len(number), str(int(number) + 1)))


def test_fixing_ends_after_fifty_passes_whatever_is_left() -> None:
    desk = Desk(count_up, a="n: 0", b="n: 7")
    fixed = desk.fixed()
    assert (desk.text("a"), desk.text("b")) == ("n: 50", "n: 57")
    assert len(fixed.applied) == 100 and fixed.changed == ["a", "b"] and fixed.refused == {}
    assert fixed.before == {"a": f"{HEAD}n: 0\n---\n", "b": f"{HEAD}n: 7\n---\n"}
    assert fixed.after == {path: desk.document(path).source.text for path in "ab"}
    assert desk.report.violations, "what is left is in the report"


def test_a_large_file_is_read_again_less_often_and_does_not_keep_others_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk(count_up, a="n: 0\nnotes: " + 100 * "x", b="n: 0")
    size = len(desk.document("a").source.text)
    monkeypatch.setattr(fixer, "MAX_REREAD_CHARS", 3 * size)
    desk.fixed()
    assert desk.text("a").startswith("n: 4\n")  # the fourth pass begins with just as much as is allowed
    small = len(HEAD) + len("n: 0\n---\n")
    assert desk.text("b") != "n: 4" and int(desk.text("b")[3:]) >= 3 * size // small


def test_fixes_that_undo_each_other_leave_what_is_there() -> None:
    def never(path: str, text: str) -> Iterable[Violation]:
        yield from replaced(path, text, "n: 1", "n: 2")
        yield from replaced(path, text, "n: 2", "n: 3")
        yield from replaced(path, text, "n: 3", "n: 1")

    desk = Desk(never, a="n: 1")
    fixed = desk.fixed()
    assert desk.text("a") == "n: 3" and len(fixed.applied) == 2
    assert fixed.after["a"] == desk.document("a").source.text
    assert desk.lints == 3


def test_a_fix_that_changes_nothing_is_none() -> None:
    desk = Desk(lambda path, text: replaced(path, text, "n: 1", "n: 1"), a="n: 1")
    fixed = desk.fixed()
    assert (fixed.changed, fixed.applied, fixed.refused, desk.lints) == ([], [], {}, 1)


def test_what_came_back_to_the_text_before_is_not_changed() -> None:
    texts = fixer.Texts()
    texts.before, texts.after = {"b": "x", "a": "x", "c": "x"}, {"b": "y", "a": "y", "c": "x"}
    assert texts.changed == ["a", "b"]


def test_what_is_clean_is_looked_at_once_and_a_report_that_is_there_is_used() -> None:
    desk = Desk(lambda path, text: [violation(path)], a="n: 1")
    assert desk.fixed().changed == [] and desk.lints == 1
    desk.fixed()
    assert desk.lints == 1


@pytest.mark.parametrize(("unsafe", "expected"), [(False, "n: 2\nm: 1"), (True, "n: 2\nm: 2")])
def test_what_is_unsafe_is_fixed_when_asked_for(unsafe: bool, expected: str) -> None:
    def lint_unit(path: str, text: str) -> Iterable[Violation]:
        yield from replaced(path, text, "m: 1", "m: 2", safe=False)
        yield from replaced(path, text, "n: 1", "n: 2")

    desk = Desk(lint_unit, a="n: 1\nm: 1")
    fixed = desk.fixed(unsafe=unsafe)
    assert desk.text("a") == expected and len(fixed.applied) == 1 + unsafe


@pytest.mark.parametrize(
    ("text", "old", "new", "why"),
    [
        ("n: 1", "n: 1", "n: [", "the result would be invalid"),
        ("n: &x 1\nm: *x", "1", "2", "/m would change too"),
        ("n: 1", "---\ntype: progress", "x", "the result would be invalid"),
    ],
)
def test_what_is_refused_stays_as_it_was_and_others_are_fixed(text: str, old: str, new: str, why: str) -> None:
    def lint_unit(path: str, text: str) -> Iterable[Violation]:
        return replaced(path, text, old, new) if path == "a" else replaced(path, text, "n: 1", "n: 2")

    desk = Desk(lint_unit, a=text, b="n: 1")
    fixed = desk.fixed()
    assert fixed.refused == {"a": why} and desk.text("a") == text
    assert fixed.changed == ["b"] and desk.text("b") == "n: 2"
    assert [violation.path for violation in fixed.applied] == ["b"]
    assert [violation.path for violation in desk.report.violations] == ["a"]


def test_a_fix_that_needs_another_one_in_a_file_without_a_violation_is_taken_back() -> None:
    desk = Desk(lambda path, text: [], a="n: 1", b="n: 5", c="n: 1")

    def lint_unit(path: str, text: str) -> Iterable[Violation]:
        if path != "b":
            yield from replaced(path, text, "n: 1", "n: 2")
        elif desk.text("a") == "n: 2":
            found = next(iter(replaced(path, text, "n: 5", "n: 6")))
            found.related = (Related("a", 0, 1, "the number there"),)
            yield found

    desk.lint_unit = lint_unit
    fixed = desk.fixed()
    assert [desk.text(path) for path in "abc"] == ["n: 1", "n: 5", "n: 2"]
    assert fixed.refused == {"a": "it depends on a fix in b"}
    assert fixed.changed == ["c"] and [violation.path for violation in fixed.reported] == ["c"]


def test_what_follows_in_a_reported_file_is_fixed_and_not_counted() -> None:
    def lint_unit(path: str, text: str) -> Iterable[Violation]:
        yield from replaced(path, text, "n: 1", "n: 2")
        if "n: 2" in text:
            yield from replaced(path, text, "m: 1", "m: 2")

    desk = Desk(lint_unit, a="n: 1\nm: 1")
    fixed = desk.fixed()
    assert desk.text("a") == "n: 2\nm: 2"
    assert (len(fixed.applied), len(fixed.reported)) == (2, 1)


def test_where_all_is_refused_nothing_is_looked_at_again() -> None:
    desk = Desk(lambda path, text: replaced(path, text, "n: 1", "n: ["), a="n: 1")
    assert desk.fixed().refused.keys() == {"a"} and desk.lints == 1


def test_a_document_that_is_no_front_matter_is_compared_as_a_whole() -> None:
    text = "feature_name: &x a\nfeature_slug: a\ncreated_by: *x\n"
    before = manifest.read(Source("MANIFEST.yaml", text), Limits())
    assert before is not None
    for at, expected in ((text.index("a\ncr"), ""), (text.index("a\nfe"), "/created_by")):
        edits = [Edit(at, at + 1, "b")]
        after = manifest.read(Source("MANIFEST.yaml", apply(text, edits)), Limits())
        assert (fixer.find_problem(before, after, edits) or "").partition(" ")[0] == expected


def test_what_is_in_the_body_is_not_asked_for_in_the_front_matter() -> None:
    text = f"{HEAD}n: 1\n---\nbody\n"
    before = progress.read(Source("a", text), Limits())
    assert before is not None
    at = text.index("body")
    edits = [Edit(at, at + 4, "text")]
    assert fixer.find_problem(before, progress.read(Source("a", apply(text, edits)), Limits()), edits) is None
    # an edit after the front matter does not allow changes in it, even if a value is there afterwards
    other = progress.read(Source("a", text.replace("n: 1", "n: 2")), Limits())
    assert fixer.find_problem(before, other, edits) == "/n would change too"


# choose


@pytest.mark.parametrize(
    ("fixes", "taken"),
    [
        ([[(0, 1, "a")], [(2, 3, "b")]], "ab"),
        ([[(0, 1, "a")], [(1, 2, "b")]], "a"),
        ([[(0, 2, "a")], [(1, 3, "b")]], "a"),
        ([[(1, 1, "a")], [(1, 1, "b")]], "a"),
        ([[(0, 9, "a")], [(3, 4, "b")]], "a"),
        ([[(0, 1, "a"), (8, 9, "c")], [(5, 8, "b")]], "ac"),
        ([[(0, 1, "a"), (8, 9, "c")], [(5, 7, "b")]], "abc"),
        ([[(0, 1, "a"), (8, 9, "c")], [(10, 11, "b")]], "acb"),
        ([[(0, 1, "a"), (8, 9, "c")], [(9, 11, "b")]], "ac"),
        ([[(0, 3, "a"), (2, 4, "b")], [(6, 7, "c")]], "c"),
        ([[(0, 3, "a"), (3, 4, "b")]], "ab"),
        ([[(5, 6, "b")], [(0, 1, "a")]], "ab"),
        ([[(0, 2, "b")], [(0, 1, "a")]], "a"),
        ([[(0, 1, "b")], [(0, 1, "a")]], "a"),
    ],
)
def test_of_two_fixes_that_meet_the_one_that_begins_first_is_made(
    fixes: list[list[tuple[int, int, str]]], taken: str
) -> None:
    violations = [violation("p", *edits) for edits in fixes]
    chosen, edits = choose(violations)
    assert "".join(edit.text for edit in edits) == taken
    assert edits == sorted(edits, key=lambda edit: (edit.start, edit.end))
    assert {id(edit) for one in chosen if one.fix for edit in one.fix.edits} == {id(edit) for edit in edits}


def test_of_two_equal_fixes_the_violation_that_is_first_counts() -> None:
    twins = [violation("p", (0, 1, "x"), rule=rule) for rule in ("b", "a")]
    assert [one.rule for one in choose(twins)[0]] == ["a"]
