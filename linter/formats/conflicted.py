"""Files with unresolved merge conflicts, which are recognized by either side and not checked."""

from __future__ import annotations

from linter.formats.adapter import MARKDOWN
from linter.model.document import Document
from linter.syntax import front_matter
from linter.syntax.markdown_blocks import FENCE, Spans, blocks
from linter.syntax.merge_conflicts import Conflict, conflicts, side
from linter.syntax.nodes import ReadError
from linter.syntax.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[str], Document | None]


def conflicts_in(path: str, data: bytes) -> tuple[str, list[Conflict]]:
    """Return the text of *data* and its conflicts (none if it is not UTF-8), except in closed code fences."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "", []
    if path.endswith(MARKDOWN) and ("```" in text or "~~~" in text):
        front = front_matter.split(text)
        start = front.body if front is not None and front.body > 0 else 0
        closed = (block for block in blocks(text, start) if block.kind == FENCE and block.is_closed)
        examples = Spans((block.start, block.end) for block in closed)
        return text, conflicts(text, examples.__contains__)
    return text, conflicts(text, are_indented=path.endswith(".json"))  # JSON has it only in strings


def read_conflicted(path: str, text: str, found: list[Conflict], read: Read) -> Document | None:
    """Return the document of the file, or None if *read* makes none of its text or of either side."""
    for candidate in (text, side(text, found, 0), side(text, found, 1)):
        document = read(candidate)
        if document is not None:
            source = Source(path, text)
            read_errors = [_error(source, conflict) for conflict in found]
            unread = Document(source, None, read_errors, document.kind)
            unread.severities = document.severities
            return unread
    return None


def _error(source: Source, conflict: Conflict) -> ReadError:
    start, end = source.position(conflict.first[0])[0], source.position(conflict.last[0])[0]
    message = f"unresolved merge conflict in lines {start} to {end}"
    related = (*conflict.last, "end of the conflict")
    return ReadError("merge-conflict", *conflict.first, message, {"start": start, "end": end}, related=related)
