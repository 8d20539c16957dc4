"""Run the rules over documents, apply the configuration, and collect the violations.

It has the only broad ``except``: a rule that raises becomes an ``internal-error``, and the run continues.
"""

from __future__ import annotations

from linter.engine.report import Findings
from linter.engine.suppression import SuppressionFilter
from linter.rules.base import ProjectRule, Rule
from linter.rules.violation import Violation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from linter.config.settings import Settings
    from linter.engine.baseline import Match
    from linter.model.document import Document
    from linter.model.project import Project
    from linter.syntax.source import Source


def check_project(
    project: Project, settings: dict[str, Settings], match: Callable[[Settings], Match | None] = lambda _: None
) -> Findings:
    """Return what the rules report on the named documents of *project*; *settings* by path of the document.

    *match* returns the comparison with the baseline for some settings, if there is one.
    """
    findings = Findings()
    groups: dict[int, tuple[Settings, list[Document]]] = {}
    for path, document in project.named.items():
        groups.setdefault(id(settings[path]), (settings[path], []))[1].append(document)
    for chosen, documents in groups.values():
        found: list[Violation] = []
        for document in documents:
            _check_document(document, chosen, found)
        _check_across(project.view(documents), chosen, found)
        findings.has_internal_errors |= any(violation.rule == "internal-error" for violation in found)
        comments = SuppressionFilter(chosen, documents)
        judged = map(comments.remaining, _shown(found, chosen, project))
        shown = [violation for violation in judged if violation is not None]
        shown += _shown(comments.leftover(), chosen, project)
        baseline = match(chosen)
        new, known = baseline.divide(shown, project, chosen) if baseline else (shown, [])
        _configure([*new, *known, *(violation for violation, _ in comments.hidden)], chosen)
        findings.violations += new
        findings.baselined += known
        findings.hidden += comments.hidden
    for violation in (*findings.violations, *findings.baselined, *(violation for violation, _ in findings.hidden)):
        _add_sources(violation, project, findings.sources)
    return findings


def _check_document(document: Document, settings: Settings, found: list[Violation]) -> None:
    for schema in settings.registry.schemas.get(document.kind, ()):
        document.judge(schema)
    for id in dict.fromkeys(fault.rule for fault in document.faults):
        if id in settings.selected:
            _run(settings.rule(id), document, document, found)
    if document.root is not None:
        for rule in settings.rules(document.kind):
            if not isinstance(rule, ProjectRule) and not (rule.omits_finished and rule.is_history(document)):
                _run(rule, document, document, found)


def _check_across(project: Project, settings: Settings, found: list[Violation]) -> None:
    kinds = dict.fromkeys(document.kind for document in project.named.values() if document.root is not None)
    rules = {rule.id: rule for kind in kinds for rule in settings.rules(kind) if _is_across(rule)}
    for rule in rules.values():
        view = project if len(kinds) == 1 else _readable(project, rule, settings)
        anchor = next(iter(project.named.values()))
        if isinstance(rule, ProjectRule):
            _run(rule, view, anchor, found)
        else:
            _run(rule, view, anchor, found, across=True)


def _is_across(rule: Rule) -> bool:
    return isinstance(rule, ProjectRule) or type(rule).check_project is not Rule.check_project


def _readable(project: Project, rule: Rule, settings: Settings) -> Project:
    """Return the project limited to the named documents that *rule* reads."""
    kinds = {document.kind for document in project.named.values()}
    read = {kind for kind in kinds if settings.registry.reads(rule.id, kind)}
    if read == kinds:
        return project
    return project.view(document for document in project.named.values() if document.kind in read)


def _run(rule: Rule, subject: Any, document: Document, found: list[Violation], across: bool = False) -> None:
    try:
        found.extend(rule.check_project(subject) if across else rule.check(subject))
    except Exception as error:
        found.append(_internal_error(rule, document, error))


def _internal_error(rule: Rule, document: Document, error: Exception) -> Violation:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" ({frame.tb_frame.f_globals.get('__name__', '?')}:{frame.tb_lineno})" if frame else ""
    exception = type(error).__name__
    message = f"rule {rule.id} failed with {exception}: {error}{place}; please report this with the file"
    data = {"document_kind": document.kind, "rule": rule.id, "exception": exception}
    return Violation("internal-error", document.path, 0, min(1, len(document.source.text)), message, data)


def _shown(found: Iterable[Violation], settings: Settings, project: Project) -> Iterator[Violation]:
    """Yield the violations in named files of enabled rules that the configuration does not ignore there."""
    for violation in found:
        is_on = violation.path in project.named and violation.rule in settings.selected
        if is_on and not settings.is_ignored(violation.rule, project.workspace.below(violation.path, settings)):
            yield violation


def _configure(found: list[Violation], settings: Settings) -> None:
    """Set the configured severities and fixes."""
    for violation in found:
        violation.severity = settings.severity(violation.rule, violation.severity)
        violation.fix = settings.fix(violation.rule, violation.fix)


def _add_sources(violation: Violation, project: Project, sources: dict[str, Source]) -> None:
    """Add the texts that *violation* refers to to *sources*."""
    sources[violation.path] = project.named[violation.path].source
    for place in violation.related:
        source = project.store.source(place.path)
        if source is not None:
            sources[place.path] = source
