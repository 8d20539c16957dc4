"""Which configuration applies, what it selects, and the messages of its errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.config.settings import Settings
from linter.rules.registry import FAMILY, OFF, Registry
from tests.conftest import json_of, planlint, write

TASK = "- id: T1\n  assigned_to: [me]\n  status: pending\n  dependencies: [T9]\n"
PLAN = f"---\ntype: progress\nprd: a\ncreated: 2026/01/02\ntasks:\n{TASK}---\n"
ALWAYS_REPORTED = {"unreadable-file", "merge-conflict", "syntax-error", "limit-exceeded", "internal-error"}


def rules_at(folder: Path, *arguments: str) -> set[tuple[str, str]]:
    found = json_of(*arguments, cwd=folder)["violations"]
    return {(v["path"], v["rule"]) for v in found if v["rule"] not in ("slug-mismatch", "missing-field")}


def selected(config: dict[str, object], command_line: dict[str, object] | None = None) -> set[str]:
    return set(Settings(config, command_line or {}, Registry(), None, "").selected) - ALWAYS_REPORTED


def test_the_nearest_file_holds_for_each_linted_file_and_nothing_is_merged(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "planlint.toml": "ignore = ['timestamps']\n",
            "a.md": PLAN,
            "deep/.planlint.toml": "ignore = ['dependencies']\n",
            "deep/er/b.md": PLAN.replace("T1", "T2"),
            "other/pyproject.toml": "[tool.planlint]\nselect = ['counts']\n",
            "other/c.md": PLAN,
            "plain/pyproject.toml": "[tool.black]\n",
            "plain/d.md": PLAN,
        },
    )
    assert rules_at(tmp_path) == {
        ("a.md", "unknown-dependency"),
        ("deep/er/b.md", "timestamp-format"),
        ("plain/d.md", "unknown-dependency"),
    }


def test_the_search_ends_at_the_root_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {"planlint.toml": "ignore = ['all']\n", "repo/a.md": PLAN, "repo/.git/HEAD": ""})
    assert len(rules_at(tmp_path / "repo", "a.md", "--no-gitignore")) == 2


def test_extend_takes_over_what_is_not_set_again(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "base.toml": "ignore = ['timestamps']\nseverity = {unknown-dependency = 'warning'}\n",
            "planlint.toml": "extend = 'base.toml'\nignore = []\n",
            "a.md": PLAN,
        },
    )
    severities = {v["rule"]: v["severity"] for v in json_of(cwd=tmp_path)["violations"] if v["rule"] != "slug-mismatch"}
    assert severities == {"timestamp-format": "error", "unknown-dependency": "warning"}


def test_without_a_repository_nothing_outside_of_the_folder_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"out.json": "precious", "p/a.md": "", "p/planlint.toml": "baseline = '../out.json'\n"})
    result = planlint("baseline", "create", cwd=tmp_path / "p")
    assert result.returncode == 2 and "`baseline` is outside of the project" in result.stderr
    assert (tmp_path / "out.json").read_text() == "precious"
    named = planlint("check", "--config", "p/planlint.toml", "--show-settings", cwd=tmp_path)
    assert named.returncode == 0, "what the command line names may"


@pytest.mark.parametrize("base", ["planlint.toml", "base.toml"])
def test_without_a_repository_a_configuration_extends_one_further_up(tmp_path: Path, base: str) -> None:
    files: dict[str, str | bytes] = {"p/planlint.toml": f"extend = '../{base}'\n", "p/a.md": PLAN}
    write(tmp_path, {**files, base: "select = ['unknown-dependency']\n"})
    assert {violation["rule"] for violation in json_of("p", cwd=tmp_path)["violations"]} == {"unknown-dependency"}
    below = planlint("check", cwd=tmp_path / "p")
    assert below.returncode == (1 if base == "planlint.toml" else 2)
    assert base == "planlint.toml" or "`extend` is outside of the project" in below.stderr


def test_options_beat_the_file_inline_settings_beat_it_too_and_isolated_reads_none(tmp_path: Path) -> None:
    write(tmp_path, {"planlint.toml": "select = ['timestamps']\n", "a.md": PLAN})
    assert rules_at(tmp_path) == {("a.md", "timestamp-format")}
    assert rules_at(tmp_path, "--select", "unknown-dependency") == {("a.md", "unknown-dependency")}
    assert rules_at(tmp_path, "--config", "select = ['dependencies']") == {("a.md", "unknown-dependency")}
    assert rules_at(tmp_path, "--ignore", "timestamp-format") == set()
    assert len(rules_at(tmp_path, "--isolated")) == 2


def test_presets() -> None:
    default = set(FAMILY) - OFF - ALWAYS_REPORTED
    assert selected({}) == default
    assert selected({"preset": "strict"}) == set(FAMILY) - ALWAYS_REPORTED
    minimal = selected({"preset": "minimal"})
    assert "batch-order" in minimal and "same-batch-dependency" not in minimal and "timestamp-format" not in minimal
    assert {"unknown-dependency", "count-mismatch", "duplicate-key"} <= minimal and not minimal & OFF


def test_the_more_specific_selector_wins_and_on_a_tie_ignore() -> None:
    assert selected({"select": ["all"], "ignore": ["batches"], "extend-select": ["batch-order"]}) >= {"batch-order"}
    assert "batch-order" not in selected({"select": ["batches"], "ignore": ["batch-order"]})
    assert "batch-order" not in selected({"select": ["batch-order"], "ignore": ["batch-order"]})
    assert selected({"ignore": ["batch-order"]}, {"select": ["batch-order"]}) == {"batch-order"}
    assert selected({"select": ["dependencies"]}) == {id for id, family in FAMILY.items() if family == "dependencies"}


def test_what_could_not_be_read_is_reported_whatever_is_selected_unless_it_is_ignored_by_name(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "---\ntype: progress\nprd: a\na: b: c\n---\n"})
    assert rules_at(tmp_path, "--select", "counts") == {("a.md", "syntax-error")}
    assert rules_at(tmp_path, "--ignore", "syntax-error") == set()


def test_strict_makes_warnings_errors_and_sets_strict_options(tmp_path: Path) -> None:
    tasks = "- {id: A, status: completed, dependencies: []}\n- {id: B, status: completed, dependencies: [A]}\n"
    text = f"---\ntype: progress\nprd: a\ntasks:\n{tasks}parallelization:\n  batch_1: [A, B]\n---\n"
    write(tmp_path, {"a.md": text})
    assert rules_at(tmp_path) == set()
    found = json_of("--preset", "strict", "--select", "same-batch-dependency", cwd=tmp_path)["violations"]
    assert [(v["rule"], v["severity"]) for v in found] == [("same-batch-dependency", "error")]
    inline = ("--config", "rules.same-batch-dependency.done = true")
    assert rules_at(tmp_path, *inline) == {("a.md", "same-batch-dependency")}


def test_per_file_ignores_exclude_include_and_kinds(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "planlint.toml": (
                "exclude = ['old/']\nkinds = {progress = ['notes/*.txt', 'forced.md']}\n"
                "per-file-ignores = {'p/*.md' = ['timestamps']}\n"
            ),
            "p/a.md": PLAN,
            "old/b.md": PLAN,
            "notes/c.txt": PLAN,
            "forced.md": "# no front matter\n",
        },
    )
    expected = {
        ("p/a.md", "unknown-dependency"),
        ("notes/c.txt", "unknown-dependency"),
        ("notes/c.txt", "timestamp-format"),
        ("forced.md", "missing-frontmatter"),
    }
    assert rules_at(tmp_path) == expected
    assert len(rules_at(tmp_path, "old/b.md")) == 2
    assert rules_at(tmp_path, "old/b.md", "--force-exclude") == set()
    assert rules_at(tmp_path, "--config", "include = ['p/']") == {("p/a.md", "unknown-dependency")}


def test_formats_can_be_switched_off(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": PLAN, "MANIFEST.yaml": "feature_name: a\ncreated_at: today\n"})
    assert {path for path, _ in rules_at(tmp_path)} == {"a.md", "MANIFEST.yaml"}
    assert {path for path, _ in rules_at(tmp_path, "--config", "formats = ['manifest']")} == {"MANIFEST.yaml"}


def test_limits_are_set_by_the_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": PLAN.replace("prd: a", "prd: a\nx: [[[[1]]]]")})
    found = json_of("--config", "max-depth = 3", cwd=tmp_path)["violations"]
    assert [(v["rule"], v["data"]["limit"]) for v in found] == [("limit-exceeded", "max-depth")]


BAD = """\
presets = "strict"
select = ["batch-oder", "dependencies"]
fail-on = "fatal"
max-depth = "deep"
plugins = "house"
per-file-ignores = {"*.md" = ["count-mismatches"]}

