"""The JSON Schemas of the configuration and of the json output agree with what planlint reads and prints."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from linter.config.json_schema import config_schema
from linter.config.key_docs import KEY_DOCS
from linter.config.validation import KEYS, ConfigValidator
from linter.engine.report import Report
from linter.outputs import json as json_output
from linter.rules.registry import Registry
from tests.conftest import ROOT, json_of, planlint, process, write
from tests.test_corpus import CORPUS

REGISTRY = Registry()
CONFIG = config_schema(REGISTRY)
OUTPUT = json.loads((ROOT / "linter" / "outputs" / "json.schema.json").read_text(encoding="utf-8"))


def closed(schema: Any) -> Any:
    """*schema* with every object closed, so that a key which it does not describe is an error."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    return {**found, "additionalProperties": False} if "required" in found else found


def test_every_key_of_the_configuration_is_described() -> None:
    assert set(CONFIG["properties"]) == {*KEYS, "extend"} == set(KEY_DOCS)
    Draft7Validator.check_schema(CONFIG)
    Draft202012Validator.check_schema(OUTPUT)


TABLE = """\
preset = "strict" | "lax" | 1
select = ["counts", "batch-order", "all"] | ["nothing"] | "counts"
ignore = [] | [1]
fail-on = "never" | "info"
severity = {counts = "warning"} | {counts = "info"} | {nothing = "error"} | "error"
per-file-ignores = {"a/**" = ["counts"]} | {"a" = "counts"} | {"a" = ["nothing"]}
include = ["a"] | "a"
kinds = {progress = ["a"]} | {notes = ["a"]} | {progress = "a"}
output-format = "sarif" | "xml"
formats = ["progress"] | ["notes"]
max-file-size = 1 | 0 | 1.5 | true
max-depth = 500 | 501
root = "." | []
fixable = ["counts"] | ["nothing"]
required-version = ">=0.0.1" | "latest" | 1
rules = {same-batch-dependency = {done = true}} | {same-batch-dependency = {done = 1}} | {counts = {}} | 1
plugin = []
extend-selec = ["counts"]
"""


@pytest.mark.parametrize("line", TABLE.splitlines())
def test_the_schema_and_the_check_of_the_configuration_agree(line: str) -> None:
    key, _, values = line.partition(" = ")
    for value in values.split(" | "):
        layer = tomllib.loads(f"{key} = {value}")
        problems = ConfigValidator(layer, REGISTRY, lambda *keys: "planlint.toml").problems
        assert Draft7Validator(CONFIG).is_valid(layer) == (not problems), (value, problems)


@pytest.mark.parametrize("key", KEY_DOCS)
def test_the_example_of_each_key_is_valid_and_its_default_too(key: str) -> None:
    values = tomllib.loads(KEY_DOCS[key].example)
    assert set(values) == {key}
    Draft7Validator(CONFIG).validate(values)
    if "default" in CONFIG["properties"][key]:
        Draft7Validator(CONFIG).validate({key: CONFIG["properties"][key]["default"]})


def test_the_rules_of_a_plugin_are_in_the_schema_that_is_printed(tmp_path: Path) -> None:
    plugin = """\
from linter.rules.base import Rule
class House(Rule):
    '''A house.'''
    id, family = "house-rule", "house"
    at_most: int = 3
RULES = (House,)
"""
    write(tmp_path, {"house.py": plugin, "planlint.toml": "plugins = ['house']\n"})
    schema = json.loads(process("schema", "config", cwd=tmp_path, PYTHONPATH=f"{ROOT}{os.pathsep}{tmp_path}").stdout)
    values = {"rules": {"house-rule": {"at-most": 4}}, "select": ["house", "house-rule"]}
    assert Draft7Validator(schema).is_valid(values)
    assert not Draft7Validator(schema).is_valid({"rules": {"house-rule": {"at-most": "4"}}})
    isolated = json.loads(planlint("schema", "config", "--isolated", cwd=tmp_path).stdout)
    assert isolated == CONFIG and not Draft7Validator(isolated).is_valid(values)


def test_a_broken_configuration_ends_with_2_and_the_way_out(tmp_path: Path) -> None:
    write(tmp_path, {"planlint.toml": "plugins = ['nowhere']\n"})
    result = planlint("schema", "config", cwd=tmp_path)
    assert result.returncode == 2 and "--isolated" in result.stderr and not result.stdout


@pytest.mark.parametrize("folder", ["fixtures", str(CORPUS)])
def test_the_json_output_is_valid_and_every_key_described(folder: str) -> None:
    if not (ROOT / folder).exists():
        pytest.skip("the corpus is not here")
    arguments = ["--isolated", "--preset", "strict", "--no-gitignore", folder]
    output = json_of(*arguments, cwd=ROOT)
    assert output["violations"]
    Draft202012Validator(closed(OUTPUT)).validate(output)


def test_a_violation_of_the_baseline_is_valid(lint: Callable[..., Report]) -> None:
    plan = "---\ntype: progress\nprd: a\ntotal_tasks: 3\ntasks:\n- {id: T1, status: pending}\n---\n"
    report = lint({"plan.md": plan})
    report.baselined, report.violations = report.violations, []
    output = json.loads(json_output.render(report))
    assert output["violations"][0]["baselined"] is True
    Draft202012Validator(closed(OUTPUT)).validate(output)
    output["violations"][0]["baselined"] = False
    assert not Draft202012Validator(OUTPUT).is_valid(output)


def test_the_schemas_are_printed(tmp_path: Path) -> None:
    assert json.loads(planlint("schema", "output", cwd=tmp_path).stdout) == OUTPUT
    assert planlint("schema", "nothing", cwd=tmp_path).returncode == 2
