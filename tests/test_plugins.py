"""Modules that may be plugins: installed ones, those of the environment, any that the command line names."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.rules.links import DOCS, rule_url
from tests.conftest import planlint, write

RULE = """
from linter.api import Rule

class Noted(Rule):
    \'\'\'A rule.\'\'\'

    id = "noted"
    family = "meta"
    severity = "error"

    def check(self, document):
        yield self.violation(document, document.root, "noted", {})

RULES = [Noted]
"""
PLAN = "---\ntype: progress\nprd: a\nphase: 1\nstatus: pending\ntasks:\n- {id: A, status: pending}\n---\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "site", {"noted_rules.py": RULE.replace("\\'", "'"), "other.py": "open('ran', 'w')"})
    write(tmp_path / "repo", {"planlint.toml": 'plugins = ["noted_rules"]', "a-progress.md": PLAN})
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.delenv("PLANLINT_PLUGINS")
    return tmp_path / "repo"


def test_a_module_that_is_not_a_plugin_is_not_imported(folder: Path) -> None:
    for name in ("noted_rules", "other", "pip", "antigravity", "this"):
        write(folder, {"planlint.toml": f'plugins = ["{name}"]'})
        run = planlint("check", cwd=folder)
        assert (run.returncode, run.stdout) == (2, "")
        assert f"planlint.toml:1:12: cannot load plugin `{name}`" in run.stderr
    assert not (folder / "ran").exists()


@pytest.mark.parametrize("named", ["noted_rules", "noted"])
def test_an_entry_point_makes_it_a_plugin(folder: Path, named: str) -> None:
    write(folder, {"planlint.toml": f'plugins = ["{named}"]'})
    metadata = {
        "METADATA": "Metadata-Version: 2.1\nName: noted\nVersion: 1\n",
        "entry_points.txt": "[planlint.plugins]\nnoted = noted_rules\n",
    }
    write(folder.parent / "site" / "noted-1.dist-info", dict(metadata))
    assert "[noted]" in planlint("check", "--output-format", "concise", cwd=folder).stdout


def test_the_environment_allows_modules(folder: Path) -> None:
    run = planlint("check", "--output-format", "concise", cwd=folder, PLANLINT_PLUGINS="x, noted_rules")
    assert "[noted]" in run.stdout


def test_the_command_line_may_name_any_module(folder: Path) -> None:
    line = ("check", "--output-format", "concise", "--isolated", "--config", 'plugins = ["noted_rules"]')
    assert "[noted]" in planlint(*line, cwd=folder).stdout


def test_a_rule_of_a_plugin_has_the_address_of_the_list_of_rules() -> None:
    assert rule_url("batch-order") == f"{DOCS}/rules/batch-order"
    assert rule_url("of-a-plugin") == f"{DOCS}/rules"
