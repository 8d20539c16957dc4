"""Apply suppression comments, and report unused and invalid ones."""

from __future__ import annotations

from bisect import bisect_right

from linter.model.did_you_mean import Suggester
from linter.rules.registry import ALWAYS_REPORTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.config.settings import Settings
    from linter.model.document import Document
    from linter.rules.suppression_comments import Suppression
    from linter.rules.violation import Violation

MARK = "planlint:"


class SuppressionIndex:
    """The ranges of the suppressions of one rule: nested or disjoint; equal ranges count as one."""

    def __init__(self, suppressions: Iterable[Suppression]) -> None:
        ranges: dict[tuple[int, int], list[Suppression]] = {}
        for one in suppressions:
            ranges.setdefault((one.first, -one.last), []).append(one)
        self._ranges = sorted(ranges)  # outer ranges come before inner ones
        self._unused = [ranges[place] for place in self._ranges]
        self._one = [members[0] for members in self._unused]
        self._firsts = [first for first, _ in self._ranges]
        self._around: list[int] = []  # the smallest range around each, -1: none
        self._beyond: list[int] = []  # the smallest one around it that ends later
        around = -1
        for index, (first, end) in enumerate(self._ranges):
            while around >= 0 and -self._ranges[around][1] <= first:
                around = self._around[around]
            same_end = around >= 0 and self._ranges[around][1] == end
            self._around.append(around)
            self._beyond.append(self._beyond[around] if same_end else around)
            around = index

    def use(self, offset: int) -> Suppression | None:
        """Return a suppression that applies at *offset*, or None, and mark all that apply as used."""
        index = bisect_right(self._firsts, offset) - 1
        while index >= 0 and -self._ranges[index][1] <= offset:
            index = self._beyond[index]
        found = self._one[index] if index >= 0 else None
        while index >= 0 and self._unused[index]:
            for one in self._unused[index]:
                one.used = True
            self._unused[index] = []
            index = self._around[index]
        return found


class SuppressionFilter:
    """Suppresses violations; ``hidden`` has them with the comments. Files without comments cost nothing."""

    def __init__(self, settings: Settings, documents: Iterable[Document]) -> None:
        self.settings = settings
        self.hidden: list[tuple[Violation, str]] = []
        self._said: dict[str, tuple[Document, list[Suppression]]] = {}
        self._held: dict[
            str, dict[tuple[str, bool], SuppressionIndex]
        ] = {}  # by path, by rule or family and whether on a line
        for document in documents:
            if MARK in document.source.text:
                from linter.rules.suppression_comments import suppressions

                found = suppressions(document)
                self._said[document.path] = document, found
                alike: dict[tuple[str, bool], list[Suppression]] = {}
                for one in found:
                    if not one.problem and not one.is_expired:
                        alike.setdefault((one.rule, one.on_line), []).append(one)
                self._held[document.path] = {key: SuppressionIndex(those) for key, those in alike.items()}

    def remaining(self, violation: Violation) -> Violation | None:
        """Return what remains of *violation* after suppression: itself, a part of it, or None.

        Read errors cannot be suppressed.
        """
        if violation.path not in self._said or violation.rule in ALWAYS_REPORTED:
            return violation
        starts = [start for start, _ in violation.members] or [violation.start]
        comments = [self._comment_at(violation, start) for start in starts]
        hidden = [index for index, comment in enumerate(comments) if comment is not None]
        if not hidden:
            return violation
        left = [index for index, comment in enumerate(comments) if comment is None]
        part = _part(violation, hidden) if left else violation
        self.hidden.append((part, comments[hidden[0]] or ""))
        return _part(violation, left) if left else None

    def _comment_at(self, violation: Violation, offset: int) -> str | None:
        """Return the comment that suppresses *violation* at *offset*, or None."""
        family = self.settings.registry.family.get(violation.rule, "")
        document, _ = self._said[violation.path]
        holding: Suppression | None = None
        for key in ((violation.rule, True), (violation.rule, False), (family, True), (family, False)):
            held = self._held[violation.path].get(key)
            found = held.use(offset) if held is not None else None
            holding = holding or found
        return None if holding is None else document.source.text[holding.comment : holding.comment_end]

    def leftover(self) -> Iterator[Violation]:
        """Yield violations for invalid comments, and for unused comments of enabled rules."""
        known = [*self.settings.registry.family, *self.settings.registry.families]
        is_on = {selector: self._is_on(selector) for selector in known} if self._said else {}
        guesser: Suggester | None = None
        for document, said in self._said.values():
            for one in said:
                if one.problem or one.rule not in is_on:
                    from linter.rules.meta.invalid_suppression import InvalidSuppression

                    guesser = guesser or Suggester(known)
                    yield from InvalidSuppression().judge(document, one, guesser)
                elif not one.used and (one.is_expired or is_on[one.rule]):
                    from linter.rules.meta.unused_suppression import UnusedSuppression

                    yield from UnusedSuppression().judge(document, one)

    def _is_on(self, selector: str) -> bool:
        """Whether all rules that *selector* names are enabled, so that an unused comment is certain."""
        family = self.settings.registry.family
        named = [id for id in family if selector in (id, family[id])]
        return all(id in self.settings.selected for id in named)


def _part(violation: Violation, members: list[int]) -> Violation:
    """Return the violation of some of the *members* of *violation*."""
    assert violation.rebuild is not None
    part = violation.rebuild(members)
    part.group = violation.group
    part.members = tuple(violation.members[index] for index in members)
    return part
