"""Third-party rules, and a rule that raises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from linter.config.settings import FORMATS
from tests.conftest import ROOT, Lint, json_of, planlint, process, write

TASK = "- id: T1\n  assigned_to: [me]\n  status: pending\n  owner: nobody\n  dependencies: [T9]\n"
PLAN = f"---\ntype: progress\nprd: a\ntasks:\n{TASK}---\n"
PLUGIN = '''
"""A third party's rules in one file."""
from linter.rules.base import Rule


class NobodyOwnsIt(Rule):
    """A task is owned by nobody."""

    id = "nobody-owns-it"
    family = "house"
    severity = "warning"

    names: list[str] = ["nobody"]

    def check(self, document):
        for task in document.tasks:
            owner = task.node.get("owner")
            if owner is not None and owner.text in self.names:
                yield self.violation(document, owner, f"task {task.name!r} has no owner", {"task": task.name})


class Broken(Rule):
    """Always fails."""

    id = "broken"
    family = "house"
    default = False

    def check(self, document):
        return 1 / 0


RULES = (NobodyOwnsIt, Broken)
'''


@pytest.fixture
def house(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            "site/planlint_house.py": PLUGIN,
            "repo/planlint.toml": "plugins = ['planlint_house']\n",
            "repo/a.md": PLAN,
            "repo/b.md": PLAN.replace("T1", "T2"),
        },
    )
    return tmp_path / "repo"


def check(house: Path, *arguments: str) -> list[tuple[str, str, str]]:
    path = f"{ROOT}:{house.parent / 'site'}"
    result = process("check", "--output-format", "json", *arguments, cwd=house, PYTHONPATH=path)
    return [(v["rule"], v["path"], v["severity"]) for v in json.loads(result.stdout)["violations"]]


def test_a_rule_of_a_third_party_works_as_ours_do(house: Path) -> None:
    house_rule = ("nobody-owns-it", "a.md", "warning")
    assert house_rule in check(house)
    both = [house_rule, ("nobody-owns-it", "b.md", "warning")]
    assert check(house, "--select", "house", "--ignore", "broken") == both
    assert check(house, "--ignore", "house", "--ignore", "dependencies") == []
    assert check(house, "--select", "nobody-owns-it", "--severity", "house=error", "a.md")[0][2] == "error"
    assert check(house, "--config", "rules.nobody-owns-it.names = ['somebody']", "--ignore", "dependencies") == []


def test_rules_and_explain_know_it_too(house: Path) -> None:
    path = f"{ROOT}:{house.parent / 'site'}"
    assert "nobody-owns-it" in process("rules", cwd=house, PYTHONPATH=path).stdout
    assert "A task is owned by nobody." in process("explain", "nobody-owns-it", cwd=house, PYTHONPATH=path).stdout


def test_a_rule_that_raises_is_reported_and_the_run_goes_on(house: Path) -> None:
    path = f"{ROOT}:{house.parent / 'site'}"
    result = process("check", "--extend-select", "broken", "--output-format", "concise", cwd=house, PYTHONPATH=path)
    assert result.returncode == 3
    assert "Traceback" not in result.stderr + result.stdout
    lines = result.stdout.splitlines()
    rules = sorted((line.split(":")[0], line.split("[")[1].split("]")[0]) for line in lines)
    expected = ["internal-error", "nobody-owns-it", "unknown-dependency"]
    assert rules == [(path, rule) for path in ("a.md", "b.md") for rule in expected]
    assert "rule broken failed with ZeroDivisionError: division by zero (planlint_house:" in lines[0]


def test_a_plugin_that_cannot_be_loaded_is_a_configuration_error(tmp_path: Path) -> None:
    write(tmp_path, {"planlint.toml": "plugins = ['no_such_module_here']\n", "a.md": PLAN})
    result = planlint("check", cwd=tmp_path)
    assert result.returncode == 2
    assert "cannot load plugin `no_such_module_here`" in result.stderr


@pytest.mark.parametrize("name", ["house.__main__", "house"])
def test_a_plugin_that_ends_the_process_ends_no_run(tmp_path: Path, name: str) -> None:
    leaving = "raise SystemExit(0)\n"
    write(tmp_path, {"site/house/__init__.py": leaving * ("__" not in name), "site/house/__main__.py": leaving})
    write(tmp_path, {"repo/planlint.toml": f"plugins = ['{name}']\n", "repo/a.md": PLAN})
    result = process("check", cwd=tmp_path / "repo", PYTHONPATH=f"{ROOT}:{tmp_path / 'site'}")
    assert result.returncode == 2
    assert f"cannot load plugin `{name}`" in result.stderr


def test_a_plugin_is_not_taken_from_the_repository_that_is_linted(tmp_path: Path) -> None:
    evil = "open('ran', 'w')\nRULES = ()\n"
    write(tmp_path, {"planlint.toml": "plugins = ['evil']\n", "evil.py": evil, "a.md": PLAN})
    script = Path(sys.executable).parent / "planlint"
    if not script.exists():
        pytest.skip("planlint is not installed as a command here")
    result = subprocess.run([script, "check"], cwd=tmp_path, capture_output=True, check=False)
    assert result.returncode == 2
    assert not (tmp_path / "ran").exists()


def test_violations_are_sorted_by_path_place_and_rule(lint: Lint) -> None:
    report = lint({"b.md": PLAN, "a.md": PLAN.replace("T1", "T2").replace("[T9]", "[T9, T8, T9]")})
    keys = [(v.path, v.start, v.rule) for v in report.violations]
    assert keys == sorted(keys) and len({key[0] for key in keys}) == 2


def test_the_data_of_every_violation_is_plain_json(tmp_path: Path) -> None:
    for violation in json_of("fixtures", "--preset", "strict", cwd=ROOT)["violations"]:
        assert violation["data"]["document_kind"] in FORMATS
        assert all(not isinstance(value, dict) for value in violation["data"].values())
