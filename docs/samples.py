"""The samples in the pages of the outputs: the output of planlint for a plan of the example repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LONGEST = 100  # characters of a string in a JSON sample
WIDEST = 110  # columns of a line of a JSON sample
_SAMPLE = re.compile(r"(<!-- sample: (.*?) -->\n(`{3,})(\w+)\n).*?(^\3\n)", re.DOTALL | re.MULTILINE)
_OTHERS = ("PLANLINT_", "GITHUB_", "GITLAB_", "CI", "FORCE_COLOR")  # variables that change an output


def sampled(text: str) -> str:
    """Return a page with the output for the arguments of each sample; JSON is formatted, and long strings are cut."""
    return _SAMPLE.sub(lambda match: f"{match[1]}{_printed(match[2].split(), match[4])}{match[5]}", text)


def _printed(arguments: list[str], language: str) -> str:
    command = [sys.executable, "-m", "linter", "check", "search", "--isolated", "--color", "never", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_OTHERS)}
    environment["PYTHONPATH"] = str(ROOT)
    folder = ROOT / "fixtures" / "example" / ".claude" / "progress"
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8")
    if language == "json" and "json-lines" not in arguments:
        return _set_out(_cut(json.loads(run.stdout))) + "\n"
    return run.stdout


def _set_out(value: Any, indent: str = "") -> str:
    """Return JSON in short lines, but with no more lines than needed."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent + line) <= WIDEST or not isinstance(value, dict | list):
        return line
    deeper = indent + "  "
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {_set_out(item, deeper)}" for key, item in value.items()]
    else:
        items = [_set_out(item, deeper) for item in value]
    first, last = "{}" if isinstance(value, dict) else "[]"
    return f"{first}\n" + ",\n".join(deeper + item for item in items) + f"\n{indent}{last}"


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cut(item) for item in value]
    return value if not isinstance(value, str) or len(value) <= LONGEST else value[:LONGEST] + "…"
