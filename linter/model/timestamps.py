"""Dates and times in plans (ISO 8601; ``linter/formats/manifest.md``)."""

from __future__ import annotations

import re
from functools import lru_cache

from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime

_SHAPE = lazy(
    r"(?P<date>\d{4}-\d{2}-\d{2})"
    r"(?:(?P<between>[Tt]| +)(?P<time>\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)"
    r"(?P<zone>[Zz]|[-+]\d{2}(?::?\d{2})?)?)?\Z",
    re.ASCII,
)
_BASIC = lazy(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?([Zz]|[-+]\d{2}(?:\d{2})?)\Z", re.ASCII)
_LOOSE_ZONE = lazy(r"(?<=\d) +(?=[Zz]\Z|[-+]\d{2}(?::?\d{2})?\Z)", re.ASCII)
_LOOSE_DATE = lazy(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\Z", re.ASCII)
_LOOSE_TIME = lazy(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[Tt ]", re.ASCII)
# fields of plans and tasks with the date on which they were created, started, completed and last changed
CREATION_DATES = ("created", "created_at", "created_date")
START_DATES = ("started", "started_at", "start_date", "started_date", "started_on")
COMPLETION_DATES = ("completed", "completed_at", "completed_on", "completed_date", "completion_date", "date_completed")
UPDATE_DATES = ("updated", "updated_at", "last_updated", "updated_date")
MANIFEST = lazy(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z\Z", re.ASCII)


class Timestamp:
    """The parts of a well-formed timestamp; ``zone`` and ``time`` are None if absent."""

    __slots__ = ("between", "date", "time", "zone")

    def __init__(self, date: str, between: str | None, time: str | None, zone: str | None) -> None:
        self.date = date
        self.between = between
        self.time = time
        self.zone = zone


@lru_cache(maxsize=4096)
def parse(text: str) -> Timestamp | None:
    """Split *text* into its parts; None if it does not have the form of a date or date-time."""
    if len(text) == 10 and text.isascii() and text[4] == text[7] == "-" and text.replace("-", "").isdecimal():
        return Timestamp(text, None, None, None) if text.count("-") == 2 else None
    basic = _BASIC.match(text)
    if basic:
        year, month, day, hour, minute, second, zone = basic.groups()
        return Timestamp(f"{year}-{month}-{day}", "T", f"{hour}:{minute}:{second or '00'}", zone)
    match = _SHAPE.match(text)
    return Timestamp(match["date"], match["between"], match["time"], match["zone"]) if match else None


@lru_cache(maxsize=4096)
def invalid_date_reason(stamp: Timestamp) -> str | None:
    """Return why *stamp* is not a valid date or time (``2026-02 has no day 30``), or None if it is."""
    year, month, day = (int(part) for part in stamp.date.split("-"))
    if not 1 <= month <= 12:
        return f"no month {month:02}"
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    if not 1 <= day <= days or year == 0:
        return f"no day {day:02} in {year:04}-{month:02}" if year else "no year 0000"
    if stamp.time:
        hour, minute, *second = (int(part[:2]) for part in stamp.time.split(":"))
        if hour > 23:
            return f"no hour {hour}"
        if minute > 59:
            return f"no minute {minute}"
        if second and second[0] > 59 and not (second[0] == 60 and minute == 59):
            return f"no second {second[0]}"
    if stamp.zone and stamp.zone not in "Zz":
        digits = stamp.zone[1:].replace(":", "").ljust(4, "0")
        if int(digits[:2]) > 23 or int(digits[2:]) > 59:
            return f"no offset {stamp.zone}"
    return None


def moment(stamp: Timestamp) -> date | datetime | None:
    """Return *stamp* as a date or an aware datetime (UTC without a zone), or None if it is invalid."""
    if invalid_date_reason(stamp):
        return None
    from datetime import date, datetime

    if not stamp.time:
        return date.fromisoformat(stamp.date)
    time = stamp.time.replace(",", ".")
    if ":60" in time[5:]:
        time = time[:5] + ":59"
    zone = "+00:00" if stamp.zone is None or stamp.zone in "Zz" else stamp.zone
    try:
        return datetime.fromisoformat(f"{stamp.date}T{time}{zone}")
    except ValueError:
        return None


def in_style(stamp: Timestamp, like: str) -> str:
    """Return *stamp*, a day or a time in UTC, in the style of *like*: a day, or a time with its separator and zone."""
    style, when = parse(like), moment(stamp)
    if style is None or not style.time or when is None:
        return stamp.date
    from datetime import UTC, datetime, timedelta, timezone

    if not isinstance(when, datetime):
        when = datetime(when.year, when.month, when.day, tzinfo=UTC)
    zone = style.zone or ""
    offset = timedelta()
    if zone and zone not in "Zz":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    try:
        text = when.astimezone(timezone(offset)).strftime("%Y-%m-%d %H:%M:%S")
    except OverflowError:  # before year 1 or after year 9999 in that zone
        return stamp.date
    return f"{text[:10]}{style.between}{text[11:] if style.time.count(':') > 1 else text[11:16]}{zone}"


def is_after(left: Timestamp, right: Timestamp) -> bool:
    """Whether *left* is later than *right*; days are compared if either has no time or only one has a zone."""
    if not left.time or not right.time:
        return left.date > right.date
    if (left.zone is None) != (right.zone is None):
        return left.date > right.date
    first, second = moment(left), moment(right)
    try:
        return bool(first and second and first > second)
    except (OverflowError, TypeError):
        return False


def repaired(text: str) -> tuple[str, bool] | None:
    """Return *text* in the right form and whether nothing was assumed; None if its meaning is unclear."""
    better = _reshaped(text)
    stamp = parse(better[0]) if better else None
    return better if stamp and not invalid_date_reason(stamp) else None


def _reshaped(text: str) -> tuple[str, bool] | None:
    text = _LOOSE_ZONE.sub("", text)
    loose = _LOOSE_DATE.match(text)
    if loose:
        return f"{loose[1]}-{int(loose[3]):02}-{int(loose[4]):02}", True
    day = _LOOSE_TIME.match(text)
    date = _reshaped(day[1]) if day else None
    if day and date:
        text = date[0] + "T" + text[day.end() :].lstrip()
    stamp = parse(text)
    if stamp is None:
        return None
    if stamp.time and stamp.zone is None:
        return f"{stamp.date}T{stamp.time}Z", False
    if stamp.time and stamp.zone:
        return f"{stamp.date}T{stamp.time}{stamp.zone.upper()}", True
    return stamp.date, True


def repaired_utc(text: str) -> tuple[str, bool] | None:
    """Return *text* as ``YYYY-MM-DDTHH:MM:SSZ`` and whether nothing was assumed or lost; None without a time."""
    better = repaired(text)
    stamp = parse(better[0]) if better else None
    when = moment(stamp) if stamp and stamp.time else None
    if better is None or stamp is None or stamp.time is None or when is None:
        return None
    from datetime import UTC, datetime

    assert isinstance(when, datetime)
    try:
        utc = when.astimezone(UTC)
    except OverflowError:
        return None  # before year 1, or after year 9999
    lossless = len(stamp.time) == 8 and stamp.zone is not None and stamp.zone.replace(":", "") in ("Z", "+00", "+0000")
    return f"{utc.replace(microsecond=0, tzinfo=None).isoformat()}Z", better[1] and lossless
