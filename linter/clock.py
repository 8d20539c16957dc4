"""The time of the run, taken once; ``--now`` sets it."""

from __future__ import annotations

from linter.timestamps import Timestamp, parse

_set: list[Timestamp] = []


def set_now(text: str) -> bool:
    """Make *text* (a date, or a date-time with zone) the time of the run; False where it is none."""
    stamp = parse(text)
    if stamp is None or (stamp.time and not stamp.zone):
        return False
    _set[:] = [stamp]
    return True


def now() -> Timestamp:
    """The time that was set, else the clock's, in UTC."""
    if not _set:
        from datetime import UTC, datetime

        present = datetime.now(UTC)
        _set.append(Timestamp(present.strftime("%Y-%m-%d"), "T", present.strftime("%H:%M:%S"), "Z"))
    return _set[0]
