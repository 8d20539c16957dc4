"""Mutation testing: mutants are written where the tests import them, and their results are recognized."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutants import Functions, _transplant

BEFORE = """\
from functools import lru_cache
LIMIT = 1
class Rule:
    fix = "safe"
    def __init__(self):
        self.made = 1
    def check(self):
        return self.wanted
    @property
    def wanted(self):
        return LIMIT
@lru_cache
def slow(n):
    return n
"""
AFTER = BEFORE.replace("LIMIT = 1", "LIMIT = 2").replace('"safe"', "None").replace("return n", "return -n")
AFTER = AFTER.replace("made = 1", "made = 2")


@pytest.fixture
def module() -> Iterator[ModuleType]:
    module = ModuleType("broken")
    sys.modules["broken"] = module
    exec(BEFORE, vars(module))
    yield module
    del sys.modules["broken"]


def test_who_has_a_function_has_the_changed_one(module: ModuleType) -> None:
    rule, slow = module.Rule(), module.slow
    assert (rule.check(), rule.fix, rule.made, slow(3)) == (1, "safe", 1, 3)
    changed = ModuleType("broken")
    exec(AFTER, vars(changed))
    _transplant(module, vars(changed), "broken")
    assert (rule.check(), rule.fix, module.Rule().made, slow(3)) == (2, None, 2, -3)
    assert isinstance(slow, type(lru_cache(len)))


def test_the_function_around_a_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.py"
    file.write_text(BEFORE)
    functions = Functions(file)
    assert [functions.around(line) for line in (2, 4, 6, 8, 10, 11, 14)] == [0, 0, 5, 7, 9, 9, 12]
