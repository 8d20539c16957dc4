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

    from linter.engine.cached_session import CachedLintSession, Result

    Unit = tuple[str, ...]

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


def shared(run: CachedLintSession, units: list[Unit], jobs: int | None, sizes: list[int]) -> list[Result]:
    """The results of the *units* of *run*; *jobs*: how many processes, None for as many as pay."""
    from linter.model import clock

    clock.state()  # from now on one time for all
    shares = _shares(sizes, _count(sizes) if jobs is None else jobs)
    start = _fork if can_fork() else _spawn
    workers = [start(run, [units[index] for index in share]) for share in shares[1:]]
    run.share = sum(len(units[index]) for index in shares[0])
    found = {index: run.judge(units[index]) for index in shares[0]}
    for share, answer in zip(shares[1:], workers, strict=True):
        try:
            found.update(zip(share, answer(), strict=True))
        except WorkerError as error:
            run.crashes.append(f"a process that linted {len(share)} directories {error}; try --jobs 1")
            found.update((index, ([], [], [], True, [], None)) for index in share)
    return [found[index] for index in range(len(units))]


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


def _fork(run: CachedLintSession, units: list[Unit]) -> Callable[[], list[Result]]:
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(pickle.dumps([run.judge(unit) for unit in units]))
            code = 0
        finally:
            os._exit(code)
    os.close(writer)

    def answer() -> list[Result]:
        with os.fdopen(reader, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(child, 0)
        return _opened(data, os.waitstatus_to_exitcode(status))

    return answer


def _spawn(run: CachedLintSession, units: list[Unit]) -> Callable[[], list[Result]]:
    from subprocess import PIPE, Popen

    from linter.model import clock

    # by its own path, not by that of the working directory, where anybody's modules may stand
    code = f"import sys; sys.path[:] = {sys.path!r}; from linter.engine.workers import work; work()"
    child = Popen([sys.executable, "-P", "-c", code], stdin=PIPE, stdout=PIPE)
    assert child.stdin is not None
    try:
        with child.stdin:
            child.stdin.write(pickle.dumps((run.state(), clock.state(), units)))
    except OSError:
        pass  # it is gone: the answer will say so

    def answer() -> list[Result]:
        assert child.stdout is not None
        with child.stdout:
            data = child.stdout.read()
        return _opened(data, child.wait())

    return answer


def work() -> None:
    """Be a process that was spawned: read the task from stdin, and write the results to stdout."""
    import gc

    from linter.engine.cached_session import CachedLintSession
    from linter.model import clock

    gc.disable()
    state, time, units = pickle.load(sys.stdin.buffer)
    clock.restore(time)
    run = CachedLintSession.of_state(state)
    out, sys.stdout = sys.stdout, sys.stderr  # whatever a plugin prints is no answer
    out.buffer.write(pickle.dumps([run.judge(unit) for unit in units]))
    out.flush()


def _opened(data: bytes, code: int) -> list[Result]:
    """The results in an answer. Raises WorkerError."""
    if code < 0:
        raise WorkerError(f"was ended by signal {-code}")
    if code or not data:
        raise WorkerError(f"ended with exit code {code}")
    results: list[Result] = pickle.loads(data)
    return results
