"""Whether this version is one that a configuration asks for (``required-version``)."""

from __future__ import annotations

import operator
import re

from linter import __version__
from linter.lazy import lazy

_CLAUSE = lazy(r"\s*(==|!=|>=|<=|>|<)?\s*(\d{1,9}(?:\.\d{1,9})*)\s*\Z")
_COMPARE = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def satisfies(required: str, version: str = __version__) -> str:
    """Nothing when *version* satisfies *required* (``>=0.1,<1``, clauses as in PEP 440), else what to say."""
    for clause in required.split(","):
        match = _CLAUSE.match(clause)
        if match is None:
            return f"required-version {required!r} is no list of version clauses such as '>=0.1,<1'"
        wanted, have = _numbers(match[2]), _numbers(version)
        size = max(len(wanted), len(have))
        if not _COMPARE[match[1] or "=="](have + (0,) * (size - len(have)), wanted + (0,) * (size - len(wanted))):
            return f"planlint {version} is installed, the configuration requires {required!r}"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.match(r"[\d.]*", version)[0].strip(".").split("."))  # type: ignore[index]
