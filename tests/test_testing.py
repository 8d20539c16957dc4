"""``check_page``: the example in docs/how-to/write-a-rule.md passes, and every mistake in a page is named."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import pytest

from linter.api import Rule
from linter.testing import check_page
from tests.conftest import ROOT, TICKETS_FORMAT, write

GUIDE = (ROOT / "docs" / "how-to" / "write-a-rule.md").read_text(encoding="utf-8")
CODE = re.findall(r"\n```python\n(.*?)```\n", GUIDE, re.DOTALL)[0]
PAGE = GUIDE.partition("\n````markdown\n")[2].partition("````\n")[0]


@pytest.fixture
def rule() -> type[Rule]:
    module = types.ModuleType("my_rules")
    exec(CODE, vars(module))
    found: type[Rule] = module.RULES[0]
    return found


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "nobody_owns_it.md"


def test_the_page_of_the_guide_passes(rule: type[Rule], page: Path) -> None:
    page.write_text(PAGE, encoding="utf-8")
    check_page(rule, page)


@pytest.mark.parametrize(
    ("old", "new", "output"),
    [
        ("assigned_to: «nobody»", "«assigned_to»: nobody", "Bad: flagged text"),
        ("assigned_to: «nobody»", "assigned_to: nobody", "Bad: something marked"),
        ("assigned_to: null", "assigned_to: x", "Fixed: text after the fix"),
        ("assigned_to: ada", "assigned_to: nobody", "Good: violations"),
        (
            "assigned_to: ada",
            "assigned_to: ada\n- id: T2\n  status: pending\n  dependencies: [T9]",
            "unknown-dependency",
        ),
        ("# nobody-owns-it", "# nobody", "the page: title"),
        ("A task is owned by nobody.", "A task is owned by nobody", "full stop after the summary"),
        ("## Good", "## Best", "unknown sections"),
        ("## Why", "## See also", "first section"),
        ("`word`: the name", "word: the name", "options"),
    ],
)
def test_what_a_page_gets_wrong_is_named(rule: type[Rule], page: Path, old: str, new: str, output: str) -> None:
    assert old in PAGE
    page.write_text(PAGE.replace(old, new), encoding="utf-8")
    with pytest.raises(AssertionError, match=re.escape(output)):
        check_page(rule, page)


def test_a_fix_that_the_page_does_not_show_is_named(rule: type[Rule], page: Path) -> None:
    page.write_text(re.sub(r"(?s)## Fixed.*?(?=## Good)", "", PAGE), encoding="utf-8")
    with pytest.raises(AssertionError, match="section 'Fixed'"):
        check_page(rule, page)
    rule.fix = None
    with pytest.raises(AssertionError, match="fixes without a section"):
        check_page(rule, page)


def test_a_rule_that_fails_is_no_silent_rule(page: Path) -> None:
    class Broken(Rule):
        id = "broken-rule"
        family = "ownership"

        def check(self, document: object) -> list[object]:  # type: ignore[override]
            raise ValueError("oh")

    example = "```yaml file=a-progress.md\n---\ntype: progress\nprd: {}\n---\n```\n"
    text = "# broken-rule\n\nIt breaks.\n\n## Why\n\n## Bad\n\n" + example.format("«a»") + "\n## Good\n\n" + example
    page.write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError, match="rule broken-rule failed with ValueError: oh"):
        check_page(Broken, page)


def test_settings_bring_the_format_of_the_examples(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Urgent(Rule):
        id = "urgent-ticket"
        family = "tickets"
        kinds = ("tickets",)

        def check(self, document: object) -> object:  # type: ignore[override]
            for task in document.tasks:  # type: ignore[attr-defined]
                if task.name == "URGENT":
                    yield self.violation(document, task.id, "urgent", {})  # type: ignore[arg-type]

    write(tmp_path, {"tickets_format.py": TICKETS_FORMAT})
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "tickets_format", raising=False)
    example = "```yaml file=tickets.yml\ntickets:\n- id: {}\n  state: open\n```\n"
    text = f"# urgent-ticket\n\nIt is urgent.\n\n## Why\n\n## Bad\n\n{example}\n## Good\n\n{example}"
    page.write_text(text.replace("{}", "«URGENT»", 1).replace("{}", "A"), encoding="utf-8")
    check_page(Urgent, page, plugins=["tickets_format"])
