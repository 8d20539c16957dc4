"""The house keeps its shape: files stay small, generated text is fresh (import-linter holds the layers)."""

from __future__ import annotations

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
    limit = 105 if "rules" in path.parts and path.parent.parent.name == "rules" and path.stem[0] != "_" else 330
    assert text.count("\n") <= limit


def test_what_is_generated_is_fresh() -> None:
    assert (ROOT / "linter" / "schema" / "definitions" / "compiled.py").read_text(encoding="utf-8") == compiled()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert examples(readme) == readme


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
def test_every_output_has_a_page_with_a_fresh_sample(name: str) -> None:
    page = (ROOT / "docs" / "outputs" / f"{name}.md").read_text(encoding="utf-8")
    assert f"--output-format {name} -->" in page or name == "html"  # a page of its own is no sample
    assert sampled(page) == page
