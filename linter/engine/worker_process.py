"""The entry point of a spawned worker process (``linter.engine.workers``)."""

from __future__ import annotations

import gc
import pickle
import sys

from linter.engine.unit_session import UnitSession
from linter.model import clock


def main() -> None:
    """Read the state of a session and units from stdin, and write their results to stdout."""
    gc.disable()
    state, time, units = pickle.load(sys.stdin.buffer)
    clock.restore(time)
    session = UnitSession.from_worker_state(state)
    out, sys.stdout = sys.stdout, sys.stderr  # output of plugins must not mix with the answer
    out.buffer.write(pickle.dumps([session.lint_unit(unit) for unit in units]))
    out.flush()
