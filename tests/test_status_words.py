"""The words and signs of a table or a legend, for a status to write into a cell."""

from __future__ import annotations

import pytest

from linter.formats import progress
from linter.model.plan import Plan
from linter.model.status_words import CellTexts, legend_of
from linter.syntax.nodes import Limits
from linter.syntax.source import Source

LEGENDS = {
    "**Legend:** ⏳ Waiting | 🔄 Active | ✅ Done": {"running": "🔄 Active", "done": "✅ Done"},
    "**Status Legend**:\n- `⏳` Not Started\n- `✓` Complete (all of it)\n- `🚫` Blocked\n- `⚠️` At Risk\n": {
        "open": "⏳ Not Started",
        "done": "✓ Complete",
        "blocked": "🚫 Blocked",
        "at risk": "⚠️ At Risk",
    },
    "Legend:\n\n- [x] done\n\n- [ ] pending": {"done": "[x] done"},
    "Key: [x] = completed, [ ] = pending": {"done": "[x] completed", "open": "[ ] pending"},
    "A key insight: ✅ Done": {},
    "No legend here, ✅ Done": {},
}


@pytest.mark.parametrize(("body", "expected"), LEGENDS.items())
def test_a_legend(body: str, expected: dict[str, str]) -> None:
    plan = progress.read(Source("a-progress.md", f"---\ntype: progress\nprd: p\ntasks: []\n---\n{body}\n"), Limits())
    assert isinstance(plan, Plan)
    assert legend_of(plan) == expected


@pytest.mark.parametrize(
    ("text", "status", "others", "legend", "expected"),
    [
        ("⏳ Pending", "completed", ["✅ Done", "⏳ Pending"], {}, "✅ Done"),
        ("Pending", "completed", ["✅ Done", "Pending"], {}, "✅ Done"),
        ("Pending", "completed", ["✅ Done", "Complete", "Pending"], {}, "Complete"),
        ("Pending", "completed", ["Complete", "Done", "Done"], {}, "Done"),
        ("Pending", "completed", ["Completed", "Done", "Done"], {}, "Completed"),
        ("⏳", "blocked", ["⏳"], {"blocked": "🚫 Blocked"}, "🚫"),
        ("⏳ Pending", "blocked", [], {"blocked": "🚫 Blocked"}, "🚫 Blocked"),
        ("Pending", "completed", [], {"done": "✅ Finished"}, "Completed"),
        ("Pending", "completed", [], {"done": "✅ Done"}, "Done"),
        ("[ ]", "completed", ["✅"], {"done": "✅ Done"}, "[x]"),
        ("pending (see the log)", "completed", ["done"], {}, None),
        ("pending", "completed", ["done (twice)"], {}, "completed"),
        ("pending", "no status", [], {}, None),
        ("⏳", "blocked", [], {}, None),
    ],
)
def test_a_cell_takes_the_words_around_it(
    text: str, status: str, others: list[str], legend: dict[str, str], expected: str | None
) -> None:
    assert CellTexts(others).written_as(text, status, legend) == expected
