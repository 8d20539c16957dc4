"""A lock for commands that read files and then write them, so that two at once run one after the other.

The lock ends with its process, whatever ends that. It is on the directory of the outermost repository, so
that no file is left behind; where a system cannot lock directories, and for files in no repository, it is on one of
a few empty files in the user's cache directory.
"""

from __future__ import annotations

import os
import time

from linter.system.boundary import outermost_root
from linter.system.paths import WINDOWS, user_cache
from linter.system.writing import WriteError, open_private

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

TIMEOUT_S = 60.0
INTERVAL_S = 0.02  # between two attempts
LOCK_FILES = 64


class ProjectLock:
    """A context in which no other planlint writes to the repositories of *paths*; entering it raises WriteError."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._roots = sorted({outermost_root(os.path.join(os.path.realpath(path), "x")) or "" for path in paths})
        self._handles: list[int] = []

    def __enter__(self) -> None:
        deadline = time.monotonic() + TIMEOUT_S
        try:
            # in one order for every process, so that no two wait for each other
            without = [root for root in self._roots if not self._lock_directory(root, deadline)]
            for number in sorted({_number(root) for root in without}):
                self._lock_file(number, deadline)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        while self._handles:
            os.close(self._handles.pop())

    def _lock_directory(self, root: str, deadline: float) -> bool:
        """Lock the directory *root*; False if there is none or the system cannot. Raises WriteError."""
        if not root or WINDOWS:
            return False
        try:
            handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return False
        return self._lock(handle, deadline)

    def _lock_file(self, number: int, deadline: float) -> None:
        """Lock a file of the user, if there can be one. Raises WriteError."""
        path = os.path.join(user_cache(), "planlint", f"lock-{number}")
        try:
            handle = open_private(path)
        except OSError:
            return
        self._lock(handle, deadline)

    def _lock(self, handle: int, deadline: float) -> bool:
        self._handles.append(handle)
        while True:
            try:
                _try_lock(handle)
                return True
            except (BlockingIOError, PermissionError):
                if time.monotonic() >= deadline:
                    problem = f"another planlint is writing the same files; gave up after {TIMEOUT_S:g} seconds"
                    raise WriteError(problem) from None
                time.sleep(INTERVAL_S)
            except OSError:
                os.close(self._handles.pop())
                return False


def _number(root: str) -> int:
    from _blake2 import blake2b

    return int.from_bytes(blake2b(os.fsencode(root), digest_size=2).digest(), "big") % LOCK_FILES


def _try_lock(handle: int) -> None:
    """Lock the open file for this process. Raises BlockingIOError or PermissionError if another process has it."""
    if WINDOWS:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
