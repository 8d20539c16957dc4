"""The errors of YAML that does not parse, at the place and in the words of their causes."""

from __future__ import annotations

from linter.syntax.nodes import ReadError
from linter.syntax.yaml_quotes import find_apostrophe
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from yaml import YAMLError

_WORD = lazy(r"\S+")
_HINTS = (
    ("mapping values are not allowed", "quote strings that contain `: `"),
    ("cannot start any token", "quote strings that begin with this character"),
    ("could not find expected ':'", "add the colon after the key, or quote the string"),
    ("did not find expected key", "check the indentation, or quote the string"),
    ("did not find expected '-' indicator", "a key is among the items of a list"),
    ("unexpected end of stream", "close the quote or bracket"),
    ("unknown escape character", "write the backslash twice, or use single quotes"),
    ("did not find expected ',' or", "close the bracket, or add the missing comma"),
)


def syntax_error(error: YAMLError, text: str, base: int) -> ReadError:
    """Return the error for *text*, which begins at the offset *base*: where to look, and what to do."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if "unexpected end of stream" in problem and getattr(error, "context_mark", None):
        mark = error.context_mark  # type: ignore[attr-defined]
    if mark is not None:
        at = min(mark.index, len(text))
    else:
        at = len(text.encode()[: getattr(error, "position", 0)].decode(errors="ignore"))
    if "'" in text and (cause := _apostrophe(error, text, at)) is not None:
        message = "invalid YAML: apostrophe ends the string, write it twice inside single quotes"
        return ReadError("syntax-error", cause + base, cause + base + 1, message)
    start, end = _visible(text, at)
    help = None
    for needle, hint in _HINTS:
        if text[start:end] == "\t" and "token" in problem:
            problem = "found a tab, indent with spaces"
        elif needle in problem:
            help = hint
        else:
            continue
        break
    context = getattr(error, "context_mark", None)
    related = None
    if context is not None and context is not mark and "block" in str(getattr(error, "context", "")):
        begun = _visible(text, min(context.index, len(text)))
        related = (begun[0] + base, begun[1] + base, "list or mapping starts here")
    return ReadError("syntax-error", start + base, end + base, f"invalid YAML: {problem}", related=related, help=help)


def _apostrophe(error: YAMLError, text: str, at: int) -> int | None:
    found = find_apostrophe(text, at)
    if found is None and "simple key" in str(getattr(error, "context", "")):
        return find_apostrophe(text, min(error.context_mark.index, len(text)))  # type: ignore[attr-defined]
    return found


def _visible(text: str, at: int) -> tuple[int, int]:
    """Return a span of at least one visible character at *at*, or else before it."""
    if text.startswith("\t", at):
        return at, at + 1
    match = _WORD.match(text, at)
    if match:
        return at, match.end() if text[at] not in ":'\"[]{}" else at + 1
    stop = len(text[:at].rstrip())
    return max(stop - 1, 0), max(stop, min(1, len(text)))
