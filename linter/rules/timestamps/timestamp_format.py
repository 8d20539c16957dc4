"""Find dates that are not written in ISO 8601."""

from __future__ import annotations

from linter.model.timestamps import MANIFEST, invalid_date_reason, parse, repaired, repaired_utc
from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.violation import Violation
    from linter.syntax.fix import Fix
    from linter.syntax.nodes import ScalarNode


class TimestampFormat(Rule):
    """See ``timestamp_format.md``."""

    id = "timestamp-format"
    family = "timestamps"
    kinds = ()
    fix = "unsafe"

    def check(self, document: Document) -> Iterable[Violation]:
        find_form = _form_in_progress if document.kind == "progress" else _form_in_manifest
        for _, field, node in document.dates:
            text = node.text.strip()
            if (stamp := parse(text)) and invalid_date_reason(stamp):
                continue  # impossible-date reports it
            own = (document.expected_date(field, text), False)
            form, is_minor = own if document.severities else find_form(text)
            if form is not None and not (is_minor and self.is_history(document)):
                yield self.violation(
                    document,
                    node,
                    f"invalid timestamp `{text}` in `{field}`, expected {form}",
                    {"field": field, "found": text},
                    severity=WARNING if is_minor else None,
                    fix=_fix(document, field, node, text),
                )


def _form_in_progress(text: str) -> tuple[str | None, bool]:
    """Return the expected form of a date in a progress file, None if it is right, and whether the problem is minor."""
    stamp = parse(text)
    if stamp is None:
        return "YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ", False
    if stamp.time and stamp.zone is None:
        return "a time zone (`Z` or an offset)", False
    if stamp.time and stamp.between not in ("T", "t"):
        return "`T` between date and time", True
    return None, False


def _form_in_manifest(text: str) -> tuple[str | None, bool]:
    """Return the expected form of a time in a manifest, which allows one (``linter/formats/manifest.md``)."""
    return (None, False) if MANIFEST.match(text) else ("YYYY-MM-DDTHH:MM:SSZ", False)


def _fix(document: Document, field: str, node: ScalarNode, text: str) -> Fix | None:
    if document.severities:
        return None
    better = repaired(text) if document.kind == "progress" else repaired_utc(text)
    if better is None or node.text != text:
        return None
    return rewrite(document.source, node, better[0], f"Set `{field}` to {better[0]}", safe=better[1])
