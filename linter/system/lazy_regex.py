"""Regular expressions that are compiled at their first use.

Compiling all of them takes longer than reading a plan, and most runs use only a few.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, AnyStr


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern like that of ``re.compile``; an invalid one raises re.error at its first use."""
    return _LazyPattern(pattern, flags)  # type: ignore[return-value]


class _LazyPattern:
    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._source)
        # from now on instance attributes, as fast as those of the pattern
        for method in ("match", "search", "fullmatch", "finditer", "findall", "sub", "split", "pattern"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
