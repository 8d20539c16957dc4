"""A repository with one plan, which the hostile cases change, and the commands that are run in it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.hostile.cases import Case, Step, write
from tests.hostile.project import PLAN

SECRET = "---\ntype: progress\nprd: a\ntasks:\n- {id: SECRET, status: pending}\n---\n"
CHECK = ["check", "--output-format", "json", "--preset", "strict"]


def git(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> None:
    """Run git in *folder* with a name and an address. Raises CalledProcessError."""
    identity = ("-c", "user.name=t", "-c", "user.email=t@t", "-c", "protocol.file.allow=always")
    variables = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**variables, **(environment or {})},
    )


def repository(folder: Path, files: dict[str, str | bytes] | None = None) -> None:
    """Create a repository at *folder* with *files* and a plan, committed."""
    git(folder, "init", "-q", "-b", "main")
    write(folder, {"docs/a-progress.md": PLAN, **(files or {})})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")


def submodule(folder: Path) -> None:
    """Create a repository at *folder* with the submodule ``sub``, a clone of ``inner`` next to it."""
    inner = folder.parent / "inner"
    inner.mkdir()
    repository(inner)
    repository(folder)
    git(folder, "submodule", "add", "-q", "../inner", "sub")


def repository_case(
    name: str, make: Callable[[Path], None], steps: list[Step], after: Callable[[Path], str] | None = None
) -> Case:
    """Return a case of the group ``repository``."""
    return Case("repository", name, make, steps, after or (lambda folder: ""))


def walks(*more: Step) -> list[Step]:
    """Return the commands that read the whole repository, and those that write to it."""
    return [
        Step(list(CHECK), (0, 1)),
        Step([*CHECK, "--no-gitignore"], (0, 1)),
        Step(["check", "--fix", "--unsafe-fixes"], (0, 1)),
        Step(["check", "--add-ignore"], (0, 1)),
        Step(["baseline", "create"], (0,)),
        Step(["init"], (0, 2)),
        *more,
    ]
