"""Fingerprints by which a violation is recognized after lines have moved."""

from __future__ import annotations

from hashlib import sha256

from linter.engine.identity import ViolationFingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.report import Report
    from linter.outputs.links import RepositoryPaths
    from linter.rules.violation import Violation


class Fingerprints:
    """Fingerprints made from the subject of a violation and its location in the data, not from lines or wording.

    Equal fingerprints in one report are distinguished by their order, so each is returned only once.
    """

    def __init__(self, report: Report) -> None:
        self._identities = ViolationFingerprints(report.named.get)
        self._given: dict[str, int] = {}

    def of(self, violation: Violation, paths: RepositoryPaths | None = None) -> str:
        """Return 20 hexadecimal digits; *paths* name the file (None: as it is reported)."""
        keys = self._identities.keys(violation)
        path = keys[0].path if paths is None else paths.name(keys[0].path)
        text = "\0".join([keys[0].rule, path, *(f"{key.place}\0{key.about}" for key in keys)])
        nth = self._given[text] = self._given.get(text, 0) + 1
        return sha256(f"{text}\0{nth}".encode("utf-8", "surrogatepass")).hexdigest()[:20]
