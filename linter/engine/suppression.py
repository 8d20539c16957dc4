"""Apply suppression comments, and report unused and invalid ones."""

from __future__ import annotations

from linter.rules.registry import ALWAYS_REPORTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from linter.config.settings import Settings
    from linter.model.did_you_mean import Suggester
    from linter.model.document import Document
    from linter.rules.suppression_comments import Suppression
    from linter.rules.violation import Related, Violation

NAME = "planlint"


class SuppressionIndex:
    """The ranges of the suppressions of one rule: nested or disjoint; equal ranges count as one."""

    def __init__(self, suppressions: Iterable[Suppression]) -> None:
        ranges: dict[tuple[int, int], list[Suppression]] = {}
        for one in suppressions:
            ranges.setdefault((one.first, -one.last), []).append(one)
        self._ranges = sorted(ranges)  # outer ranges come before inner ones
        self._unused = [ranges[location] for location in self._ranges]
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
        from bisect import bisect_right

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


class FileComments:
    """The ``suppressions`` of one document, indexed by rule or family and by whether they apply to a line."""

    def __init__(self, document: Document | None) -> None:
        self.suppressions: list[Suppression] = []
        self._text = ""
        self._held: dict[tuple[str, bool], SuppressionIndex] = {}
        if document is None or NAME not in document.source.text.lower():
            return
        from linter.rules.suppression_comments import suppressions

        self._text = document.source.text
        self.suppressions = suppressions(document)
        alike: dict[tuple[str, bool], list[Suppression]] = {}
        for one in self.suppressions:
            if not one.problem and not one.is_expired:
                alike.setdefault((one.rule, one.on_line), []).append(one)
        self._held = {key: SuppressionIndex(those) for key, those in alike.items()}

    def use(self, offset: int, selectors: tuple[str, str]) -> str | None:
        """Return a comment that applies at *offset* to one of *selectors* (rule and family); mark all such as used."""
        if not self._held:
            return None
        found = (
            held.use(offset)
            for selector in selectors
            for on_line in (True, False)
            if (held := self._held.get((selector, on_line))) is not None
        )
        one = next(filter(None, list(found)), None)
        return None if one is None else self._text[one.comment : one.comment_end]


class SuppressionFilter:
    """Suppresses violations by the comments at their places, also in files that are not named.

    *document* returns the document at a path. Files without comments cost nothing.
    """

    def __init__(self, document: Callable[[str], Document | None]) -> None:
        self._document = document
        self._comments: dict[str, FileComments] = {}

    def _of(self, path: str) -> FileComments:
        if path not in self._comments:
            self._comments[path] = FileComments(self._document(path))
        return self._comments[path]

    def divide(
        self, found: Iterable[Violation], family: Mapping[str, str]
    ) -> tuple[list[Violation], list[tuple[Violation, str]]]:
        """Return what remains of *found*, and what is suppressed, with the comment; *family* maps rules to families.

        Read errors cannot be suppressed.
        """
        reported: list[Violation] = []
        hidden: list[tuple[Violation, str]] = []
        for violation in found:
            keys = violation.rule, family.get(violation.rule, "")
            if violation.rule in ALWAYS_REPORTED:
                reported.append(violation)
            elif violation.members:
                self._divide_group(violation, keys, reported, hidden)
            else:
                comment = self._comment_at(violation.locations or (violation,), keys)
                if comment is None:
                    reported.append(violation)
                else:
                    hidden.append((violation, comment))
        return reported, hidden

    def _divide_group(
        self,
        violation: Violation,
        keys: tuple[str, str],
        reported: list[Violation],
        hidden: list[tuple[Violation, str]],
    ) -> None:
        """Add what remains of a group to *reported*, and the members with a comment to *hidden*."""
        comments = [self._comment_at(violation.locations_of(member), keys) for member in range(len(violation.members))]
        taken = [index for index, comment in enumerate(comments) if comment is not None]
        left = [index for index, comment in enumerate(comments) if comment is None]
        if not taken:
            reported.append(violation)
            return
        accepted = violation.part(taken) if left else violation
        if accepted is not None:
            hidden.append((accepted, comments[taken[0]] or ""))
        rest = violation.part(left) if left else None
        if rest is not None:
            reported.append(rest)

    def _comment_at(self, locations: Iterable[Related | Violation], keys: tuple[str, str]) -> str | None:
        """Return a comment that applies at one of *locations*, or None; those at all of them are used."""
        comments = [self._of(location.path).use(location.start, keys) for location in locations]
        return next(filter(None, comments), None)

    def leftover(self, documents: Iterable[Document], settings: Settings) -> Iterator[Violation]:
        """The comments of *documents* that are invalid, and those that hid nothing although their rule was on."""
        commented = [(document, found) for document in documents if (found := self._of(document.path).suppressions)]
        known = [*settings.registry.family, *settings.registry.families]
        is_on = {selector: _is_on(selector, settings) for selector in known} if commented else {}
        guesser: Suggester | None = None
        for document, suppressions in commented:
            for one in suppressions:
                if one.problem or one.rule not in is_on:
                    from linter.model.did_you_mean import Suggester
                    from linter.rules.meta.invalid_suppression import InvalidSuppression

                    guesser = guesser or Suggester(known)
                    yield from InvalidSuppression().check_comment(document, one, guesser)
                elif not one.used and (one.is_expired or _is_unused(document, one, is_on, settings)):
                    from linter.rules.meta.unused_suppression import UnusedSuppression

                    yield from UnusedSuppression().check_comment(document, one)


def _is_unused(document: Document, comment: Suppression, is_on: dict[str, bool], settings: Settings) -> bool:
    """Return whether *comment* is certain to hide no violation, those of the moment when a plan is closed included."""
    was_at_closing = document.is_completed and settings.registry.reports_at_closing(comment.rule)
    return is_on[comment.rule] and not was_at_closing


def _is_on(selector: str, settings: Settings) -> bool:
    """Return whether every rule that *selector* names is on; otherwise a comment cannot be checked."""
    family = settings.registry.family
    named = [id for id in family if selector in (id, family[id])]
    return all(id in settings.selected for id in named)
