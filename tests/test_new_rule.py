"""``python -m docs.new_rule``: it writes a rule that passes its page, and rejects an existing id."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from docs.new_rule import files, problem
from docs.rule_table import FAMILIES
from linter.rules.registry import FAMILY, class_name
from linter.testing import check_page


@pytest.mark.parametrize("family", ["status", "timestamps"])
def test_the_scaffold_passes_its_own_page(tmp_path: Path, family: str) -> None:
    code, page = files("task-without-owner", family).items()
    assert code[0].parent == page[0].parent and code[0].parent.name == family
    for path, text in (code, page):
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("scaffold", tmp_path / "task_without_owner.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rule = getattr(module, class_name("task-without-owner"))
    assert (rule.id, rule.family, rule.default) == ("task-without-owner", family, False)
    check_page(rule, tmp_path / "task_without_owner.md")


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("batch-order", "exists: linter/rules/batches/batch_order.py"),
        ("Task_Owner", "expected kebab-case"),
        ("task--owner", "expected kebab-case"),
        ("task-without-owner", None),
    ],
)
def test_an_id_that_cannot_be_given_is_refused(id: str, words: str | None) -> None:
    found = problem(id)
    assert found is None if words is None else words in str(found)


def test_every_family_is_known() -> None:
    assert set(FAMILIES) == set(FAMILY.values())