[kinds]
progres = ["*.txt"]

[severity]
batch-order = "fatal"

[rules.same-batch-dependency]
dome = true
done = 3
"""


def test_all_errors_are_reported_at_once_with_line_and_suggestion(tmp_path: Path) -> None:
    write(tmp_path, {"planlint.toml": BAD, "a.md": PLAN})
    result = planlint("check", cwd=tmp_path)
    assert result.returncode == 2 and result.stdout == ""
    lines = [line.removeprefix("planlint: error: planlint.toml:") for line in result.stderr.splitlines()]
    assert [(line.split(":")[0]) for line in lines] == ["1", "2", "3", "4", "5", "6", "9", "12", "15", "16"]
    text = "\n".join(lines)
    for word, meant in (
        ("presets", "preset"),
        ("batch-oder", "batch-order"),
        ("count-mismatches", "count-mismatch"),
        ("progres", "progress"),
        ("dome", "done"),
    ):
        assert f"{word!r}" in text or word in text
        assert f"did you mean `{meant}`?" in text


@pytest.mark.parametrize("text", ["select = [", "extend = 'nowhere.toml'", "extend = 'planlint.toml'", "\xff"])
def test_a_file_that_cannot_be_read_is_an_error_with_its_name(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"planlint.toml": text.encode("latin-1"), "a.md": PLAN})
    result = planlint("check", cwd=tmp_path)
    assert result.returncode == 2
    assert "planlint.toml" in result.stderr or "nowhere.toml" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_version_can_be_required(tmp_path: Path) -> None:
    write(tmp_path, {"planlint.toml": "required-version = '>=99'\n", "a.md": PLAN})
    result = planlint("check", cwd=tmp_path)
    assert result.returncode == 2 and "requires `>=99`" in result.stderr
    assert planlint("check", "--config", "required-version = '>=0.1'", cwd=tmp_path).returncode == 1


def test_another_version_is_asked_for_before_its_keys_are_called_unknown(tmp_path: Path) -> None:
    write(tmp_path, {"planlint.toml": "new-key = 1\nrequired-version = '>=99'\n", "a.md": ""})
    result = planlint("check", cwd=tmp_path)
    assert result.returncode == 2
    assert "planlint.toml:2:1: planlint" in result.stderr and "requires `>=99`" in result.stderr
    assert "new-key" not in result.stderr
