"""The output about files that are not read as plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import planlint

CASES = {
    "no front matter": "# Tides\n",
    "is not closed": "---\ntype: note\n",
    "not a mapping": "---\n- a\n---\n",
    "has none of `": "---\ntype: progress\ntitle: x\n---\n",
    "needs an `id` or a `status`": "---\ntitle: x\ntasks: [a]\n---\n",
    "`type` is `note`, expected `progress`": "---\ntype: note\n---\n",
    "neither `type: progress` nor `tasks`": "---\ntitle: x\n---\n",
}


@pytest.mark.parametrize("reason", list(CASES))
def test_a_named_file_is_told_what_it_lacks_and_why_says_the_same(tmp_path: Path, reason: str) -> None:
    (tmp_path / "a.md").write_text(CASES[reason], encoding="utf-8")
    result = planlint("check", "a.md", cwd=tmp_path)
    assert result.returncode == 0
    assert "a.md is not a plan: " in result.stderr and reason in result.stderr
    assert reason in planlint("why", "a.md", cwd=tmp_path).stdout


def test_of_a_directory_files_with_front_matter_are_told_with_verbose_alone(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntype: note\n---\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# Tides\n", encoding="utf-8")
    assert "a.md" not in planlint("check", ".", cwd=tmp_path).stderr
    said = planlint("check", "-v", ".", cwd=tmp_path).stderr
    assert "a.md is not a plan" in said and "b.md" not in said
