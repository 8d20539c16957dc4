"""The files that pre-commit or prek names to a hook: which of them a run reports on.

Both hand over the names of changed files that match the hook's pattern and exist, without those that their own
configuration excludes. A list too long for a command line is split over several processes, one after the other.
"""

from __future__ import annotations

import os

from linter.system.lazy_regex import lazy
from linter.system.paths import WINDOWS, display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.rules.violation import Violation

# `files` of the hooks in .pre-commit-hooks.yaml
PASSED = lazy(
    r"(\.(md|markdown)|(^|/)MANIFEST\.ya?ml|(^|/)tools_manifest\.json|(^|/)tasks/tasks\.json|(^|/)\.?backlog[/.]config\.ya?ml)$"
)
# half of what a command line takes for pre-commit and prek: fewer names are never split
SPLIT_BYTES = 1 << 13 if WINDOWS else 1 << 16


class HookFiles:
    """The *names* given to a hook. *reads_disk*: an earlier hook may have changed them after they were staged."""

    def __init__(self, names: Iterable[str], *, reads_disk: bool = False) -> None:
        self.names = frozenset(map(display_path, names))
        self.reads_disk = reads_disk

    def is_part(self, paths: Iterable[str]) -> bool:
        """Whether *paths*, of which these may be some, are too many for one process."""
        return bool(self.names) and _bytes(filter(PASSED.search, paths)) > SPLIT_BYTES

    def is_first(self, paths: Iterable[str]) -> bool:
        """Whether no other process can have been given those of *paths* that come before these."""
        if not self.names:
            return True
        first = min(self.names)
        return _bytes(path for path in paths if path < first and PASSED.search(path)) <= SPLIT_BYTES

    def is_run_of(self, paths: Iterable[str]) -> bool:
        """Whether these are some of *paths* without a gap, as a process gets them that is not the only one."""
        low, high = min(self.names), max(self.names)
        between = {path for path in paths if low <= path <= high and PASSED.search(path)}
        return len(self.names) > 1 and between <= self.names


class HookScope:
    """Which violations to report of *touched* files and others; *hook* is None where no hook limits it.

    In a merge every file is checked for violations that no parent had.
    """

    def __init__(self, hook: HookFiles | None, touched: set[str], *, is_merge: bool) -> None:
        self._is_part = hook is not None and hook.is_part(touched)
        self._is_first = hook is None or not self._is_part or hook.is_first(touched)
        # excluded by the configuration of pre-commit, or given to another process
        self._left_out = set() if hook is None else {path for path in touched - hook.names if PASSED.search(path)}
        if is_merge:
            self.own: set[str] = set()
            self._left_out = set()
        else:
            self.own = touched if self._is_part else touched - self._left_out

    def is_reported(self, path: str) -> bool:
        """Whether a violation at *path*, one of ``own``, is this process's to report."""
        return path not in self._left_out and (self._is_first or PASSED.search(path) is not None)

    def is_elsewhere(self, violation: Violation) -> bool:
        """Whether *violation* is to be reported if it is new."""
        if not self._is_first or violation.is_in(self.own):
            return False
        return violation.path not in self._left_out


def _bytes(paths: Iterable[str]) -> int:
    return sum(len(os.fsencode(path)) + 1 for path in paths)
