"""Real files, if available: the numbers that an independent count found in them."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, json_of

CORPUS = Path(os.environ.get("PLANLINT_CORPUS", ROOT.parent / "shared" / "corpus"))
PROGRESS = CORPUS / "skillmeat-progress"

pytestmark = pytest.mark.skipif(not PROGRESS.is_dir(), reason="the corpus is not here")

FACTS = {
    "syntax-error": 2,
    "same-batch-dependency": 10,
    "prose-dependency": 0,
    "unknown-dependency": 0,
    "done-before-dependency": 3,
    "progress-mismatch": 7,
}
NONE = (
    "dependency-cycle self-dependency duplicate-task-id task-in-two-batches unknown-batch-task batch-order "
    "unscheduled-task batch-numbering"
).split()


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return json_of("skillmeat-progress", cwd=CORPUS)


def test_the_corpus_is_read(found: dict[str, Any]) -> None:
    assert (found["summary"]["files"], found["summary"]["plans"]) == (466, 384)


def test_what_is_found_agrees_with_the_independent_count(found: dict[str, Any]) -> None:
    counts = Counter(violation["rule"] for violation in found["violations"])
    assert {rule: counts[rule] for rule in FACTS} == FACTS
    assert {rule: counts[rule] for rule in NONE} == dict.fromkeys(NONE, 0)
    at_root = [
        violation
        for violation in found["violations"]
        if violation["rule"] == "count-mismatch"
        and violation["data"]["field"].endswith("_tasks")
        and violation["start"]["column"] == len(violation["data"]["field"]) + 3
    ]
    assert len(at_root) == 9


def test_all_of_the_corpus_with_every_rule_has_no_internal_error() -> None:
    report = json_of(".", "--preset", "strict", "--no-gitignore", cwd=CORPUS)
    assert not [violation for violation in report["violations"] if violation["rule"] == "internal-error"]


@pytest.mark.parametrize(
    "folder",
    [
        "skillmeat-progress",
        "manifests",
        "formats/backlog",
        "formats/gsd",
        "formats/openspec",
        "formats/speckit",
        "formats/taskmaster",
    ],
)
def test_strict_is_usable_with_no_rule_above_two_violations_a_plan(folder: str) -> None:
    report = json_of(folder, "--preset", "strict", "--isolated", "--now", "2027-01-01T00:00:00Z", cwd=CORPUS)
    counts = Counter(violation["rule"] for violation in report["violations"])
    assert max(counts.values()) <= 2 * report["summary"]["plans"], counts


@pytest.mark.skipif(not (CORPUS / "formats").is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize(
    ("format", "expected"),
    [
        (
            "backlog",
            {
                "folder-status": 89, "criteria-drift": 47, "done-before-dependency": 4,
                "invalid-value": 3, "ignored-dependency": 2, "duplicate-task-id": 3, "parent-status": 3,
                "invisible-file": 2,
            },
        ),
        ("gsd", {"parent-status": 3, "rollup-drift": 1, "done-before-dependency": 1}),
        (
            "taskmaster",
            {"parent-status": 5, "done-before-dependency": 3, "invalid-value": 2, "count-mismatch": 1},
        ),
        ("openspec", {"folder-status": 12, "duplicate-task-id": 1}),
        ("speckit", {"count-mismatch": 1}),
    ],
)  # fmt: skip
def test_other_formats_are_checked_as_counted(format: str, expected: dict[str, int]) -> None:
    found = json_of(format, cwd=CORPUS / "formats")["violations"]
    assert Counter(violation["rule"] for violation in found) == expected
