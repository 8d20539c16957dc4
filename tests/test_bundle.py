"""The bytecode in one file: as good as the sources, and never older than they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = {
    "linter/__init__.py": "",
    "linter/one.py": "from linter.folder.two import WORD\n",
    "linter/folder/__init__.py": "",
    "linter/folder/two.py": "WORD = 'old'\n",
    "main.py": """
from linter.system.bytecode_bundle import install
bundle = install()
import linter.one
two = linter.folder.two
print(linter.one.WORD, type(two.__loader__).__name__, two.__file__)
bundle.save()
bundle.remove()
""",
}
BUNDLE = Path(__file__).parent.parent / "linter" / "system" / "bytecode_bundle.py"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package with the bundle in it."""
    for name, text in {
        **PACKAGE,
        "linter/system/__init__.py": "",
        "linter/system/bytecode_bundle.py": BUNDLE.read_text(encoding="utf-8"),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(package: Path, *options: str) -> list[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    result = subprocess.run(
        [sys.executable, *options, "main.py"],
        cwd=package,
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    word, loader, file = result.stdout.split(maxsplit=2)
    assert Path(file.strip()) == package / "linter" / "folder" / "two.py"
    return [word, loader]


def bundle_of(package: Path) -> Path:
    return next((package / "linter" / "__pycache__").glob("*.bundle"))


def test_the_second_run_imports_from_it(package: Path) -> None:
    assert run(package) == ["old", "SourceFileLoader"]
    assert run(package) == ["old", "_Loader"]


def test_a_changed_source_is_imported_and_taken_in(package: Path) -> None:
    run(package)
    two = package / "linter" / "folder" / "two.py"
    two.write_text("WORD = 'newer'\n", encoding="utf-8")
    assert run(package) == ["newer", "SourceFileLoader"]
    assert run(package) == ["newer", "_Loader"]


@pytest.mark.parametrize("damage", [b"", b"\0", b"{" * 1000])
def test_a_broken_file_is_made_anew(package: Path, damage: bytes) -> None:
    run(package)
    bundle_of(package).write_bytes(damage)
    assert run(package) == ["old", "SourceFileLoader"]
    assert run(package) == ["old", "_Loader"]


def test_nothing_is_written_where_python_writes_no_bytecode(package: Path) -> None:
    assert run(package, "-B") == ["old", "SourceFileLoader"]
    assert not list(package.rglob("*.bundle"))
