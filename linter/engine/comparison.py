"""Compare two runs: documents renamed between them, and violations that are new or gone."""

from __future__ import annotations

from linter.engine.identity import KnownViolations, ViolationFingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.engine.identity import Key
    from linter.engine.session import LintSession
    from linter.rules.violation import Violation

ALIKE = 0.5  # the share of common lines that makes a file a renamed one, as in git
MAX_PAIRS = 100_000  # of files, above which renames are not searched


def find_renames(run: LintSession, new: Sequence[str], lost: LintSession) -> dict[str, str]:
    """Return the old path of each of the *new* paths of *run* whose content is like that of a document in *lost*."""
    texts = {path: set(lost.document(path).source.text.splitlines()) for path in lost.paths}
    if len(new) * len(texts) > MAX_PAIRS:
        return {}
    found = {}
    for path in new:
        lines = set(run.document(path).source.text.splitlines())
        alike = {old: len(lines & other) / len(lines | other) for old, other in texts.items() if other}
        best = max(alike, key=lambda old: alike[old], default="")
        if best and alike[best] >= ALIKE:
            found[path] = best
            del texts[best]
    return found


def difference(now: LintSession, before: LintSession, moved: dict[str, str]) -> tuple[list[Violation], int]:
    """Return the violations that *before* did not have, and the number of violations that are gone."""

    def keys(run: LintSession, violations: Iterable[Violation]) -> list[tuple[Violation, tuple[Key, ...]]]:
        identities = ViolationFingerprints(run.document)
        found = []
        for violation in violations:
            path = moved.get(violation.home, violation.home) if run is now else violation.home
            found.append((violation, tuple(key._replace(path=path) for key in identities.keys(violation))))
        return found

    new, old = keys(now, now.report.violations), keys(before, before.report.violations)
    known = KnownViolations(key for _, keys in old for key in keys)
    still = KnownViolations(key for _, keys in [*new, *keys(now, now.report.baselined)] for key in keys)
    fresh = [part for violation, keys in new if (part := known.divide(violation, keys)[0]) is not None]
    return fresh, sum(not still.take(keys) for _, keys in old)
