"""Report suppressions that are unused or expired."""

from __future__ import annotations

from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.fix import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.suppression_comments import Suppression
    from linter.rules.violation import Violation

MAX_LINE_CHARS = 10_000


class UnusedSuppression(Rule):
    """See ``unused_suppression.md``. The engine passes it the unused suppressions."""

    id = "unused-suppression"
    family = "meta"
    severity = WARNING
    kinds = ()
    fix = "safe"

    def check(self, document: Document) -> Iterable[Violation]:
        return ()

    def check_comment(self, document: Document, suppression: Suppression) -> Iterable[Violation]:
        """Yield the violation of an unused suppression."""
        message = f"unused suppression of `{suppression.rule}`"
        if suppression.is_expired:
            message = f"suppression of `{suppression.rule}` expired on {suppression.until}"
        yield self.violation(
            document,
            (suppression.start, suppression.end),
            message,
            {"rule": suppression.rule},
            fix=_fix(document.source.text, suppression),
        )


def _fix(text: str, suppression: Suppression) -> Fix | None:
    """Return the fix that removes the name, or the whole comment if it has no other names; None on very long lines."""
    if suppression.others:
        start, end = suppression.start, suppression.end
        while text[end] in ", \t":
            end += 1
        if text[end] == "]":
            while text[start - 1] in ", \t":
                start -= 1
        return Fix(f"Remove `{suppression.rule}` from the suppression", [Edit(start, end, "")], safe=True)
    start, end = suppression.comment, suppression.comment_end
    begin = text.rfind("\n", max(start - MAX_LINE_CHARS - 1, 0), start) + 1
    stop = text.find("\n", end, end + MAX_LINE_CHARS) + 1 or len(text)
    if (not begin and start > MAX_LINE_CHARS) or stop - begin > MAX_LINE_CHARS:
        return None
    if not text[begin:start].strip() and not text[end:stop].strip():
        start, end = begin, stop
    else:
        start = begin + len(text[begin:start].rstrip(" \t"))
    return Fix("Remove the suppression", [Edit(start, end, "")], safe=True)
