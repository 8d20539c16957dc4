"""The results of a session, ready for output."""

from __future__ import annotations

from linter.rules.violation import ERROR, Violation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from linter.config.settings import Settings
    from linter.model.document import Document
    from linter.model.project import Project
    from linter.rules.base import Rule
    from linter.syntax.source import Source


class Findings:
    """The violations that the rules report on some documents."""

    __slots__ = ("baselined", "has_internal_errors", "hidden", "sources", "violations")

    def __init__(self) -> None:
        self.violations: list[Violation] = []
        self.hidden: list[tuple[Violation, str]] = []  # suppressed by comments, with the comment
        self.baselined: list[Violation] = []
        self.sources: dict[str, Source] = {}  # the texts that violations refer to, by path
        self.has_internal_errors = False  # a rule raised an exception, reported or not


class Report:
    """The input of the outputs; created by ``build_report`` and not changed afterwards.

    ``documents`` counts the files of a known format, ``plans`` those of them that could be parsed. ``gone`` counts the
    violations that an earlier state had and this one has not, None if none was compared. With ``wants_statistics``,
    outputs for people print counts instead of violations, and JSON prints both.
    """

    def __init__(
        self,
        violations: Sequence[Violation] = (),
        *,
        hidden: Sequence[tuple[Violation, str]] = (),
        baselined: Sequence[Violation] = (),
        sources: Mapping[str, Source] | None = None,
        named: Mapping[str, Document] | None = None,
        plugins: dict[str, type[Rule]] | None = None,
        project: Project | None = None,
        files: int = 0,
        documents: int = 0,
        plans: int = 0,
        gone: int | None = None,
        fails: bool = False,
        has_internal_errors: bool = False,
        wants_statistics: bool = False,
    ) -> None:
        self.violations = violations
        self.hidden = hidden
        self.baselined = baselined
        self.sources = sources or {}
        self.named = named or {}  # the documents that violations are reported in, by path
        self.plugins = plugins or {}  # the rules of plugins, by id
        self.project = project  # the project of the violations, for outputs with diagrams
        self.files = files
        self.documents = documents
        self.plans = plans
        self.gone = gone
        self.fails = fails
        self.has_internal_errors = has_internal_errors
        self.wants_statistics = wants_statistics

    @property
    def suppressed(self) -> int:
        """The number of violations that comments suppress."""
        return len(self.hidden)

    @property
    def errors(self) -> int:
        """The number of violations that are errors."""
        return sum(violation.severity == ERROR for violation in self.violations)

    def replace(self, **changes: Any) -> Report:
        """Return a report that differs in *changes*, which are arguments of the constructor."""
        return Report(**{**vars(self), **changes})


def build_report(
    findings: Findings,
    settings: Callable[[str], Settings],
    *,
    named: Mapping[str, Document],
    files: int,
    documents: int,
    plans: int,
    project: Project | None = None,
) -> Report:
    """Return the report on *findings*; *settings* (for a path) determine which violations make the exit code 1."""
    plugins: dict[str, type[Rule]] = {}
    homes = (violation.home for violation in findings.violations)
    for one in {id(one): one for one in map(settings, dict.fromkeys((*named, *homes)))}.values():
        plugins.update(one.registry.extra)
    return Report(
        sorted(findings.violations, key=Violation.order),
        hidden=findings.hidden,
        baselined=sorted(findings.baselined, key=Violation.order),
        sources=findings.sources,
        named=named,
        plugins=plugins,
        project=project,
        files=files,
        documents=documents,
        plans=plans,
        fails=_fails(findings.violations, settings),
        has_internal_errors=findings.has_internal_errors,
    )


def narrow_report(
    report: Report,
    violations: Iterable[Violation],
    settings: Callable[[str], Settings],
    *,
    sources: Mapping[str, Source] | None = None,
    gone: int | None = None,
) -> Report:
    """Return *report* with only these *violations*; *sources* are additional texts that they refer to."""
    kept = sorted(violations, key=Violation.order)
    return report.replace(
        violations=kept,
        sources={**report.sources, **(sources or {})},
        gone=gone,
        fails=_fails(kept, settings),
        has_internal_errors=any(violation.rule == "internal-error" for violation in kept),
    )


def _fails(violations: Iterable[Violation], settings: Callable[[str], Settings]) -> bool:
    return any(settings(violation.home).fails(violation) for violation in violations)
