"""The time of the run, taken once; ``--now`` sets it."""

from __future__ import annotations

from linter.model.timestamps import Timestamp, parse

_set: list[Timestamp] = []
asked: set[str] = set()  # "day", "moment": what was asked for; whoever wants to know empties it before


def set_now(text: str) -> bool:
    """Make *text* (a date, or a date-time with zone) the time of the run; False where it is none."""
    stamp = parse(text)
    if stamp is None or (stamp.time and not stamp.zone):
        return False
    _set[:] = [stamp]
    return True


def now() -> Timestamp:
    """The time that was set, else the clock's, in UTC."""
    asked.add("moment")
    return _now()


def today() -> str:
    """Its day, YYYY-MM-DD."""
    asked.add("day")
    return _now().date


def _now() -> Timestamp:
    if not _set:
        from datetime import UTC, datetime

        present = datetime.now(UTC)
        _set.append(Timestamp(present.strftime("%Y-%m-%d"), "T", present.strftime("%H:%M:%S"), "Z"))
    return _set[0]


def state() -> list[Timestamp]:
    """What ``restore`` makes the time of another process."""
    return [_now()]


def restore(time: list[Timestamp]) -> None:
    """Take over the time of another process."""
    _set[:] = time
