"""The settings in docs/integrations/language-server.md are valid in the editors, and start an existing command."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import planlint

PAGE = (Path(__file__).parent.parent / "docs" / "integrations" / "language-server.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def parsed(language: str) -> list[Any]:
    readers: dict[str, Callable[[str], Any]] = {"json": json.loads, "toml": tomllib.loads, "yaml": yaml.safe_load}
    return [readers[language](text) for found, text in SNIPPETS if found == language]


def test_each_snippet_is_of_a_language_that_is_looked_at() -> None:
    assert {language for language, _ in SNIPPETS} == {"json", "toml", "yaml", "lua", "sh"}
    assert parsed("yaml") == [None]  # a comment


def test_editors_start_the_server() -> None:
    code, helix = parsed("json")[0], parsed("toml")[0]
    servers = [[code["glspc.server.command"], *code["glspc.server.commandArguments"]]]
    servers.append([helix["language-server"]["planlint"]["command"], *helix["language-server"]["planlint"]["args"]])
    (lua,) = [text for language, text in SNIPPETS if language == "lua"]
    servers.append(re.findall('"([^"]+)"', re.findall(r"cmd = \{(.*?)\}", lua)[0]))
    assert servers == [["planlint", "server"]] * 3
    languages = [language["name"] for language in helix["language"]]
    assert (
        languages == code["glspc.server.languageId"] == re.findall('"(.*?)"', re.findall(r"filetypes = (.*)", lua)[0])
    )
    assert all("planlint" in language["language-servers"] for language in helix["language"])


def test_tasks_of_zed_are_commands_that_run(tmp_path: Path) -> None:
    (tasks,) = [found for found in parsed("json") if isinstance(found, list)]
    plan = tmp_path / "plan.md"
    plan.write_text("---\ntype: progress\ntasks: []\ntotal_tasks: 1\n---\n")
    for task in tasks:
        assert task["command"] == "planlint"
        result = planlint(*[str(plan) if part == "$ZED_FILE" else part for part in task["args"]], cwd=tmp_path)
        assert result.returncode == 1 and "count-mismatch" in result.stdout


def test_schemas_are_named_that_can_be_printed(tmp_path: Path) -> None:
    for kind, file in re.findall(r"planlint schema ([\w-]+)(?: > (\S+))?", PAGE):
        assert json.loads(planlint("schema", kind, cwd=tmp_path).stdout)["$schema"]
        assert not file or PAGE.count(file) > 3


def test_settings_of_schemas_report_the_same() -> None:
    code = next(found for found in parsed("json") if "yaml.schemas" in found)["yaml.schemas"]
    zed = next(found for found in parsed("json") if "lsp" in found)
    helix = parsed("toml")[1]
    assert zed["lsp"]["yaml-language-server"]["settings"]["yaml"]["schemas"] == code
    assert helix["language-server"]["yaml-language-server"]["config"]["yaml"]["schemas"] == code
