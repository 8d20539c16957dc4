"""The kinds of files that an input may be, and the directory that it is tried in."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from linter.engine import cached_session
from linter.model import clock
from linter.syntax.nodes import Limits

LIMITS = Limits(max_nodes=100_000, max_file_size=1 << 20)
PATHS = (  # one for each way of reading
    "a/x-progress.md",
    "a/MANIFEST.yaml",
    "a/tools_manifest.json",
    "backlog/tasks/task-1 - X.md",
    ".planning/phases/01-a/01-01-PLAN.md",
    ".planning/phases/01-a/01-01-SUMMARY.md",
    ".planning/STATE.md",
    ".planning/ROADMAP.md",
    ".vbw-planning/phases/01-a/01-PLAN.md",
    ".taskmaster/tasks/tasks.json",
    "openspec/changes/a/tasks.md",
    "specs/001-a/tasks.md",
)
BESIDE = {  # files that these look at
    "backlog/config.yml": "project_name: x\nstatuses: [To Do, In Progress, Done]\n",
    ".planning/phases/01-a/01-02-PLAN.md": "---\nphase: 01-a\nplan: 02\nwave: 2\ndepends_on: [01-01]\n---\n",
    ".taskmaster/state.json": '{"currentTag": "master"}',
}
LARGEST = 64 * 1024  # bytes of an input that are looked at


def start() -> None:
    """Enter an empty directory, and stop the clock."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for name, text in BESIDE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    os.environ["XDG_CACHE_HOME"] = str(folder / ".home")  # of the key to the cache
    os.chdir(folder)
    cached_session.MIN_FILES_FOR_CACHE = 0  # type: ignore[attr-defined]
    clock.set_now("2026-01-31T12:00:00Z")


def split(data: bytes) -> tuple[int, bytes]:
    """Return the first byte, which makes choices, and the rest, which is the input."""
    return (data[0] if data else 0), data[1 : 1 + LARGEST]


def path_of(choice: int) -> str:
    """Return the file chosen by the lower six bits; the upper two choose what is done with it."""
    return PATHS[(choice & 63) % len(PATHS)]
