"""The files of the repository for its own development: its plan, its hooks, its issue forms."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from linter.model import clock
from tests.conftest import ROOT, planlint

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize("preset", ["default", "strict"])
def test_planlint_is_silent_on_its_own_plan(preset: str) -> None:
    (plan,) = (ROOT / ".claude" / "progress").rglob("*-progress.md")
    clock.set_now(f"{yaml.safe_load(plan.read_text(encoding='utf-8').split('---')[1])['updated']}T23:59:59Z")
    result = planlint("check", ".claude", "--preset", preset, "--fail-on", "warning", "--no-cache", cwd=ROOT)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert planlint("check", ".claude", "--show-files", cwd=ROOT).stdout.splitlines() == [
        plan.relative_to(ROOT).as_posix()
    ]


def test_pre_commit_accepts_the_hooks_of_this_repository() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-config", ".pre-commit-config.yaml"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_the_hooks_are_the_commands_of_ci() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    steps = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for hook in hooks:
        assert hook["id"] == "planlint" or f".venv/bin/{hook['entry'].split()[0]}" in steps


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_has_what_github_asks_of_it(form: Path) -> None:
    content = yaml.safe_load(form.read_text(encoding="utf-8"))
    if form.stem == "config":
        assert content.keys() <= {"blank_issues_enabled", "contact_links"}
        return
    assert {"name", "description", "body"} <= content.keys() <= {"name", "description", "title", "labels", "body"}
    fields = [part for part in content["body"] if part["type"] != "markdown"]
    ids = [field["id"] for field in fields]
    assert fields and len(ids) == len(set(ids))
    for part in content["body"]:
        assert part["type"] in ("markdown", "input", "textarea", "dropdown", "checkboxes")
        assert "value" in part["attributes"] if part["type"] == "markdown" else part["attributes"]["label"]


def test_the_architecture_names_every_package_in_the_order_of_its_imports() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]
    layers = [name for layer in contract["layers"] for name in layer.split(" | ") if (ROOT / "linter" / name).is_dir()]
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `linter/(\w+)` \|", text, re.MULTILINE) == layers
    for name in re.findall(r"`((?:cli|engine|config|formats|model|schema|syntax|system|fixes)\.\w+)`", text):
        assert (ROOT / "linter" / f"{name.replace('.', '/')}.py").exists(), name


def test_the_source_distribution_has_every_file() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = {line.split("/")[0] for line in listed.stdout.splitlines()} - {"pyproject.toml", ".gitignore"}
    if not names:
        pytest.skip("not a checkout of the repository")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]) == names
