"""The house keeps its shape: imports run downwards, files stay small, generated text is fresh."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from docs.generate import compiled, fresh
from docs.samples import sampled
from linter.settings import OUTPUT_FORMATS
from tests.conftest import ROOT

# from the top down; a module may import from its own layer and from those below
LAYERS = (
    "cli",
    "lsp",
    "config_schema",
    "outputs pages graphs",
    "update_boards",
    "suppress update",
    "compare fixer",
    "units jobs questions",
    "runner",
    "engine",
    "comments baseline",
    "snapshot",
    "config workspace",
    "config_check",
    "settings",
    "registry",
    "rules",
    "suppressions",
    "patch schedule project clock waves",
    "rule reader",
    "formats",
    "batch_entries",
    "edits chronology phases references verify scopes counts",
    "boards",
    "identity model titles",
    "shape user_schema",
    "schema",
    "tree json_tree",
    "block_tree event_tree",
    "boxes frontmatter graph scalars suggest tables cells timestamps",
    "statuses",
    "facts",
    "version git globs nodes paths post renamed schemas cache source surroundings toml toml_lines violation writer",
    "bundle files lazy",
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names.split()}
MODULES = sorted(
    path for path in (ROOT / "linter").rglob("*.py") if path.name not in ("__init__.py", "__main__.py", "compiled.py")
)


def imports_of(path: Path) -> set[str]:
    """The first names below ``linter`` that a module imports when it runs (not for types only)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    types_only = [
        node
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and isinstance(branch.test, ast.Name) and branch.test.id == "TYPE_CHECKING"
        for node in ast.walk(branch)
    ]
    return {
        node.module.split(".")[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node not in types_only and (node.module or "").startswith("linter.")
        for node in [node]
        if node.module
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_downwards(path: Path) -> None:
    own = path.relative_to(ROOT / "linter").parts[0].removesuffix(".py")
    assert [name for name in imports_of(path) if LEVEL[name] < LEVEL[own]] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_long(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    limit = 102 if "rules" in path.parts else 310
    assert text.count("\n") <= limit


def test_what_is_generated_is_fresh() -> None:
    assert (ROOT / "linter" / "schemas" / "compiled.py").read_text(encoding="utf-8") == compiled()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert fresh(readme) == readme


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
def test_every_output_has_a_page_with_a_fresh_sample(name: str) -> None:
    page = (ROOT / "docs" / "outputs" / f"{name}.md").read_text(encoding="utf-8")
    assert f"--output-format {name} -->" in page or name == "html"  # a page of its own is no sample
    assert sampled(page) == page
