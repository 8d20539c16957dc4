"""``--show-settings``: the settings in effect, their origins, and why rules are enabled or disabled."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.config.origins import Origins
from linter.config.settings import Settings
from linter.config.toml_positions import key_positions
from linter.rules.registry import FAMILY, Registry
from tests.conftest import planlint, write

TOML = '''\
# a comment = 1
preset = "strict"
ignore = [
    "late-batch",  # ] not the end
    'counts',
]
severity = {syntax = "warning", "batch-order" = "error"}
text = """
[rules.nothing]
key = "]"
"""
"quoted key".sub = 1.5

[tool.planlint.per-file-ignores]
"archive/**" = ["counts",
    "status"]
[rules.same-batch-dependency]
done = true
[[array]]
name = "x"
'''


def test_the_positions_of_the_keys_of_a_toml_file() -> None:
    positions = key_positions(TOML)
    wanted = {
        ("preset",): 2,
        ("ignore",): 3,
        ("ignore", "late-batch"): 4,
        ("ignore", "counts"): 5,
        ("severity", "batch-order"): 7,
        ("text",): 8,
        ("quoted key", "sub"): 12,
        ("tool", "planlint", "per-file-ignores", "archive/**"): 15,
        ("tool", "planlint", "per-file-ignores", "archive/**", "status"): 16,
        ("rules", "same-batch-dependency", "done"): 18,
        ("array", "name"): 20,
    }
    assert {path: positions[path][0] for path in wanted} == wanted
    rows = TOML.split("\n")
    for path, (line, column) in positions.items():
        assert (
            rows[line - 1][column - 1 :].lstrip("\"'").startswith(path[-1].strip().split("\n")[0]) or "\n" in path[-1]
        )
    assert ("rules", "nothing") not in positions


def _keys(values: dict[str, Any], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for key, value in values.items():
        found.append((*above, key))
        found += _keys(value, (*above, key)) if isinstance(value, dict) else []
    return found


@pytest.mark.parametrize(
    "text", [TOML.replace('\n[[array]]\nname = "x"', ""), 'a = \'\'\'x"""\'\'\'\nb = """"q""""\nc=1']
)
def test_every_key_that_tomllib_reads_has_a_line(text: str) -> None:
    lines = key_positions(text)
    assert [path for path in _keys(tomllib.loads(text)) if path not in lines] == []


@settings(derandomize=True, max_examples=60)
@given(st.text(alphabet="[]{}=,.\"'#\n\\ab", max_size=60))
def test_any_text_ends(text: str) -> None:
    rows = text.split("\n")
    for line, column in key_positions(text).values():
        assert 1 <= column <= len(rows[line - 1])


_SELECTORS = st.lists(
    st.sampled_from(["all", "counts", "batches", "syntax", "syntax-error", "late-batch", "count-mismatch", "meta"]),
    max_size=2,
    unique=True,
)
_LAYER = st.fixed_dictionaries({}, optional=dict.fromkeys(("select", "extend-select", "ignore"), _SELECTORS))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(_LAYER, _LAYER, st.sampled_from(["default", "strict", "minimal"]))
def test_the_words_agree_with_what_is_selected(file: dict[str, Any], line: dict[str, Any], preset: str) -> None:
    chosen = Settings({"preset": preset, **file}, line, Registry(), None, "")
    origins = Origins(chosen)
    assert {id for id in FAMILY if origins.rule(id)[0]} == chosen.selected


def test_settings_and_where_they_come_from(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pyproject.toml": '[tool.ruff]\nexclude = ["x"]\n[tool.planlint]\nextend = "base.toml"\n'
            'ignore = [\n "batches",\n "counts",\n]\n[tool.planlint.per-file-ignores]\n"docs/**" = ["references"]\n',
            "base.toml": 'preset = "strict"\nexclude = ["docs/"]\n',
            "docs/plan.md": "---\ntype: progress\n---\n",
        },
    )
    arguments = ("--extend-select", "batch-order", "--severity", "batch-order=warning", "--config", "max-depth = 9")
    result = planlint("check", "--show-settings", "docs/plan.md", *arguments, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    output = [" ".join(line.split()) for line in result.stdout.splitlines()]
    for line in (
        "configuration pyproject.toml",
        'preset "strict" base.toml:1',
        "max-depth 9 --config",
        'ignore ["batches", "counts"] pyproject.toml:5',
        'fail-on "error" default',
        "not discovered in directories: exclude 'docs/' (base.toml:2)",
        "count-mismatch ignore 'counts' (pyproject.toml:7)",
        "missing-reference per-file-ignores 'docs/**' (pyproject.toml:10)",
        "dependency-cycle error preset strict (base.toml:1)",
        "batch-order warning extend-select 'batch-order' (--extend-select);"
        " warning by severity 'batch-order' (--severity)",
    ):
        assert line in output


def test_a_directory_no_configuration_and_a_path_that_is_not_there(tmp_path: Path) -> None:
    result = planlint("check", "--show-settings", cwd=tmp_path, PLANLINT_OUTPUT_FORMAT="concise")
    assert result.returncode == 0
    output = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert output[0] == "settings for ."
    assert "configuration none" in output
    assert 'output-format "concise" PLANLINT_OUTPUT_FORMAT' in output
    assert "late-batch preset default (default)" in output[output.index("7 are off:") :]
    result = planlint("check", "--show-settings", "nowhere.md", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "nowhere.md: no such file" in result.stderr
