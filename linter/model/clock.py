"""The time of the run, taken once; ``--now`` sets it."""

from __future__ import annotations

from time import gmtime, strftime

from linter.model.timestamps import Timestamp, invalid_date_reason, parse

_set: list[Timestamp] = []
asked: set[str] = set()  # "day", "moment": what was requested; callers that need to know clear it first


def set_now(text: str) -> bool:
    """Set the time of the run to *text*; return False if it is not a possible date, or date-time with zone."""
    stamp = parse(text)
    if stamp is None or (stamp.time and not stamp.zone) or invalid_date_reason(stamp) is not None:
        return False
    _set[:] = [stamp]
    return True


def now() -> Timestamp:
    """Return the time that was set, or else the current time, in UTC."""
    asked.add("moment")
    return _now()


def today() -> str:
    """Return the day of the run, ``YYYY-MM-DD``."""
    asked.add("day")
    return _now().date


def _now() -> Timestamp:
    if not _set:
        present = gmtime()
        _set.append(Timestamp(strftime("%Y-%m-%d", present), "T", strftime("%H:%M:%S", present), "Z"))
    return _set[0]


def state() -> list[Timestamp]:
    """Return the time of the run, for ``restore`` in another process."""
    return [_now()]


def restore(time: list[Timestamp]) -> None:
    """Set the time of the run to that of another process."""
    _set[:] = time
