"""All errors of a configuration are reported at once, at the location of their keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import planlint, write

PLAN = "---\ntype: progress\ntasks: []\n---\n"
PLUGIN = """
from linter.rules.base import Rule

class House(Rule):
    id = "house-rule"
    family = "house"
    names: list[str] = []
    strict: bool = False

    def check(self, document, project):
        return ()

RULES = [House]
"""


def errors(folder: Path, *arguments: str) -> list[str]:
    """Return the lines on stderr, without their common prefix."""
    result = planlint("check", *arguments, cwd=folder)
    assert (result.returncode, result.stdout) == (2, ""), result.stderr
    return [line.removeprefix("planlint: error: ") for line in result.stderr.splitlines()]


def places(folder: Path, text: str, name: str = "planlint.toml") -> list[str]:
    write(folder, {name: text, "a.md": PLAN, ".git/HEAD": ""})
    return [line.partition(": ")[0].removeprefix(f"{name}:") for line in errors(folder)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\npresets = 1\n", ["2:1"]),
        ("  'pre set' = 1", ["1:3"]),
        ("select = ['counts', 'no-such']", ["1:21"]),
        ("select = [\n  'counts',  # 'no-such'\n  'no-such',\n]", ["3:3"]),
        ("select = ['no', 'nor', 'no']", ["1:11", "1:17"]),
        ("x = '''\nselect = 1\n'''\nselect = 1", ["1:1", "4:1"]),
        ("# select = 1\nselect = 1", ["2:1"]),
        ("severity = { counts = 'error', count-mismatch = 'info' }", ["1:32"]),
        ("preset = 'strict'\n\n\nseverity = {count-mismatch = \"info\"}", ["4:13"]),
        ("severity.count-mismatch = 'info'", ["1:10"]),
        ("severity . 'count-mismatch' = 'info'", ["1:12"]),
        ("[severity]\n\"batch-order\" = 'info'\nbatch-oder = 'error'", ["2:1", "3:1"]),
        ("per-file-ignores = {'a' = ['counts'], 'b/*.md' = ['no', 'counts']}", ["1:51"]),
        ("[per-file-ignores]\n'a.b' = 'counts'", ["2:1"]),
        ("kinds.progres = ['a']\nkinds.progress = [1]", ["1:7", "2:7"]),
        ("[rules.same-batch-dependency]\ndone = 3\ndome = true", ["2:1", "3:1"]),
        ("rules = {same-batch-dependency = {done = 3}, no-such = {}}", ["1:35", "1:46"]),
        ("rules.same-batch-dependency.done = 3", ["1:29"]),
        ("plugins = ['no_such_plugin_a', 'json']", ["1:12", "1:32"]),
        ("extend = 'nowhere.toml'\nselect = 1", ["1:1", "2:1"]),
        ("extend = '../../out.toml'", ["1:1"]),
        ("extend = 'planlint.toml'", ["1:1"]),
        ("extend = 1", ["1:1"]),
        ("preset = 'strict'\nroot = '../..'\nbaseline = '/etc/x.json'", ["2:1", "3:1"]),
        ("formats = ['progress', 'progres']", ["1:24"]),
        ("max-depth = 0\nmax-nodes = true\nfail-on = 'x'\noutput-format = 'txt'", ["1:1", "2:1", "3:1", "4:1"]),
        ("new = 1\n required-version = '>=99'", ["2:2"]),
        ("preset = 'strict'\n[project\n", ["2:9"]),
        ("select = [", ["1:11"]),
        ("a = 1\na = 2", ["2:6"]),
        ("preset = strict", ["1:10"]),
    ],
)
def test_an_error_is_at_its_key(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert places(tmp_path, text) == expected


def test_of_a_pyproject_the_table_of_planlint_is_meant(tmp_path: Path) -> None:
    text = "[project]\nselect = 1\n[tool.other]\nselect = 1\n[tool.planlint]\nselect = 1\n"
    assert places(tmp_path, text, "pyproject.toml") == ["6:1"]
    assert places(tmp_path, "tool = {planlint = {select = 1}}", "pyproject.toml") == ["1:21"]
    assert places(tmp_path, "[tool]\nplanlint = 1\n", "pyproject.toml") == ["2:1"]


@pytest.mark.parametrize(
    "table",
    [
        "[tool.planlint]",
        "[ tool . 'planlint' ]",
        "[tool.planlint.severity]",
        "tool.planlint.x = 1",
        "[tool]\nplanlint.x = 1",
    ],
)
def test_a_pyproject_that_names_planlint_and_does_not_parse_is_an_error(tmp_path: Path, table: str) -> None:
    text = f"{table}\n\n[project\nname = 'x'\n"
    assert places(tmp_path, text, "pyproject.toml") == [f"{table.count(chr(10)) + 3}:9"]


@pytest.mark.parametrize("text", ["[project\n", "# [tool.planlint]\n[project\n", "dev = ['planlint']\n[project\n"])
def test_a_pyproject_of_other_tools_need_not_parse(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"pyproject.toml": text, "a.md": PLAN, ".git/HEAD": ""})
    assert planlint("check", "--exit-zero", cwd=tmp_path).returncode == 0


def test_what_is_not_utf_8_has_a_position_too(tmp_path: Path) -> None:
    write(tmp_path, {"planlint.toml": b"# \xc3\xa9\nx = '\xc3\xa9\xff'\n", "a.md": PLAN})
    assert errors(tmp_path) == ["planlint.toml:2:7: byte 0xff is not UTF-8"]


def test_what_a_file_extends_is_blamed_for_its_own_keys(tmp_path: Path) -> None:
    files = {
        "planlint.toml": "extend = 'base/x.toml'\nselect = ['no']\n",
        "base/x.toml": "\nignore = ['nor']\nselect = 1\n",
    }
    write(tmp_path, {**files, "a.md": PLAN, ".git/HEAD": ""})
    assert [line.partition(": ")[0] for line in errors(tmp_path)] == ["base/x.toml:2:11", "planlint.toml:2:11"]
    write(tmp_path, {"base/x.toml": "\n[x"})
    assert errors(tmp_path)[0].startswith("base/x.toml:2:3: invalid TOML: ")


def test_what_the_command_line_reports_is_blamed_on_the_command_line(tmp_path: Path) -> None:
    write(tmp_path, {"planlint.toml": "select = ['counts']\n", "a.md": PLAN})
    assert errors(tmp_path, "--config", "select = ['foo']")[0].startswith("--config: unknown rule `foo`")
    assert errors(tmp_path, "--config", "severity = {count-mismatch = 'info'}")[0].startswith("--config: ")
    assert errors(tmp_path, "--config", "plugins = ['no_such_plugin_a']")[0].startswith("--config: cannot load plugin ")
    assert errors(tmp_path, "--ignore", "foo")[0].startswith("--ignore: unknown rule `foo`")
    assert errors(tmp_path, "--config", "preset = lax")[0].startswith("--config 'preset = lax': invalid TOML: ")


def test_options_of_the_rules_of_plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    text = "plugins = ['house_plugin']\n[rules.house-rule]\nnames = ['a', 1]\nstrict = 'x'\nname = 1\n"
    write(tmp_path, {"house_plugin.py": PLUGIN, "a.md": PLAN, "planlint.toml": text})
    assert errors(tmp_path) == [
        "planlint.toml:3:1: `rules.house-rule.names` must be a list of strings",
        "planlint.toml:4:1: `rules.house-rule.strict` must be a boolean",
        "planlint.toml:5:1: rule `house-rule` has no option `name` (did you mean `names`?)",
    ]
