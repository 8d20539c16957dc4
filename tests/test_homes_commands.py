"""The home of a violation across files in commands: comments, fixes, per-file-ignores, `why`, configurations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import planlint, write
from tests.repository import plan

ONE, TWO = "a/phase-1-progress.md", "a/phase-2-progress.md"
CYCLE = {ONE: plan("T1", "T2"), TWO: plan("T2", "T1")}
AGREED = "  # planlint: ignore[dependency-cycle] agreed"


def check(folder: Path, *arguments: str) -> list[str]:
    """The violations as ``path: severity[rule]``."""
    result = planlint("check", "--output-format", "json", *arguments, cwd=folder)
    assert result.returncode in (0, 1), result.stderr
    return [f"{one['path']}: {one['severity']}[{one['rule']}]" for one in json.loads(result.stdout)["violations"]]


def commented(path: str) -> dict[str, str | bytes]:
    return {**CYCLE, path: CYCLE[path].replace("]\n", f"]{AGREED}\n")}


@pytest.mark.parametrize("path", [ONE, TWO])
def test_the_fix_leaves_a_comment_at_either_place(tmp_path: Path, path: str) -> None:
    write(tmp_path, commented(path))
    for named in ([], [ONE], [TWO]):
        assert check(tmp_path, *named) == []
        planlint("check", "--fix", "--unsafe-fixes", *named, cwd=tmp_path)
    assert AGREED in (tmp_path / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("named", [(), (ONE,), (TWO,)])
def test_add_ignore_over_some_files_holds_for_all(tmp_path: Path, named: tuple[str, ...]) -> None:
    write(tmp_path, dict(CYCLE))
    planlint("check", "--add-ignore", *named, cwd=tmp_path)
    for others in ((), (ONE,), (TWO,)):
        assert check(tmp_path, *others) == []


def test_a_comment_at_both_places_is_used_at_both(tmp_path: Path) -> None:
    write(tmp_path, {**commented(ONE), TWO: commented(TWO)[TWO]})
    assert check(tmp_path) == check(tmp_path, ONE) == check(tmp_path, TWO) == []


def test_a_comment_for_the_whole_file_accepts_what_has_a_place_in_it(tmp_path: Path) -> None:
    text = CYCLE[TWO].replace("prd:", "# planlint: ignore-file[dependencies] agreed\nprd:")
    write(tmp_path, {**CYCLE, TWO: text})
    assert check(tmp_path) == check(tmp_path, ONE) == check(tmp_path, TWO) == []


def test_an_expired_comment_in_a_file_that_is_not_named_accepts_nothing(tmp_path: Path) -> None:
    text = CYCLE[ONE].replace("]\n", f"]{AGREED}; until=2025-12-31\n")
    write(tmp_path, {**CYCLE, ONE: text})
    assert check(tmp_path, TWO) == [f"{TWO}: error[dependency-cycle]"]
    assert check(tmp_path, ONE) == [f"{ONE}: error[dependency-cycle]", f"{ONE}: warning[unused-suppression]"]


def test_what_is_ignored_for_its_home_is_ignored_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, {**CYCLE, "planlint.toml": 'per-file-ignores = {"a/phase-1*" = ["dependency-cycle"]}\n'})
    assert check(tmp_path) == check(tmp_path, ONE) == check(tmp_path, TWO) == []
    write(tmp_path, {**CYCLE, "planlint.toml": 'per-file-ignores = {"a/phase-2*" = ["dependency-cycle"]}\n'})
    assert check(tmp_path) == check(tmp_path, ONE) == [f"{ONE}: error[dependency-cycle]"]
    assert check(tmp_path, TWO) == [f"{TWO}: error[dependency-cycle]"]


BACKLOG: dict[str, str | bytes] = {
    "backlog/config.yml": "project_name: x\nstatuses: [To Do, Done]\n",
    "backlog/completed/task-1 - Old.md": "---\nid: TASK-1\ntitle: Old\nstatus: Done\ndependencies: []\n---\n",
    "backlog/tasks/task-1 - New.md": "---\nid: TASK-1\ntitle: New\nstatus: To Do\ndependencies: []\n---\n",
}
OLD, NEW = "backlog/completed/task-1 - Old.md", "backlog/tasks/task-1 - New.md"
RULE = "duplicate-task-id"


def test_the_configuration_of_the_home_counts_where_folders_have_their_own(tmp_path: Path) -> None:
    write(tmp_path, {**BACKLOG, "planlint.toml": f'select = ["{RULE}"]\n'})
    assert check(tmp_path) == check(tmp_path, NEW) == [f"{NEW}: error[{RULE}]"]
    assert check(tmp_path, OLD) == [f"{OLD}: error[{RULE}]"]
    for folder, values, expected in (
        ("tasks", 'ignore = ["dependencies"]', ""),
        ("completed", 'ignore = ["dependencies"]', "error"),
        ("tasks", f'select = ["{RULE}"]\nseverity = {{{RULE} = "warning"}}', "warning"),
        ("completed", f'select = ["{RULE}"]\nseverity = {{{RULE} = "warning"}}', "error"),
    ):
        own = tmp_path / f"backlog/{folder}/planlint.toml"
        own.write_text(f"{values}\n", encoding="utf-8")
        assert check(tmp_path) == check(tmp_path, NEW) == ([f"{NEW}: {expected}[{RULE}]"] if expected else [])
        assert check(tmp_path, OLD) == ([f"{OLD}: {expected}[{RULE}]"] if expected else [])
        own.unlink()
    write(tmp_path, {"planlint.toml": 'select = ["syntax"]\n', "backlog/tasks/planlint.toml": f'select = ["{RULE}"]\n'})
    assert check(tmp_path, OLD) == [f"{OLD}: error[{RULE}]"]


def why(folder: Path, place: str) -> str:
    result = planlint("why", place, cwd=folder)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_why_explains_a_violation_at_each_of_its_places(tmp_path: Path) -> None:
    write(tmp_path, dict(CYCLE))
    for path in (ONE, TWO):
        assert "dependency-cycle: dependency cycle: T1 -> T2 -> T1" in why(tmp_path, f"{path}:7")
    write(tmp_path, commented(ONE))
    assert "hidden: comment in line 7, agreed" in why(tmp_path, f"{ONE}:7")
    assert f"hidden: comment in line 7 of {ONE}, agreed" in why(tmp_path, f"{TWO}:7")
    write(tmp_path, {**CYCLE, "planlint.toml": 'per-file-ignores = {"a/phase-1*" = ["dependency-cycle"]}\n'})
    assert "per-file-ignores" in why(tmp_path, f"{TWO}:7")
    write(tmp_path, {"planlint.toml": 'baseline = "b.json"\n'})
    planlint("baseline", "create", "--baseline", "b.json", ONE, cwd=tmp_path)
    assert "baseline entry b.json:4" in why(tmp_path, f"{TWO}:7")


def test_the_fingerprint_is_the_same_wherever_it_is_printed(tmp_path: Path) -> None:
    write(tmp_path, dict(CYCLE))
    found = set()
    for named in ((), (ONE,), (TWO,)):
        result = planlint("check", "--output-format", "sarif", *named, cwd=tmp_path)
        (one,) = json.loads(result.stdout)["runs"][0]["results"]
        found.add(json.dumps(one["partialFingerprints"]))
    assert len(found) == 1


def test_json_lists_every_related_place(tmp_path: Path) -> None:
    tasks = "".join(f"- {{id: T{number}, status: pending}}\n" for number in range(150))
    write(tmp_path, {"p.md": f"---\ntype: progress\nprd: p\nstatus: completed\ntasks:\n{tasks}---\n"})
    result = planlint("check", "--select", "status-mismatch", "--output-format", "json", cwd=tmp_path)
    (violation,) = json.loads(result.stdout)["violations"]
    assert len(violation["related"]) == len(violation["data"]["open"]) == 150
