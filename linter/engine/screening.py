"""Markdown files that their first look shows not to be plans, so that no format reads them.

These are files that only the format ``progress`` may read: nothing but name and content makes them plans.
"""

from __future__ import annotations

from linter.formats.adapter import MARKDOWN
from linter.formats.reader import MARK
from linter.formats.registry import is_only_progress, may_be_progress
from linter.syntax.nodes import Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import Any, Protocol

    from linter.config.settings import Settings

    Stamp = tuple[Any, ...]  # name and object, or name and stat with the times last

    class KnownNoPlans(Protocol):
        """The files that earlier runs have read and that are not plans."""

        def non_plans_among(self, files: Mapping[str, Stamp | None]) -> Collection[str]:
            """See ``KnownFiles``."""
            ...

        def add_no_plan(self, stamp: Stamp) -> None:
            """See ``KnownFiles``."""
            ...


MAX_FILE_BYTES = Limits().max_file_size  # as settings that change it are among those below
READING = ("kinds", "plugins", "max-file-size", "max-nodes", "max-depth")  # settings that change what a file is
_BY_PATH = "-progress.md"  # ends the names of files that can be plans because of their directory


def covers(path: str, settings: Settings) -> bool:
    """Whether nothing but its name and content makes the file at *path* a plan."""
    return covers_name(path) and covers_folder(path, settings)


def covers_folder(path: str, settings: Settings) -> bool:
    """Whether `covers` is true of all files in the directory of *path* of whose names `covers_name` is true."""
    return settings.values.keys().isdisjoint(READING) and "progress" in settings.formats and is_only_progress(path)


def covers_name(path: str) -> bool:
    """See `covers_folder`."""
    return path.endswith(MARKDOWN) and not path.endswith(_BY_PATH)


def may_be_plan(data: bytes) -> bool:
    """Whether a covered file may be a plan; *data* are its bytes, up to `MAX_FILE_BYTES`."""
    return may_be_progress(data) or MARK in data


class Screening:
    """The files that a session has found: which are not plans, and which are still to be looked at.

    ``stamps`` has the stamps of the others, from before they were read.
    """

    def __init__(self) -> None:
        self.non_plans: set[str] = set()
        self.stamps: dict[str, Stamp] = {}
        self._unscreened: dict[str, Stamp] = {}

    def add(self, files: Mapping[str, Stamp | None], known: KnownNoPlans | None, *, is_covered: bool) -> None:
        """Add *files* of one directory with their stamps; *is_covered*: `covers_folder` of that directory."""
        non_plans = known.non_plans_among(files) if known is not None and is_covered else ()
        self.non_plans.update(non_plans)
        if len(non_plans) == len(files):
            return
        for path, stamp in files.items():
            if stamp is None or path in self.non_plans:
                continue
            if is_covered and covers_name(path):
                self._unscreened[path] = stamp
            else:
                self.stamps[path] = stamp

    def look(
        self,
        paths: Iterable[str],
        read: Callable[[Iterable[str]], Iterator[tuple[str, bytes]]],
        known: KnownNoPlans | None,
    ) -> None:
        """Look at the contents of those of *paths* that are not known, which *read* yields for their paths."""
        if not self._unscreened:
            return
        unscreened = {path: self._unscreened.pop(path) for path in paths if path in self._unscreened}
        for path, data in read(unscreened):
            if not may_be_plan(data):
                self.non_plans.add(path)
                if known is not None:
                    known.add_no_plan(unscreened[path])
        self.stamps.update({path: stamp for path, stamp in unscreened.items() if path not in self.non_plans})
