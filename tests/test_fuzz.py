"""Properties of every input, on a few inputs; ``python -m fuzz`` tries millions."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.seeds import FOUND, _seeds
from fuzz.targets import TARGETS, start
from linter.engine import cached_session as units
from linter.engine.session import MIN_FILES_FOR_CACHE

WORDS = [
    "---\n",
    "type: progress\n",
    "tasks:\n",
    "- id: T1\n",
    "  status: pending\n",
    "  dependencies: [T1, T2]\n",
    "prd: a\n",
    "parallelization:\n",
    "  batch_1: [T1]\n",
    "total_tasks: 3\n",
    "progress: 40\n",
    "updated: 2026-02-30\n",
    "a: &a [*a]\n",
    "b: *a\n",
    "<<: {x: 1}\n",
    "# planlint: ignore[all]\n",
    "| Task | Status |\n|---|---|\n| T1 | done |\n",
    "feature_name: a\n",
    '{"tools": [{"name": "x"}]}',
    '"\\ud800"',
    "select = ['all']\n",
    "exclude = ['**/*']\n",
    "[",
    "{",
    "\x00",
    "\r\n",
    "\ufeff",
    "\u2028",
    "\x1b[2J",
    "::error::",
    "##[x]",
    "'",
    '"',
    "|\n",
    ">",
    "? ",
    ": ",
    "-",
    " ",
    "\t",
    "9" * 70,
    "é",
    "\f",
]
INPUTS = st.builds(
    lambda choice, parts: bytes([choice]) + b"".join(parts),
    st.integers(0, 255),
    st.lists(st.one_of(st.sampled_from([word.encode() for word in WORDS]), st.binary(max_size=3)), max_size=25),
)


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = os.getcwd()
    monkeypatch.setattr(units, "MIN_FILES_FOR_CACHE", MIN_FILES_FOR_CACHE)  # changes from here on are undone
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    start()
    yield
    os.chdir(before)


@pytest.mark.parametrize("name", TARGETS)
def test_it_holds_for_what_is_put_together(name: str) -> None:
    @settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(INPUTS)
    def covers(data: bytes) -> None:
        TARGETS[name](data)

    covers()


@pytest.mark.parametrize("name", TARGETS)
def test_it_holds_for_the_seeds(name: str) -> None:
    for data in sorted(_seeds(name, ()))[:: 40 if name == "cached" else 9]:
        TARGETS[name](data)


@pytest.mark.parametrize("path", sorted(FOUND.iterdir()), ids=lambda path: path.name)
def test_what_was_found_stays_fixed(path: Path) -> None:
    TARGETS[path.name.partition(".")[0]](path.read_bytes())


@pytest.mark.parametrize("code", [0, 1])
def test_a_process_that_fails_without_a_finding_is_an_error(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from fuzz import __main__ as fuzzing

    def fuzz(target: str, out: Path, seconds: int) -> int:
        (out / f"{target}.log").write_text("first\nno module named atheris\n", "utf-8")
        return code

    times = iter([0.0, 0.0, 0.0, 60.0])  # the fourth is the end
    monkeypatch.setattr(fuzzing, "time", SimpleNamespace(monotonic=lambda: next(times)))
    monkeypatch.setattr(fuzzing, "_fuzz", fuzz)
    monkeypatch.setattr(sys, "argv", ["fuzz", "json", "--out", str(tmp_path)])
    assert fuzzing.main() == code
    assert ("json failed:\n  first\n  no module named atheris" in capsys.readouterr().out) == bool(code)
