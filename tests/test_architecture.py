"""The structure of the repository: files stay small, one module writes to disk, generated text is fresh.

The layers are checked by import-linter.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.generate import compiled, examples
from docs.samples import sampled
from linter.config.settings import OUTPUT_FORMATS
from tests.conftest import ROOT

MODULES = sorted(
    path
    for path in (ROOT / "linter").rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py", "compiled.py", "registry_table.py")
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_long(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    limit = 105 if "rules" in path.parts and path.parent.parent.name == "rules" and path.stem[0] != "_" else 250
    assert text.count("\n") <= limit


CHANGING = set(
    """chmod chown fchmod fchown ftruncate lchown link makedirs mkdir mkfifo mknod open remove removedirs rename renames
    removexattr replace rmdir setxattr symlink truncate unlink utime""".split()
)  # of os
CHANGING_ANYWHERE = {"write_text", "write_bytes", "touch", "hardlink_to", "symlink_to"}  # of paths
MODULES_THAT_CHANGE = {"shutil", "tempfile"}
MAY_CHANGE = {  # every other module asks linter.system.writing
    "system/writing.py": "the gate itself",
    "system/atomic.py": "what the gate does once a path is checked",
    "system/streams.py": "os.open of the pipes and devices that the gate has checked",
    "system/temporary.py": "the temporary files of the gate",
    "system/locking.py": "os.open of a directory, to lock it",
    "system/reading.py": "os.open is the opener of a file that is read",
    "system/closed_stream.py": "the null device in place of a closed stderr",
    "cli/main.py": "the null device in place of a closed stdout",
    "testing.py": "plans of a plugin's tests, in a folder of their own",
}


def changes_of_the_disk(tree: ast.AST) -> Iterator[str]:
    """The names in a module that may write, create or delete a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("os", "io", "codecs", *MODULES_THAT_CHANGE):
            yield from (f"from {node.module} import {name.name}" for name in node.names if _changes(node.module, name))
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            owner, _, name = called.rpartition(".")
            if (owner == "os" and name in CHANGING) or name in CHANGING_ANYWHERE or owner in MODULES_THAT_CHANGE:
                if called != "shutil.get_terminal_size" and called != "shutil.which":
                    yield called
            elif name == "open" and any(map(_is_writing_mode, [*node.args[:2], *(key.value for key in node.keywords)])):
                yield ast.unparse(node)


def _changes(module: str, name: ast.alias) -> bool:
    return name.name in CHANGING or (module in MODULES_THAT_CHANGE and name.name not in ("get_terminal_size", "which"))


def _is_writing_mode(node: ast.expr) -> bool:
    mode = node.value if isinstance(node, ast.Constant) else None
    return isinstance(mode, str) and 0 < len(mode) < 5 and set(mode) <= set("rwaxbt+") and bool(set(mode) & set("wax+"))


def test_one_module_writes_to_the_disk() -> None:
    found = {
        path.relative_to(ROOT / "linter").as_posix(): sorted(changes_of_the_disk(ast.parse(path.read_bytes())))
        for path in (ROOT / "linter").rglob("*.py")
    }
    assert {name: calls for name, calls in found.items() if calls and name not in MAY_CHANGE} == {}
    assert [name for name in MAY_CHANGE if not found[name] and name != "testing.py"] == []


def test_only_the_gate_writes_without_a_check() -> None:
    modules = (ROOT / "linter").rglob("*.py")
    users = {path.name for path in modules if "linter.system.atomic import" in path.read_text("utf-8")}
    assert users == {"writing.py"}


@pytest.mark.parametrize(
    "text",
    [
        "open(p, 'w')",
        "open(p, mode='r+b')",
        "Path(p).open('x')",
        "io.open(p, 'ab')",
        "Path(p).write_bytes(b'')",
        "os.open(p, flags)",
        "os.replace(a, b)",
        "from os import unlink",
        "shutil.rmtree(p)",
        "tempfile.mkstemp()",
    ],
)
def test_other_ways_to_the_disk_are_seen(text: str) -> None:
    assert list(changes_of_the_disk(ast.parse(text)))


@pytest.mark.parametrize("text", ["open(p)", "open(p, 'rb')", "a.replace(b, 'w')", "self.open(path, 'text')"])
def test_reading_is_no_way_to_the_disk(text: str) -> None:
    assert not list(changes_of_the_disk(ast.parse(text)))


def test_what_is_generated_is_fresh() -> None:
    assert (ROOT / "linter" / "schema" / "definitions" / "compiled.py").read_text(encoding="utf-8") == compiled()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert examples(readme) == readme


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
def test_every_output_has_a_page_with_a_fresh_sample(name: str) -> None:
    page = (ROOT / "docs" / "outputs" / f"{name}.md").read_text(encoding="utf-8")
    assert f"--output-format {name} -->" in page or name == "html"  # a separate page is not a sample
    assert sampled(page) == page
