"""Start git, and end it with everything that it started if it does not answer."""

from __future__ import annotations

import os
import subprocess


def start(line: list[str], directory: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a command in *directory*. Raises OSError."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        line, cwd=directory, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
    )


def answer(process: subprocess.Popen[bytes], input: bytes, timeout: float) -> subprocess.CompletedProcess[bytes]:
    """Return what the process answers to *input*; *timeout* in seconds. Raises TimeoutExpired once it is ended."""
    with process:
        try:
            out, err = process.communicate(input, timeout=timeout)
        except BaseException:
            _kill(process)
            raise
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that is not to answer."""
    with process:
        _kill(process)
        process.communicate()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        from contextlib import suppress
        from signal import SIGKILL

        with suppress(ProcessLookupError):
            os.killpg(process.pid, SIGKILL)
    else:
        process.kill()
