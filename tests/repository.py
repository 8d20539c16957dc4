"""Real git repositories for tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PLAN = "---\ntype: progress\nprd: {prd}\ntasks:\n- id: {id}\n  status: pending\n  dependencies: [{needs}]\n---\n"


def plan(id: str, needs: str = "", prd: str = "a") -> str:
    return PLAN.format(id=id, needs=needs, prd=prd)


class Repository:
    """A git repository with the hooks installed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        result = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert not check or result.returncode == 0, result.stdout + result.stderr
        return result

    def commit(self, *paths: str) -> subprocess.CompletedProcess[str]:
        self.run("git", "add", "-A", *paths)
        return self.run("git", "commit", "-m", "change", check=False)


def environment_in(folder: Path) -> dict[str, str]:
    """Return this environment with an identity for git, without variables of hooks and the user's git configuration."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "Test", f"GIT_{role}_EMAIL": "test@example.com"}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PRE_COMMIT_HOME": str(folder)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return environment
