"""What git knows, asked so that nothing a repository's configuration says can run a program."""

from __future__ import annotations

import os

# fsmonitor and hooks are the settings through which reading the index can start a program
_SAFE = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")


def find_root(folder: str) -> str | None:
    """The working tree that the absolute path *folder* stands in: the nearest folder above with a ``.git``."""
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def list_files(root: str) -> list[str] | None:
    """What belongs to the project at *root*: tracked, or untracked and not ignored; None when git does not answer."""
    import subprocess

    command = ["git", *_SAFE, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        result = subprocess.run(command, cwd=root, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        return None
    if result.returncode != 0:
        return None
    return [os.fsdecode(name) for name in result.stdout.split(b"\0") if name]


def unknown_commits(root: str, commits: list[str]) -> set[str]:
    """Those of *commits* (hashes, perhaps shortened) that are none of the repository at *root*."""
    import subprocess

    command = ["git", *_SAFE, "cat-file", "--batch-check=%(objecttype)"]
    text = "".join(f"{commit}^{{commit}}\n" for commit in commits)
    try:
        result = subprocess.run(command, cwd=root, capture_output=True, check=False, input=text, encoding="utf-8")
    except OSError:
        return set()
    answers = result.stdout.splitlines()
    if result.returncode != 0 or len(answers) != len(commits):
        return set()
    return {commit for commit, answer in zip(commits, answers, strict=True) if answer.endswith(" missing")}
