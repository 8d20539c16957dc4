"""A short text by which a violation is known again when lines have moved."""

from __future__ import annotations

from hashlib import sha256

from linter.engine.identity import ViolationFingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.report import Report
    from linter.rules.violation import Violation


class Fingerprints:
    """Made of what a violation is about and of the place in the data, not of lines, counts and words.

    Equal ones in one report are told apart by their order, so each is given once.
    """

    def __init__(self, report: Report) -> None:
        self._identities = ViolationFingerprints(report.named.get)
        self._given: dict[str, int] = {}

    def of(self, violation: Violation, prefix: str = "") -> str:
        """20 hexadecimal digits; *prefix* goes before the path."""
        keys = self._identities.keys(violation)
        text = "\0".join([keys[0].rule, prefix + keys[0].path, *(f"{key.place}\0{key.about}" for key in keys)])
        nth = self._given[text] = self._given.get(text, 0) + 1
        return sha256(f"{text}\0{nth}".encode("utf-8", "surrogatepass")).hexdigest()[:20]
