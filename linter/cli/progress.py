"""A progress line on stderr for long runs."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.engine.session import LintSession

DELAY = 0.6  # seconds: shorter runs show nothing
INTERVAL = 0.1
_FRAMES, _PLAIN_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", "|/-\\"
_ERASE = "\r\x1b[K"


class Progress:
    """A progress line, drawn by a thread that observes the ``run``, so that the run has no overhead."""

    def __init__(self, options: Namespace) -> None:
        self.run: LintSession | None = None
        self._is_wanted = is_wanted(options)

    def __enter__(self) -> Progress:
        if self._is_wanted:
            from threading import Event, Thread

            self._over = Event()
            self._thread = Thread(target=self._draw, daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_wanted:
            self._over.set()
            self._thread.join()

    def _draw(self) -> None:
        started = time.monotonic()
        if self._over.wait(DELAY):
            return
        frames = _FRAMES if (sys.stderr.encoding or "").lower().startswith("utf") else _PLAIN_FRAMES
        count = 0
        while True:
            count += 1
            seconds = int(time.monotonic() - started)
            took = f", {seconds} s" if seconds else ""
            sys.stderr.write(f"{_ERASE}{frames[count % len(frames)]} {stage(self.run)}{took}")
            sys.stderr.flush()
            if self._over.wait(INTERVAL):
                break
        sys.stderr.write(_ERASE)
        sys.stderr.flush()


def is_wanted(options: Namespace) -> bool:
    """Whether to draw it: only on a terminal that can erase a line, not under CI or pre-commit, not with ``-q``."""
    if options.no_progress or options.quiet or not sys.stderr.isatty():
        return False
    environment = os.environ
    return not (environment.get("CI") or environment.get("PRE_COMMIT") or environment.get("TERM") == "dumb")


def stage(run: LintSession | None) -> str:
    """Return what *run* (None: not created yet) is doing."""
    if run is None or not run.files:
        return "looking for plans"
    if run.linting:
        return f"linting {run.linting:,} plans"
    share: int = getattr(run, "share", 0)
    if share:  # each process has the same amount of work, so this one is representative
        return f"linting {run.files:,} files, {100 * getattr(run, 'linted', 0) // share} %"
    plans = f", {len(run.paths):,} plans" if run.paths else ""
    return f"reading: {run.files:,} files{plans}"
