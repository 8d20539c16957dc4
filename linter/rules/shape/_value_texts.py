"""Messages and suggestions for invalid values."""

from __future__ import annotations

from linter.model.did_you_mean import closest, kebab
from linter.system.words import truncate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.schema.validator import ShapeError

KEBAB = "^[a-z0-9]+(-[a-z0-9]+)*$"
USUAL = (  # common statuses, in the order of a message
    "pending", "not_started", "in_progress", "in-progress", "completed", "complete", "blocked", "deferred", "skipped",
)  # fmt: skip
MAX_VALUES = 8  # allowed in a message, unless more are common
MAX_VALUE_CHARS = 80  # of an invalid value in a message


def problem_of(error: ShapeError, text: str) -> str:
    """Return the second half of the message: what *text*, the value of *error*, is instead of a valid value."""
    expected = error.expected
    if error.keyword == "enum":
        usual = [value for value in USUAL if value in expected]
        shown = [*usual, *(value for value in expected if value not in usual)][: max(MAX_VALUES, len(usual))]
        text = truncate(text, MAX_VALUE_CHARS)
        return f"is `{text}`, expected one of {', '.join(shown)}" + (" …" if len(expected) > len(shown) else "")
    if error.keyword == "pattern":
        wanted = "kebab-case" if expected == KEBAB else f"the pattern `{expected}`"
        return f"is `{text}`, expected {wanted}"
    if error.keyword == "x-other":
        return f"violates `{expected}` of its schema"
    if error.keyword == "x-form":
        return f"is `{text}`, expected {expected}"
    if error.keyword == "minProperties":
        return "must not be empty"
    if error.keyword == "maxLength":
        return f"must be at most {expected} characters long"
    return f"must be {'at least' if error.keyword == 'minimum' else 'at most'} {expected}, found {text}"


def suggestion(error: ShapeError, text: str) -> str | None:
    """Return the valid value that is probably meant by *text*, the value of *error*."""
    if error.keyword == "enum":
        return closest(text, error.expected)
    if error.keyword == "x-form":
        return error.spelling or None
    if error.keyword == "pattern" and error.expected == KEBAB:
        return kebab(text)
    return None
