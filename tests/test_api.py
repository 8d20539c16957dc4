"""``linter.api``: the promised names, and no other imports in the documentation."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

import pytest

import linter.api
from linter.api import ConfigError, Rule, lint_paths, lint_text
from tests.conftest import ROOT, TICKETS_FORMAT, process, write

DOCS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
INTERNAL = {"IdSuggester", "Reference"}  # of `Project.guesser` and `Project.find`, which docs/stability.md excepts
PLAN = """\
---
type: progress
prd: shop
tasks:
- id: A
  status: pending
  dependencies: [B]
---
"""


@pytest.mark.parametrize("name", linter.api.__all__)
def test_a_public_name_can_be_imported_and_is_documented(name: str) -> None:
    value = getattr(linter.api, name)
    assert isinstance(value, str) or inspect.getdoc(value)


def test_every_name_of_the_module_is_public_or_has_an_underscore() -> None:
    helpers = {"annotations", "TYPE_CHECKING"}
    assert {name for name in vars(linter.api) if name[0] != "_"} - helpers == set(linter.api.__all__)


def test_what_the_members_of_public_classes_take_and_return_is_public() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "linter").rglob("*.py"))
    known = {name for source in sources for name in re.findall(r"^class (\w+)", source, re.MULTILINE)}
    public = set(linter.api.__all__)
    hidden: set[tuple[str, str, str]] = set()
    for name in public:
        value = getattr(linter.api, name)
        for member in [value, *(vars(value).values() if inspect.isclass(value) else ())]:
            function = member.fget if isinstance(member, property) else member
            if not inspect.isfunction(function) or function.__name__.strip("_") != function.__name__:
                continue
            for annotation in inspect.get_annotations(function).values():
                hidden |= {
                    (name, function.__name__, word)
                    for word in set(re.findall(r"\w+", str(annotation))) & known - public
                }
    assert {word for _, _, word in hidden} <= INTERNAL, hidden


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_documentation_imports_from_no_other_module(path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    modules = {name for block in blocks for name in re.findall(r"^\s*(?:from|import) (linter[\w.]*)", block, re.M)}
    assert modules <= {"linter.api", "linter.testing"}


def test_the_example_of_the_reference_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "reference" / "python-api.md").read_text(encoding="utf-8")
    example = page.partition("```python\n")[2].partition("```")[0]
    write(tmp_path, {"docs/plans/shop-progress.md": PLAN})
    monkeypatch.chdir(tmp_path)
    printed = process_python(example, tmp_path)
    assert "docs/plans/shop-progress.md:7:18: unknown-dependency: " in printed


def process_python(code: str, folder: Path) -> str:
    import subprocess

    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, check=True, encoding="utf-8")
    return run.stdout


def test_a_text_is_checked_as_the_file_at_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = lint_text(PLAN, "shop-progress.md", select=["unknown-dependency"])
    assert [violation.rule for violation in result.violations] == ["unknown-dependency"]
    assert (result.position(result.violations[0]), result.documents, result.fails) == ((7, 18), 1, True)
    nothing = lint_text("# Notes\n", "notes.md")
    assert (nothing.violations, nothing.documents, nothing.fails) == ((), 0, False)


def test_settings_go_before_the_configuration_which_isolated_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"planlint.toml": 'ignore = ["unknown-dependency"]\n', "a-progress.md": PLAN})
    monkeypatch.chdir(tmp_path)
    rules = [
        {violation.rule for violation in result.violations}
        for result in (
            lint_paths([tmp_path]),
            lint_paths(["a-progress.md"], isolated=True),
            lint_paths(["a-progress.md"], select=["unknown-dependency"]),
        )
    ]
    assert ["unknown-dependency" in found for found in rules] == [False, True, True]


def test_what_cannot_be_read_is_a_problem_and_a_wrong_setting_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert lint_paths(["gone.md"]).problems == ("gone.md: no such file or directory",)
    with pytest.raises(ConfigError, match="select"):
        lint_paths(["."], select=["no-such-rule"])


def test_a_broken_file_of_a_short_format_is_reported(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "tickets_format.py": TICKETS_FORMAT,
            "planlint.toml": 'plugins = ["tickets_format"]\n',
            "good/tickets.yml": "tickets:\n- id: A\n  state: done\n  needs: [B]\n"
            "- id: B\n  state: open\n  needs: [C]\n",
            "broken/tickets.yml": "tickets:\n- id: A\n   state: done\n",
            "list/tickets.yml": "tickets:\n",
            "bytes/tickets.yml": b"tickets:\n- id: \xff\n",
            "other/tickets.yml": "seats:\n- 1A\n",
            "scalar/tickets.yml": "no tickets: here\n",
            "top/tickets.yml": "'tickets: none'\n",
        },
    )
    result = process("check", "--output-format", "concise", cwd=tmp_path, PYTHONPATH=f"{ROOT}:{tmp_path}")
    found = [re.sub(r"(\]) .*", r"\1", line) for line in result.stdout.splitlines()]
    assert found == [
        "broken/tickets.yml:3:9: error[syntax-error]",
        "bytes/tickets.yml:2:7: error[unreadable-file]",
        "good/tickets.yml:6:10: warning[done-before-dependency]",
        "good/tickets.yml:7:11: error[unknown-dependency]",
        "top/tickets.yml:1:1: error[not-a-mapping]",
    ], result.stdout + result.stderr


def test_a_rule_needs_its_check() -> None:
    with pytest.raises(NotImplementedError):
        Rule().check(None)
