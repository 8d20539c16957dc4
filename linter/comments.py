"""The suppressing comments of a run's documents: what they hide, and what they say in vain."""

from __future__ import annotations

from linter.registry import UNREAD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model import Document
    from linter.settings import Settings
    from linter.suppressions import Suppression
    from linter.violation import Violation

MARK = "planlint:"


class Comments:
    """Hides violations; ``hidden`` holds them with their comments. Only files that speak to planlint cost anything."""

    def __init__(self, settings: Settings, documents: Iterable[Document]) -> None:
        self.settings = settings
        self.hidden: list[tuple[Violation, str]] = []
        self._said: dict[str, tuple[Document, list[Suppression]]] = {}
        for document in documents:
            if MARK in document.source.text:
                from linter.suppressions import suppressions

                self._said[document.path] = document, suppressions(document)

    def hide(self, violation: Violation) -> bool:
        """Whether a comment hides *violation*; what could not be read is never hidden."""
        if violation.path not in self._said or violation.rule in UNREAD:
            return False
        family = self.settings.registry.family.get(violation.rule, "")
        document, said = self._said[violation.path]
        holding = [one for one in said if one.holds(violation, family)]
        for one in holding:
            one.used = True
        if holding:
            comment = document.source.text[holding[0].comment : holding[0].comment_end]
            self.hidden.append((violation, comment))
        return bool(holding)

    def leftover(self) -> Iterator[Violation]:
        """The comments that are invalid, and those that hid nothing although their rule was on."""
        known = [*self.settings.registry.family, *self.settings.registry.families]
        for document, said in self._said.values():
            for one in said:
                if one.problem or one.rule not in known:
                    from linter.rules.meta.invalid_suppression import InvalidSuppression

                    yield from InvalidSuppression().judge(document, one, known)
                elif not one.used and (one.is_expired or self._is_on(one.rule)):
                    from linter.rules.meta.unused_suppression import UnusedSuppression

                    yield from UnusedSuppression().judge(document, one)

    def _is_on(self, selector: str) -> bool:
        """Whether every rule that *selector* names is on: of one that is off nobody knows whether it would speak."""
        family = self.settings.registry.family
        named = [id for id in family if selector in (id, family[id])]
        return all(id in self.settings.selected for id in named)
