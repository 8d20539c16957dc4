"""Every rule by name. Nothing of a rule is imported until a run needs it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any, Protocol

    from linter.rules.base import Rule

    class RatedFormat(Protocol):
        """What of a plan format decides which rules read its documents."""

        @property
        def kinds(self) -> Sequence[str]:
            """The kinds of its documents."""

        @property
        def severities(self) -> Mapping[str, str]:
            """The rules that read them: error, warning or off by rule."""


_FAMILIES = {
    "syntax": """unreadable-file syntax-error unclosed-frontmatter missing-frontmatter not-a-mapping duplicate-key
        limit-exceeded ambiguous-scalar""",
    "shape": "missing-field wrong-type invalid-value unknown-field status-spelling",
    "dependencies": """duplicate-task-id self-dependency duplicate-dependency unknown-dependency prose-dependency
        dependency-cycle done-before-dependency redundant-dependency""",
    "batches": """batch-order same-batch-dependency unknown-batch-task unscheduled-task task-in-two-batches
        batch-numbering empty-batch late-batch critical-path critical-path-length current-batch batch-size
        batch-history-tools same-batch-file""",
    "counts": """count-mismatch progress-mismatch tool-count tool-in-two-lists tool-status-mismatch unknown-tool
        missing-tool duplicate-tool""",
    "timestamps": """timestamp-format impossible-date time-order duration-mismatch missing-timestamp
        future-timestamp""",
    "status": """status-mismatch current-phase body-drift rollup-drift failed-verification agent-artifact-mismatch
        blocked-without-reason folder-status parent-status criteria-drift""",
    "visibility": "invisible-file ignored-field ignored-dependency unreachable-task",
    "references": "missing-reference outside-root slug-mismatch unknown-commit",
    "meta": "unused-suppression invalid-suppression internal-error",
}
FAMILY = {id: family for family, ids in _FAMILIES.items() for id in ids.split()}
OFF = frozenset(
    """redundant-dependency late-batch critical-path-length missing-timestamp future-timestamp blocked-without-reason
    unknown-commit""".split()
)
_ALL_KINDS = ("progress", "manifest", "tools-manifest")
KINDS = {  # of the rules that do not read all of them; a test holds the rules' classes to it
    **dict.fromkeys(f"{_FAMILIES['dependencies']} {_FAMILIES['batches']}".split(), ("progress",)),
    **dict.fromkeys(
        "progress-mismatch missing-timestamp body-drift rollup-drift unknown-commit".split(), ("progress",)
    ),
    **dict.fromkeys(
        """current-batch batch-size batch-history-tools tool-count tool-in-two-lists tool-status-mismatch unknown-tool
        missing-tool duration-mismatch current-phase failed-verification agent-artifact-mismatch""".split(),
        ("manifest",),
    ),
    **dict.fromkeys(
        """ambiguous-scalar status-spelling batch-numbering status-mismatch blocked-without-reason missing-reference
        outside-root slug-mismatch""".split(),
        ("progress", "manifest"),
    ),
    "duplicate-tool": ("tools-manifest",),
    **dict.fromkeys(  # these read other formats alone, which name the rules that read them
        f"{_FAMILIES['visibility']} folder-status parent-status criteria-drift same-batch-file".split(), ()
    ),
}
FAULTS = frozenset(_FAMILIES["syntax"].split()) - {"ambiguous-scalar"} | {"invisible-file", "ignored-field"}
# imported only when there is something to report: what the reader found, and what the engine makes itself
NOT_RUN = FAULTS | frozenset(_FAMILIES["meta"].split())
ALWAYS_REPORTED = frozenset(["unreadable-file", "syntax-error", "limit-exceeded", "internal-error"])


class Registry:
    """The built-in rules and those of plugins (*extra* by id, *schemas* by kind); *formats* are all that are read."""

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
        """Whether the rule is on without being selected."""
        return self.extra[id].default if id in self.extra else id not in OFF

    def reads(self, id: str, kind: str) -> bool:
        """Whether the rule has anything to say of documents of *kind*."""
        if id in self.extra:
            return not self.extra[id].kinds or kind in self.extra[id].kinds
        if kind not in _ALL_KINDS:
            return id in self.rules_of(kind)
        return kind in KINDS.get(id, _ALL_KINDS)

    def rules_of(self, kind: str) -> Mapping[str, str]:
        """The rules that read the documents of another format than the first three: error, warning or off by rule."""
        return next((format.severities for format in self.formats if kind in format.kinds), {})

    def is_off(self, id: str, kind: str) -> bool:
        """Whether the rule is off for documents of *kind* until it is selected by name or family."""
        return self.level(id, kind) == "off"

    def level(self, id: str, kind: str) -> str:
        """What the format of *kind* makes of the rule: error, warning or off; nothing where it does not speak of it."""
        return "" if kind in _ALL_KINDS or id in self.extra else self.rules_of(kind).get(id, "")

    def load(self, id: str) -> type[Rule]:
        """The rule's class. Raises KeyError for an id that is not there."""
        if id in self.extra:
            return self.extra[id]
        name = id.replace("-", "_")
        module = __import__(f"linter.rules.{FAMILY[id].replace('-', '_')}.{name}", fromlist=["*"])
        rule: type[Rule] = getattr(module, class_name(id))
        return rule

    def all(self) -> Iterator[type[Rule]]:
        """Every rule's class, in order of family and table."""
        for id in self.family:
            yield self.load(id)


def class_name(id: str) -> str:
    """``batch-order`` is the class ``BatchOrder``."""
    return "".join(part.capitalize() for part in id.split("-"))
