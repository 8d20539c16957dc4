"""Phase names in place of task ids: ``Phase 1 complete``, ``P2``, ``phase-1-3``."""

from __future__ import annotations

import re

from linter.system.lazy_regex import lazy

_PREFIX = r"(?:phases?|p|ep)[-_ ]*"
_NUMBER = r"(\d{1,4}(?:\.\d{1,4})*[a-z]?)(?![a-z0-9]|\.\d)"
_PHASE = lazy(
    rf"{_PREFIX}{_NUMBER}(?:\s*(?:[-–—]|\.\.+|to|through)\s*(?:{_PREFIX})?{_NUMBER})?"
    r"(?:[\W_][^\d(]*+)?(?:\([^()]*\))?\Z",
    re.IGNORECASE,
)
_VALUE = lazy(rf"(?:{_PREFIX})?{_NUMBER}\Z", re.IGNORECASE)
_DIGITS = lazy(r"\d+(?:[a-z](?![a-z0-9]))?", re.IGNORECASE)
MAX_PHASES = 100  # in a range


def named_phases(text: str) -> tuple[str, ...]:
    """Return the phase numbers in *text*: one, those of a range, or none if it does not name a phase."""
    match = _PHASE.match(text.strip())
    if match is None:
        return ()
    first, last = (_canonical(number) for number in match.groups(default=""))
    if not last:
        return (first,)
    if not (first.isdecimal() and last.isdecimal() and 0 < int(last) - int(first) < MAX_PHASES):
        return ()
    return tuple(str(number) for number in range(int(first), int(last) + 1))


def phase_number(value: str) -> str:
    """Return the number in the *value* of a field ``phase``, or "" if there is none."""
    match = _VALUE.match(value.strip())
    return _canonical(match[1]) if match else ""


def shape(id: str) -> str:
    """Return *id* with every number replaced, for comparison: ``Task 9`` and ``Task 12`` have the same shape."""
    return _DIGITS.sub(lambda match: "0" if match[0].isdecimal() else "0a", id.strip().casefold())


def _canonical(number: str) -> str:
    return number.lower().lstrip("0") or "0" if number[:1] == "0" and number[1:2].isdecimal() else number.lower()
