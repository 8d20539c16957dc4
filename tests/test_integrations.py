"""The snippets of the documentation: YAML is valid, and so is every planlint command in them."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from linter.cli.main import parse
from linter.cli.output_targets import sinks
from linter.config.loader import ConfigError
from linter.rules.links import DOCS, REPOSITORY, REVISION, install_command
from tests.conftest import ROOT, planlint, write

PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "linter" / "formats").rglob("*.md")),
]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
HOOKS = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def blocks(page: Path, *languages: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [block for language, block in BLOCK.findall(text) if language in languages]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


def commands(page: Path) -> list[list[str]]:
    """Return the arguments of planlint in every command of the page's snippets, also of the container image."""
    lines = [line for block in blocks(page, "sh", "console", "bash") for line in block.splitlines()]
    for block in blocks(page, "yaml"):
        for text in (found for document in yaml.safe_load_all(block) for found in strings(document)):
            lines += text.splitlines()
    for block in blocks(page, "groovy"):
        lines += re.findall(r"^sh '(.*)'$", block, re.MULTILINE)
    found = []
    for line in lines:
        words = shlex.split(line.removeprefix("$ "), comments=True)
        if not words or (words[0] not in ("planlint", ".venv/bin/planlint") and words[:2] != ["docker", "run"]):
            continue
        start = next(place for place, word in enumerate(words) if word.endswith("planlint"))
        stops = [place for place, word in enumerate(words) if place > start and word in ("|", "<", ">", "&&")]
        found.append(words[start + 1 : min(stops, default=len(words))])
    return found


def accepted(arguments: list[str]) -> bool:
    try:
        parsed = parse(arguments)
        if isinstance(parsed, int):
            return parsed == 0
        if parsed[0] == "check":
            sinks(parsed[1], None)
    except ConfigError:
        return False
    return True


CASES = [
    pytest.param(arguments, id=f"{page.name}: {' '.join(arguments)}") for page in PAGES for arguments in commands(page)
]


@pytest.mark.parametrize("arguments", CASES)
def test_every_command_is_one_that_planlint_takes(arguments: list[str]) -> None:
    assert accepted(arguments)


def test_the_commands_are_found() -> None:
    by_page = {page.name: commands(page) for page in PAGES}
    for name in ("README.md", "github-actions.md", "gitlab-ci.md", "reviewdog.md", "containers.md", "other-ci.md"):
        assert by_page[name]
    assert not accepted(["check", "--no-such-option"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_structured_snippets_parse(page: Path) -> None:
    for block in blocks(page, "yaml"):
        list(yaml.safe_load_all(block))
    for block in blocks(page, "toml"):
        tomllib.loads(block)
    if page.parent.name == "integrations":
        for block in blocks(page, "json"):
            json.loads(block)


def test_the_hooks_and_the_action_are_used_as_they_are() -> None:
    steps, hooks = [], []
    for page in PAGES:
        for block in blocks(page, "yaml"):
            for document in yaml.safe_load_all(block):
                found = list(_mappings(document))
                steps += [one for one in found if str(one.get("uses", "")).startswith("planlint/")]
                hooks += [hook for one in found if "planlint" in str(one.get("repo")) for hook in one["hooks"]]
    assert len(steps) >= 3 and len(hooks) >= 4
    for step in steps:
        assert step["uses"] == f"planlint/planlint@{REVISION}"
        given = step.get("with", {})
        assert set(given) <= set(ACTION["inputs"])
        assert accepted(["check", *shlex.split(given.get("args", ""))])
    for hook in hooks:
        assert hook["id"] in HOOKS
        assert accepted(["check", *hook.get("args", [])])


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _mappings(item)


def test_what_to_install_is_the_same_everywhere() -> None:
    place = re.escape(REPOSITORY)
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        found = re.findall(rf"planlint/planlint@([\w.-]+)|{place}\n +rev: (\S+)", text)
        assert {revision for pair in found for revision in pair if revision} <= {REVISION}, page.name
        assert not re.search(rf"git\+{place}(?!@)", text), page.name
        assert set(re.findall(r"https://planlint\.readthedocs\.io/en/\w+", text)) <= {DOCS}, page.name


def test_no_command_installs_a_package_that_is_not_published() -> None:
    for path in (*PAGES, *(ROOT / "linter").rglob("*.py")):
        for line in re.findall(r"pip install '?planlint\b.*", path.read_text(encoding="utf-8")):
            assert REVISION != "main" or "@ git+" in line or "{source}" in line, path.name
    assert install_command("lsp") in (ROOT / "docs/integrations/language-server.md").read_text(encoding="utf-8")


def test_outputs_of_the_action_are_used_by_their_names() -> None:
    for page in PAGES:
        used = set(re.findall(r"steps\.planlint\.outputs\.([\w-]+)", page.read_text(encoding="utf-8")))
        assert used <= set(ACTION["outputs"])


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in PAGES:
        text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]+)?\)", text):
            assert (page.parent / target).exists(), (page.name, target)


