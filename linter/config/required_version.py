"""Check the installed version against ``required-version``."""

from __future__ import annotations

import operator
import re

from linter import __version__

_NUMBERS = r"\d{1,9}(?:\.\d{1,9})*"
CLAUSE = rf"\s*(?:(==|!=|>=|<=|>|<)?\s*({_NUMBERS})|(==|!=)\s*({_NUMBERS})\.\*|(~=)\s*({_NUMBERS}\.\d{{1,9}}))\s*"
_COMPARE = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def find_version_problem(required: str, version: str = __version__) -> str | None:
    """Return why *version* does not satisfy *required* (``>=0.1,<1``, clauses as in PEP 440), or None if it does."""
    for clause in required.split(","):
        match = re.fullmatch(CLAUSE, clause)
        if match is None:
            return f"invalid `required-version` `{required}`: expected version clauses such as '>=0.1,<1'"
        if not _allows(match, _numbers(version)):
            return f"planlint {version} is installed, but the configuration requires `{required}`"
    return None


def _allows(match: re.Match[str], have: tuple[int, ...]) -> bool:
    if match[4]:  # ==1.2.*
        required = _numbers(match[4])
        return bool(_COMPARE[match[3]](_padded(have, required)[: len(required)], required))
    if match[6]:  # ~=1.2.3 is >=1.2.3,==1.2.*
        required = _numbers(match[6])
        have = _padded(have, required)
        return have >= required and have[: len(required) - 1] == required[:-1]
    required = _numbers(match[2])
    return bool(_COMPARE[match[1] or "=="](_padded(have, required), _padded(required, have)))


def _padded(numbers: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return numbers + (0,) * (len(other) - len(numbers))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.match(r"[\d.]*", version)[0].strip(".").split("."))  # type: ignore[index]
