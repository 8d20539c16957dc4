"""Other tools, installed into a separate environment."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# with ruamel.yaml's parser in C, which the last two use where it is there: without it they take ten times as long
PACKAGES = (
    *("yamllint==1.38.0", "check-jsonschema==0.39.0", "pre-commit-hooks==6.0.0"),
    *("ruamel.yaml==0.18.16", "ruamel.yaml.clib==0.2.15", "rumdl==0.3.0"),
)


def install(folder: Path) -> Path:
    """Return the ``bin`` of an environment in *folder* with the tools. Raises CalledProcessError."""
    binaries = folder / "bin"
    if not (binaries / "rumdl").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *PACKAGES], check=True)
        subprocess.run([str(binaries / "python"), "-m", "compileall", "-q", str(folder / "lib")], check=False)
    return binaries


def commands(binaries: Path, schema: Path, target: str, markdown: str) -> dict[str, list[str]]:
    """Return the command of each tool over the YAML at *target*, a file or a directory, or over the same *markdown*."""
    return {
        "yamllint": [str(binaries / "yamllint"), "-f", "parsable", target],
        "check-jsonschema": [
            *("sh", "-c", 'exec "$0" --schemafile "$1" $(find "$2" -name "*.yaml")'),
            *(str(binaries / "check-jsonschema"), str(schema), target),
        ],
        "check-yaml": ["sh", "-c", 'exec "$0" $(find "$1" -name "*.yaml")', str(binaries / "check-yaml"), target],
        "rumdl": [str(binaries / "rumdl"), "check", "--no-config", "--no-cache", "--silent", markdown],
    }
