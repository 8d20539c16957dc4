"""Units shared out to several processes: what they find comes back as plain values, in the order of the units.

No pool: one that loses a process may wait for ever. Each process gets its share at once and answers once, through a
pipe that ends when the process does.
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

    Unit = tuple[str, ...]
    Judge = Callable[[Unit], UnitResult]
    Answer = Callable[[], list[UnitResult]]

# bytes to read for each process from which on a second one pays (two forked: 2.3 MB take 38 % less
# time; what a spawned one takes to start was not measured)
FORK_PAYS, SPAWN_PAYS = 1_000_000, 8_000_000
_MOST = 16  # processes that are started without being asked for


class WorkerError(Exception):
    """A process ended without an answer; the message says how."""


def can_fork() -> bool:
    """Whether a copy of this process can go on working: not where the system's own libraries forbid it."""
    threading = sys.modules.get("threading")
    is_alone = threading is None or threading.active_count() == 1
    return sys.platform not in ("win32", "darwin") and hasattr(os, "fork") and is_alone


def shares(sizes: list[int], jobs: int | None) -> list[list[int]]:
    """The indices of the units that each process judges, this one's first.

    *sizes*: of the units, in bytes; *jobs*: how many processes, None for as many as pay.
    """
    return _shares(sizes, _count(sizes) if jobs is None else jobs)


def judge_shares(
    units: list[Unit], shares: list[list[int]], judge: Judge, state: Callable[[], Any]
) -> tuple[list[UnitResult], list[str]]:
    """The results of the *units* in their order, and an error for each process that ended without an answer.

    *judge* gives the result of one unit, *state* what a spawned process needs to do the same.
    """
    from linter.engine.result import UnitResult
    from linter.model import clock

    clock.state()  # from now on one time for all
    start = _fork if can_fork() else _spawn
    answers = [start(judge, state, [units[index] for index in share]) for share in shares[1:]]
    found = {index: judge(units[index]) for index in shares[0]}
    errors = []
    for share, answer in zip(shares[1:], answers, strict=True):
        try:
            found.update(zip(share, answer(), strict=True))
        except WorkerError as error:
            errors.append(f"a process that linted {len(share)} directories {error}; try --jobs 1")
            found.update((index, UnitResult.failed()) for index in share)
    return [found[index] for index in range(len(units))], errors


def _count(sizes: list[int]) -> int:
    """How many processes pay: each has enough to do, and no unit is more than its share."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    size = sum(sizes)
    return max(1, min(cores, _MOST, size // (FORK_PAYS if can_fork() else SPAWN_PAYS), size // max([1, *sizes])))


def _shares(sizes: list[int], count: int) -> list[list[int]]:
    """The numbers of the units, the same amount of work for each of *count* processes; none is without any."""
    count = max(1, min(count, len(sizes)))
    shares: list[list[int]] = [[] for _ in range(count)]
    loads = [0] * count
    for index in sorted(range(len(sizes)), key=lambda index: -sizes[index]):
        lightest = loads.index(min(loads))
        shares[lightest].append(index)
        loads[lightest] += sizes[index] + 1
    return [sorted(share) for share in shares]


def _fork(judge: Judge, state: Callable[[], Any], units: list[Unit]) -> Answer:
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(pickle.dumps([judge(unit) for unit in units]))
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


def _spawn(judge: Judge, state: Callable[[], Any], units: list[Unit]) -> Answer:
    from subprocess import PIPE, Popen

    from linter.model import clock

    # by its own path, not by that of the working directory, where anybody's modules may stand
    code = f"import sys; sys.path[:] = {sys.path!r}; from linter.engine.worker_process import main; main()"
    child = Popen([sys.executable, "-P", "-c", code], stdin=PIPE, stdout=PIPE)
    assert child.stdin is not None
    try:
        with child.stdin:
            child.stdin.write(pickle.dumps((state(), clock.state(), units)))
    except OSError:
        pass  # it is gone: the answer will say so

    def answer() -> list[UnitResult]:
        assert child.stdout is not None
        with child.stdout:
            data = child.stdout.read()
        return _opened(data, child.wait())

    return answer


def _opened(data: bytes, code: int) -> list[UnitResult]:
    """The results in an answer. Raises WorkerError."""
    if code < 0:
        raise WorkerError(f"was ended by signal {-code}")
    if code or not data:
        raise WorkerError(f"ended with exit code {code}")
    results: list[UnitResult] = pickle.loads(data)
    return results
