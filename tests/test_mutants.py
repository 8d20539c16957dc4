"""The mutants are put where those who use the code find them, and taken for what they are."""

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


@pytest.fixture
def module() -> Iterator[ModuleType]:
    module = ModuleType("broken")
    sys.modules["broken"] = module
    exec(BEFORE, vars(module))
    yield module
    del sys.modules["broken"]


def test_who_has_a_function_has_the_changed_one(module: ModuleType) -> None:
    rule, slow = module.Rule(), module.slow
    assert (rule.check(), rule.fix, slow(3)) == (1, "safe", 3)
    changed = ModuleType("broken")
    exec(AFTER, vars(changed))
    _transplant(module, vars(changed), "broken")
    assert (rule.check(), rule.fix, slow(3)) == (2, None, -3)
    assert isinstance(slow, type(lru_cache(len)))


def test_the_function_around_a_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.py"
    file.write_text(BEFORE)
    functions = Functions(file)
    assert [functions.around(line) for line in (2, 4, 6, 8, 9, 12)] == [0, 0, 5, 7, 7, 10]
