"""The hostile inputs that are quick to try; ``python -m tests.hostile`` tries all of them."""

from __future__ import annotations

import itertools
import sys

import pytest

from tests.hostile import (
    baselines,
    command_lines,
    configurations,
    file_names,
    files,
    graphs,
    links,
    plugins,
    programs,
    states,
)
from tests.hostile.__main__ import play
from tests.hostile.cases import Case

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory as on Linux")

MODULES = (
    files,
    configurations,
    baselines,
    plugins,
    command_lines,
    graphs,
    links,
    file_names,
    states,
    programs,
)
QUICK = {
    "[ x 25,000": 1,
    "alias bomb of mappings": 1,
    "a list in itself": 1,
    "python object tag": 1,
    "latin-1": 1,
    "comments unclosed, 300,000": 1,
    "blanks and parentheses in a cell": 1,
    "20,000 begun, none closed": 1,
    "[] closed x 100,000": 1,
    "pyproject: tool is a list": 1,
    "extends an endless device": 1,
    "extends a step out": 1,
    "a link out of the repository": 1,
    "dotted key of 10,000 parts": 1,
    "root at the top": 1,
    "stars x 400": 1,
    "a browser": 1,
    "a deep version": 1,
    "a device to check": 1,
    "a plan links out": 9,
    "a folder links out": 10,
    "the workflows link out": 1,
    "pipes instead of files": 4,
    "a tracked folder became a link": 1,
    "fsmonitor": 1,
    "a bare repository inside": 1,
    "a remote that is a program": 8,
    "no permissions": 2,
}


@pytest.fixture(scope="module")
def cases() -> dict[str, dict[str, Case]]:
    """By name and group; to make all of them takes a while."""
    found: dict[str, dict[str, Case]] = {}
    for case in itertools.chain.from_iterable(module.cases() for module in MODULES):
        if case.name in QUICK:
            found.setdefault(case.name, {}).setdefault(case.group, case)
    return found


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_input_is_survived_and_reported(name: str, cases: dict[str, dict[str, Case]]) -> None:
    played = {group: play(case, QUICK[name]).faults for group, case in cases[name].items()}
    assert {group: faults for group, faults in played.items() if faults} == {}
