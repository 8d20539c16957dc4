"""Comments that begin with ``planlint`` and suppress nothing: written in capitals, or as for another linter."""

from __future__ import annotations

from linter.rules.renamed import current
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_WORDS = "ignore|disable|enable|noqa|nolint|skip|suppress|allow|expect|off|on"
# behind `planlint` a colon, or without one a word of a linter: other comments are prose
_START = rf"(?P<own>(?i:planlint)(?:[ \t]*+:|[ \t_-]++(?=(?i:{_WORDS})(?![a-z])))[ \t]*+)"
YAML = lazy(rf"#[ \t]*+{_START}(?P<rest>[^\n\r]*)")
HTML = lazy(rf"<!--[ \t]*+{_START}(?P<rest>(?:(?!<!--|-->)[^\n\r])*+)-->")
_OTHER = lazy(
    rf"(?i)(?P<word>{_WORDS})(?P<scope>(?:[-_ ](?:file|next|line|this|all))*)(?![a-z-])[ \t]*"
    r"(?:[=:(\[][ \t]*)?(?P<names>[a-z]+(?:-[a-z]+)*(?:[ \t]*,[ \t]*[a-z]+(?:-[a-z]+)*)*)?[)\]]?"
)


class ForeignSuppression:
    """The ``rules`` that such a comment names, and the ``replacement`` of ``[start, end)``.

    ``replacement`` is None if the comment has no rules or enables them.
    """

    def __init__(self, comment: re.Match[str], *, is_alone: bool) -> None:
        self.start = comment.start("own")
        self.end = comment.start("rest") + len(comment["rest"].rstrip())
        self.rules: list[str] = []
        self.replacement: str | None = None
        other = _OTHER.match(comment["rest"])
        if other is None:
            return
        names = [name.strip() for name in (other["names"] or "").lower().split(",") if name.strip()]
        self.rules = [current(name) for name in names]
        is_file = "file" in other["scope"].lower()
        # a comment at the end of a line never applies to the next line
        is_elsewhere = "next" in other["scope"].lower() and not is_alone
        if names and not is_elsewhere and other["word"].lower() not in ("enable", "on"):
            self.end = comment.start("rest") + other.end()
            self.replacement = f"planlint: ignore{'-file' * is_file}[{', '.join(self.rules)}]"
