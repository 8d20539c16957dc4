"""Run commands in turn, repeatedly, and measure each."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Command = Sequence[str]


class Figures:
    """The measurements of one command: seconds of wall clock, seconds of CPU, and peak memory in bytes.

    The operating system counts the parent's memory in a child's peak: some 20 MiB are those of the harness.
    """

    def __init__(self) -> None:
        self.walls: list[float] = []
        self.cpus: list[float] = []
        self.peak = 0

    @property
    def wall(self) -> float:
        """The median of wall clock, in seconds."""
        return _median(self.walls)

    @property
    def cpu(self) -> float:
        """The median of CPU time, user and system, in seconds."""
        return _median(self.cpus)


def interleaved(
    commands: Mapping[str, Command], folder: str, runs: int, progress: Callable[[str], None]
) -> dict[str, Figures]:
    """Run all *commands* in *folder* once to warm up, then *runs* times in turn, so that noise affects all alike."""
    figures = {name: Figures() for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            progress(f"run {turn} of {runs}: {name}")
            wall, cpu, peak = run(command, folder)
            if turn:
                figures[name].walls.append(wall)
                figures[name].cpus.append(cpu)
                figures[name].peak = max(figures[name].peak, peak)
    return figures


def run(command: Command, folder: str) -> tuple[float, float, int]:
    """Run a command without its output; return wall clock, CPU and peak memory. Raises OSError if it cannot start."""
    actions = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    before = os.getcwd()
    os.chdir(folder)
    try:
        start = time.perf_counter()
        child = os.posix_spawnp(command[0], list(command), environment(), file_actions=actions)
        _, _, usage = os.wait4(child, 0)
        wall = time.perf_counter() - start
    finally:
        os.chdir(before)
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit


def environment() -> dict[str, str]:
    """Return the variables without those that affect a run: bytecode is cached, no configuration is set."""
    ours = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH")
    return {key: value for key, value in os.environ.items() if key not in ours and not key.startswith("PLANLINT_")}


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