MATCHER = json.loads((ROOT / ".github" / "problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"][0]


def test_the_problem_matcher_reads_the_concise_output(tmp_path: Path) -> None:
    plan = "---\ntype: progress\nprd: a\ntotal_tasks: 3\ntasks:\n- {id: 'T: [1]', status: pending}\n---\n"
    write(tmp_path, {"plans/a: b (1).md": plan, "plans/c.md": "---\ntype: progress\nprd: a: b\n---\n"})
    arguments = ("check", "--isolated", "--preset", "strict")
    lines = planlint(*arguments, "--output-format", "concise", cwd=tmp_path).stdout.splitlines()
    wanted = json.loads(planlint(*arguments, "--output-format", "json", cwd=tmp_path).stdout)["violations"]
    pattern = MATCHER["pattern"][0]
    names = ("file", "line", "column", "severity", "code", "message")
    found = []
    for line in lines:
        match = re.search(pattern["regexp"], line)
        assert match, line
        found.append(tuple(match[pattern[name]] for name in names))
    assert len(found) > 3
    assert found == [
        (
            one["path"],
            str(one["start"]["line"]),
            str(one["start"]["column"]),
            one["severity"],
            one["rule"],
            f"{one['message']}; {one['help']}" if one["help"] else one["message"],
        )
        for one in wanted
    ]


def test_the_problem_matcher_in_the_editors_page_is_the_same() -> None:
    tasks = next(block for block in blocks(ROOT / "docs" / "integrations" / "editors.md", "json") if "tasks" in block)
    assert json.loads(tasks)["tasks"][0]["problemMatcher"]["pattern"] == MATCHER["pattern"][0]


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_our_workflows_pin_what_they_use_and_run_no_expression(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = [line for line in text.splitlines() if "uses:" in line and "uses: ./" not in line]
    assert used and all(re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in used)
    for one in _mappings(yaml.safe_load(text)):
        assert "${{" not in str(one.get("run", ""))


def test_every_python_and_system_is_tested() -> None:
    matrix = yaml.safe_load(WORKFLOWS[0].read_text(encoding="utf-8"))["jobs"]["tests"]["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}


def test_the_image_has_what_planlint_needs_and_no_more() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w-]+)==", (ROOT / "action" / "requirements.txt").read_text(encoding="utf-8"), re.M))
    removed = set(re.findall(r"uninstall --yes (.*)", text)[0].split())
    assert removed - {"pip"} < pinned and not removed & {"pyyaml", "jsonschema", "python-frontmatter", "rpds-py"}
    assert "safe.directory '*'" in text and text.index("USER 10001") < text.index("ENTRYPOINT")
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8")
    assert ignored == (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for source in re.findall(r"^COPY (?!--)(.*) /src", text, re.M):
        assert all(f"!{name}\n" in ignored and (ROOT / name).exists() for name in source.split())
