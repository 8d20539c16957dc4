"""Run planlint in a separate process with limits of memory and time."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MEMORY = 512 << 20  # bytes of address space
SECONDS = 10
QUIET = 0.8  # seconds that the yardstick takes on a core that SECONDS are meant for; a slower one gets as much longer
DROP_FROM_BOUNDING_SET = 24  # prctl(2), capabilities(7)
FILES_OF_OTHERS = (1, 2, 3)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
WAIT_S = 900  # a process that hangs; the limit above is of processor time, which the load of the machine changes less
_C = ctypes.CDLL(None)


@dataclass
class Ended:
    """How a process ended: exit code (negative: killed by that signal), streams, time and memory."""

    code: int
    stdout: bytes
    stderr: bytes
    seconds: float  # of processor time
    memory: int  # bytes at most
    timed_out: bool

    @property
    def text(self) -> str:
        """Both streams."""
        return (self.stdout + b"\n" + self.stderr).decode("utf-8", "replace")


def run(
    arguments: list[str],
    folder: Path,
    stdin: bytes = b"",
    environment: dict[str, str] | None = None,
    *,
    as_mortal: bool = False,
) -> Ended:
    """Run ``planlint`` in *folder*. The limit is processor time, corrected for the load of the machine."""
    command = [sys.executable, "-P", "-m", "linter", *arguments]
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PLANLINT_"))}
    home = str(folder.parent / "home")  # of the key to the cache
    variables = {**kept, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": home, **(environment or {})}
    limit = _limit_mortal if as_mortal and os.geteuid() == 0 else _limit
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as source:
        source.write(stdin)
        source.seek(0)
        process = subprocess.Popen(
            command, cwd=folder, env=variables, stdin=source, stdout=out, stderr=err, preexec_fn=limit
        )
        end = time.monotonic() + WAIT_S
        timed_out = False
        memory = 0
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            memory = max(memory, _resident(process.pid))
            if time.monotonic() > end:
                process.kill()
                timed_out = True
            time.sleep(0.01)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = usage.ru_utime + usage.ru_stime
        if seconds >= SECONDS:
            seconds *= min(1.0, QUIET / _yardstick())
        timed_out = timed_out or seconds >= SECONDS
        out.seek(0)
        err.seek(0)
        return Ended(process.returncode, out.read(), err.read(), seconds, memory, timed_out)


def _resident(pid: int) -> int:
    """Return the peak memory of the process in bytes; 0 if the system does not report it."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(line.split()[1]) * 1024


def _yardstick() -> float:
    """Return the processor seconds of five million steps: virtual machines can be three times slower at times."""
    begun = time.thread_time()  # not of the other cases
    total = 0
    for number in range(5_000_000):
        total += number * number
    return time.thread_time() - begun


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (4 * SECONDS, 4 * SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_mortal() -> None:
    """Drop the capabilities by which root can open every file."""
    _limit()
    for capability in FILES_OF_OTHERS:
        _C.prctl(DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)
