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
        judge = _judge_progress if document.kind == "progress" else _judge_manifest
        for _, field, node in document.dates:
            text = node.text.strip()
            if (stamp := parse(text)) and invalid_date_reason(stamp):
                continue  # impossible-date reports it
            problem, milder = judge(text) if not document.severities else (document.date_problem(field, text), False)
            if problem and not (milder and self.is_history(document)):
                yield self.violation(
                    document,
                    node,
                    f"invalid timestamp `{text}` in `{field}`, expected {problem}",
                    {"field": field, "found": text},
                    severity=WARNING if milder else None,
                    fix=_fix(document, field, node, text),
                )


def _judge_progress(text: str) -> tuple[str, bool]:
    """Return the problem of a date in a progress file, and whether it is minor."""
    stamp = parse(text)
    if stamp is None:
        return "YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ", False
    if stamp.time and stamp.zone is None:
        return "a time zone (Z or an offset) at its end", False
    if stamp.time and stamp.between not in ("T", "t"):
        return "T between date and time", True
    return "", False


def _judge_manifest(text: str) -> tuple[str, bool]:
    """Return the problem of a time in a manifest, which allows one form (``linter/formats/manifest.md``)."""
    return ("", False) if MANIFEST.match(text) else ("YYYY-MM-DDTHH:MM:SSZ", False)


def _fix(document: Document, field: str, node: ScalarNode, text: str) -> Fix | None:
    if document.severities:
        return None
    better = repaired(text) if document.kind == "progress" else repaired_utc(text)
    if better is None or node.text != text:
        return None
    return rewrite(document.source, node, better[0], f"Set `{field}` to {better[0]}", safe=better[1])
