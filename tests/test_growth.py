"""Work grows no faster than the input: calls are counted, not seconds, for n of something and for 4n.

This is the small form of ``python -m tests.hostile.growth``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.counting import MAX_EXPONENT, calls, events, exponent
from tests.hostile.editor import editing
from tests.hostile.families import FAMILIES
from tests.hostile.growth import COMMANDS, counts_of

WORK = ("command check", "output json", "editor quick fixes", "editor references")
CASES = [  # families for the commands that do more than check
    ("tasks", "svg"),
    ("tasks", "set all"),
    ("unknown dependencies", "add-ignore"),
    ("unknown dependencies", "baseline create"),
    ("violations on one line", "add-ignore"),
    ("dependencies twice", "fix"),
]


@pytest.mark.parametrize("family", FAMILIES)
def test_work_grows_as_the_input_does(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check_growth(family, WORK, monkeypatch)


@pytest.mark.parametrize(("family", "command"), CASES)
def test_the_work_of_a_command_grows_as_the_input_does(
    family: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command in COMMANDS
    check_growth(family, [f"command {command}"], monkeypatch)


def check_growth(family: str, work: tuple[str, ...] | list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")  # restored afterwards
    n = FAMILIES[family][1] * 2 // 3
    counts = {size: counts_of(family, size, calls, work) for size in (n, 4 * n)}
    found = {name: exponent({size: of_size[name] for size, of_size in counts.items()}) for name in counts[n]}
    assert {name: round(value, 2) for name, value in found.items() if value > MAX_EXPONENT} == {}


def test_quadratic_work_is_seen() -> None:
    def work(n: int) -> None:
        for _ in range(n):
            for _ in range(n):
                pass

    assert exponent({n: events(lambda n=n: work(n)) for n in (20, 40, 80)}) > 1.9  # type: ignore[misc]
    assert exponent({n: calls(lambda n=n: [str(n) for _ in range(n)]) for n in (20, 40, 80)}) < 1.1  # type: ignore[misc]


def test_the_first_diagnostics_have_quick_fixes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-progress.md").write_text(str(FAMILIES["unknown dependencies"][0](100)["a-progress.md"]))
    with editing("a-progress.md") as editor:
        assert len(editor.server.published["a-progress.md"]) == 100
        assert len(editor.actions("quickfix")) == 50
