"""Real files of Task Master, OpenSpec and spec-kit, if available: the numbers that independent counts found."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, json_of

FOLDER = Path(os.environ.get("PLANLINT_CORPUS", ROOT.parent / "shared" / "corpus")) / "formats"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the corpus is not here")

FACTS = {
    "taskmaster": (
        9,  # of 11 files; two are of other tools
        {
            "parent-status": 26,
            "invalid-value": 42,  # 8 more are of closed tasks
            "done-before-dependency": 3,
            "count-mismatch": 1,
        },
    ),
    "openspec": (129, {"folder-status": 12, "duplicate-task-id": 1}),
    "speckit": (4, {"count-mismatch": 1}),
}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return json_of(*FACTS, "--no-gitignore", "--isolated", cwd=FOLDER)


def test_what_is_ours_is_read(found: dict[str, Any]) -> None:
    assert found["summary"]["plans"] == sum(plans for plans, _ in FACTS.values())


@pytest.mark.parametrize("format", FACTS)
def test_what_is_found_agrees_with_the_independent_count(found: dict[str, Any], format: str) -> None:
    counts: Counter[str] = Counter()
    for violation in found["violations"]:
        data = violation["data"]
        if data["document_kind"] == format:  # several with one cause are one violation
            counts[violation["rule"]] += data.get("count") or len(data.get("tasks", [""]))
    assert dict(counts) == FACTS[format][1]
