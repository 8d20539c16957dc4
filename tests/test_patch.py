"""The unified diff: applied to one text, it results in the other, and it contains no unchanged line as changed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from linter.fixes.unified_diff import patch

LINES = st.sampled_from(["a", "b", "status: pending", "status: done", "é", "", "x\r"])


def applied(text: str, lines: list[str]) -> str:
    """The result of the patch for *text*, its context checked."""
    old = text.split("\n")
    new: list[str] = []
    at = 0
    for line in lines[2:]:
        hunk = re.match(r"@@ -(\d+)(?:,(\d+))? ", line)
        if hunk:
            start = int(hunk[1]) - (hunk[2] != "0")
            new += old[at:start]
            at = start
            continue
        content = line[1:].removesuffix("\n\\ No newline at end of file\n").removesuffix("\n")
        if line[0] in " -":
            assert old[at] == content
            at += 1
        if line[0] in " +":
            new.append(content)
    return "\n".join(new + old[at:])


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(LINES, max_size=30), st.lists(LINES, max_size=30))
def test_the_patch_turns_the_one_into_the_other(before: list[str], after: list[str]) -> None:
    old, new = "\n".join([*before, ""]), "\n".join([*after, ""])
    assert applied(old, patch("x", old, new)) == new


@settings(derandomize=True, deadline=None, max_examples=15)
@given(st.lists(LINES, min_size=300, max_size=400), st.sets(st.integers(0, 299), max_size=5))
def test_only_lines_that_changed_are_shown_as_changed(before: list[str], changed: set[int]) -> None:
    after = [f"{line}!{place}" if place in changed else line for place, line in enumerate(before)]
    lines = patch("x", "\n".join(before), "\n".join(after))
    assert sum(line[0] == "+" for line in lines[2:]) == len(changed)


def test_two_large_texts_of_equal_lines_are_compared_at_once() -> None:
    before = "status: pending\n" * 50_000
    lines = patch("x", before, before + "end\n")
    assert lines[-1] == "+end\n" and sum(line[0] == "+" for line in lines[2:]) == 1


def test_every_hunk_changes_something() -> None:
    before = ["a"] * 10 + ["once"] + ["b"] * 10 + ["old"]
    lines = patch("x", "\n".join(before), "\n".join([*before[:-1], "new"]))
    assert [line for line in lines if line.startswith("@@")] == ["@@ -19,4 +19,4 @@\n"]


def test_git_applies_it(tmp_path: Path) -> None:
    before = "".join(f"{number % 7}\n" for number in range(400)) + "no line end"
    after = before.replace("3\n4\n5\n", "3\nfour\n5\n", 2) + "\n"
    (tmp_path / "sp ace\té.md").write_bytes(before.encode())
    text = "".join(patch("sp ace\té.md", before, after))
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=text.encode(), check=True)
    assert (tmp_path / "sp ace\té.md").read_bytes().decode() == after
