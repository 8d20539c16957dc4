"""A hostile case: a directory to create, and commands to run in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.hostile.process import Ended

Make = Callable[[Path], None]


@dataclass
class Step:
    """A command: its arguments, expected exit codes, expected output, and stdin."""

    arguments: list[str]
    codes: tuple[int, ...] = (0, 1, 2)
    says: tuple[str, ...] = ()
    stdin: bytes = b""
    environment: dict[str, str] = field(default_factory=dict)
    as_mortal: bool = False


@dataclass
class Case:
    """A directory as *make* creates it, and the steps to run in it in order.

    *after* checks the directory at the end, and returns the problem.
    """

    group: str
    name: str
    make: Make
    steps: list[Step]
    after: Callable[[Path], str] = lambda folder: ""


def faults(step: Step, ended: Ended, folder: Path) -> list[str]:
    """Return the problem at the end of *step*, or nothing."""
    found = []
    if ended.timed_out:
        found.append("time-out")
    if ended.code < 0:
        found.append(f"signal {-ended.code}")
    if "Traceback (most recent call last)" in ended.text:
        found.append("traceback: " + (ended.stderr.decode("utf-8", "replace").strip().splitlines() or ["?"])[-1][:150])
    if ended.code not in step.codes:
        found.append(f"exit code {ended.code}")
    found += [f"does not say {word!r}" for word in step.says if word not in ended.text]
    if "json" in step.arguments and ended.code in (0, 1):
        found += misplaced(ended.stdout, folder)
    return found


def misplaced(printed: bytes, folder: Path) -> list[str]:
    """Return the problem of a JSON report: it is invalid, or a span is outside its file."""
    try:
        report: dict[str, Any] = json.loads(printed)
    except ValueError as error:
        return [f"json: {error}"]
    lengths: dict[str, int] = {}
    for violation in report.get("violations", ()):
        for place in (violation, *violation["related"]):
            path = place["path"]
            if path not in lengths:
                lengths[path] = _length(folder / path)
            start, end = place["start"], place["end"]
            if not 0 <= start["offset"] <= end["offset"] <= lengths[path]:
                return [f"{violation['rule']} at {start['offset']} to {end['offset']} of {lengths[path]}"]
            if start["line"] < 1 or start["column"] < 1:
                return [f"{violation['rule']} at line {start['line']}, column {start['column']}"]
    return []


def _length(path: Path) -> int:
    try:
        data = path.read_bytes() if path.is_file() else b""  # a pipe would be waited for
    except OSError:
        return 2000  # changed since it was linted
    return max(len(data.decode("utf-8", "replace")), 2000)


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    """Write the files; strings as UTF-8 with their line ends."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
