"""All rules by id; the module of a rule is imported when a run needs it."""

from __future__ import annotations

from linter.rules.registry_table import AT_CLOSING, FAMILY, KINDS, OFF, READ_ERRORS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any, Protocol

    from linter.rules.base import Rule

    class RatedFormat(Protocol):
        """The part of a plan format that determines which rules read its documents."""

        @property
        def kinds(self) -> Sequence[str]:
            """The kinds of its documents."""

        @property
        def severities(self) -> Mapping[str, str]:
            """The rules that read them: error, warning or off by rule."""


__all__ = ["ALWAYS_REPORTED", "FAMILY", "KINDS", "NOT_RUN", "OFF", "PLAN_KINDS", "Registry", "class_name"]
PLAN_KINDS = (
    "progress",
    "manifest",
    "tools-manifest",
)  # rules list these; other formats list rules
# imported only to report: rules for read errors, and those of the engine
NOT_RUN = frozenset(READ_ERRORS).union(id for id, family in FAMILY.items() if family == "meta")
ALWAYS_REPORTED = frozenset(["unreadable-file", "merge-conflict", "syntax-error", "limit-exceeded", "internal-error"])


class Registry:
    """The built-in rules and those of plugins.

    *extra* are the rules of plugins by id, *schemas* their schemas by kind, *formats* all formats.
    """

    def __init__(
        self,
        extra: dict[str, type[Rule]] | None = None,
        schemas: dict[str, list[dict[str, Any]]] | None = None,
        formats: Iterable[RatedFormat] = (),
    ) -> None:
        self.extra = extra or {}
        self.schemas = schemas or {}
        self.formats = tuple(formats)
        self.family = {**FAMILY, **{id: rule.family for id, rule in self.extra.items()}}

    @property
    def families(self) -> dict[str, None]:
        """The names of the families, in order."""
        return dict.fromkeys(self.family.values())

    def is_default(self, id: str) -> bool:
        """Whether the rule is enabled without being selected."""
        return self.extra[id].default if id in self.extra else id not in OFF

    def reports_at_closing(self, id: str) -> bool:
        """Whether the rule runs over plans that a change completed, even where it is off."""
        return self.extra[id].reports_at_closing if id in self.extra else id in AT_CLOSING

    def reads(self, id: str, kind: str) -> bool:
        """Whether the rule reads documents of *kind*."""
        if id in self.extra:
            return not self.extra[id].kinds or kind in self.extra[id].kinds
        if kind not in PLAN_KINDS:
            return id in self.rules_of(kind)
        return kind in KINDS[id]

    def rules_of(self, kind: str) -> Mapping[str, str]:
        """Return the rules that read documents of a format other than the first three, with their severities."""
        return next((format.severities for format in self.formats if kind in format.kinds), {})

    def is_off(self, id: str, kind: str) -> bool:
        """Whether the rule is off for documents of *kind* until it is selected by name or family."""
        return self.level(id, kind) == "off"

    def level(self, id: str, kind: str) -> str:
        """Return the severity of the rule in the format of *kind*: error, warning or off; "" if the format has none."""
        return "" if kind in PLAN_KINDS or id in self.extra else self.rules_of(kind).get(id, "")

    def load(self, id: str) -> type[Rule]:
        """Return the class of the rule. Raises KeyError for an unknown id."""
        if id in self.extra:
            return self.extra[id]
        name = id.replace("-", "_")
        module = __import__(f"linter.rules.{FAMILY[id].replace('-', '_')}.{name}", fromlist=["*"])
        rule: type[Rule] = getattr(module, class_name(id))
        return rule

    def all(self) -> Iterator[type[Rule]]:
        """Yield the classes of all rules, in order of families and ids."""
        for id in self.family:
            yield self.load(id)


def class_name(id: str) -> str:
    """Return the class name of a rule: ``BatchOrder`` for ``batch-order``."""
    return "".join(part.capitalize() for part in id.split("-"))
