"""Path patterns of the configuration: ``*`` and ``?`` do not match ``/``, ``**`` between slashes does.

A pattern without a slash matches files and directories of that name at any depth; one with a slash is relative to the
configuration file. A pattern that matches a directory also matches everything below it, as in ``.gitignore``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_PART = lazy(r"\*+|\?|\[!?\]?[^]/]*\]|.", re.DOTALL)
_PART_WITHOUT_CLASSES = lazy(r"\*+|.", re.DOTALL)
_END = r"(?=/|\Z)"


@lru_cache(maxsize=4096)
def _compile(pattern: str, *, has_classes: bool = True) -> re.Pattern[str]:
    """Return *pattern* as a regular expression that does not backtrack.

    Each part takes its leftmost match, so that no pattern takes long. That loses no matches, because every part ends at
    a slash or at the end.
    """
    pattern = pattern.removeprefix("./")
    parts = pattern.strip("/").split("/")
    runs: list[list[str]] = [[]]  # the parts between ``**`` parts
    for index, part in enumerate(parts):
        if part == "**" and index < len(parts) - 1:
            runs.append([])
        else:
            runs[-1].append(".*" if part == "**" else _name(part, has_classes))
    anywhere = "/" not in pattern.rstrip("/")
    translated = ""
    for index, run in enumerate(runs):
        body = "/".join(run) + ("/" if run and index < len(runs) - 1 else "")
        translated += f"(?>(?:[^/]*/)*?{body})" if (index or anywhere) and body else body
    return re.compile(translated + "(?:/.*)?", re.DOTALL)


def _name(part: str, has_classes: bool) -> str:
    """Return the regular expression of one part of a pattern, which matches one name in a path."""
    tokens = (_PART if has_classes else _PART_WITHOUT_CLASSES).findall(part)
    last = max((index for index, token in enumerate(tokens) if token[0] == "*"), default=-1)
    translated, piece = "", ""
    for token in reversed(tokens[last + 1 :]):
        piece = _character(token) + piece
    end = f"(?>[^/]*{piece}{_END})" if last >= 0 else piece + _END
    piece = ""
    is_open = False
    for token in tokens[: max(last, 0)]:
        if token[0] == "*":
            translated += f"(?>[^/]*?{piece})" if is_open else piece
            piece, is_open = "", True
        else:
            piece += _character(token)
    translated += f"(?>[^/]*?{piece})" if is_open else piece
    return translated + end


def _character(token: str) -> str:
    if token == "?":
        return "[^/]"
    if token[0] == "[" and token[-1] == "]" and len(token) > 2:
        inner = token[1:-1].replace("\\", "\\\\").replace("[", "\\[")
        return "(?!/)" + ("[^" + inner[1:] + "]" if inner[0] == "!" else "[" + inner + "]")
    return re.escape(token)


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether *path* (relative, with ``/``) matches one of *patterns*. Raises nothing: an invalid class is literal."""
    for pattern in patterns:
        try:
            compiled = _compile(pattern)
        except re.error:
            compiled = _compile(pattern, has_classes=False)
        if compiled.fullmatch(path):
            return True
    return False
