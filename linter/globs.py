"""Path patterns of the configuration: ``*`` and ``?`` stay inside a folder, ``**`` crosses folders.

A pattern without a slash matches the name of a file or folder at any depth, one with a slash is relative to the
configuration file; what stands below a matched folder is matched too (as in .gitignore).
"""

from __future__ import annotations

import re
from functools import lru_cache

from linter.lazy import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_PART = lazy(r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?\]?[^]/]*\]|.", re.DOTALL)
_TRANSLATED = {"**/": "(?:[^/]+/)*", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@lru_cache(maxsize=512)
def _compile(pattern: str) -> re.Pattern[str]:
    pattern = pattern.removeprefix("./")
    anywhere = "/" not in pattern.rstrip("/")
    translated = ""
    for part in _PART.findall(pattern.strip("/")):
        if part in _TRANSLATED:
            translated += _TRANSLATED[part]
        elif part[0] == "[" and part[-1] == "]" and len(part) > 2:
            inner = part[1:-1].replace("\\", "\\\\").replace("[", "\\[")
            translated += "(?!/)" + ("[^" + inner[1:] + "]" if inner[0] == "!" else "[" + inner + "]")
        else:
            translated += re.escape(part.replace("\0", "["))
    return re.compile(("(?:.*/)?" if anywhere else "") + translated + "(?:/.*)?", re.DOTALL)


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether *path* (relative, with ``/``) matches one of the *patterns*. Raises nothing: a bad class is literal."""
    for pattern in patterns:
        try:
            compiled = _compile(pattern)
        except re.error:
            compiled = _compile(pattern.replace("[", "\0"))
        if compiled.fullmatch(path):
            return True
    return False
