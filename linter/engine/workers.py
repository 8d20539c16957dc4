"""Distribute units to processes; the results are plain values in the order of the units.

There is no pool, because one that loses a process may wait forever. Each process gets its share at once and answers
once, through a pipe that ends with the process.
"""

from __future__ import annotations

import os
import pickle
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from linter.engine.result import UnitResult
    from linter.engine.units import Unit

    LintUnit = Callable[[Unit], UnitResult]
    Answer = Callable[[], list[UnitResult]]

# bytes per process above which one more process saves time (two forked: 2.3 MB take 38 % less
# time; the start-up time of a spawned process was not measured)
FORK_PAYS, SPAWN_PAYS = 1_000_000, 8_000_000
_MOST = 16  # processes that are started by default


class WorkerError(Exception):
    """A process ended without an answer; the message tells how."""


def can_fork() -> bool:
    """Whether this process can be forked safely, which some systems and other threads prevent."""
    threading = sys.modules.get("threading")
    is_alone = threading is None or threading.active_count() == 1
    return sys.platform not in ("win32", "darwin") and hasattr(os, "fork") and is_alone


def shares(sizes: list[int], jobs: int | None) -> list[list[int]]:
    """Return the indices of the units for each process, this one's first.

    *sizes*: of the units, in bytes; *jobs*: the number of processes, None to choose it.
    """
    return _shares(sizes, _count(sizes) if jobs is None else jobs)


def lint_shares(
    units: list[Unit], shares: list[list[int]], lint_unit: LintUnit, state: Callable[[], Any]
) -> tuple[list[UnitResult], list[str]]:
    """Return the results of *units* in order, and an error for each process that ended without an answer.

    *lint_unit* returns the result of one unit, *state* what a spawned process needs to do the same.
    """
    from linter.engine.result import UnitResult
    from linter.model import clock

    clock.state()  # all processes use the same time
    start = _fork if can_fork() else _spawn
    answers = [start(lint_unit, state, [units[index] for index in share]) for share in shares[1:]]
    found = {index: lint_unit(units[index]) for index in shares[0]}
    errors = []
    for share, answer in zip(shares[1:], answers, strict=True):
        try:
            found.update(zip(share, answer(), strict=True))
        except WorkerError as error:
            errors.append(f"a process that linted {len(share)} directories {error}; try --jobs 1")
            found.update((index, UnitResult.failed()) for index in share)
    return [found[index] for index in range(len(units))], errors


def _count(sizes: list[int]) -> int:
    """Return the number of processes that save time: each has enough work, and no unit exceeds its share."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    size = sum(sizes)
    return max(1, min(cores, _MOST, size // (FORK_PAYS if can_fork() else SPAWN_PAYS), size // max([1, *sizes])))


def _shares(sizes: list[int], count: int) -> list[list[int]]:
    """Return the indices of the units for each of *count* processes, with equal work; no share is empty."""
    count = max(1, min(count, len(sizes)))
    shares: list[list[int]] = [[] for _ in range(count)]
    loads = [0] * count
    for index in sorted(range(len(sizes)), key=lambda index: -sizes[index]):
        lightest = loads.index(min(loads))
        shares[lightest].append(index)
        loads[lightest] += sizes[index] + 1
    return [sorted(share) for share in shares]


def _fork(lint_unit: LintUnit, state: Callable[[], Any], units: list[Unit]) -> Answer:
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(pickle.dumps([lint_unit(unit) for unit in units]))
            code = 0
        finally:
            os._exit(code)
    os.close(writer)

    def answer() -> list[UnitResult]:
        with os.fdopen(reader, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(child, 0)
        return _opened(data, os.waitstatus_to_exitcode(status))

    return answer


def _spawn(lint_unit: LintUnit, state: Callable[[], Any], units: list[Unit]) -> Answer:
    from subprocess import PIPE, Popen

    from linter.model import clock

    # from its own path: the working directory may contain untrusted modules
    code = f"import sys; sys.path[:] = {sys.path!r}; from linter.engine.worker_process import main; main()"
    child = Popen([sys.executable, "-P", "-c", code], stdin=PIPE, stdout=PIPE)
    assert child.stdin is not None
    try:
        with child.stdin:
            child.stdin.write(pickle.dumps((state(), clock.state(), units)))
    except OSError:
        pass  # the process ended: its answer will tell

    def answer() -> list[UnitResult]:
        assert child.stdout is not None
        with child.stdout:
            data = child.stdout.read()
        return _opened(data, child.wait())

    return answer


def _opened(data: bytes, code: int) -> list[UnitResult]:
    """Return the results in an answer. Raises WorkerError."""
    if code < 0:
        raise WorkerError(f"was ended by signal {-code}")
    if code or not data:
        raise WorkerError(f"ended with exit code {code}")
    results: list[UnitResult] = pickle.loads(data)
    return results
