"""Hostile plugins, and modules of the repository that are named as those that planlint imports."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step
from tests.hostile.documents import K
from tests.hostile.project import COMMANDS, FREE, make_project


def cases() -> Iterator[Case]:
    """Yield cases of plugins, in a project with one plan."""
    names = {
        "a browser": "antigravity",
        "prints": "this",
        "of Python": "os",
        "of planlint": "linter.cli.main",
        "main": "__main__",
        "empty": "",
        "a dot": ".",
        "dots": "..a",
        "a path": "../evil",
        "a file": "/tmp/evil.py",
        "NUL": "a\\u0000b",
        "long": "a" * 100 * K,
        "deep": "a." * 5 * K + "a",
        "a keyword": "class",
        "surrogate-like": "\\u200b",
        "a main inside of a package": "pygments.__main__",
        "not there": "no_such_module_here",
        "in the repository": "evil",
    }
    for name, text in names.items():
        files: dict[str, str | bytes] = {
            "planlint.toml": f'plugins = ["{text}"]',
            "evil.py": "open('ran', 'w')\nRULES = ()\n",
            "evil/__init__.py": "open('ran', 'w')\n",
        }
        steps = [Step(list(arguments), (2,), ("planlint.toml",)) for arguments in COMMANDS if arguments[0] not in FREE]
        yield Case("plugin", name, partial(make_project, files), steps, after=_ran)
    for module in (
        "yaml",
        "json",
        "tomllib",
        "frontmatter",
        "jsonschema",
        "linter",
        "sitecustomize",
        "encodings",
        "re",
    ):
        files = {f"{module}.py": "open('ran', 'w')\n", f"docs/{module}.py": "open('ran', 'w')\n"}
        steps = [Step(list(arguments), (0, 1)) for arguments in COMMANDS]
        yield Case("plugin", f"a {module}.py in the repository", partial(make_project, files), steps, after=_ran)


def _ran(folder: Path) -> str:
    return "code of the repository ran" if (folder / "ran").exists() else ""
